import type { JSX } from "preact";
import { sayLibrary } from "../language/say-library.js";
import type { FieldName } from "../scenario/fields.js";
import { sayProblem } from "../form/say-problem.js";
import { isLinkNewer, isStale, read, refusedField, say, scenario, sharedAnswer, shown } from "../state.js";

/** What stands before the answer: what is wrong with the question, and what a link cannot bring. */
export function Notices(): JSX.Element {
  return (
    <>
      <LinkNotices />
      <Failure />
      <Wrong />
    </>
  );
}

/** Fields that cannot be read, and what the library refused, each with a way to its field. */
function Wrong(): JSX.Element | null {
  const { problems: words, fields, answer: answerWords } = say.value;
  const problems = Object.entries(read.value.problems) as readonly [FieldName, Parameters<typeof sayProblem>[1]][];
  const { refusal } = shown.value;
  const isRefused = refusal !== null && problems.length === 0 && isStale.value;
  if (problems.length === 0 && !isRefused) return null;
  return (
    <div class="notice wrong">
      <p>
        <strong>{isRefused ? answerWords.refused : words.list}</strong>
      </p>
      <ul>
        {problems.map(([name, problem]) => (
          <li key={name}>
            <a href={`#${name}`} onClick={(event) => focusOn(event, name)}>
              {fields[name]}
            </a>
            {words.colon}
            {sayProblem(say.value, problem)}
          </li>
        ))}
        {isRefused && (
          <li>
            {refusedField.value !== null && (
              <>
                <a href={`#${refusedField.value}`} onClick={(event) => focusOn(event, refusedField.value ?? "")}>
                  {fields[refusedField.value]}
                </a>
                {words.colon}
              </>
            )}
            {sayLibrary("rule", refusal)}
          </li>
        )}
      </ul>
    </div>
  );
}

/** Goes to a field without touching the link in the address. */
function focusOn(event: Event, id: string): void {
  event.preventDefault();
  const field = document.getElementById(id);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

function Failure(): JSX.Element | null {
  return shown.value.failure === null ? null : (
    <div class="notice wrong" role="alert">
      <p>{say.value.answer.failed}</p>
      <button type="button" onClick={() => location.reload()}>
        {say.value.answer.again}
      </button>
    </div>
  );
}

function LinkNotices(): JSX.Element | null {
  const { link } = say.value;
  const { profile, inputs } = scenario.value;
  const texts = [
    isLinkNewer.value ? link.newer : null,
    inputs.profile !== "" && profile === null ? link.profileMissing(inputs.profile) : null,
    whatChanged(),
  ].filter((text) => text !== null);
  return texts.length === 0 ? null : (
    <div class="notice">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}

/** That a shared link has another answer today; null where it has the same, or the form was changed since. */
function whatChanged(): string | null {
  const shared = sharedAnswer.value;
  const { answer } = shown.value;
  if (shared === null || answer === null || isStale.value) return null;
  const now = answer.estimate.status === "feasible" ? answer.estimate.gpus : null;
  if (now === shared.gpus) return null;
  return say.value.link.changed(shared.gpus, shared.library, now);
}
