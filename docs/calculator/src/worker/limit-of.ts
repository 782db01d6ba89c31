import type { Statistic, TimeTarget } from "infrascale";

/** What a target limits, and to what. */
export interface TimeLimit {
  readonly statistic: Statistic;
  /** Null where nothing is asked. */
  readonly limitSeconds: number | null;
}

/** The limit of a target: a number is one of the mean. The form asks for one statistic of each; without a target it is the p95 that is looked at. */
export function limitOf(target: TimeTarget | undefined): TimeLimit {
  if (typeof target === "number") return { statistic: "mean", limitSeconds: target };
  const [first] = Object.entries(target ?? {}) as readonly (readonly [Statistic, number])[];
  return first === undefined
    ? { statistic: "p95", limitSeconds: null }
    : { statistic: first[0], limitSeconds: first[1] };
}
