import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { decideWords } from "../../language/decide/words.js";
import { say, scenario, shown } from "../../state.js";
import type { Answer, Thresholds as Found } from "../../worker/protocol.js";
import { Progress } from "../progress.js";
import { useStudied } from "../use-studied.js";
import { inputAmount, inputName } from "./say-input.js";

/** How far each figure may move before the GPUs are others, to the last user, token or millionth: worked out once somebody opens it. */
export function Thresholds({ answer }: { readonly answer: Answer }): JSX.Element {
  const { whatIf: words } = decideWords.value;
  const isOpen = useSignal(false);
  const study = useStudied("thresholds", isOpen.value ? shown.value.question : null, [answer, isOpen.value]);
  return (
    <details
      onToggle={({ currentTarget }) => {
        isOpen.value = currentTarget.open;
      }}
    >
      <summary>{words.thresholds}</summary>
      {isOpen.value && <Progress study={study} text={words.looking} />}
      {study.found !== null && <ThresholdTable thresholds={study.found} />}
    </details>
  );
}

function ThresholdTable({ thresholds }: { readonly thresholds: Found }): JSX.Element {
  const { whatIf: words } = decideWords.value;
  const { inputs } = scenario.value;
  const { numbers } = say.value;
  return (
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
  );
}
