import { rememberedKernels } from "../../src/calibrate/calibration-point.js";
import { withRoom } from "../../src/measurements/with-room.js";
import { mixedStep } from "../../src/kernels/step.js";
import { predictReplica, type ReplicaPrediction } from "../../src/performance/predict-load.js";
import { servedLoad } from "../../src/performance/predict-serving.js";
import { replicaOf } from "../../src/performance/replica.js";
import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import { attempt } from "../exam/attempt.js";
import type { ExamRow } from "../accuracy/exam-row.js";
import { firstTokenSeconds, secondsPerToken } from "../measurements/measured.js";

/** What a row measured, and what of a prediction it is to be compared with. */
export interface Target {
  readonly seconds: number;
  readonly of: (prediction: ReplicaPrediction) => number;
}

/** A row that the fit may use, ready to be predicted many times. */
export interface FitRow extends ExamRow {
  /** Times of steps; null where they were not measured. */
  readonly steps: Target | null;
  /** Time to the first token in a closed loop, where it did not wait for a slot; null where it was not measured. */
  readonly firstToken: Target | null;
  /** What the library predicts; with the laws of kernels that ship, these are asked once. */
  readonly predict: (constants: ServingConstants) => ReplicaPrediction;
}

/** First tokens later than this are queueing: the engine held fewer requests than the load. */
const LONGEST_FIRST_TOKEN_SECONDS = 10;

/**
 * Rows of closed loops and static batches whose lengths are known, or gaps between tokens, as the fit takes them; others, and those that the library
 * does not predict, are left out.
 *
 * @param rows - of the exam.
 * @param shipped - constants, of which the laws of kernels are asked once.
 * @returns rows.
 */
export const fitRows = (rows: readonly ExamRow[], shipped: ServingConstants): readonly FitRow[] =>
  rows.flatMap((row) => {
    const { load, lengths, request } = row.row;
    if (load.kind !== "closed-loop" && load.kind !== "static-batch") return [];
    // Of the length of its prompt a gap between tokens tells little.
    if (lengths.assumed && row.row.measured.medianGapSeconds === null) return [];
    const served = attempt(() => withRoom(request, (roomy) => servedLoad(roomy, shipped)).result).value;
    if (served === null) return [];
    const {
      replica: { deployment, lengths: servedLengths, timing },
      slots,
    } = served;
    const kernelTimes = rememberedKernels((work) => mixedStep(timing.kernels, work));
    const predict = (constants: ServingConstants): ReplicaPrediction =>
      predictReplica(
        replicaOf(deployment, servedLengths, constants, constants.laws === shipped.laws ? { kernelTimes } : {}),
        served.load,
        slots,
      );
    return [{ ...row, ...targetsOf(row), predict }];
  });

function targetsOf({
  row: { measured, load, lengths, request },
  firstTokenUsable,
}: ExamRow): Pick<FitRow, "steps" | "firstToken"> {
  const first = load.kind === "closed-loop" ? firstTokenSeconds(measured) : null;
  if (first !== null && first > LONGEST_FIRST_TOKEN_SECONDS) return { steps: null, firstToken: null };
  const firstToken =
    first !== null && firstTokenUsable
      ? { seconds: first, of: ({ ttftSeconds }: ReplicaPrediction) => ttftSeconds ?? Number.NaN }
      : null;
  const token = secondsPerToken(measured);
  if (token !== null) return { steps: { seconds: token, of: ({ tpotSeconds }) => tpotSeconds }, firstToken };
  if (load.kind === "closed-loop")
    return { steps: medianGap(measured.medianGapSeconds, load.requestsInFlight / lengths.outputTokens), firstToken };
  if (load.kind !== "static-batch") return { steps: null, firstToken };
  // Of the whole batch.
  const rate = measured.outputTokensPerSecond;
  const seconds = measured.requestSeconds ?? (rate === null ? null : (load.requests * lengths.outputTokens) / rate);
  const requests = load.requests / (request.replicas ?? 1);
  return {
    steps: seconds === null ? null : { seconds, of: ({ requestsPerSecond }) => requests / requestsPerSecond },
    firstToken,
  };
}

/**
 * The median gap between tokens: a step that only decodes, where most steps read no prompt; a mean one elsewhere.
 *
 * @param seconds - as measured; null when it was not.
 * @param promptsPerStep - requests that begin in a step, mean; their number is Poisson's.
 * @returns what is to be compared; null when nothing was measured.
 */
const medianGap = (seconds: number | null, promptsPerStep: number): Target | null =>
  seconds === null
    ? null
    : { seconds, of: ({ decode, tpotSeconds }) => (promptsPerStep < Math.LN2 ? decode.seconds : tpotSeconds) };
