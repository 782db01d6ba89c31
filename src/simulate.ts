/**
 * Traffic run through a fleet of replicas, request by request and step by step.
 *
 * @module simulate
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export type { Following, StopSignal } from "./internal/follow.js";
export { lengthDistribution, type LengthDistribution, type Lengths } from "./workload/length-distribution.js";
export { simulate, type NamedSimulation, type SimulationRequest } from "./shipped/simulate.js";
export type { TargetResult } from "./shipped/simulated-targets.js";
export type { TrafficRequest } from "./shipped/simulated-traffic.js";
export {
  linearClock,
  simulateFleet,
  type Admission,
  type DrawnRequests,
  type LinearClockOptions,
  type ReplicaSummary,
  type RequestColumns,
  type RequestTargets,
  type Routing,
  type SchedulerRules,
  type SimulatedCache,
  type Simulation,
  type SimulationOptions,
  type StepClock,
  type TimeSeries,
  type TimeSummary,
  type Traffic,
} from "./simulate/index.js";
