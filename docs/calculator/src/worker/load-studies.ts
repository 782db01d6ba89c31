import type { ConstraintResult, ReplayableEstimate, Statistic, Verification } from "infrascale";
import type { Question } from "../scenario/question.js";
import type { LoadKind } from "./load.js";

/** GPUs that are there, and what they are asked for. */
export interface FleetQuestion {
  readonly question: Question;
  readonly gpus: number;
  /** Probability that the targets hold. */
  readonly confidence: number | "expected";
}

/** The most that GPUs bear. */
export interface FleetBears {
  readonly kind: LoadKind;
  readonly gpus: number;
  /** At the confidence; null where they do not bear the least. */
  readonly most: number | null;
  /** As predicted. */
  readonly expected: number | null;
  /** Null where predictions are taken as they are. */
  readonly confidence: number | null;
  /** What one more would violate; where they do not bear the least, what the least does. */
  readonly violated: readonly ConstraintResult[];
  /** Null where they bear it. */
  readonly least: LeastLoad | null;
}

/** The least that may come. */
export interface LeastLoad {
  readonly load: number;
  /** The GPUs that it takes; null where no number does. */
  readonly gpus: number | null;
}

/** Loads that take the same GPUs. */
export interface GpuStep {
  /** Null where no number does. */
  readonly gpus: number | null;
  /** The first of them; null where it is below what was looked at. */
  readonly from: number | null;
  /** The last of them; null where it is beyond what was looked at. */
  readonly until: number | null;
}

/** GPUs by load. */
export interface GpuSteps {
  readonly kind: LoadKind;
  readonly today: number;
  /** Probability that the targets hold; null where predictions are taken as they are. */
  readonly confidence: number | null;
  /** From the last load of a step to the first of the next. */
  readonly grain: number;
  /** The smallest first. */
  readonly steps: readonly GpuStep[];
}

/** An answer, and how sure its bands are to be. */
export interface SpeedQuestion {
  readonly estimate: ReplayableEstimate;
  /** Probability that a measurement lies in its band. */
  readonly confidence: number;
}

/** Times of an answer's GPUs under other loads. */
export interface SpeedByLoad {
  readonly kind: LoadKind;
  readonly today: number;
  readonly confidence: number;
  /** The replicas that the times are of. */
  readonly replicas: number;
  /** True where the targets are those of a load test, which is harder than the steady service shown. */
  readonly isLoadTest: boolean;
  /** Requests per second above which more comes than can be served; null where people wait for their answers. */
  readonly capacity: number | null;
  readonly times: readonly TimeByLoad[];
}

/** One time by load. */
export interface TimeByLoad {
  readonly time: "ttft" | "tpot" | "e2e";
  /** What the limit is of; the 95th percentile where there is none. */
  readonly statistic: Statistic;
  readonly limitSeconds: number | null;
  /** The last load within the limit, as predicted; null where there is no limit, or no such load was found. */
  readonly tipping: number | null;
  readonly points: readonly TimeAtLoad[];
  /** The point of today's load. */
  readonly today: TimeAtLoad | null;
}

/** A time under one load, seconds. */
export interface TimeAtLoad {
  readonly load: number;
  readonly mean: number;
  /** Of the statistic. */
  readonly asked: number;
  /** Where the statistic is measured with the confidence; null where the library says no such thing. */
  readonly band: { readonly low: number; readonly high: number } | null;
}

/** An answer to replay. */
export interface ReplayQuestion {
  readonly estimate: ReplayableEstimate;
  readonly seed: number;
}

/** What a replay came to. */
export interface Replay extends Pick<Verification, "met" | "tooShort" | "withinTargets" | "targets" | "replicas"> {
  readonly seed: number;
  readonly requests: number;
  readonly rejected: number;
  /** When counting began, and when the last answer was there, seconds. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  /** Mean of each interval. */
  readonly series: readonly ReplayedInterval[];
}

/** One interval of a replay. */
export interface ReplayedInterval {
  /** Its start. */
  readonly seconds: number;
  /** Requests in slots. */
  readonly running: number;
  /** Requests in queues. */
  readonly waiting: number;
}
