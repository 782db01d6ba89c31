import type { JSX } from "preact";
import { isStale, say, shown } from "../state.js";
import { Announcer } from "./announcer.js";
import { Infeasible } from "./infeasible.js";
import { Notices } from "./notices.js";
import { SECTIONS } from "./sections.js";
import { Sentence } from "./sentence.js";

/** All that is answered. */
export function AnswerColumn(): JSX.Element {
  const { answer } = shown.value;
  const { page } = say.value;
  return (
    <section id="answer" class={`answer ${isStale.value ? "stale" : ""}`} aria-label={page.answer} tabIndex={-1}>
      <Notices />
      <div class="sentence">
        {answer === null ? (
          <p class="headline computing">{say.value.answer.computing}</p>
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
      <Announcer />
    </section>
  );
}
