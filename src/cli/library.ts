/**
 * The library as the command's folders see it. The built command loads `../index.js` instead of holding a copy, so that
 * an error is one class for all; only files of this folder may name that path.
 */
export { deploymentMemory, engineAtVersion, engines, gpus, InfrascaleError, models, modelFromHuggingFace, predictServing } from "../index.js";
export type {
  DeploymentMemory,
  DeploymentMemoryOptions,
  Engine,
  EngineName,
  Gpu,
  Model,
  ServingLoad,
  ServingPrediction,
  ServingRequest,
  ServingSettings,
} from "../index.js";
