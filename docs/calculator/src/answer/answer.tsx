import type { JSX } from "preact";
import { isStale, question, say, shown } from "../state.js";
import { Announcer } from "./announcer.js";
import { Infeasible } from "./infeasible.js";
import { Notices } from "./notices.js";
import { QuestionTable } from "./question-table.js";
import { SECTIONS } from "./sections.js";
import { Sentence } from "./sentence.js";

/** True while an answer is being worked out. */
function isUnderWay(): boolean {
  const { refusal, failure } = shown.value;
  return isStale.value && question.value !== null && refusal === null && failure === null;
}

/** In place of the first answer. */
function Unanswered(): JSX.Element {
  const { answer: words } = say.value;
  return <p class="headline computing">{isUnderWay() ? words.computing : words.none}</p>;
}

/** All that is answered. */
export function AnswerColumn(): JSX.Element {
  const { answer } = shown.value;
  const { page } = say.value;
  return (
    <section id="answer" class={`answer ${isStale.value ? "stale" : ""}`} aria-label={page.answer} tabIndex={-1}>
      <Notices />
      <div class={`sentence ${answer === null ? "" : "answered"}`}>
        {answer !== null && isUnderWay() && <p class="under-way">{say.value.answer.computing}</p>}
        {answer === null ? (
          <Unanswered />
        ) : answer.estimate.status === "feasible" ? (
          <Sentence answer={answer} />
        ) : (
          <Infeasible answer={answer} />
        )}
      </div>
      {answer !== null &&
        SECTIONS.filter(({ alsoInfeasible }) => alsoInfeasible || answer.estimate.status === "feasible").map(
          ({ id, title, View }) => (
            <section key={id} id={id} class="part" aria-labelledby={`${id}-title`}>
              <h2 id={`${id}-title`}>{title(say.value)}</h2>
              <View answer={answer} />
            </section>
          ),
        )}
      <QuestionTable />
      <Announcer />
    </section>
  );
}
