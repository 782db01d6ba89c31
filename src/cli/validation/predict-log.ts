import { deploymentMemory, type DeploymentMemory, type DeploymentMemoryOptions } from "../../index.js";
import { gibFromBytes } from "../../units.js";
import type { Predicted } from "./columns.js";

/**
 * Predicted figures of a start-up log, in the table's units; tokens, blocks and concurrency are those of one
 * data-parallel rank, as engines log them.
 *
 * @param options - the deployment.
 * @throws {@link InfrascaleError} whatever `deploymentMemory` refuses.
 */
export function predictLog(options: DeploymentMemoryOptions): Predicted {
  const memory = deploymentMemory(options);
  const { activations, nonTorch, cudaGraphs } = memory.parts;
  return {
    ...weightsOf(memory),
    activation_peak_gib: gibFromBytes(activations),
    non_torch_gib: gibFromBytes(nonTorch),
    cuda_graph_gib: gibFromBytes(cudaGraphs),
    kv_cache_gib_per_gpu: gibFromBytes(memory.kvCacheBytes),
    kv_cache_tokens: memory.kvTokens,
    num_gpu_blocks: memory.kvBlocks,
    max_concurrency: memory.maxConcurrency() / memory.ranks,
  };
}

/** The figure of a log that names no GPU: weights take the same room on any. */
export const predictWeights = (options: DeploymentMemoryOptions): Predicted => weightsOf(deploymentMemory(options));

const weightsOf = ({ parts }: DeploymentMemory): Predicted => ({ weights_gib_per_gpu: gibFromBytes(parts.weights) });
