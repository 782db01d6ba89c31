import type { ConstraintResult } from "../constraints/constraint.js";
import { largestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import { decide, evaluateAll, replicasWithin, type Problem } from "./problem.js";

/** A cheaper purchase, and what it would violate. */
export interface SmallerPurchase {
  readonly gpus: number;
  readonly gpusPerReplica: number;
  readonly replicas: number;
  /** Batch size at which it comes closest to holding. */
  readonly maxBatchSize: number;
  readonly queueRatio: number;
  /** Names of the violated constraints, and their two sides. */
  readonly violated: readonly ConstraintResult[];
}

/**
 * For every allowed S the largest N that is cheaper than a decision, at the batch size that comes closest to holding.
 *
 * @param problem - the sizing problem.
 * @param best - the minimum.
 * @returns at most one purchase for each S, dearest first.
 */
export function nextSmallerPurchases(problem: Problem, best: Decision): readonly SmallerPurchase[] {
  const { objective, scenario, space } = problem;
  const price = objective.evaluate(best, scenario);
  const purchases: SmallerPurchase[] = [];
  for (const gpusPerReplica of space.gpusPerReplica) {
    const cheaper = (replicas: number): boolean =>
      objective.evaluate({ ...best, gpusPerReplica, replicas }, scenario) < price;
    const replicas = largestWhere(cheaper, replicasWithin(space.maxGpus, gpusPerReplica));
    if (replicas < 1) continue;
    const { decision, results } = closest(problem, gpusPerReplica, replicas);
    purchases.push({
      gpus: gpusPerReplica * replicas,
      gpusPerReplica,
      replicas,
      maxBatchSize: 2 ** decision.batchExponent,
      queueRatio: decision.queueRatio,
      violated: results.filter(({ satisfied }) => !satisfied),
    });
  }
  return purchases.sort((a, b) => b.gpus - a.gpus || a.gpusPerReplica - b.gpusPerReplica);
}

/**
 * Names of the constraints that bind: those that every next smaller purchase would violate. Where they have none in
 * common (memory forbids fewer GPUs per replica, the wait fewer replicas), all that any of them violates.
 *
 * @param smaller - the next smaller purchases.
 * @returns names.
 */
export function bindingNames(smaller: readonly SmallerPurchase[]): ReadonlySet<string> {
  const violated = smaller.map((purchase) => purchase.violated.map(({ name }) => name));
  const any = [...new Set(violated.flat())];
  const common = any.filter((name) => violated.every((names) => names.includes(name)));
  return new Set(common.length > 0 ? common : any);
}

/**
 * The batch exponent at which S x N comes closest to holding: the smallest worst violation.
 *
 * @param problem - the sizing problem.
 * @param gpusPerReplica - S.
 * @param replicas - N.
 * @returns the decision, its constraints, and its worst margin (negative: violated).
 */
export function closest(problem: Problem, gpusPerReplica: number, replicas: number): ClosestDecision {
  const [least, most] = problem.space.batchExponent;
  let best: ClosestDecision | undefined;
  for (let batchExponent = least; batchExponent <= most; batchExponent += 1) {
    const decision = decide(problem, { gpusPerReplica, replicas, batchExponent });
    const results = evaluateAll(problem, decision);
    const worstMargin = Math.min(...results.map(({ margin }) => margin));
    if (best === undefined || worstMargin > best.worstMargin) best = { decision, results, worstMargin };
  }
  return best as ClosestDecision;
}

/** A decision that comes close to holding. */
export interface ClosestDecision {
  readonly decision: Decision;
  readonly results: readonly ConstraintResult[];
  readonly worstMargin: number;
}
