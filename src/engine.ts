/**
 * The engine model without catalog data: models, GPUs, engine profiles and constants are passed as objects.
 *
 * @module engine
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export { engineAtVersion, ENGINE_NAMES, type Engine, type EngineName } from "./catalog/engine.js";
export * from "./deployment/index.js";
export { deploymentMemory, type DeploymentMemory, type DeploymentMemoryOptions } from "./deployment/memory/index.js";
export { engineModel, type EngineModelOptions } from "./performance/engine/engine-model.js";
export * from "./queueing/index.js";
export { predictServing, type ServingRequest } from "./performance/predict-serving.js";
export type { ServingLoad } from "./performance/predict-load.js";
export type { ServingPrediction } from "./performance/serving-prediction.js";
export { servingConstants, type ConstantTables, type ServingConstants } from "./performance/timing/serving-constants.js";
export type { EngineTiming, FirstTokenTiming } from "./performance/timing/engine-timing.js";
export type { ServingStep } from "./performance/timing/step-timing.js";
