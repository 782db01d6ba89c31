/**
 * The engine model without catalog data: models, GPUs, engine profiles and constants are passed as objects.
 *
 * @module engine
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export { modelFromHuggingFace, type HuggingFaceOptions } from "./catalog/huggingface/index.js";
export { engineAtVersion, ENGINE_NAMES, type Engine, type EngineName } from "./catalog/engine.js";
export { engineModel, type EngineModelOptions } from "./performance/engine/engine-model.js";
export * from "./queueing/index.js";
export { deploymentMemory, type DeploymentMemory, type DeploymentMemoryOptions, type Parallelism } from "./deployment/memory/index.js";
export {
  predictServing,
  servingConstants,
  type EngineTiming,
  type FirstTokenTiming,
  type ConstantTables,
  type ServingConstants,
  type EngineProfile,
  type MeasuredQuantity,
  type ProfiledDeployment,
  type ProfileDifference,
  type ProfileFit,
  type ProfileParameter,
  type ProfileParameters,
  type ProfileProvenance,
  type ProfileUse,
  type ServingLoad,
  type ServingPrecision,
  type ServingPrediction,
  type ServingRequest,
  type ServingSettings,
  type ServingStep,
  type Speculation,
} from "./performance/serving/index.js";
