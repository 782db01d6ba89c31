import type { Observation } from "../../measurements/observation.js";
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

type Read = (observation: Observation) => number | undefined;

const ofStatistic =
  (statistic: Observation["statistic"], field: "ttftSeconds" | "tpotSeconds" | "requestSeconds"): Read =>
  (observation) =>
    observation.statistic === statistic ? observation[field] : undefined;

/** A request from end to end; tools that do not say it say its parts, whose means add up. */
const meanRequest: Read = (observation) => {
  const { statistic, requestSeconds, ttftSeconds, tpotSeconds, outputTokens } = observation;
  if (statistic !== "mean") return undefined;
  if (requestSeconds !== undefined) return requestSeconds;
  return ttftSeconds === undefined || tpotSeconds === undefined
    ? undefined
    : ttftSeconds + tpotSeconds * (outputTokens - 1);
};

/** Where an observation holds each statistic of each time. */
const TIMES: Readonly<Record<TargetRule["time"], Readonly<Partial<Record<Statistic, Read>>>>> = {
  queueSeconds: {},
  ttftSeconds: {
    mean: ofStatistic("mean", "ttftSeconds"),
    p50: (observation) => observation.ttftP50Seconds ?? ofStatistic("median", "ttftSeconds")(observation),
    p95: ({ ttftP95Seconds }) => ttftP95Seconds,
    p99: ({ ttftP99Seconds }) => ttftP99Seconds,
  },
  tpotSeconds: { mean: ofStatistic("mean", "tpotSeconds"), p50: ofStatistic("median", "tpotSeconds") },
  e2eSeconds: { mean: meanRequest, p50: ofStatistic("median", "requestSeconds") },
};

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
  const seconds = TIMES[time][statistic]?.(observation);
  if (seconds === undefined) return { ...limit, value: null, met: null, excess: null };
  const isSpeed = kind === "speed";
  const value = isSpeed ? observation.outputTokens / seconds : seconds;
  const excess = isSpeed ? 1 - value / limit.limit : value / limit.limit - 1;
  return { ...limit, value, met: excess <= 0 && (observation.failedFraction ?? 0) <= MAY_FAIL[statistic], excess };
}
