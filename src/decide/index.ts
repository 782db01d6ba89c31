export { maxInputTokens, maxUsers, tightestTargets } from "./fleet/max-users.js";
export type { FleetLimit, FleetOptions, FleetRequest, FleetUse } from "./fleet/fleet-limit.js";
