import { remembered, valueAt } from "../internal/remembered.js";
import type { Decision } from "../performance/decision.js";
import type { PredictionUncertainty } from "../performance/prediction-uncertainty.js";
import type { PredictionWarning } from "../performance/prediction-warning.js";
import {
  optimisticFactors,
  pessimisticFactors,
  scaledPerformance,
  type FactorsAt,
  type PredictionFactors,
} from "../uncertainty/scaled-performance.js";
import { searchIntegers, type IntegerMinimum } from "./integer-search.js";
import { decideOn, fits, type Problem } from "./problem.js";

/** A problem with its predictions at one end of their errors. */
export interface ScaledProblem {
  readonly problem: Problem;
  /** What predictions are multiplied by. */
  readonly factorsAt: FactorsAt;
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
 * A problem at the ends of the errors of its predictions: times and cache at the same end at once, each size and split by the errors of its own
 * class, or of a profile where it is of the deployment that this was fitted to; constraints of the caller's own stay as they are.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - its answer.
 * @returns searches by probability; null where the performance model states no uncertainty.
 */
export function uncertainProblem(problem: Problem, decision: Decision): UncertainProblem | null {
  const { uncertainty } = problem.performance;
  if (uncertainty === undefined) return null;
  const known = new Map<string, PredictionUncertainty>();
  // Whatever its replicas: a size is as sure as with so many GPUs as the answer has.
  const ofSplit = (one: Decision): PredictionUncertainty =>
    valueAt(known, splitKey(one), () =>
      uncertainty(splitKey(one) === splitKey(decision) ? decision : alike(problem, one, decision), problem.scenario),
    );
  const at = (factorsOf: typeof pessimisticFactors): ((probability: number) => ScaledProblem) =>
    remembered((probability) => {
      const factors = new Map<string, PredictionFactors>();
      const factorsAt: FactorsAt = (one) => valueAt(factors, splitKey(one), () => factorsOf(ofSplit(one), probability));
      const scaled = withFactors(problem, factorsAt);
      let minimum: IntegerMinimum | undefined;
      return {
        problem: scaled,
        factorsAt,
        minimum: () => (minimum ??= searchIntegers(scaled, decision)),
        below: (cost) => searchIntegers(scaled, decision, cost),
      };
    });
  return { favourable: at(optimisticFactors), unfavourable: at(pessimisticFactors) };
}

const splitKey = ({ gpusPerReplica, split }: Decision): string =>
  split === undefined ? String(gpusPerReplica) : [split.tensor, split.pipeline, split.data, split.expert].join("|");

/** As many GPUs as an answer has, in replicas of another size or split. */
function alike(problem: Problem, { gpusPerReplica, split }: Decision, answer: Decision): Decision {
  const branch = { gpusPerReplica, batchExponent: answer.batchExponent, ...(split === undefined ? {} : { split }) };
  const replicas = Math.max(1, Math.round((answer.gpusPerReplica * answer.replicas) / gpusPerReplica));
  return fits(problem, branch) ? decideOn(problem, branch, replicas) : { ...branch, replicas, queueRatio: 1 };
}

/** The same problem with predictions multiplied; constraints of the caller's own stay as they are. */
export function withFactors(problem: Problem, factorsAt: FactorsAt): Problem {
  const performance = scaledPerformance(problem.performance, factorsAt);
  return { ...problem, performance, constraints: problem.constraintsOn(performance) };
}

const uncertaintyAt = ({ performance, scenario }: Problem, decision: Decision): PredictionUncertainty | undefined =>
  performance.uncertainty?.(decision, scenario);

/** Where a decision lies outside of what was measured. */
export const warningsAt = (problem: Problem, decision: Decision): readonly PredictionWarning[] =>
  uncertaintyAt(problem, decision)?.warnings ?? [];
