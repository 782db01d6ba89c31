/**
 * How many GPUs serve a language model to these users, at this speed and this wait.
 *
 * @module infrascale
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export * from "./catalog/index.js";
export { findGpu, findModel, normaliseName, searchCatalog } from "./catalog/lookup.js";
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
export type { Assumption, AssumptionCode } from "./catalog/names/assumption.js";
export { parseModelName, type ParsedModelName } from "./catalog/names/parse-model-name.js";
export * from "./workload/index.js";
export * from "./deployment/index.js";
export * from "./scaling/index.js";
export * from "./queueing/index.js";
export * from "./performance/index.js";
export * from "./constraints/index.js";
export * from "./minimizers/index.js";
export type { ReplicaSummary, RequestColumns, RequestTargets, SimulatedCache, Simulation, TimeSeries, TimeSummary } from "./simulate/index.js";
export { estimateGpus, type EstimateOptions } from "./shipped/estimate-gpus.js";
export type { EstimateRequest } from "./shipped/estimate-request.js";
export type { NamedEstimate } from "./shipped/verified.js";
export { verifyEstimate, type ReplayableEstimate, type ReplayOptions, type Verification } from "./shipped/verify-estimate.js";
export { engineModel, type NamedEngineModelOptions } from "./shipped/engine-model.js";
export { predictWaiting, type WaitingPrediction, type WaitingRequest } from "./shipped/predict-waiting.js";
export { presetTargets, presetWorkload, workloadPresets } from "./shipped/workload-presets.js";
export { predictServing, type NamedServingPrediction, type ServingRequest } from "./shipped/predict-serving.js";
export { servingIntervals } from "./shipped/serving-intervals.js";
export type { Interval, IntervalOptions, PredictionFactors, ServingIntervals } from "./uncertainty/index.js";
export type { ServingLoad } from "./performance/predict-load.js";
export type { ServingPrediction } from "./performance/serving-prediction.js";
export type { ServingStep } from "./performance/timing/step-timing.js";
export type { Calibration } from "./kernels/kernel-choice.js";
export {
  deploymentMemory,
  type DeploymentMemory,
  type DeploymentMemoryOptions,
  type KvGroup,
  type KvPool,
  type LatentCacheLayout,
  type MemoryParts,
  type MemoryShortage,
} from "./deployment/memory/index.js";
export {
  gpuObjective,
  powerObjective,
  rentObjective,
  spareReplicas,
  type AvailabilityTarget,
  type BandOptions,
  type ConfidenceOptions,
  type Estimate,
  type EstimateBand,
  type EstimateConstraint,
  type EstimateMargin,
  type EstimatePerformance,
  type EstimateSafety,
  type EstimateSearch,
  type EstimateTraffic,
  type FeasibleEstimate,
  type InfeasibleEstimate,
  type NearestAlternative,
  type Objective,
  type Purchase,
  type RelaxedOptimum,
  type RequiredChange,
  type SearchOptions,
  type SmallerPurchase,
} from "./estimate/index.js";
