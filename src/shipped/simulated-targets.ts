import type { RequestTargets } from "../simulate/options.js";
import type { Simulation } from "../simulate/simulation.js";
import type { TimeSummary } from "../simulate/time-summary.js";
import { checkTargets, targetStatistics } from "../workload/check-targets.js";
import type { Statistic, Targets } from "../workload/workload.js";

/** A target beside what a simulation came to. */
export interface TargetResult {
  /** What it is of. */
  readonly target: keyof Targets;
  /** Of all requests, or of the slowest but some. */
  readonly statistic: Statistic;
  /** Seconds, or tokens per second. */
  readonly limit: number;
  /** The same of the simulation; null when no request has one. */
  readonly value: number | null;
  /** True when it holds. */
  readonly met: boolean;
}

/** Share of all requests that a percentile speaks for; a mean has none. */
const SHARE: Readonly<Record<Statistic, number | null>> = { mean: null, p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99 };

/**
 * Targets beside what a simulation came to. A request that was turned away counts among the slowest of a percentile; a mean
 * is of those that were answered.
 *
 * @param targets - what has to hold.
 * @param simulation - what a fleet did.
 * @param outputTokens - mean answer.
 * @returns a result for each statistic of each target.
 */
export function targetResults(targets: Targets, simulation: Simulation, outputTokens: number): readonly TargetResult[] {
  const { tokensPerSecond, waitSeconds, ttft, tpot } = targets;
  const { ttftSeconds, tpotSeconds, requestSeconds } = simulation;
  const results: TargetResult[] = [];
  if (tokensPerSecond !== undefined) {
    const value = requestSeconds === null ? null : outputTokens / requestSeconds.mean;
    results.push({ target: "tokensPerSecond", statistic: "mean", limit: tokensPerSecond, value, met: value !== null && value >= tokensPerSecond });
  }
  if (waitSeconds !== undefined) results.push(timeResult("waitSeconds", "mean", waitSeconds, ttftSeconds, simulation));
  for (const [statistic, limit] of ttft === undefined ? [] : targetStatistics(ttft)) results.push(timeResult("ttft", statistic, limit, ttftSeconds, simulation));
  for (const [statistic, limit] of tpot === undefined ? [] : targetStatistics(tpot)) results.push(timeResult("tpot", statistic, limit, tpotSeconds, simulation));
  return results;
}

function timeResult(target: keyof Targets, statistic: Statistic, limit: number, times: TimeSummary | null, { requests, rejected, counted }: Simulation): TargetResult {
  const value = times === null ? null : times[statistic];
  const share = SHARE[statistic];
  const isTurnedAway = share !== null && rejected > (1 - share) * requests;
  // Answers of one token have no time between tokens, and break no target on it.
  const keeps = value === null ? counted > 0 : value <= limit;
  return { target, statistic, limit, value, met: keeps && !isTurnedAway };
}

/**
 * The limits that each request is held against, so that the share of those that keep them can be told: of each time, that of
 * the last percentile that a target names.
 *
 * @param targets - what has to hold.
 * @returns limits in seconds; undefined when no target is on a time.
 * @throws {@link InfrascaleError} `missing-target`, `invalid-type` or `out-of-range`.
 */
export function requestLimits(targets: Targets): RequestTargets | undefined {
  const { waitSeconds, ttft, tpot } = checkTargets(targets);
  const ttftSeconds = ttft === undefined ? waitSeconds : targetStatistics(ttft).at(-1)?.[1];
  const tpotSeconds = tpot === undefined ? undefined : targetStatistics(tpot).at(-1)?.[1];
  if (ttftSeconds === undefined && tpotSeconds === undefined) return undefined;
  return { ...(ttftSeconds === undefined ? {} : { ttftSeconds }), ...(tpotSeconds === undefined ? {} : { tpotSeconds }) };
}
