import type { ConstraintResult } from "../constraints/constraint.js";
import { largestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import { closest } from "./closest-decision.js";
import { costOf, gpusBought, replicasWithin, type Problem } from "./problem.js";

/** A cheaper purchase, and what it would violate. */
export interface SmallerPurchase {
  /** S x N, and the spare replicas. */
  readonly gpus: number;
  /** S. */
  readonly gpusPerReplica: number;
  /** N. */
  readonly replicas: number;
  /** Batch size at which it comes closest to holding. */
  readonly maxBatchSize: number;
  /** Q. */
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
  const { space } = problem;
  const price = costOf(problem, best);
  const purchases: SmallerPurchase[] = [];
  for (const gpusPerReplica of space.gpusPerReplica) {
    const cheaper = (replicas: number): boolean => costOf(problem, { ...best, gpusPerReplica, replicas }) < price;
    const guess = Math.floor((best.gpusPerReplica * best.replicas) / gpusPerReplica);
    const replicas = largestWhere(cheaper, replicasWithin(problem, gpusPerReplica), guess);
    if (replicas < 1) continue;
    const { decision, results } = closest(problem, gpusPerReplica, replicas);
    purchases.push({
      gpus: gpusBought(problem, { gpusPerReplica, replicas }),
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
