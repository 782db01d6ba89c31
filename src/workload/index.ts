export type { InFlightWorkload, RequestLengths, ResolvedWorkload, Targets, UserWorkload, Workload } from "./workload.js";
export type { DeploymentPrecision, Scenario } from "./scenario.js";
export { resolveWorkload } from "./resolve-workload.js";
export { lengthDistribution, type LengthDistribution, type Lengths } from "./length-distribution.js";
export { checkTargets } from "./check-targets.js";
