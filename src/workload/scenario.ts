import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { Precision } from "../catalog/precision.js";
import type { ResolvedWorkload, Targets } from "./workload.js";

/** Number formats of a deployment. */
export interface DeploymentPrecision {
  /** Number format of the weights. */
  readonly weights: Precision;
  /** Number format of keys and values. */
  readonly kvCache: Precision;
}

/**
 * Which replica a request goes to: any, the next in turn, or the one with the fewest requests that are not answered yet.
 */
export type Routing = "random" | "round-robin" | "least-loaded";

/** All of them. */
export const ROUTINGS: readonly Routing[] = ["random", "round-robin", "least-loaded"];

/** Everything that is given: what is served, on what, to whom, how well. */
export interface Scenario {
  /** What is served. */
  readonly model: Model;
  /** What it is served on. */
  readonly gpu: Gpu;
  /** In which number formats. */
  readonly precision: DeploymentPrecision;
  /** Who asks, and for what. */
  readonly workload: ResolvedWorkload;
  /** What has to hold. */
  readonly targets: Targets;
  /** How requests are shared among replicas. */
  readonly routing: Routing;
}
