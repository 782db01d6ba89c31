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
}

/**
 * Most requests that one replica runs at once: 2^B.
 *
 * @param decision - any decision.
 * @returns requests.
 */
export const maxBatchSize = (decision: Pick<Decision, "batchExponent">): number => 2 ** decision.batchExponent;
