import type { JSX } from "preact";
import { Field } from "../form/field.js";
import { sayLoads } from "../language/loads/words.js";
import { limitName } from "../language/say-limit.js";
import { read, shown } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import type { FleetBears, FleetQuestion } from "../worker/load-studies.js";
import { Progress } from "./progress.js";
import { useStudied } from "./use-studied.js";

/** Below, the library says of no purchase how sure it is. */
const LEAST_CONFIDENCE = 0.5;

/** The other way round: how much the purchase bears, and how much as many GPUs do as somebody has. */
export function Fleet({ answer }: { readonly answer: Answer }): JSX.Element {
  const { estimate } = answer;
  const { question } = shown.value;
  const own = read.value.values?.ownGpus ?? null;
  const reached = estimate.status === "feasible" ? (estimate.confidence?.reached ?? null) : null;
  const bought: FleetQuestion | null =
    question === null || estimate.status === "infeasible"
      ? null
      : {
          question,
          gpus: estimate.gpus,
          confidence: reached === null || reached < LEAST_CONFIDENCE ? "expected" : reached,
        };
  const mine: FleetQuestion | null =
    question === null || own === null
      ? null
      : { question, gpus: own, confidence: question.options.confidence ?? "expected" };
  return (
    <>
      {bought !== null && <Bears asked={bought} answer={answer} />}
      <Field name="ownGpus" />
      {mine !== null && <Bears asked={mine} answer={answer} />}
    </>
  );
}

function Bears({ asked, answer }: { readonly asked: FleetQuestion; readonly answer: Answer }): JSX.Element | null {
  const studied = useStudied("fleetBears", asked, [answer, asked.gpus]);
  const { found } = studied;
  return found === null ? (
    <div class="study-space">
      <Progress study={studied} text={sayLoads.value.charts.underWay} />
    </div>
  ) : (
    <p>{sentenceOf(found, answer.gpu.name)}</p>
  );
}

function sentenceOf({ gpus, kind, most, expected, confidence, violated }: FleetBears, gpu: string): string {
  const { fleet: words, loads } = sayLoads.value;
  const amount = (value: number): string => loads.amount[kind](value);
  const [first] = violated;
  const sentences = [
    most === null ? words.bearsNone(gpus, gpu, confidence) : words.bears(gpus, gpu, amount(most), confidence),
    expected === null || expected === most ? "" : words.expected(amount(expected)),
    most === null || first === undefined ? "" : words.oneMore(limitName(sayLoads.value, first.name)),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
