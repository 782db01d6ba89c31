/**
 * The library as the command's folders see it. The built command loads `../index.js` and its
 * neighbours instead of holding a copy, so that an error is one class for all; only files of this folder may name those paths.
 */
export { deploymentMemory, engineAtVersion, engines, gpus, InfrascaleError, models, predictServing, resolveWorkload } from "../index.js";
export type {
  DeploymentMemory,
  DeploymentMemoryOptions,
  Distribution,
  Engine,
  EngineProfile,
  EngineName,
  Estimate,
  EstimateRequest,
  EstimateTraffic,
  FeasibleEstimate,
  Gpu,
  Model,
  ReplayOptions,
  ServingLoad,
  ServingPrediction,
  ServingRequest,
  ServingSettings,
  StableWaiting,
  Verification,
  Workload,
} from "../index.js";
export { checkObservations, readLoadTests } from "../calibrate.js";
export type { Calibration, CalibrationResidual, CalibrationWarning, FitWarning, LoadTests, Observation } from "../calibrate.js";
export { simulate } from "../simulate.js";
export type { NamedSimulation, RequestColumns, SimulationRequest, TargetResult, TimeSeries, TimeSummary } from "../simulate.js";
