export { estimateGpus } from "./estimate-gpus.js";
export type { EstimateOptions, EstimateRequest, SearchOptions } from "./resolve-problem.js";
export type { BandOptions, ConfidenceOptions } from "./confidence-options.js";
export type {
  Estimate,
  EstimateBand,
  EstimateConstraint,
  EstimatePerformance,
  EstimateConfidence,
  ExpectedPurchase,
  EstimateSearch,
  FeasibleEstimate,
  InfeasibleEstimate,
  NearestAlternative,
  RequiredChange,
} from "./estimate.js";
export type { RelaxedOptimum } from "./relaxation.js";
export type { SearchDoubt, SearchDoubtValues } from "./search-doubt.js";
export type { SmallerPurchase } from "./smaller-purchases.js";
export { gpuObjective, powerObjective, type Objective, type Purchase } from "./objective.js";
export type { EstimateMargin } from "./margins.js";
export type { EstimateTraffic } from "./traffic.js";
export { spareReplicas, type AvailabilityTarget } from "./spare-replicas.js";
