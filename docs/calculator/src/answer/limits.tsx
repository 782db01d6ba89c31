import type { ConstraintResult } from "infrascale";
import type { JSX } from "preact";
import { limitAmount, limitName } from "../language/say-limit.js";
import { say } from "../state.js";
import type { Answer } from "../worker/protocol.js";

/** Every limit, and how much of it is used: bars for the eye, the same figures as a table for all. */
export function Limits({ answer }: { readonly answer: Answer }): JSX.Element {
  const { limits: words, numbers } = say.value;
  const { estimate } = answer;
  const rows: readonly (ConstraintResult & { readonly binding?: boolean })[] = estimate.constraints;
  return (
    <>
      <table class="bars">
        <caption class="visually-hidden">{words.caption}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{words.columns.limit}</th>
            <th scope="col">{words.columns.share}</th>
            <th scope="col">{words.columns.used}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, unit, demand, limit, binding, satisfied }) => {
            const share = demand / limit;
            return (
              <tr key={name} class={satisfied ? "" : "broken"}>
                <th scope="row">{limitName(say.value, name)}</th>
                <td class="bar-cell">
                  <span class="bar">
                    <span class="fill" style={{ width: `${100 * Math.min(1, share)}%` }} />
                  </span>
                  <span class="share">{numbers.percent(Number(Math.min(share, MOST_SHARE).toPrecision(2)))}</span>
                </td>
                <td class="amounts">
                  {words.used(limitAmount(say.value, unit, demand), limitAmount(say.value, unit, limit))}
                  {binding === true && <strong class="binds"> {words.binds}</strong>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="hint">
        {estimate.status === "feasible" && estimate.confidence !== null && words.withMargin}{" "}
        {estimate.status === "feasible" && words.binding}
      </p>
    </>
  );
}

/** Beyond it a share is only "many times". */
const MOST_SHARE = 99;
