/**
 * How many GPUs serve a language model to these users, at this speed and this wait.
 *
 * @module infrascale
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export * from "./catalog/index.js";
export { engines, gpus, models } from "./catalog/catalog-data.js";
export {
  engineAtVersion,
  ENGINE_NAMES,
  type ActivationRules,
  type BatchDefaults,
  type BlockRules,
  type ContextRules,
  type Engine,
  type EngineMemoryRules,
  type EngineName,
  type GraphRules,
  type HybridRules,
  type LargeMemoryGraphs,
  type MemoryBudget,
  type NonTorchBytes,
  type NonTorchRules,
  type WeightRules,
} from "./catalog/engine.js";
export { modelFromHuggingFace, type HuggingFaceOptions } from "./catalog/huggingface/index.js";
export { parseModelName, type ParsedModelName } from "./catalog/names.js";
export * from "./workload/index.js";
export * from "./scaling/index.js";
export * from "./performance/index.js";
export * from "./constraints/index.js";
export * from "./minimizers/index.js";
export { estimateGpus, type EstimateRequest } from "./named/estimate-gpus.js";
export { engineModel } from "./named/engine-model.js";
export { predictServing, type ServingRequest } from "./named/predict-serving.js";
export { servingIntervals } from "./named/serving-intervals.js";
export type { Interval, IntervalOptions, PredictionFactors, ServingIntervals } from "./uncertainty/index.js";
export type { ServingLoad, ServingPrecision, ServingPrediction, ServingSettings, ServingStep, Speculation } from "./performance/serving/index.js";
export type { Calibration } from "./performance/speed/kernel-choice.js";
export {
  deploymentMemory,
  type DeploymentMemory,
  type DeploymentMemoryOptions,
  type KvGroup,
  type KvPool,
  type LatentCacheLayout,
  type MemoryParts,
  type MemoryShortage,
  type Parallelism,
} from "./performance/memory/index.js";
export {
  gpuObjective,
  powerObjective,
  rentObjective,
  type BandOptions,
  type ConfidenceOptions,
  type Estimate,
  type EstimateBand,
  type EstimateConstraint,
  type EstimateOptions,
  type EstimatePerformance,
  type EstimateSafety,
  type EstimateSearch,
  type FeasibleEstimate,
  type InfeasibleEstimate,
  type NearestAlternative,
  type Objective,
  type RelaxedOptimum,
  type RequiredChange,
  type SearchOptions,
  type SmallerPurchase,
} from "./estimate/index.js";
