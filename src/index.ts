/**
 * How many GPUs serve a language model to these users, at this speed and this wait.
 *
 * @module infrascale
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export * from "./catalog/index.js";
export { gpus, models } from "./catalog/catalog-data.js";
export { modelFromHuggingFace, type HuggingFaceOptions } from "./catalog/huggingface/index.js";
export { parseModelName, type ParsedModelName } from "./catalog/names.js";
export * from "./workload/index.js";
export * from "./scaling/index.js";
export * from "./performance/index.js";
export * from "./constraints/index.js";
export * from "./minimizers/index.js";
export { estimateGpus, type EstimateRequest } from "./estimate-by-id.js";
export {
  gpuObjective,
  powerObjective,
  rentObjective,
  type Estimate,
  type EstimateBand,
  type EstimateConstraint,
  type EstimateOptions,
  type EstimatePerformance,
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
