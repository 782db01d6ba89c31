export { LENGTH_FIELDS, type RequestLengths, type ResolvedLengths } from "./request-lengths.js";
export type {
  ExclusiveLoad,
  InFlightWorkload,
  PeakLoad,
  RateWorkload,
  ResolvedWorkload,
  UserWorkload,
  Workload,
  WorkloadLoad,
} from "./workload.js";
export type {
  Arrivals,
  ArrivalsOf,
  BurstArrivals,
  ClosedLoopArrivals,
  OpenArrivals,
  StaticBatchArrivals,
  SteadyArrivals,
  TraceArrivals,
  UserArrivals,
} from "./arrivals.js";
export type { RequestColumns } from "./request-columns.js";
export type { WorkloadUsers } from "./users.js";
export type { RequestImages, SentImages } from "./images.js";
export type { Routing } from "./routing.js";
export { lengthDistribution, type LengthDistribution, type Lengths } from "./length-distribution.js";
export { resolveWorkload } from "./resolve-workload.js";
export { checkTargets } from "./check-targets.js";
export type { Acceptance, Statistic, TargetName, Targets, TimeTarget, TimeTargets } from "./targets.js";
export type { PresetLengths, WorkloadPreset } from "./preset.js";
