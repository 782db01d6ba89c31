import type { Problem } from "../estimate/problem.js";
import { withFactors } from "../estimate/uncertain-problem.js";
import { smallestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import { pessimisticFactors, type PredictionFactors } from "../uncertainty/scaled-performance.js";
import type { Axis } from "./axis.js";
import { hardest, type Hardest } from "./hardest.js";

/** A search looks no closer than this for where a saturated answer begins. */
const LOOKS = 64;

/** The last step at a probability. */
export interface SureStep {
  /** 0 where not even the first is served. */
  readonly step: number;
  /** What predictions are multiplied by there. */
  readonly factors: PredictionFactors;
  /** A decision that serves it; null where none was at hand. */
  readonly decision: Decision | null;
}

/**
 * The last step of an axis that is served with a probability. An estimate takes the errors of the class that its answer as predicted is in, and
 * those of a saturated fleet are larger: the step lies between the last ones under either, where the two differ.
 *
 * @param problemAt - the problem at a step, predictions as they are, with a limit on its GPUs.
 * @param axis - the steps.
 * @param expected - the last step as predicted.
 * @param probability - from 0.03 to 0.975.
 * @param isServed - the last word on a step.
 * @returns the step; null where no uncertainty is known.
 */
export function hardestSure(
  problemAt: (step: number) => Problem,
  axis: Axis,
  { step, decision }: Hardest,
  probability: number,
  isServed: (step: number) => boolean,
): SureStep | null {
  const { performance, scenario } = problemAt(step);
  if (performance.uncertainty === undefined) return null;
  const uncertainty = performance.uncertainty;
  const factorsOf = (queueRatio: number): PredictionFactors =>
    pessimisticFactors(uncertainty({ ...decision, queueRatio }, scenario), probability);
  const under = (factors: PredictionFactors): Hardest | null =>
    hardest((at) => withFactors(problemAt(at), factors), axis);
  const factors = factorsOf(Math.min(1, decision.queueRatio));
  const most = under(factors);
  if (most === null || isServed(most.step)) return { step: most?.step ?? 0, factors, decision: most?.decision ?? null };
  const saturated = factorsOf(Math.max(2, decision.queueRatio));
  const least = under(saturated)?.step ?? 0;
  const first = smallestWhere(
    (at) => !isServed(at),
    least,
    most.step,
    most.step - 1,
    Math.ceil((most.step - least) / LOOKS),
  );
  return { step: first - 1, factors: saturated, decision: null };
}
