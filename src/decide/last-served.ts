import type { Problem } from "../estimate/problem.js";
import { withFactors } from "../estimate/uncertain-problem.js";
import { largestWhere, smallestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import { pessimisticFactors, type PredictionFactors } from "../uncertainty/scaled-performance.js";
import type { Axis } from "./axis.js";
import { hardest } from "./hardest.js";

/** Where the errors change their class, a search begins to look so many times as closely as elsewhere. */
const CLOSER = 64;

/**
 * The last step of an axis that is served.
 *
 * @param problemAt - the problem at a step that says about where it is: no step is served beyond the last one that it bears.
 * @param axis - the steps.
 * @param isServed - the last word on a step.
 * @returns the step; 0 where none is served.
 */
export function lastServed(
  problemAt: (step: number) => Problem,
  axis: Axis,
  isServed: (step: number) => boolean,
): number {
  const last = hardest(problemAt, axis);
  if (last === null) return 0;
  if (isServed(last.step)) return largestWhere(isServed, axis.most, last.step);
  return smallestWhere((step) => !isServed(step), 0, last.step, last.step - 1, Math.ceil(axis.stride / CLOSER)) - 1;
}

/**
 * Problems with predictions multiplied as they are at a probability. An estimate takes each size and split by its own errors; here all have those
 * of one decision, the milder of two: of a saturated fleet, or of one that is not. Where a search begins, not its last word.
 *
 * @param problemAt - the problem at a step, predictions as they are.
 * @param step - of a decision that holds as predicted.
 * @param decision - the decision.
 * @param probability - from 0.03 to 0.975.
 * @returns the problem at a step; as it was where no uncertainty is known.
 */
export function atMildest(
  problemAt: (step: number) => Problem,
  step: number,
  decision: Decision,
  probability: number,
): (step: number) => Problem {
  const { performance, scenario } = problemAt(step);
  const { uncertainty } = performance;
  if (uncertainty === undefined) return problemAt;
  const [idle, full] = [0.5, 2].map((queueRatio) =>
    pessimisticFactors(uncertainty({ ...decision, queueRatio }, scenario), probability),
  ) as [PredictionFactors, PredictionFactors];
  const mild = idle.secondsPerToken < full.secondsPerToken ? idle : full;
  return (other) => withFactors(problemAt(other), () => mild);
}
