import type { Decision } from "../performance/decision.js";
import type { PredictionUncertainty, PredictionWarning } from "../performance/prediction-uncertainty.js";
import { optimisticFactors, pessimisticFactors, scaledPerformance, type PredictionFactors } from "../uncertainty/scaled-performance.js";
import type { EstimateBand, EstimateSafety } from "./estimate.js";
import { searchIntegers, type IntegerMinimum } from "./integer-search.js";
import { gpusBought, type Problem } from "./problem.js";

/** The same problem with predictions multiplied; constraints of the caller's own stay as they are. */
function scaled(problem: Problem, factors: PredictionFactors): Problem {
  const performance = scaledPerformance(problem.performance, factors);
  return { ...problem, performance, constraints: problem.constraintsOn(performance) };
}

const uncertaintyAt = ({ performance, scenario }: Problem, decision: Decision): PredictionUncertainty | undefined => performance.uncertainty?.(decision, scenario);

/**
 * Fewest and most GPUs with a confidence: the minimum is searched again with times and cache at the favourable and at the
 * unfavourable end of their intervals, all at the same end at once, by the errors of the class that the answer is in.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - its answer.
 * @param confidence - of the band, from 0 to 0.95.
 * @returns the band, which holds the answer; null where the performance model states no uncertainty.
 */
export function bandOf(problem: Problem, decision: Decision, confidence: number): EstimateBand | null {
  const uncertainty = uncertaintyAt(problem, decision);
  if (uncertainty === undefined) return null;
  const probability = (1 + confidence) / 2;
  const gpus = gpusBought(problem, decision);
  const fewest = searchIntegers(scaled(problem, optimisticFactors(uncertainty, probability)), decision).decision;
  const most = searchIntegers(scaled(problem, pessimisticFactors(uncertainty, probability)), decision).decision;
  return {
    confidence,
    fewestGpus: fewest === null ? gpus : Math.min(gpus, gpusBought(problem, fewest)),
    mostGpus: most === null ? null : Math.max(gpus, gpusBought(problem, most)),
  };
}

/** A problem whose targets hold with a stated probability, its minimum, and what that added. */
interface SafeSize {
  readonly problem: Problem;
  readonly minimum: IntegerMinimum;
  readonly safety: EstimateSafety;
}

/**
 * Sizes so that the targets hold with a probability: with times and cache at that quantile of their errors instead of as
 * predicted.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - its answer.
 * @param confidence - the probability, from 0.5 to 0.975.
 * @returns the problem at that end, and its minimum; null where the performance model states no uncertainty.
 */
export function sizeSafely(problem: Problem, decision: Decision, confidence: number): SafeSize | null {
  const uncertainty = uncertaintyAt(problem, decision);
  if (uncertainty === undefined) return null;
  const factors = pessimisticFactors(uncertainty, confidence);
  const safe = scaled(problem, factors);
  return { problem: safe, minimum: searchIntegers(safe, decision), safety: { confidence, factors, gpusWithout: gpusBought(problem, decision) } };
}

/** Where a decision lies outside of what was measured. */
export const warningsAt = (problem: Problem, decision: Decision): readonly PredictionWarning[] => uncertaintyAt(problem, decision)?.warnings ?? [];
