import type { Constraint, ConstraintResult } from "../constraints/constraint.js";
import { evaluateConstraint } from "../constraints/constraint.js";
import { checkPositive } from "../internal/check.js";
import type { Decision } from "../performance/decision.js";
import type { PerformanceModel, SearchDefaults } from "../performance/performance-model.js";
import type { Scenario } from "../workload/scenario.js";
import type { Objective } from "./objective.js";
import { smallestQueueRatio } from "./queue-ratio.js";

/** The space that is searched. */
export interface SearchSpace extends SearchDefaults {
  /** Most GPUs that may be bought; Infinity when nothing limits them. */
  readonly maxGpus: number;
}

/** A sizing problem, checked and complete. */
export interface Problem {
  readonly scenario: Scenario;
  readonly performance: PerformanceModel;
  readonly constraints: readonly Constraint[];
  /** The same constraints on another performance model: those of the caller's own do not depend on it. */
  readonly constraintsOn: (performance: PerformanceModel) => readonly Constraint[];
  readonly objective: Objective;
  readonly space: SearchSpace;
}

/** S, N and B of a decision; Q follows from them. */
export interface Purchase {
  readonly gpusPerReplica: number;
  readonly replicas: number;
  readonly batchExponent: number;
}

/**
 * k: requests that one replica of S GPUs runs at once at batch exponent B.
 *
 * @throws {@link InfrascaleError} `out-of-range` when a performance model returns no positive number.
 */
export const slotsOf = ({ performance, scenario }: Problem, gpusPerReplica: number, batchExponent: number): number =>
  checkPositive(performance.slots({ gpusPerReplica, batchExponent, replicas: 1, queueRatio: 1 }, scenario), "performance.slots");

/**
 * A purchase with the smallest queue ratio that holds the requests in flight.
 *
 * @param problem - the sizing problem.
 * @param purchase - S, N and B.
 * @returns the decision.
 */
export function decide(problem: Problem, purchase: Purchase): Decision {
  const slots = slotsOf(problem, purchase.gpusPerReplica, purchase.batchExponent);
  const queueRatio = smallestQueueRatio(problem.scenario.workload.requestsInFlight, purchase.replicas, slots, problem.space.minQueueRatio);
  return { ...purchase, queueRatio };
}

/** True when every constraint of a list holds. */
export function holdsAll(constraints: readonly Constraint[], decision: Decision, scenario: Scenario): boolean {
  for (const constraint of constraints) {
    const { demand, limit } = constraint.evaluate(decision, scenario);
    if (!(demand <= limit)) return false;
  }
  return true;
}

/** Every constraint of a problem at a decision. */
export const evaluateAll = ({ constraints, scenario }: Problem, decision: Decision): readonly ConstraintResult[] =>
  constraints.map((constraint) => evaluateConstraint(constraint, decision, scenario));

/** More replicas than anybody buys: the end of an unlimited search. */
const MOST_REPLICAS = 1e12;

/** Largest N that the limit on GPUs leaves for replicas of S GPUs; 0 when not even one fits. */
export const replicasWithin = (maxGpus: number, gpusPerReplica: number): number =>
  Math.min(Math.floor(maxGpus / gpusPerReplica), MOST_REPLICAS);
