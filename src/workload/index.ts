export type { RequestLengths, ResolvedLengths } from "./request-lengths.js";
export type { ExclusiveLoad, InFlightWorkload, PeakLoad, RateWorkload, ResolvedWorkload, Statistic, Targets, TimeTarget, UserWorkload, Workload, WorkloadLoad } from "./workload.js";
export type { Arrivals, ArrivalsOf, BurstArrivals, ClosedLoopArrivals, OpenArrivals, RequestColumns, StaticBatchArrivals, TraceArrivals, UserArrivals } from "./arrivals.js";
export type { WorkloadUsers } from "./users.js";
export type { Routing } from "./routing.js";
export { lengthDistribution, type LengthDistribution, type Lengths } from "./length-distribution.js";
export { resolveWorkload } from "./resolve-workload.js";
export { checkTargets } from "./check-targets.js";
export type { PresetLengths, WorkloadPreset } from "./preset.js";
