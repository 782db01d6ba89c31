export { activationBytes, type ActivationOptions } from "./activations.js";
export {
  capturedGraphs,
  cudaGraphBytes,
  type CaptureLimits,
  type GraphBytes,
  type GraphOptions,
} from "./cuda-graphs.js";
export { deploymentMemory } from "./engine-memory.js";
export type {
  BytesRange,
  DeploymentMemory,
  DeploymentMemoryOptions,
  MemoryParts,
  MemoryShortage,
} from "./memory-options.js";
export { batchDefaults } from "./memory-settings.js";
export { latentCacheLayout, type KvCacheOptions, type LatentCacheLayout } from "./cache-format.js";
export { kvCacheBytesPerToken, layerKvCacheBytesPerToken } from "./kv-cache.js";
export {
  blocksPerRequest,
  kvPool,
  poolConcurrency,
  poolTokens,
  type KvGroup,
  type KvPool,
  type KvPoolOptions,
} from "./kv-pool.js";
export { contextBytes, nonTorchBytes } from "./non-torch.js";
export { expertGpus, type Parallelism } from "../parallelism.js";
export { pipelineStages, type PipelineStage } from "./pipeline-stage.js";
export { stateBytes } from "./state-bytes.js";
export { staticFraction, type StaticFractionOptions } from "./static-fraction.js";
export { visibleMemoryBytes } from "./visible-memory.js";
export { stageWeights, type StageWeights, type WeightOptions } from "./weights.js";
