import { largestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import type { EstimateConfidence } from "./estimate.js";
import type { FactorsAt } from "../uncertainty/scaled-performance.js";
import type { IntegerMinimum } from "./integer-search.js";
import { costOf, type Problem } from "./problem.js";
import type { ScaledProblem, UncertainProblem } from "./uncertain-problem.js";

/**
 * What is paid for being surer, over what predictions ask for. Near the least time that a GPU can do, the load that meets a limit falls many
 * times as fast as times rise: there each hundredth of probability takes many times the GPUs. `npm run exam`: twice buys nine tenths of the
 * measured sweeps right at 1.8 times the fewest GPUs in all, without a limit two hundredths more at 2.9 times.
 */
const MOST_TIMES = 2;

const ROUNDING = 1e-9;

/** Below, no class of errors asks for more than predictions do. */
const LEAST_PROBABILITY = 0.03;

/**
 * A ten-thousandth of probability moves times by less than a two-hundredth of a per cent. By hundredths, the purchase of somewhat more people could be
 * the smaller one: a hundredth less sure, and of what is that sure the cheapest.
 */
const STEPS = 10_000;

/** A hundredth: where the search for the probability begins. */
const STRIDE = 100;

/** A problem whose targets hold with a probability, its minimum, and how sure that is. */
export interface SurePurchase {
  readonly problem: Problem;
  readonly minimum: IntegerMinimum;
  readonly confidence: Omit<EstimateConfidence, "factors">;
  /** What predictions are multiplied by. */
  readonly factorsAt: FactorsAt;
}

/**
 * Sizes so that the targets hold with a probability: with times and cache at that quantile of their errors instead of as predicted. Where
 * that takes more than twice what predictions ask for, or no purchase is that sure, the probability is the highest, in ten-thousandths, of those
 * that cost no more.
 *
 * @param problem - the sizing problem, predictions as they are.
 * @param decision - its answer.
 * @param uncertain - the problem at the ends of its errors.
 * @param asked - the probability, from 0.5 to 0.975.
 * @returns the problem at that end, its minimum, and the probability.
 */
export function surePurchase(
  problem: Problem,
  decision: Decision,
  uncertain: UncertainProblem,
  asked: number,
): SurePurchase {
  // Just above, to count what costs as much.
  const tooMuch = MOST_TIMES * costOf(problem, decision) * (1 + ROUNDING);
  const at = (probability: number): ScaledProblem => uncertain.unfavourable(Math.max(LEAST_PROBABILITY, probability));
  let evaluations = 0;
  const counted = (minimum: IntegerMinimum): IntegerMinimum => {
    evaluations += minimum.evaluations;
    return minimum;
  };
  const most = Math.floor(asked * STEPS);
  const isSure = counted(at(asked).minimum()).decisions.some((found) => costOf(problem, found) < tooMuch);
  const reached = isSure
    ? asked
    : largestWhere((step) => counted(at(step / STEPS).below(tooMuch)).decisions.length > 0, most, most, STRIDE) / STEPS;
  const { problem: sized, factorsAt, minimum } = at(reached);
  return {
    problem: sized,
    minimum: { ...(isSure ? minimum() : counted(minimum())), evaluations },
    confidence: { asked, reached: Math.max(LEAST_PROBABILITY, reached) },
    factorsAt,
  };
}
