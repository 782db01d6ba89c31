export type { Arrivals, BurstArrivals, Fleet, OpenArrivals, SustainedArrivals, UserArrivals } from "./arrivals.js";
export type { Distribution } from "./distribution.js";
export { linearCurve, type LinearCurveOptions } from "./linear-curve.js";
export type { ReplicaCurve } from "./replica-curve.js";
export { waiting, type FleetLoad, type StableWaiting, type UnstableWaiting, type Waiting, type WaitingLengths } from "./waiting.js";
