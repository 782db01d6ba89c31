import type { JSX } from "preact";
import { gpuName } from "../language/gpu-name.js";
import { limitAmount, limitName } from "../language/say-limit.js";
import { fieldOf } from "../scenario/paths.js";
import { plainText } from "../scenario/kinds.js";
import { FIELDS } from "../scenario/fields.js";
import { QUANTITIES } from "../scenario/quantities.js";
import { isStale, say, scenario, shown, type } from "../state.js";
import { Asked } from "./asked.js";
import { headline } from "./headline.js";
import { useStudy } from "./use-study.js";
import type { Answer, WayOut } from "../worker/protocol.js";

/** Why no number of GPUs does, and what would. */
export function Infeasible({ answer }: { readonly answer: Answer }): JSX.Element {
  const { estimate } = answer;
  const { answer: words } = say.value;
  if (estimate.status === "feasible") return <></>;
  return (
    <>
      <Asked />
      <p class="headline">
        <strong>{headline(say.value, answer)}</strong>
      </p>
      {estimate.nearest.changes.map(({ constraint, unit, from, to, side }) => (
        <p key={constraint}>
          {words.needs[side](
            limitName(say.value, constraint),
            limitAmount(say.value, unit, to),
            limitAmount(say.value, unit, from),
          )}
        </p>
      ))}
      <WaysOut />
    </>
  );
}

/** Up to three changes that help, each a button that makes it. */
function WaysOut(): JSX.Element | null {
  const ways = useStudy("waysOut", shown.value.question) ?? [];
  return ways.length === 0 || isStale.value ? null : (
    <>
      <h2 class="ways-title">{say.value.answer.ways}</h2>
      <ul class="ways">
        {ways.map((way) => (
          <li key={way.kind}>
            <button type="button" onClick={() => take(way)}>
              {sayWay(way)}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function sayWay(way: WayOut): string {
  const { answer: words, options } = say.value;
  if (way.kind === "gpu") return words.way.gpu(gpuName(say.value, way.gpu), way.gpus);
  if (way.kind === "weights") return words.way.weights(options.weights[way.weights], way.gpus);
  return words.way.limit(limitName(say.value, way.constraint), limitAmount(say.value, way.unit, way.to), way.gpus);
}

/** Three digits, and no less: with less the limit would not hold. */
function roundedUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 2);
  return Number((Math.ceil(value / step) * step).toPrecision(3));
}

/** Where the library is asked for a limit that is named by its constraint. */
const pathOfLimit = (constraint: string): string =>
  constraint === "maxGpus" ? "options.search.maxGpus" : `targets.${constraint.replace(" ", ".")}`;

/** Makes the change in the form. */
function take(way: WayOut): void {
  if (way.kind === "gpu") type({ gpu: way.gpu.id });
  else if (way.kind === "weights") type({ weights: way.weights });
  else {
    const name = fieldOf(pathOfLimit(way.constraint), scenario.value.inputs);
    if (name === null) return;
    const field = FIELDS[name];
    if (field.kind !== "number") return;
    const shownLimit = roundedUp(way.to * QUANTITIES[field.quantity].perLibraryUnit);
    type({ [name]: plainText(field, String(shownLimit), ".", say.value.numbers.mark) });
  }
}
