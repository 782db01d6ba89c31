export { maxBatchSize, type Decision } from "./decision.js";
export type { DeploymentPlan, MemoryUse, PerformanceModel, SearchDefaults } from "./performance-model.js";
export type { KvCacheUse } from "./kv-cache-use.js";
export type { PredictionUncertainty, UncertainQuantity } from "./prediction-uncertainty.js";
export type { NotMeasured, PredictionWarning, TooLong, WarningCode, WarningValues } from "./prediction-warning.js";
export { classicInputs, classicModel, type ClassicModelOptions } from "./classic/classic-model.js";
export {
  classicBatchSeconds,
  classicDecodeSeconds,
  classicMemoryGigabytes,
  classicPrefillSeconds,
  type ClassicInputs,
  type ClassicMemory,
} from "./classic/classic-formulas.js";
