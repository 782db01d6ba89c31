import { deploymentMemory, type DeploymentMemory, type DeploymentMemoryOptions } from "../../index.js";
import type { MemoryShortage } from "../../deployment/memory/memory-options.js";
import type { Shortage } from "./reason.js";
import { bytesFromGib, gibFromBytes } from "../../units.js";
import type { Predicted } from "./columns.js";

/** Figures of a start-up log, and whether the server starts. */
export interface PredictedLog {
  readonly predicted: Predicted;
  /** Figures that follow from the cache that the log states; none where it states none. */
  readonly fromCache?: Predicted;
  /** Why it does not start; null when it does. */
  readonly refusal: string | null;
  /** The same by code and figures. */
  readonly shortage: Shortage | null;
}

/**
 * Predicted figures of a start-up log, in the table's units; tokens, blocks and concurrency are those of one
 * data-parallel rank, as engines log them.
 *
 * @param options - the deployment.
 * @param cacheGib - cache that the log states, GiB of one GPU; null when it states none.
 * @throws {@link InfrascaleError} whatever `deploymentMemory` refuses.
 */
export function predictLog(options: DeploymentMemoryOptions, cacheGib: number | null): PredictedLog {
  const memory = deploymentMemory(options);
  const { activations, nonTorch, cudaGraphs } = memory.parts;
  const predicted: Predicted = {
    ...weightsOf(memory),
    activation_peak_gib: gibFromBytes(activations),
    non_torch_gib: gibFromBytes(nonTorch),
    cuda_graph_gib: gibFromBytes(cudaGraphs),
    kv_cache_gib_per_gpu: gibFromBytes(memory.kvCacheBytes),
    kv_cache_tokens: memory.loggedTokens(),
    num_gpu_blocks: memory.kvBlocks,
    max_concurrency: memory.maxConcurrency() / memory.ranks,
  };
  const logged =
    cacheGib === null || cacheGib <= 0
      ? {}
      : { fromCache: fromCache(memory, Math.floor(bytesFromGib(cacheGib) / memory.kvPool.blockBytes)) };
  const { shortage } = memory;
  return {
    predicted,
    ...logged,
    refusal: shortage === null ? null : REFUSALS[shortage](memory),
    shortage: shortage === null ? null : { shortage, memory },
  };
}

const fromCache = ({ loggedTokens, maxConcurrency, kvBlocks, ranks }: DeploymentMemory, blocks: number): Predicted => ({
  kv_cache_tokens: loggedTokens(blocks),
  ...(kvBlocks === 0 ? {} : { max_concurrency: (maxConcurrency() / ranks / kvBlocks) * blocks }),
});

const gib = (bytes: number): string => `${gibFromBytes(bytes).toFixed(1)} GiB`;

/** Why a server does not start, by what is short. */
const REFUSALS: Readonly<Record<MemoryShortage, (memory: DeploymentMemory) => string>> = {
  "start-up": ({ usableBytes, visibleBytes }) =>
    `the share asked for is ${gib(usableBytes)} of ${gib(visibleBytes)}, more than is free`,
  parts: ({ leftBytes }) => `weights and work space leave ${gib(leftBytes)} for the cache`,
  "one-request": ({ kvCacheBytes, maxModelLen }) =>
    `a cache of ${gib(kvCacheBytes)} holds no request of ${maxModelLen} tokens`,
  step: ({ kvPool, maxBatchedTokens }) =>
    `a block that holds a state has ${kvPool.groups[0]?.blockTokens} tokens, more than the ${maxBatchedTokens} of a step`,
  states: ({ maxNumSeqs, kvBlocks }) =>
    `${maxNumSeqs} requests at once are more than the ${kvBlocks} blocks for their states`,
  profiling: ({ kvPool, maxNumSeqs }) =>
    `no room for the cache that graphs of ${maxNumSeqs} requests are profiled with, of blocks of ${gib(kvPool.blockBytes)}`,
};

/** The figure of a log that names no GPU: weights take the same room on any. */
export const predictWeights = (options: DeploymentMemoryOptions): PredictedLog => ({
  predicted: weightsOf(deploymentMemory(options)),
  refusal: null,
  shortage: null,
});

const weightsOf = ({ parts }: DeploymentMemory): Predicted => ({ weights_gib_per_gpu: gibFromBytes(parts.weights) });
