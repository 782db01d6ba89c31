import type { JSX } from "preact";
import { Field } from "../form/field.js";
import { sayLoads } from "../language/loads/words.js";
import { limitName, saysBreak } from "../language/say-limit.js";
import { read, shown } from "../state.js";
import type { Answer } from "../worker/protocol.js";
import type { FleetBears, FleetQuestion } from "../worker/load-studies.js";
import { asSureAs } from "./as-sure.js";
import { Progress } from "./progress.js";
import { useStudied } from "./use-studied.js";

/** The other way round: how much the purchase bears, and how much as many GPUs do as somebody has. */
export function Fleet({ answer }: { readonly answer: Answer }): JSX.Element {
  const { estimate } = answer;
  const { question } = shown.value;
  const own = read.value.values?.ownGpus ?? null;
  if (question === null) return <></>;
  const confidence = asSureAs(estimate, question);
  const { confidence: wanted = "expected" } = question.options;
  return (
    <>
      {estimate.status === "feasible" && (
        <Bears asked={{ question, gpus: estimate.gpus, confidence }} answer={answer} />
      )}
      <Field name="ownGpus" />
      {own !== null && <Bears asked={{ question, gpus: own, confidence }} answer={answer} />}
      {wanted !== "expected" && wanted !== confidence && <p class="hint">{sayLoads.value.fleet.asAnswer(wanted)}</p>}
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

function sentenceOf(bears: FleetBears, gpu: string): string {
  const { gpus, kind, most, expected, confidence, violated, least } = bears;
  const { fleet: words, loads, answer, numbers } = sayLoads.value;
  const amount = (value: number): string => loads.amount[kind](value);
  const [first] = violated;
  const sentences = [
    most === null ? words.bearsNone(gpus, gpu, confidence) : words.bears(gpus, gpu, amount(most), confidence),
    least === null
      ? ""
      : words.evenLeast(amount(least.load), numbers.list(violated.map((limit) => saysBreak(sayLoads.value, limit)))),
    least?.gpus === null ? `${answer.infeasible(gpu)}.` : "",
    least != null && least.gpus !== null && least.gpus > gpus ? words.leastTakes(least.gpus, gpu) : "",
    expected === null || expected === most ? "" : words.expected(amount(expected)),
    most === null || first === undefined ? "" : words.oneMore(limitName(sayLoads.value, first.name)),
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}
