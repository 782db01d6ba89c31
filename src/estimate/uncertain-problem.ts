import { remembered } from "../internal/remembered.js";
import type { Decision } from "../performance/decision.js";
import type { PredictionUncertainty } from "../performance/prediction-uncertainty.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import {
  optimisticFactors,
  pessimisticFactors,
  scaledPerformance,
  type PredictionFactors,
} from "../uncertainty/scaled-performance.js";
import { searchIntegers, type IntegerMinimum } from "./integer-search.js";
import type { Problem } from "./problem.js";

/** A problem with its predictions at one end of their errors. */
export interface ScaledProblem {
  readonly problem: Problem;
  /** What predictions are multiplied by. */
  readonly factors: PredictionFactors;
  /** Its minimum, searched once. */
  readonly minimum: () => IntegerMinimum;
  /** One of the cheapest decisions that cost less; no decision where there is none. */
  readonly below: (cost: number) => IntegerMinimum;
}

/** A problem at either end of the errors of its predictions. */
export interface UncertainProblem {
  /** Times are shorter and the cache is larger than here with the probability of 1 - p only. */
  readonly favourable: (probability: number) => ScaledProblem;
  /** Times are shorter and the cache is larger than here with the probability p. */
  readonly unfavourable: (probability: number) => ScaledProblem;
}

/**
 * A problem at the ends of the errors of its predictions: times and cache at the same end at once, by the errors of the class that the
 * answer is in; constraints of the caller's own stay as they are.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - its answer.
 * @returns searches by probability; null where the performance model states no uncertainty.
 */
export function uncertainProblem(problem: Problem, decision: Decision): UncertainProblem | null {
  const uncertainty = uncertaintyAt(problem, decision);
  if (uncertainty === undefined) return null;
  const at = (factorsOf: typeof pessimisticFactors): ((probability: number) => ScaledProblem) =>
    remembered((probability) => {
      const factors = factorsOf(uncertainty, probability);
      const scaled = withFactors(problem, factors);
      let minimum: IntegerMinimum | undefined;
      return {
        problem: scaled,
        factors,
        minimum: () => (minimum ??= searchIntegers(scaled, decision)),
        below: (cost) => searchIntegers(scaled, decision, cost),
      };
    });
  return { favourable: at(optimisticFactors), unfavourable: at(pessimisticFactors) };
}

/** The same problem with predictions multiplied; constraints of the caller's own stay as they are. */
export function withFactors(problem: Problem, factors: PredictionFactors): Problem {
  const performance = scaledPerformance(problem.performance, factors);
  return { ...problem, performance, constraints: problem.constraintsOn(performance) };
}

const uncertaintyAt = ({ performance, scenario }: Problem, decision: Decision): PredictionUncertainty | undefined =>
  performance.uncertainty?.(decision, scenario);

/** Where a decision lies outside of what was measured. */
export const warningsAt = (problem: Problem, decision: Decision): readonly PredictionWarning[] =>
  uncertaintyAt(problem, decision)?.warnings ?? [];
