import type { JSX } from "preact";
import { say } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import { cardMemory } from "./card-memory.js";

/** The memory of one GPU, stacked up to the card, with the same as a table. */
export function Memory({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const { memory: words, numbers } = say.value;
  const { estimate, gpu } = answer;
  if (estimate.status === "infeasible") return null;
  const parts = cardMemory(estimate, gpu.cardBytes);
  const whole = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return (
    <>
      <div class="stack" aria-hidden="true">
        {parts.map(({ name, bytes }) => (
          <span key={name} class={`slice slice-${name}`} style={{ width: `${(100 * bytes) / whole}%` }} />
        ))}
      </div>
      <table class="legend">
        <caption class="visually-hidden">{words.title}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{words.columns.part}</th>
            <th scope="col">{words.columns.bytes}</th>
            <th scope="col">{words.columns.share}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, bytes }) => (
            <tr key={name}>
              <th scope="row">
                <span class={`swatch slice-${name}`} aria-hidden="true" /> {words.parts[name]}
              </th>
              <td>{numbers.bytes(bytes)}</td>
              <td>{numbers.percent(Number((bytes / whole).toPrecision(2)))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="hint">{words.sum(numbers.bytes(whole))}</p>
    </>
  );
}
