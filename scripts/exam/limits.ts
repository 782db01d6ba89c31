import { TIMES, timesAt, type Limits, type Sweep, type Time, type Times } from "./sweep.js";

/** A limit that is taken from a sweep holds there in spite of rounding. */
export const ROUNDING = 1e-9;

/** How far times are beyond their limits. */
export interface Excess {
  /** Largest ratio of a time to its limit. */
  readonly excess: number;
  /** Of which time. */
  readonly worst: Time;
}

/** The largest ratio of times to their limits. */
export function excessOf(times: Times, limits: Limits): Excess {
  const ratios = TIMES.map((worst) => ({ excess: times[worst] / (limits[worst] ?? Number.POSITIVE_INFINITY), worst }));
  return ratios.reduce((most, next) => (next.excess > most.excess ? next : most));
}

/** True when no time is beyond its limit. */
export const meets = (times: Times, limits: Limits): boolean => excessOf(times, limits).excess <= 1 + ROUNDING;

/** Limits that are shorter by a factor, one for each time. */
export const shorter = (limits: Limits, by: Times): Limits =>
  Object.fromEntries(TIMES.flatMap((time) => (limits[time] === undefined ? [] : [[time, limits[time] / by[time]]])));

/** How far a sweep meets limits: not even at its first point, up to a load within, or as far as it was measured. */
export interface Reach {
  readonly state: "below" | "within" | "all";
  /** Largest load that meets them, requests in flight; of `below` the first load, which does not. */
  readonly load: number;
}

/** Halvings that leave nothing of a double's precision. */
const BISECTIONS = 60;

/** How far a sweep meets limits. */
export function reach(sweep: Sweep, limits: Limits): Reach {
  let { lowest, highest } = sweep;
  if (!meets(timesAt(sweep, lowest), limits)) return { state: "below", load: lowest };
  if (meets(timesAt(sweep, highest), limits)) return { state: "all", load: highest };
  for (let i = 0; i < BISECTIONS; i += 1) {
    const load = Math.sqrt(lowest * highest);
    if (meets(timesAt(sweep, load), limits)) lowest = load;
    else highest = load;
  }
  return { state: "within", load: lowest };
}

const REACHES: readonly Reach["state"][] = ["below", "within", "all"];

/** The farthest of several. */
export const farthest = (reaches: readonly Reach[]): Reach =>
  reaches.reduce((best, next) =>
    (REACHES.indexOf(next.state) - REACHES.indexOf(best.state) || next.load - best.load) > 0 ? next : best,
  );
