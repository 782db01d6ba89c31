import type { Decision } from "../performance/decision.js";
import type { EstimateBand } from "./estimate.js";
import { costOf, gpusBought, type Problem } from "./problem.js";
import type { UncertainProblem } from "./uncertain-problem.js";

/**
 * Fewest and most GPUs with a confidence: the minima with times and cache at the favourable and at the unfavourable end of their intervals.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - what is bought.
 * @param uncertain - the problem at the ends of its errors.
 * @param confidence - of the band, from 0 to 0.95.
 * @returns the band, which holds the purchase.
 */
export function bandOf(
  problem: Problem,
  decision: Decision,
  uncertain: UncertainProblem,
  confidence: number,
): EstimateBand {
  const probability = (1 + confidence) / 2;
  const gpus = gpusBought(problem, decision);
  const [fewest] = uncertain.favourable(probability).below(costOf(problem, decision)).decisions;
  const [most] = uncertain.unfavourable(probability).minimum().decisions;
  return {
    confidence,
    fewestGpus: fewest === undefined ? gpus : Math.min(gpus, gpusBought(problem, fewest)),
    mostGpus: most === undefined ? null : Math.max(gpus, gpusBought(problem, most)),
  };
}
