import type { Constraint, ConstraintResult } from "../constraints/constraint.js";
import { evaluateConstraint } from "../constraints/constraint.js";
import { requestsInFlight } from "../constraints/requests-in-flight.js";
import { checkPositive } from "../internal/check.js";
import type { Decision } from "../performance/decision.js";
import type { PerformanceModel, SearchDefaults } from "../performance/performance-model.js";
import type { Scenario } from "../deployment/scenario.js";
import type { Objective, Purchase } from "./objective.js";
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
  /** Replicas bought beyond N, which the objective counts and the constraints do not. */
  readonly spareReplicas: number;
}

/**
 * The cost of a purchase, its spare replicas included.
 *
 * @param problem - the sizing problem.
 * @param purchase - S, N and B.
 * @returns the objective, in its unit.
 */
export const costOf = ({ objective, scenario, spareReplicas }: Problem, { gpusPerReplica, replicas, batchExponent }: Purchase): number =>
  objective.evaluate({ gpusPerReplica, replicas: replicas + spareReplicas, batchExponent }, scenario);

/** GPUs of a decision, its spare replicas included: S (N + spare). */
export const gpusBought = ({ spareReplicas }: Problem, { gpusPerReplica, replicas }: Pick<Decision, "gpusPerReplica" | "replicas">): number => gpusPerReplica * (replicas + spareReplicas);


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
  return decideWithSlots(problem, purchase, slotsOf(problem, purchase.gpusPerReplica, purchase.batchExponent));
}

/**
 * The same, where the slots are known.
 *
 * @param problem - the sizing problem.
 * @param purchase - S, N and B.
 * @param slots - k.
 * @returns the decision.
 */
export function decideWithSlots({ performance, scenario, space }: Problem, { gpusPerReplica, replicas, batchExponent }: Purchase, slots: number): Decision {
  const requests = requestsInFlight(performance, { gpusPerReplica, replicas, batchExponent, queueRatio: 1 }, scenario);
  return { gpusPerReplica, replicas, batchExponent, queueRatio: smallestQueueRatio(requests, replicas, slots, space.minQueueRatio) };
}

/**
 * A number of requests that no deployment worth buying has more of in flight: the given ones; all users at once; or those that
 * come while the largest replica runs its largest batch.
 *
 * @param problem - scenario, model and space.
 * @returns requests, > 0.
 */
export function mostRequests({ performance, scenario, space }: Problem): number {
  const { arrivals } = scenario.workload;
  switch (arrivals.kind) {
    case "closed-loop":
      return arrivals.requestsInFlight;
    case "users":
      return arrivals.users;
    case "open": {
      const largest = { gpusPerReplica: space.gpusPerReplica.at(-1) ?? 1, replicas: 1, batchExponent: space.batchExponent[1], queueRatio: 1 };
      return arrivals.requestsPerSecond * performance.secondsPerBatch(largest, scenario);
    }
  }
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

/** Largest N that the limit on GPUs leaves for replicas of S GPUs beside the spare ones; 0 when not even one fits. */
export const replicasWithin = ({ space, spareReplicas }: Problem, gpusPerReplica: number): number =>
  Math.max(0, Math.min(Math.floor(space.maxGpus / gpusPerReplica) - spareReplicas, MOST_REPLICAS));
