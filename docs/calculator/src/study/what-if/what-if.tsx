import type { JSX } from "preact";
import "../../look/decide.css";
import { decideWords } from "../../language/decide/words.js";
import { isStale, say, scenario, shown } from "../../state.js";
import type { Answer, WhatIfAnswer } from "../../worker/protocol.js";
import { useNear } from "../use-near.js";
import { useStudied } from "../use-studied.js";
import { Progress } from "../progress.js";
import { take, Undo } from "../taken.js";
import { movesOf, textsOf, type Move } from "./moves.js";
import { inputAmount, inputName } from "./say-input.js";

/** What would take fewer GPUs, then what would take more; each is a click away, and so is the way back. */
export function WhatIf({ answer }: { readonly answer: Answer }): JSX.Element {
  const { whatIf: words } = decideWords.value;
  const { place, isNear } = useNear<HTMLDivElement>();
  const study = useStudied("whatIf", isNear ? shown.value.question : null, [answer, isNear]);
  const gpus = answer.estimate.status === "feasible" ? answer.estimate.gpus : 0;
  return (
    <div ref={place}>
      <Undo part="what-if" />
      <Progress study={study} text={words.trying} />
      {study.found !== null && <Found found={study.found} gpus={gpus} />}
    </div>
  );
}

function Found({ found, gpus }: { readonly found: WhatIfAnswer; readonly gpus: number }): JSX.Element {
  const { whatIf: words } = decideWords.value;
  const { saving, costing, same, impossible } = movesOf(found.changes);
  return (
    <>
      {saving.length === 0 ? <p>{words.nothing}</p> : <MoveTable caption={words.saving} moves={saving} />}
      {costing.length > 0 && <MoveTable caption={words.costing} moves={costing} />}
      {same.length > 0 && (
        <p class="hint">
          {words.same(gpus)} {same.map(sayMove).join("; ")}.
        </p>
      )}
      {impossible.length > 0 && (
        <p class="hint">
          {words.impossible} {impossible.map(sayMove).join("; ")}.
        </p>
      )}
      <Thresholds thresholds={found.thresholds} />
    </>
  );
}

function sayMove({ input, from, to, share }: Move): string {
  const { inputs } = scenario.value;
  const amount = (value: number | string): string => inputAmount(say.value, input, value, inputs);
  const name = inputName(say.value, input, inputs);
  return share === null
    ? decideWords.value.whatIf.word(name, amount(to))
    : decideWords.value.whatIf.figure(name, amount(from), amount(to));
}

function MoveTable({ caption, moves }: { readonly caption: string; readonly moves: readonly Move[] }): JSX.Element {
  const { whatIf: words } = decideWords.value;
  const { numbers } = say.value;
  return (
    <table class="figures moves">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{words.columns.change}</th>
          <th scope="col">{words.columns.gpus}</th>
          <th scope="col">{words.columns.saves}</th>
          <th scope="col">{words.columns.sure}</th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <tr key={`${move.input} ${move.to}`}>
            <th scope="row">
              <MoveButton move={move} />
            </th>
            <td>{numbers.count(move.gpus ?? 0)}</td>
            <td>{words.saves(move.saves ?? 0)}</td>
            <td>{move.confidence === null ? "–" : numbers.percent(move.confidence)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A change, as a button where the form has a field for it. */
function MoveButton({ move }: { readonly move: Move }): JSX.Element {
  const texts = textsOf(move, scenario.value.inputs, say.value.numbers.mark);
  const text = sayMove(move);
  return texts === null ? (
    <>{text}</>
  ) : (
    <button type="button" class="quiet" disabled={isStale.value} onClick={() => take("what-if", text, texts)}>
      {text}
    </button>
  );
}

/** How far each figure may move before the GPUs are others, to the last user, token or millionth. */
function Thresholds({ thresholds }: Pick<WhatIfAnswer, "thresholds">): JSX.Element | null {
  const { whatIf: words } = decideWords.value;
  const { inputs } = scenario.value;
  const { numbers } = say.value;
  return thresholds.length === 0 ? null : (
    <details>
      <summary>{words.thresholds}</summary>
      <div class="wide" tabIndex={0} role="region" aria-label={words.thresholds}>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{words.columns.figure}</th>
              <th scope="col">{words.columns.asked}</th>
              <th scope="col">{words.columns.until}</th>
              <th scope="col">{words.columns.beyond}</th>
              <th scope="col">{words.columns.fewer}</th>
            </tr>
          </thead>
          <tbody>
            {thresholds.map(({ input, asked, until, beyond, fewer }) => {
              const amount = (value: number): string => inputAmount(say.value, input, value, inputs);
              return (
                <tr key={input}>
                  <th scope="row">{inputName(say.value, input, inputs)}</th>
                  <td>{amount(asked)}</td>
                  <td>{amount(until)}</td>
                  <td>{beyond === null ? "–" : numbers.count(beyond)}</td>
                  <td>{fewer === null ? "–" : words.from(amount(fewer.value), fewer.gpus)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </details>
  );
}
