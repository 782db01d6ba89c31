/**
 * The engine model without catalog data: models, GPUs, engine profiles and constants are passed as objects.
 *
 * @module engine
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";

// Engines, and what one keeps in memory.
export { engineAtVersion, ENGINE_NAMES } from "./catalog/engine.js";
export type {
  ActivationRules,
  BatchDefaults,
  BlockRules,
  ContextRules,
  Engine,
  EngineMemoryRules,
  EngineName,
  GraphEstimate,
} from "./catalog/engine.js";
export type {
  GraphRules,
  HybridRules,
  LargeMemoryGraphs,
  MemoryBudget,
  NonTorchBytes,
  NonTorchRules,
  ProfilingCache,
  SecondRunner,
  StateRules,
  WeightRules,
} from "./catalog/engine.js";
export {
  deploymentMemory,
  type BytesRange,
  type DeploymentMemory,
  type DeploymentMemoryOptions,
} from "./deployment/memory/index.js";
export type { KvGroup, KvPool, LatentCacheLayout, MemoryParts, MemoryShortage } from "./deployment/memory/index.js";
export * from "./deployment/index.js";

// What a deployment delivers.
export { engineModel, type EngineModelOptions } from "./performance/engine/engine-model.js";
export { predictServing, type ServingRequest } from "./performance/predict-serving.js";
export type { ServingLoad } from "./performance/predict-load.js";
export type { ServingPrediction } from "./performance/serving-prediction.js";
export type { ServingStep } from "./performance/timing/step-timing.js";
export {
  servingConstants,
  type ConstantTables,
  type ServingConstants,
} from "./performance/timing/serving-constants.js";
export type { EngineTiming, FirstTokenTiming } from "./performance/timing/engine-timing.js";
export type { ConstantsSource } from "./kernels/kernel-choice.js";

// How long requests wait for it.
export { lengthDistribution, type LengthDistribution, type Lengths } from "./workload/length-distribution.js";
export * from "./queueing/index.js";
