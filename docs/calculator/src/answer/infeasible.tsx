import type { RequiredChange } from "infrascale";
import type { JSX } from "preact";
import { gpuName } from "../language/gpu-name.js";
import { limitAmount, limitName } from "../language/say-limit.js";
import { isStale, say, scenario, shown, type } from "../state.js";
import { Asked } from "./asked.js";
import { headline } from "./headline.js";
import { taken } from "./taken-way.js";
import { useStudy } from "./use-study.js";
import type { Answer, WayOut } from "../worker/protocol.js";

/** Why no number of GPUs does, and what would. */
export function Infeasible({ answer }: { readonly answer: Answer }): JSX.Element {
  const { estimate } = answer;
  if (estimate.status === "feasible") return <></>;
  return (
    <>
      <Asked />
      <p class="headline">
        <strong>{headline(say.value, answer)}</strong>
      </p>
      <Obstacles changes={estimate.nearest.changes} />
      <WaysOut />
    </>
  );
}

/** What stands in the way: of one limit the best that there is, of several what comes nearest to all of them. */
function Obstacles({ changes }: { readonly changes: readonly RequiredChange[] }): JSX.Element {
  const { answer: words } = say.value;
  const sentences = changes.map(({ constraint, unit, from, to, side }) => {
    const needs = changes.length === 1 ? words.needs[side] : words.needsTogether[side];
    return needs(
      limitName(say.value, constraint),
      limitAmount(say.value, unit, to),
      limitAmount(say.value, unit, from),
    );
  });
  if (sentences.length === 1) return <p>{sentences[0]}</p>;
  return (
    <>
      <p>{words.together}</p>
      <ul class="obstacles">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
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
            <button type="button" onClick={() => type(taken(way, scenario.value.inputs, say.value.numbers.mark))}>
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
  return words.way.limits(
    way.limits.map(({ constraint, unit, to }) =>
      words.way.limit(limitName(say.value, constraint), limitAmount(say.value, unit, to)),
    ),
    way.gpus,
  );
}
