import type { Constraint, ConstraintResult } from "../constraints/constraint.js";
import { evaluateConstraint } from "../constraints/constraint.js";
import { requestsGiven, requestsInFlight } from "../constraints/requests-in-flight.js";
import type { Parallelism } from "../deployment/parallelism.js";
import { checkPositive } from "../internal/check.js";
import type { StopSignal } from "../internal/follow.js";
import { maxBatchSize, type Decision } from "../performance/decision.js";
import type { PerformanceModel, SearchDefaults } from "../performance/performance-model.js";
import type { Scenario } from "../deployment/scenario.js";
import { sourceOf } from "../workload/loads.js";
import { timeTargetOf } from "../workload/targets.js";
import type { Objective, Purchase } from "./objective.js";
import { smallestQueueRatio } from "./queue-ratio.js";

/** The space that is searched. */
export interface SearchSpace extends SearchDefaults {
  /** The ways to spread a replica over S GPUs; `undefined` for the only one of a model that knows no splits. */
  readonly splits: (gpusPerReplica: number) => readonly (Parallelism | undefined)[];
  /** Most GPUs that may be bought; Infinity when nothing limits them. */
  readonly maxGpus: number;
}

/** A sizing problem, checked and complete. */
export interface Problem {
  readonly scenario: Scenario;
  readonly performance: PerformanceModel;
  readonly constraints: readonly Constraint[];
  /** Those of them that the caller wrote. */
  readonly ownConstraints: readonly Constraint[];
  /** The same constraints on another performance model: those of the caller's own do not depend on it. */
  readonly constraintsOn: (performance: PerformanceModel) => readonly Constraint[];
  readonly objective: Objective;
  readonly space: SearchSpace;
  /** Probability with which the constraints are to hold; null where predictions are taken as they are. */
  readonly confidence: number | null;
  /** Replicas bought beyond N, which the objective counts and the constraints do not. */
  readonly spareReplicas: number;
  /** Asked between branches of a search. */
  readonly signal?: StopSignal;
}

/**
 * The cost of a purchase, its spare replicas included.
 *
 * @param problem - the sizing problem.
 * @param purchase - S, N and B.
 * @returns the objective, in its unit.
 */
export const costOf = (
  { objective, scenario, spareReplicas }: Problem,
  { gpusPerReplica, replicas, batchExponent }: Purchase,
): number => objective.evaluate({ gpusPerReplica, replicas: replicas + spareReplicas, batchExponent }, scenario);

/** GPUs of a decision, its spare replicas included: S (N + spare). */
export const gpusBought = (
  { spareReplicas }: Problem,
  { gpusPerReplica, replicas }: Pick<Decision, "gpusPerReplica" | "replicas">,
): number => gpusPerReplica * (replicas + spareReplicas);

/** One size of a replica, its split and its batch limit: what is left to find is how many of them. A decision is of the branch that it names. */
export type Branch = Omit<Purchase, "replicas">;

/** The batch limits of S GPUs, of some splits or of all, the largest first. */
export function branchesOf(
  { space }: Problem,
  gpusPerReplica: number,
  splits: readonly (Parallelism | undefined)[] = space.splits(gpusPerReplica),
): readonly Branch[] {
  const [least, most] = space.batchExponent;
  return splits.flatMap((split) =>
    Array.from({ length: most - least + 1 }, (_, i) => ({
      gpusPerReplica,
      batchExponent: most - i,
      ...(split === undefined ? {} : { split }),
    })),
  );
}

/** One replica of a branch with all its slots taken. */
const alone = (branch: Branch): Decision => ({ ...branch, replicas: 1, queueRatio: 1 });

/**
 * k: requests that one replica runs at once.
 *
 * @throws {@link InfrascaleError} `out-of-range` when a performance model returns no positive number.
 */
export const slotsOf = ({ performance, scenario }: Problem, branch: Branch): number =>
  checkPositive(performance.slots(alone(branch), scenario), "performance.slots");

/** So many replicas of a branch, with the smallest queue ratio that holds the requests in flight. */
export function decideOn(problem: Problem, branch: Branch, replicas: number): Decision {
  const { performance, scenario, space } = problem;
  const requests = requestsInFlight(performance, { ...branch, replicas, queueRatio: 1 }, scenario);
  return {
    ...branch,
    replicas,
    queueRatio: smallestQueueRatio(requests, replicas, slotsOf(problem, branch), space.minQueueRatio),
  };
}

/** True when one replica of a branch fits its GPUs: memory asks for neither N nor Q. */
export function fits({ constraints, scenario }: Problem, branch: Branch): boolean {
  const memory = constraints.find(({ name }) => name === "memory");
  return memory === undefined || holdsAll([memory], alone(branch), scenario);
}

/** Replicas of a branch whose slots hold what comes while one request runs, about: where a search begins. */
export function guessOf(problem: Problem, branch: Branch): number {
  const { performance, scenario } = problem;
  const source = sourceOf(scenario.workload.arrivals);
  const batchSeconds = performance.secondsPerBatch(alone(branch), scenario);
  const inFlight =
    requestsGiven(scenario) ??
    ("users" in source
      ? (source.users * batchSeconds) / (batchSeconds + source.thinkSeconds)
      : source.requestsPerSecond * batchSeconds);
  return Math.max(1, Math.ceil(inFlight / slotsOf(problem, branch)));
}

/**
 * A number of requests that no deployment worth buying has more of in flight: the given ones; all users at once; or those that
 * come while the largest replica runs its largest batch.
 *
 * @param problem - scenario, model and space.
 * @returns requests, > 0.
 */
export function mostRequests({ performance, scenario, space }: Problem): number {
  const source = sourceOf(scenario.workload.arrivals);
  if ("users" in source) return source.users;
  const largest = {
    gpusPerReplica: space.gpusPerReplica.at(-1) ?? 1,
    replicas: 1,
    batchExponent: space.batchExponent[1],
    queueRatio: 1,
  };
  return source.requestsPerSecond * performance.secondsPerBatch(largest, scenario);
}

/** True when every constraint of a list holds. */
export function holdsAll(constraints: readonly Constraint[], decision: Decision, scenario: Scenario): boolean {
  for (const constraint of constraints) {
    const { demand, limit } = constraint.evaluate(decision, scenario);
    if (!(demand <= limit)) return false;
  }
  return true;
}

/** Share of the slots of a closed fleet that are taken, from which on its queue is never empty. */
const SATURATED = 0.99;

/** A load this far beyond what can be served, and times this far beyond their limits: throughput may fall by a few per cent with more slots. */
const FAR_OVERLOADED = 1.05;
const FAR_BEYOND = 1.5;

/**
 * True when a decision is far from what smaller batch limits do not ease, with every slot taken that its batch limit gives: fewer slots serve no
 * more requests per second, so that those which are in the system stay longer, by Little's law, and all of that in the queue. Where the cache
 * gives fewer slots, smaller limits may leave it more room.
 */
export function failsForSlots(problem: Problem, decision: Decision): boolean {
  const { performance, constraints, scenario } = problem;
  const isAsked = requestsGiven(scenario) === null || timeTargetOf(scenario.targets) !== undefined;
  const waiting = isAsked ? performance.waiting?.(decision, scenario) : undefined;
  if (waiting === undefined || slotsOf(problem, decision) < maxBatchSize(decision) * (decision.split?.data ?? 1))
    return false;
  if (!waiting.stable) return waiting.utilisation > FAR_OVERLOADED;
  if ("requestsPerSecond" in sourceOf(scenario.workload.arrivals) || waiting.utilisation < SATURATED) return false;
  return constraints.some((constraint) => {
    const { demand, limit } = constraint.evaluate(decision, scenario);
    return constraint.easierWithSmallerBatches === false && demand > FAR_BEYOND * limit;
  });
}

/** Every constraint of a problem at a decision. */
export const evaluateAll = ({ constraints, scenario }: Problem, decision: Decision): readonly ConstraintResult[] =>
  constraints.map((constraint) => evaluateConstraint(constraint, decision, scenario));

/** More replicas than anybody buys: the end of an unlimited search. */
const MOST_REPLICAS = 1e12;

/** Largest N that the limit on GPUs leaves for replicas of S GPUs beside the spare ones; 0 when not even one fits. */
export const replicasWithin = ({ space, spareReplicas }: Problem, gpusPerReplica: number): number =>
  Math.max(0, Math.min(Math.floor(space.maxGpus / gpusPerReplica) - spareReplicas, MOST_REPLICAS));
