export { simulateFleet } from "./simulate-fleet.js";
export type { RequestTargets, SimulatedCache, SimulationOptions } from "./options.js";
export type { DrawnRequests, RequestColumns, Traffic } from "./traffic.js";
export type { Routing } from "../workload/routing.js";
export type { SimulatedTimes } from "./request-times.js";
export type { ReplicaSummary, Simulation } from "./simulation.js";
export type { TimeSummary } from "./time-summary.js";
export type { TimeSeries } from "./time-series.js";
export { simulatedReplica, type SimulatedReplicaOptions } from "./simulated-replica.js";
