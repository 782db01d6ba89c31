import type { IntegerMinimum } from "./integer-search.js";
import { searchIntegers } from "./integer-search.js";
import type { Purchase } from "./objective.js";
import type { Problem } from "./problem.js";
import { surePurchase, type SurePurchase } from "./sure-purchase.js";
import { uncertainProblem, type UncertainProblem } from "./uncertain-problem.js";

/** A problem and its minima: by predictions as they are, and at the confidence that it is sized for. */
export interface SizedProblem {
  /** By predictions as they are. */
  readonly expected: IntegerMinimum;
  /** The problem at the ends of its errors; null where nothing is feasible, or no uncertainty is known. */
  readonly uncertain: UncertainProblem | null;
  /** At the confidence; null without one. */
  readonly sure: SurePurchase | null;
  /** The problem that the answer is the minimum of. */
  readonly problem: Problem;
  /** The answer. */
  readonly minimum: IntegerMinimum;
}

/**
 * The smallest purchases of a problem.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param hint - a purchase near the minimum: saves work, never changes the answer.
 * @returns the minimum as predicted, and the one that is sure enough.
 */
export function sizeProblem(problem: Problem, hint: Purchase | null = null): SizedProblem {
  const expected = searchIntegers(problem, hint);
  const [first] = expected.decisions;
  const uncertain = first === undefined ? null : uncertainProblem(problem, first);
  const sure =
    problem.confidence === null || first === undefined || uncertain === null
      ? null
      : surePurchase(problem, first, uncertain, problem.confidence);
  return { expected, uncertain, sure, problem: sure?.problem ?? problem, minimum: sure?.minimum ?? expected };
}
