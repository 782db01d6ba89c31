import type { Routing } from "../workload/routing.js";
import type { ResolvedWorkload, Targets } from "../workload/workload.js";
import type { ServedModel } from "./deployment.js";

/** Everything that is given: what is served, on what, to whom, how well. */
export interface Scenario extends ServedModel {
  /** Who asks, and for what. */
  readonly workload: ResolvedWorkload;
  /** What has to hold. */
  readonly targets: Targets;
  /** How requests are shared among replicas. */
  readonly routing: Routing;
}
