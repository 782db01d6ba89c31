import { checkSizes, replicaGpus, type Parallelism } from "../deployment/parallelism.js";
import { InfrascaleError } from "../errors.js";
import { checkBetween, checkObject, checkPositive, once } from "../internal/check.js";
import { performanceRule } from "../rules/performance.js";

/**
 * What is bought and how it is run. Real values are allowed in the relaxation; an estimate holds integers.
 */
export interface Decision {
  /** S: GPUs that one copy of the model is sharded over, >= 1. */
  readonly gpusPerReplica: number;
  /** N: copies of the model, >= 1. */
  readonly replicas: number;
  /** B: the engine runs at most 2^B requests at once, B >= 0. */
  readonly batchExponent: number;
  /** Q: requests in the system per replica, divided by the slots; > 0. Above 1 the excess waits. */
  readonly queueRatio: number;
  /** How a replica is spread over its S GPUs. @defaultValue the default split of the performance model for that S */
  readonly split?: Parallelism;
}

/** No batch is as large as 2^64 requests. */
const LARGEST_EXPONENT = 64;

/** Refuses what is no decision. */
export function checkDecision(decision: Decision): Decision {
  const { gpusPerReplica, replicas, batchExponent, queueRatio, split } = checkObject(decision, "decision");
  checkPositive(gpusPerReplica, "decision.gpusPerReplica");
  checkPositive(replicas, "decision.replicas");
  checkExponent(batchExponent, "decision.batchExponent");
  checkQueueRatio(queueRatio, "decision.queueRatio");
  if (split !== undefined && replicaGpus(checkSplit(split as Parallelism)) !== gpusPerReplica)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "decision.split",
      ...performanceRule("gpus-of-decision"),
      value: gpusPerReplica,
    });
  return decision;
}

/** A search asks for the same few splits again and again. */
const checkSplit = once((split: Parallelism) => {
  checkSizes(checkObject(split, "decision.split"), "decision.split");
});

/** Refuses what is no Q; more than a fleet can serve is without end. */
export const checkQueueRatio = (value: unknown, field: string): number =>
  value === Number.POSITIVE_INFINITY ? value : checkPositive(value, field);

/** Refuses what is no B. */
export const checkExponent = (value: unknown, field: string): number => checkBetween(value, field, 0, LARGEST_EXPONENT);

/**
 * Most requests that one replica runs at once: 2^B.
 *
 * @param decision - any decision.
 * @returns requests.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export const maxBatchSize = (decision: Pick<Decision, "batchExponent">): number =>
  2 ** checkExponent(checkObject(decision, "decision")["batchExponent"], "decision.batchExponent");
