import type { Bounds, Minimizer, MinimizerStatus } from "../minimizers/minimizer.js";
import { minimise } from "../minimizers/minimizer-problem.js";
import { evaluateConstraint } from "../constraints/constraint.js";
import type { Decision } from "../performance/decision.js";
import { costOf, mostRequests, type Problem } from "./problem.js";
import type { Purchase } from "./objective.js";

/** The optimum over real S, N, B and Q, as far as the minimizer found it. */
export interface RelaxedOptimum {
  /** Real S, N, B and Q where the minimizer stopped. */
  readonly decision: Decision;
  /** The objective there, without penalties. */
  readonly value: number;
  /** Largest relative violation of a constraint there; 0 when all hold. */
  readonly violation: number;
  /** Why the minimizer stopped. */
  readonly status: MinimizerStatus;
  /** Decisions that it evaluated. */
  readonly evaluations: number;
}

/** How much dearer a decision gets per unit of relative violation. */
const PENALTY = 10;

/** A violation beyond this counts as this: the penalty stays finite where a limit is nearly nothing. */
const LARGEST_VIOLATION = 1e6;

/**
 * Minimises the objective over real S, N, B and Q, each violated constraint making a decision dearer.
 *
 * The unknowns are the logarithms of S, N and Q, and B: all four then vary by about the same amount.
 *
 * @param problem - the sizing problem.
 * @param minimizer - any minimizer.
 * @returns where it stopped; null when it returned something that is no point of the space.
 */
export function relax(problem: Problem, minimizer: Minimizer): RelaxedOptimum | null {
  const { scenario, constraints, space } = problem;
  const requests = mostRequests(problem);
  const sizes = space.gpusPerReplica;
  const [leastBatch, mostBatch] = space.batchExponent;
  const mostReplicas = Math.max(2, Math.min(space.maxGpus, 2 * (requests / space.minQueueRatio)));
  const mostQueue = Math.max(2 * space.minQueueRatio, 2 * requests);
  const bounds: Bounds = [
    [0, Math.log2(sizes.at(-1) ?? 1)],
    [0, Math.log2(mostReplicas)],
    [leastBatch, mostBatch],
    [Math.log2(space.minQueueRatio), Math.log2(mostQueue)],
  ];

  const decisionAt = (x: readonly number[]): Decision => ({
    gpusPerReplica: 2 ** coordinate(x, 0),
    replicas: 2 ** coordinate(x, 1),
    batchExponent: coordinate(x, 2),
    queueRatio: 2 ** coordinate(x, 3),
  });
  const violationAt = (decision: Decision): { readonly sum: number; readonly largest: number } => {
    let sum = 0;
    let largest = 0;
    for (const constraint of constraints) {
      const { margin, satisfied } = evaluateConstraint(constraint, decision, scenario);
      if (satisfied) continue;
      const violation = Math.min(LARGEST_VIOLATION, Math.abs(margin));
      sum += violation;
      largest = Math.max(largest, violation);
    }
    return { sum, largest };
  };

  const start = [(bounds[0]?.[1] ?? 0) / 2, Math.log2(mostReplicas) / 2, (leastBatch + mostBatch) / 2, 0].map((x, i) =>
    clamp(x, bounds[i]),
  );
  const result = minimise(minimizer, {
    objective: (x) => {
      const decision = decisionAt(x);
      return costOf(problem, decision) * (1 + PENALTY * violationAt(decision).sum);
    },
    start,
    bounds,
  });
  if (result.x.length !== bounds.length || !result.x.every(Number.isFinite)) return null;
  const decision = decisionAt(result.x.map((x, i) => clamp(x, bounds[i])));
  return {
    decision,
    value: costOf(problem, decision),
    violation: violationAt(decision).largest,
    status: result.status,
    evaluations: result.evaluations,
  };
}

/**
 * The allowed integers at or above a relaxed decision: where the integer search looks first.
 *
 * @param problem - the sizing problem.
 * @param relaxed - the relaxed optimum.
 * @returns S, N and B of the search space.
 */
export function roundUp({ space }: Problem, { decision }: RelaxedOptimum): Purchase {
  const [leastBatch, mostBatch] = space.batchExponent;
  const above = space.gpusPerReplica.find((size) => size >= decision.gpusPerReplica);
  return {
    gpusPerReplica: above ?? space.gpusPerReplica.at(-1) ?? 1,
    replicas: Math.ceil(decision.replicas),
    batchExponent: Math.min(mostBatch, Math.max(leastBatch, Math.ceil(decision.batchExponent))),
  };
}

const coordinate = (x: readonly number[], index: number): number => x[index] ?? Number.NaN;

function clamp(x: number, bound: readonly [number, number] | undefined): number {
  return bound === undefined ? x : Math.min(bound[1], Math.max(bound[0], x));
}
