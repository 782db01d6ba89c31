export { activationBytes, type ActivationOptions } from "./activations.js";
export { cudaGraphBytes } from "./cuda-graphs.js";
export {
  batchDefaults,
  deploymentMemory,
  type DeploymentMemory,
  type DeploymentMemoryOptions,
  type MemoryParts,
  type MemoryShortage,
} from "./engine-memory.js";
export {
  kvCacheBytesPerToken,
  latentCacheLayout,
  layerKvCacheBytesPerToken,
  stateBytes,
  type KvCacheOptions,
  type LatentCacheLayout,
} from "./kv-cache.js";
export { blocksPerRequest, kvPool, poolConcurrency, poolTokens, type KvGroup, type KvPool, type KvPoolOptions } from "./kv-pool.js";
export { contextBytes, nonTorchBytes } from "./non-torch.js";
export { expertGpus, type Parallelism } from "../parallelism.js";
export { pipelineStages, type PipelineStage } from "./pipeline-stage.js";
export { staticFraction, type StaticFractionOptions } from "./static-fraction.js";
export { visibleMemoryBytes } from "./visible-memory.js";
export { weightBytes, type WeightOptions } from "./weights.js";
