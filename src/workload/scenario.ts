import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { Precision } from "../catalog/precision.js";
import type { ResolvedWorkload, Targets } from "./workload.js";

/** Number formats of a deployment. */
export interface DeploymentPrecision {
  readonly weights: Precision;
  readonly kvCache: Precision;
}

/** Everything that is given: what is served, on what, to whom, how well. */
export interface Scenario {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly precision: DeploymentPrecision;
  readonly workload: ResolvedWorkload;
  readonly targets: Targets;
}
