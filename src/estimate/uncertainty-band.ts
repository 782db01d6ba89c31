import type { Decision } from "../performance/decision.js";
import type { PredictionUncertainty } from "../performance/prediction-uncertainty.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import {
  optimisticFactors,
  pessimisticFactors,
  scaledPerformance,
  type PredictionFactors,
} from "../uncertainty/scaled-performance.js";
import type { EstimateBand, EstimateSafety } from "./estimate.js";
import { searchIntegers, type IntegerMinimum } from "./integer-search.js";
import { costOf, gpusBought, type Problem } from "./problem.js";
import { largestWhere } from "../internal/bisect.js";

/** The same problem with predictions multiplied; constraints of the caller's own stay as they are. */
function scaled(problem: Problem, factors: PredictionFactors): Problem {
  const performance = scaledPerformance(problem.performance, factors);
  return { ...problem, performance, constraints: problem.constraintsOn(performance) };
}

const uncertaintyAt = ({ performance, scenario }: Problem, decision: Decision): PredictionUncertainty | undefined =>
  performance.uncertainty?.(decision, scenario);

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
  const oneBelow = (cost: number, factors: PredictionFactors): Decision | undefined =>
    searchIntegers(scaled(problem, factors), decision, cost).decisions[0];
  const fewest = oneBelow(costOf(problem, decision), optimisticFactors(uncertainty, probability));
  const most = oneBelow(Infinity, pessimisticFactors(uncertainty, probability));
  return {
    confidence,
    fewestGpus: fewest === undefined ? gpus : Math.min(gpus, gpusBought(problem, fewest)),
    mostGpus: most === undefined ? null : Math.max(gpus, gpusBought(problem, most)),
  };
}

/** What is paid for being surer, over what predictions ask for, where no purchase is as sure as asked. */
const MOST_TIMES = 2;

/** A problem whose targets hold with a stated probability, its minimum, and what that added. */
interface SafeSize {
  readonly problem: Problem;
  readonly minimum: IntegerMinimum;
  readonly safety: EstimateSafety;
}

/**
 * Sizes so that the targets hold with a probability: with times and cache at that quantile of their errors instead of as predicted. Where no
 * purchase is that sure, the probability is the highest, in hundredths, of those that cost no more than twice what predictions ask for: close to
 * where nothing helps any more, each hundredth takes many times the GPUs.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - its answer.
 * @param confidence - the probability, from 0.5 to 0.975.
 * @returns the problem at that end, and its minimum; null where the performance model states no uncertainty.
 */
export function sizeSafely(problem: Problem, decision: Decision, confidence: number): SafeSize | null {
  const uncertainty = uncertaintyAt(problem, decision);
  if (uncertainty === undefined) return null;
  let evaluations = 0;
  const at = (probability: number): SafeSize => {
    const factors = pessimisticFactors(uncertainty, probability);
    const safe = scaled(problem, factors);
    const minimum = searchIntegers(safe, decision);
    evaluations += minimum.evaluations;
    return {
      problem: safe,
      minimum,
      safety: { asked: confidence, confidence: probability, factors, gpusWithout: gpusBought(problem, decision) },
    };
  };
  const asked = at(confidence);
  if (asked.minimum.decisions.length > 0) return asked;
  const price = costOf(problem, decision);
  const isWorth = ({
    minimum: {
      decisions: [found],
    },
  }: SafeSize): boolean => found !== undefined && costOf(problem, found) <= MOST_TIMES * price;
  // The least probability stands for predictions as they are, which hold.
  const hundredths = largestWhere(
    (count) => isWorth(at(count / 100)),
    Math.floor(confidence * 100),
    Math.floor(confidence * 100),
  );
  const surest = at(Math.max(1, hundredths) / 100);
  return { ...surest, minimum: { ...surest.minimum, evaluations } };
}

/** Where a decision lies outside of what was measured. */
export const warningsAt = (problem: Problem, decision: Decision): readonly PredictionWarning[] =>
  uncertaintyAt(problem, decision)?.warnings ?? [];
