import { checkInteger } from "../internal/check.js";

/** How one deployment is spread over GPUs; it has `tensor` x `pipeline` x `data` of them. */
export interface Parallelism {
  /** GPUs over which each layer is sharded. */
  readonly tensor: number;
  /** Stages that the layers are split into. */
  readonly pipeline: number;
  /** 1: every expert is sharded; above 1: GPUs of a stage that whole experts are spread over (`tensor` x `data`). */
  readonly expert: number;
  /** Ranks with attention weights and a cache of their own, which share the experts of a mixture. */
  readonly data: number;
}

/**
 * The sizes of a split; those left out are 1.
 *
 * @param given - sizes.
 * @param field - their name in errors.
 * @returns all of them.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range` for what is no integer >= 1.
 */
export function checkSizes(given: Partial<Parallelism>, field = "parallelism"): Parallelism {
  const size = (key: keyof Parallelism): number => checkInteger(given[key] ?? 1, `${field}.${key}`, 1);
  return { tensor: size("tensor"), pipeline: size("pipeline"), expert: size("expert"), data: size("data") };
}

/**
 * GPUs that the routed experts of a stage are spread over: all of the stage, whether experts are whole or sharded.
 *
 * @param parallelism - a deployment's.
 * @returns number of GPUs.
 * @see vllm/model_executor/layers/fused_moe/config.py (`FusedMoEParallelConfig.make`).
 */
export const expertGpus = ({ tensor, data }: Parallelism): number => tensor * data;

/**
 * GPUs of one replica.
 *
 * @param parallelism - a deployment's.
 * @returns tensor x pipeline x data.
 */
export const replicaGpus = ({ tensor, pipeline, data }: Parallelism): number => tensor * pipeline * data;
