/**
 * From a count of GPUs to a purchase: GPUs side by side, money and footprint, what a fleet bears, what would change the count and why it is
 * what it is, loads by the hour, and the launch with its load test.
 *
 * @module decide
 */
export { InfrascaleError, type ErrorCode, type ErrorDetails } from "./errors.js";
export type { Following, StopSignal } from "./internal/follow.js";
export * from "./decide/compare/index.js";
export * from "./decide/index.js";
export * from "./cost/index.js";
export * from "./launch/index.js";
