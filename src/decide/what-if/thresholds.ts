import type { Problem } from "../../estimate/problem.js";
import { remembered } from "../../internal/remembered.js";
import { axisOf } from "../axis.js";
import type { Input } from "../inputs.js";
import { atMildest, lastServed } from "../last-served.js";
import { limitedTo, neededFor, type Needed } from "../needed.js";

/** How far an input may move before the GPUs that are bought are others. */
export interface Threshold {
  /** The input, `workload.concurrentUsers` or `targets.tpot.p95`. */
  readonly input: string;
  /** Unit of its values. */
  readonly unit: string;
  /** As it is asked. */
  readonly asked: number;
  /** The GPUs that it takes. */
  readonly gpus: number;
  /** The hardest value that takes no more: one user, token or millionth beyond takes more. */
  readonly until: number;
  /** What the next value takes; null where nothing serves it, or it has no meaning. */
  readonly beyond: number | null;
  /** The hardest value that fewer GPUs serve, and how many; null where no value does. */
  readonly fewer: {
    /** The value. */
    readonly value: number;
    /** GPUs that it takes. */
    readonly gpus: number;
  } | null;
}

/**
 * The thresholds of an input around what is asked.
 *
 * @param input - with a direction.
 * @param problemOf - the problem with another value.
 * @param needed - what is bought for the value that is asked.
 * @returns both thresholds, exact.
 */
export function thresholdOf(
  input: Input,
  problemOf: (value: number) => Problem,
  { gpus, decision, confidence }: Needed,
): Threshold {
  const axis = axisOf(input, problemOf(input.value).scenario);
  const problemAt = remembered((step) => problemOf(axis.valueAt(step)));
  const neededAt = remembered((step) => neededFor(problemAt(step)));

  /** The last step that so many GPUs serve: near the last by the laws at this confidence, exactly by estimates. */
  function lastWith(count: number): number {
    if (count < 1) return 0;
    const within = remembered((step) => limitedTo(problemAt(step), count));
    const isServed = (step: number): boolean => (neededAt(step)?.gpus ?? Infinity) <= count;
    const near = confidence === null ? within : atMildest(within, axis.now, decision, confidence);
    return lastServed(near, axis, isServed);
  }

  const until = Math.max(axis.now, lastWith(gpus));
  const fewer = lastWith(gpus - 1);
  const needsFewer = fewer === 0 || axis.valueAt(fewer) < input.least ? null : neededAt(fewer);
  return {
    input: input.name,
    unit: input.unit,
    asked: input.value,
    gpus,
    until: axis.valueAt(until),
    beyond: until >= axis.most ? null : (neededAt(until + 1)?.gpus ?? null),
    fewer: needsFewer === null ? null : { value: axis.valueAt(fewer), gpus: needsFewer.gpus },
  };
}
