import type { JSX } from "preact";
import { sayLoads, type LoadStrings } from "../language/loads/words.js";
import { shown } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import type { GpuStep, GpuSteps } from "../worker/load-studies.js";
import type { Chart, Point } from "./chart.js";
import { Figure } from "./figure.js";
import type { Table } from "./table.js";
import { Progress } from "./progress.js";
import { useStudied } from "./use-studied.js";

/** GPUs by load: from where to where each number does. */
export function Steps({ answer }: { readonly answer: Answer }): JSX.Element | null {
  const studied = useStudied("gpuSteps", shown.value.question, [answer]);
  const { found } = studied;
  const { gpuSteps: words, charts } = sayLoads.value;
  if (found === null)
    return (
      <div class="study-space">
        <Progress study={studied} text={charts.underWay} />
      </div>
    );
  return (
    <>
      <p>{sentenceOf(sayLoads.value, found)}</p>
      <Figure name="gpus-by-load" chart={chartOf(sayLoads.value, found)} table={tableOf(sayLoads.value, found)} />
      <p class="hint">{words.sure(found.confidence)}</p>
    </>
  );
}

const holds = ({ today }: GpuSteps, { from, until }: GpuStep): boolean =>
  (from ?? 0) <= today && today <= (until ?? Infinity);

/** Today's step and the next one. */
function sentenceOf({ gpuSteps: words, loads }: LoadStrings, found: GpuSteps): string {
  const index = found.steps.findIndex((step) => holds(found, step));
  const [now, next] = found.steps.slice(index < 0 ? found.steps.length : index);
  if (now?.gpus == null) return words.looking;
  const amount = loads.amount[found.kind];
  if (now.until === null) return words.always(now.gpus);
  const until = words.until(now.gpus, amount(now.until));
  if (next?.from == null) return until;
  return next.gpus === null
    ? words.thenNone(until, amount(next.from))
    : words.then(until, next.gpus, amount(next.from));
}

/** A step without an end is drawn so far beyond its start, or beyond today. */
const ENDLESS = 1.5;
/** Room above the highest step. */
const ABOVE = 1.15;

function chartOf(said: LoadStrings, found: GpuSteps): Chart {
  const { gpuSteps: words, parts, numbers, loads } = said;
  const { today, steps, kind } = found;
  const known = steps.filter((step): step is GpuStep & { readonly gpus: number } => step.gpus !== null);
  const points = known.flatMap(({ gpus, from, until }, index): readonly Point[] => [
    [from ?? 0, gpus],
    [known[index + 1]?.from ?? until ?? ENDLESS * Math.max(today, from ?? 0), gpus],
  ]);
  const loadsShown = points.map(([load]) => load);
  const first = known[0]?.from === null ? FIRST_SHARE * (known[0].until ?? 0) : 0;
  const now = known.find((step) => holds(found, step));
  return {
    label: `${parts.steps}. ${sentenceOf(said, found)}`,
    x: { label: loads.axis[kind], domain: [first, Math.max(today, ...loadsShown)], say: numbers.exact },
    y: {
      label: words.columns.gpus,
      domain: [0, ABOVE * Math.max(...known.map(({ gpus }) => gpus))],
      say: numbers.exact,
    },
    lines: [{ label: words.columns.gpus, points }],
    marks: now === undefined ? [] : [{ label: loads.today(numbers.exact(today)), at: [today, now.gpus], shape: "dot" }],
  };
}

/** The first step goes on to the left of what was looked at: so much of it is left out. */
const FIRST_SHARE = 0.7;

function tableOf({ gpuSteps: words, parts, numbers, loads }: LoadStrings, { kind, steps }: GpuSteps): Table {
  const load = (head: string) => ({ head: `${head} (${loads.axis[kind]})`, unit: "", say: numbers.exact });
  return {
    caption: parts.steps,
    columns: [
      load(words.columns.from),
      load(words.columns.until),
      { head: words.columns.gpus, unit: "", say: numbers.count },
    ],
    rows: steps.map(({ gpus, from, until }) => [from ?? words.less, until ?? words.more, gpus ?? words.none]),
  };
}
