/**
 * Everything but the catalogs: models and GPUs are passed as objects.
 *
 * @module core
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export type { Following, StopSignal } from "./internal/follow.js";
export * from "./catalog/index.js";
export * from "./workload/index.js";
export * from "./scaling/index.js";
export * from "./deployment/index.js";
export type {
  Distribution,
  Fleet,
  FleetLoad,
  HeldCache,
  QueueArrivals,
  ReplayReason,
  ReplicaCurve,
  StableWaiting,
  UnstableWaiting,
  Waiting,
  WaitingLengths,
} from "./queueing/index.js";
export * from "./performance/index.js";
export * from "./constraints/index.js";
export * from "./minimizers/index.js";
export * from "./estimate/index.js";
