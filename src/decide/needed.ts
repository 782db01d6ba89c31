import { gpusBought, type Problem } from "../estimate/problem.js";
import { sizeProblem } from "../estimate/sized-problem.js";
import type { Decision } from "../performance/decision.js";
import type { EstimateOptions } from "../shipped/estimate-gpus.js";

/** How estimates are made, one after the other. */
export type SizingOptions = Omit<EstimateOptions, "verify" | "minimizer" | "onProgress">;

/** What an estimate of a problem buys, without all that stands beside it. */
export interface Needed {
  /** S x N, and the spare replicas. */
  readonly gpus: number;
  /** One of the cheapest decisions. */
  readonly decision: Decision;
  /** Probability that its targets hold; null where predictions are taken as they are. */
  readonly confidence: number | null;
}

/**
 * The GPUs that an estimate of a problem buys.
 *
 * @param problem - the sizing problem.
 * @returns the purchase; null where nothing is feasible.
 */
export function neededFor(problem: Problem): Needed | null {
  const { minimum, sure } = sizeProblem(problem);
  const [decision] = minimum.decisions;
  if (decision === undefined) return null;
  return { gpus: gpusBought(problem, decision), decision, confidence: sure?.confidence.reached ?? null };
}

/** A problem that may buy no more than so many GPUs. */
export const limitedTo = (problem: Problem, gpus: number): Problem => ({
  ...problem,
  space: { ...problem.space, maxGpus: Math.min(gpus, problem.space.maxGpus) },
});
