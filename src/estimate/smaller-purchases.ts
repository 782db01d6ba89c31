import type { ConstraintResult } from "../constraints/constraint.js";
import type { Parallelism } from "../deployment/parallelism.js";
import { largestWhere } from "../internal/bisect.js";
import type { Decision } from "../performance/decision.js";
import { closest, isCloser, type ClosestDecision } from "./closest-decision.js";
import { branchesOf, costOf, fits, gpusBought, replicasWithin, type Problem } from "./problem.js";

/** A cheaper purchase, and what it would violate. */
export interface SmallerPurchase {
  /** S x N, and the spare replicas. */
  readonly gpus: number;
  /** S. */
  readonly gpusPerReplica: number;
  /** N. */
  readonly replicas: number;
  /** How a replica is spread; absent for a performance model that knows no splits. */
  readonly split?: Parallelism;
  /** Batch limit at which it comes closest to holding. */
  readonly maxBatchSize: number;
  /** Q. */
  readonly queueRatio: number;
  /** Names of the violated constraints, and their two sides. */
  readonly violated: readonly ConstraintResult[];
}

/** Cheaper purchases that are looked at. */
const NEAREST = 2;

/**
 * The two nearest cheaper purchases that could be built, each as it comes closest to holding.
 *
 * @param problem - the sizing problem.
 * @param best - the minimum.
 * @returns at most two purchases, dearest first; none where no smaller replica holds the model, and there is one.
 */
export function nextSmallerPurchases(problem: Problem, best: Decision): readonly SmallerPurchase[] {
  const sizes = problem.space.gpusPerReplica.filter((gpus) =>
    branchesOf(problem, gpus).some((branch) => fits(problem, branch)),
  );
  const purchases: SmallerPurchase[] = [];
  for (let price = costOf(problem, best); purchases.length < NEAREST;) {
    const cheaper = sizes.map((gpusPerReplica) => {
      const cost = (replicas: number): number => costOf(problem, { ...best, gpusPerReplica, replicas });
      const replicas = largestWhere(
        (count) => cost(count) < price,
        replicasWithin(problem, gpusPerReplica),
        Math.floor((best.gpusPerReplica * best.replicas) / gpusPerReplica),
      );
      return { gpusPerReplica, replicas, cost: replicas < 1 ? -Infinity : cost(replicas) };
    });
    price = Math.max(...cheaper.map(({ cost }) => cost));
    if (price === -Infinity) break;
    const nearest = cheaper
      .filter(({ cost }) => cost === price)
      .map(({ gpusPerReplica, replicas }) => closest(problem, gpusPerReplica, replicas))
      .reduce((one, other) => (isCloser(other, one) ? other : one));
    purchases.push(describe(problem, nearest));
  }
  return purchases;
}

function describe(problem: Problem, { decision, results }: ClosestDecision): SmallerPurchase {
  const { gpusPerReplica, replicas, split, batchExponent, queueRatio } = decision;
  return {
    gpus: gpusBought(problem, decision),
    gpusPerReplica,
    replicas,
    ...(split === undefined ? {} : { split }),
    maxBatchSize: 2 ** batchExponent,
    queueRatio,
    violated: results.filter(({ satisfied }) => !satisfied),
  };
}

/**
 * Names of the constraints that bind: those that every next smaller purchase would violate; where they have none in common, all that any of
 * them violates; and the memory, where only replicas that do not hold the model would cost less.
 *
 * @param problem - the sizing problem.
 * @param best - the minimum.
 * @param smaller - the next smaller purchases.
 * @returns names.
 */
export function bindingNames(
  problem: Problem,
  best: Decision,
  smaller: readonly SmallerPurchase[],
): ReadonlySet<string> {
  const isCheaper = (gpusPerReplica: number): boolean =>
    costOf(problem, { ...best, gpusPerReplica, replicas: 1 }) < costOf(problem, best);
  if (smaller.length === 0) return new Set(problem.space.gpusPerReplica.some(isCheaper) ? ["memory"] : []);
  const violated = smaller.map((purchase) => purchase.violated.map(({ name }) => name));
  const any = [...new Set(violated.flat())];
  const common = any.filter((name) => violated.every((names) => names.includes(name)));
  return new Set(common.length > 0 ? common : any);
}
