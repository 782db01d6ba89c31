import type { Observation, Percentile } from "../../measurements/observation.js";
import { TARGETS, type Statistic, type TargetLimit, type TargetRule } from "../../workload/targets.js";

/** A target beside what a load test measured of it. */
export interface TargetCheck extends TargetLimit {
  /** The same of the load test; null where its result does not hold it. */
  readonly value: number | null;
  /** True when it holds; null where it was not measured. */
  readonly met: boolean | null;
  /** How far the measured value is on the wrong side, as a share of the limit: negative where it holds; null where it was not measured. */
  readonly excess: number | null;
}

/** A time of an observation. */
type Time = "ttftSeconds" | "tpotSeconds" | "requestSeconds";

/** A request from end to end; tools that do not say it say its parts, whose means add up. */
const meanRequest = ({ ttftSeconds, tpotSeconds, outputTokens }: Observation): number | undefined =>
  ttftSeconds === undefined || tpotSeconds === undefined ? undefined : ttftSeconds + tpotSeconds * (outputTokens - 1);

/** Where a row holds percentiles of the first token. */
const FIRST_TOKEN = {
  p50: "ttftP50Seconds",
  p90: "ttftP90Seconds",
  p95: "ttftP95Seconds",
  p99: "ttftP99Seconds",
} as const satisfies Readonly<Record<Percentile, keyof Observation>>;

/** What a row holds each time of a target as; waits for a slot no tool knows. */
const TIMES: Readonly<Record<TargetRule["time"], Time | null>> = {
  queueSeconds: null,
  ttftSeconds: "ttftSeconds",
  tpotSeconds: "tpotSeconds",
  e2eSeconds: "requestSeconds",
};

function measuredSeconds(observation: Observation, time: Time, statistic: Statistic): number | undefined {
  const isMain = statistic === (observation.statistic === "mean" ? "mean" : "p50");
  const main = isMain ? observation[time] : undefined;
  if (main !== undefined) return main;
  if (statistic === "mean") return isMain && time === "requestSeconds" ? meanRequest(observation) : undefined;
  return time === "ttftSeconds" ? observation[FIRST_TOKEN[statistic]] : observation.percentiles?.[statistic]?.[time];
}

/** Share of the requests that may fail: those beyond a percentile count among its slowest; a mean is of those that were answered. */
const MAY_FAIL: Readonly<Record<Statistic, number>> = { mean: 1, p50: 0.5, p90: 0.1, p95: 0.05, p99: 0.01 };

/**
 * A target beside a load test.
 *
 * @param limit - what has to hold.
 * @param observation - of a load test.
 * @returns the measured value, and by how much it misses.
 */
export function measuredTarget(limit: TargetLimit, observation: Observation): TargetCheck {
  const { target, statistic } = limit;
  const { kind, time } = TARGETS[target];
  const measured = TIMES[time];
  const seconds = measured === null ? undefined : measuredSeconds(observation, measured, statistic);
  if (seconds === undefined) return { ...limit, value: null, met: null, excess: null };
  const isSpeed = kind === "speed";
  const value = isSpeed ? observation.outputTokens / seconds : seconds;
  const excess = isSpeed ? 1 - value / limit.limit : value / limit.limit - 1;
  return { ...limit, value, met: excess <= 0 && (observation.failedFraction ?? 0) <= MAY_FAIL[statistic], excess };
}
