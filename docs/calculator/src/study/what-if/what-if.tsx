import type { JSX } from "preact";
import "../../look/decide.css";
import { decideWords } from "../../language/decide/words.js";
import { isStale, say, scenario, shown } from "../../state.js";
import type { Answer, Moved } from "../../worker/protocol.js";
import { useNear } from "../use-near.js";
import { useStudied } from "../use-studied.js";
import { Progress } from "../progress.js";
import { take, Undo } from "../taken.js";
import { Thresholds } from "./thresholds.js";
import { movesOf, textsOf, type Move } from "./moves.js";
import { inputAmount, inputName } from "./say-input.js";
import { inWholePercent } from "../../../../../src/internal/whole-percent.js";

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
      {study.found !== null && <Found changes={study.found} gpus={gpus} />}
      {study.found !== null && <Thresholds answer={answer} />}
    </div>
  );
}

function Found({ changes, gpus }: { readonly changes: Moved; readonly gpus: number }): JSX.Element {
  const { whatIf: words } = decideWords.value;
  const { saving, costing, same, impossible } = movesOf(changes);
  return (
    <>
      {saving.length === 0 ? <p>{words.nothing}</p> : <MoveTable caption={words.saving} moves={saving} />}
      {costing.length > 0 && <MoveTable caption={words.costing} moves={costing} />}
      {same.length > 0 && (
        <p class="hint">
          {words.same(gpus)} {same.map(sayMove).join(words.between)}.
        </p>
      )}
      {impossible.length > 0 && (
        <p class="hint">
          {words.impossible} {impossible.map(sayMove).join(words.between)}.
        </p>
      )}
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
            <td>{move.confidence === null ? "–" : numbers.percent(inWholePercent(move.confidence))}</td>
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
