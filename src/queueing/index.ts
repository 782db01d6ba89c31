export type { Fleet, QueueArrivals } from "./fleet.js";
export type { Distribution } from "./distribution.js";
export { linearCurve, type LinearCurveOptions } from "./linear-curve.js";
export { measuredCurve, type MeasuredCurveOptions, type MeasuredPoint } from "./measured-curve.js";
export type { PrefillWait } from "./prefill-wait.js";
export type { HeldCache, ReplicaCurve, WaitingLengths } from "./replica-curve.js";
export { REPLAY_REASONS, type ReplayReason } from "./replay-reasons.js";
export type { FleetLoad, StableWaiting, UnstableWaiting, Waiting } from "./fleet-waiting.js";
export { waiting } from "./waiting.js";
