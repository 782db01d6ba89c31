import type { RequestTargets } from "../simulate/options.js";
import type { Simulation } from "../simulate/simulation.js";
import { checkTargets } from "../workload/check-targets.js";
import { TARGETS, targetLimits, type Statistic, type TargetLimit, type Targets } from "../workload/targets.js";

/** A target beside what a simulation came to. */
export interface TargetResult extends TargetLimit {
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
export const targetResults = (
  targets: Targets,
  simulation: Simulation,
  outputTokens: number,
): readonly TargetResult[] => targetLimits(targets).map((limit) => resultOf(limit, simulation, outputTokens));

function resultOf(of: TargetLimit, simulation: Simulation, outputTokens: number): TargetResult {
  const { target, statistic, limit } = of;
  const { requests, rejected, counted } = simulation;
  const { kind, time } = TARGETS[target];
  const seconds = simulation[time]?.[statistic] ?? null;
  if (kind === "speed") {
    const value = seconds === null ? null : outputTokens / seconds;
    return { ...of, value, met: value !== null && value >= limit };
  }
  const share = SHARE[statistic];
  const isTurnedAway = share !== null && rejected > (1 - share) * requests;
  // Answers of one token have no time between tokens, and break no target on it.
  const keeps = seconds === null ? counted > 0 : seconds <= limit;
  return { ...of, value: seconds, met: keeps && !isTurnedAway };
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
  const limits = targetLimits(checkTargets(targets)).filter(({ target }) => TARGETS[target].kind !== "speed");
  return limits.length === 0
    ? undefined
    : Object.fromEntries(limits.map(({ target, limit }) => [TARGETS[target].time, limit]));
}
