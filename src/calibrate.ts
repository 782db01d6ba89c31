/**
 * An engine profile fitted to your own load tests: readers of their files, checks, and the fit.
 *
 * @module calibrate
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export { calibrate, type CalibrateOptions } from "./shipped/calibrate.js";
export type {
  EngineProfile,
  MeasuredQuantity,
  ProfileFit,
  ProfileParameter,
  ProfileParameters,
  ProfileProvenance,
} from "./deployment/engine-profile.js";
export * from "./calibrate/index.js";
