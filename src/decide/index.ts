export { maxInputTokens, maxUsers, tightestTargets } from "./fleet/max-users.js";
export type { FleetLimit, FleetOptions, FleetRequest, FleetUse } from "./fleet/fleet-limit.js";
export { changesOf, type Change, type WhatIfOptions } from "./what-if/changes.js";
export { whatIf, type WhatIf } from "./what-if/what-if.js";
export { explain } from "./explain/explain.js";
export type { Explanation, ExplanationCode, ExplanationValues } from "./explain/explanation.js";
export type { Threshold } from "./what-if/thresholds.js";
