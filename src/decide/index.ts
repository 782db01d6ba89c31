export { maxInputTokens, maxUsers, tightestTargets } from "./fleet/max-users.js";
export type { FleetLimit, FleetOptions, FleetRequest, FleetUse } from "./fleet/fleet-limit.js";
export { whatIf, type Change, type WhatIf, type WhatIfOptions } from "./what-if/what-if.js";
export type { Threshold } from "./what-if/thresholds.js";
