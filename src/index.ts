/**
 * How many GPUs serve a language model to these users, at this speed and this wait.
 *
 * What most need; what it is made of, and the types of its parts, are in `infrascale/core` and `infrascale/engine`.
 *
 * @module infrascale
 */
// The fewest GPUs, who asks for what, and the replay of the answer.
export { estimateGpus } from "./shipped/estimate-gpus.js";
export { presetTargets, presetWorkload, workloadPresets } from "./shipped/workload-presets.js";
export { verifyEstimate } from "./shipped/verify-estimate.js";
export { gpuObjective, powerObjective, spareReplicas } from "./estimate/index.js";

// What one deployment delivers, how sure that is, and what it keeps in memory.
export { estimatedDeployment } from "./shipped/estimated-deployment.js";
export { predictServing } from "./shipped/predict-serving.js";
export { predictWaiting } from "./shipped/predict-waiting.js";
export { servingIntervals } from "./shipped/serving-intervals.js";
export { deploymentMemory } from "./deployment/memory/index.js";

// Catalogs, and what a name stands for.
export { engines, gpus, instances, models } from "./catalog/catalog-data.js";
export { findGpu, findModel, searchCatalog } from "./catalog/lookup.js";
export { normaliseName } from "./catalog/names/normalise-name.js";
export { engineAtVersion, ENGINE_NAMES } from "./catalog/engine.js";
export { parseModelName } from "./catalog/names/parse-model-name.js";

// Parts of an estimate, to be put together in another way, and what one's own are made with.
export { engineModel } from "./shipped/engine-model.js";
export { classicBatchScaling, classicGpuScaling } from "./scaling/index.js";
export { classicModel, maxBatchSize } from "./performance/index.js";
export { exhaustive, nelderMead } from "./minimizers/index.js";
export {
  capacityConstraint,
  memoryConstraint,
  throughputConstraint,
  timeConstraint,
  utilisationConstraint,
  waitConstraint,
} from "./constraints/index.js";
export { evaluateConstraint, requestsInFlight, standardConstraints } from "./constraints/index.js";
export { LENGTH_FIELDS, resolveWorkload } from "./workload/index.js";
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export type { Following, StopSignal } from "./internal/follow.js";

// Types: what is asked of an estimate, and its answer.
export type { EstimateOptions } from "./shipped/estimate-gpus.js";
export type { EstimateRequest } from "./shipped/estimate-request.js";
export type {
  AvailabilityTarget,
  BandOptions,
  ConfidenceOptions,
  Objective,
  Purchase,
  SearchOptions,
} from "./estimate/index.js";
export type { NamedEstimate } from "./shipped/verified.js";
export type {
  Estimate,
  EstimateBand,
  EstimateConstraint,
  EstimateMargin,
  EstimatePerformance,
} from "./estimate/index.js";
export type {
  EstimateConfidence,
  ExpectedPurchase,
  EstimateSearch,
  EstimateTraffic,
  FeasibleEstimate,
  InfeasibleEstimate,
} from "./estimate/index.js";
export type {
  NearestAlternative,
  RelaxedOptimum,
  RequiredChange,
  SearchDoubt,
  SearchDoubtValues,
  SmallerPurchase,
} from "./estimate/index.js";
export type { ReplayableEstimate, ReplayOptions, Verification } from "./shipped/verify-estimate.js";
export type { Assumption, AssumptionCode } from "./catalog/names/assumption.js";

// Types: users, their requests, and what they expect.
export type {
  InFlightWorkload,
  RateWorkload,
  ResolvedWorkload,
  UserWorkload,
  Workload,
  WorkloadLoad,
} from "./workload/index.js";
export type {
  Arrivals,
  Lengths,
  PresetLengths,
  RequestColumns,
  RequestLengths,
  Routing,
  SteadyArrivals,
  WorkloadPreset,
} from "./workload/index.js";
export type { Acceptance, Statistic, TargetName, Targets, TimeTarget, TimeTargets } from "./workload/index.js";

// Types: models, GPUs and engines, and how one serves another.
export type { Gpu, Model, Precision, Provenance } from "./catalog/index.js";
export type { Instance, Instances } from "./catalog/instance.js";
export type { Engine, EngineName } from "./catalog/engine.js";
export type { ParsedModelName } from "./catalog/names/parse-model-name.js";
export type {
  Deployment,
  DeploymentPrecision,
  DeploymentRequest,
  EngineSettings,
  Parallelism,
} from "./deployment/index.js";
export type { EngineProfile, ProfileUse, Scenario, Speculation } from "./deployment/index.js";
export type { NamedDeployment } from "./shipped/resolve-names.js";

// Types: predictions.
export type { NamedServingPrediction, ServingRequest } from "./shipped/predict-serving.js";
export type { ServingPrediction } from "./performance/serving-prediction.js";
export type { ServingLoad } from "./performance/predict-load.js";
export type { WaitingPrediction, WaitingRequest } from "./shipped/predict-waiting.js";
export type { Distribution, ReplayReason, StableWaiting, UnstableWaiting, Waiting } from "./queueing/index.js";
export type { Interval, IntervalOptions, PredictionFactors, ServingIntervals } from "./uncertainty/index.js";
export type { ConstantsSource } from "./kernels/kernel-choice.js";
export type { BytesRange, DeploymentMemory, DeploymentMemoryOptions } from "./deployment/memory/index.js";

// Types: parts of one's own.
export type { Constraint, ConstraintResult, Inequality, WithMoreReplicas } from "./constraints/index.js";
export type {
  ClassicModelOptions,
  Decision,
  DeploymentPlan,
  KvCacheUse,
  MemoryUse,
  PerformanceModel,
  SearchDefaults,
} from "./performance/index.js";
export type {
  NotMeasured,
  PredictionUncertainty,
  PredictionWarning,
  TooLong,
  UncertainQuantity,
  WarningCode,
  WarningValues,
} from "./performance/index.js";
export type { EngineModelOptions } from "./shipped/engine-model.js";
export type { BatchScaling, GpuScaling } from "./scaling/index.js";
export type {
  ExhaustiveOptions,
  Minimizer,
  MinimizerProblem,
  MinimizerResult,
  NelderMeadOptions,
} from "./minimizers/index.js";
