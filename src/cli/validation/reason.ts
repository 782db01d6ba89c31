import type { ErrorDetails } from "../../errors.js";
import type { DeploymentMemory } from "../../index.js";
import type { MemoryShortage } from "../../deployment/memory/memory-options.js";
import type { Refused } from "../../measurements/refusal.js";

/** A server that does not start for want of memory: what is short, and the figures. */
export interface Shortage {
  readonly shortage: MemoryShortage;
  readonly memory: DeploymentMemory;
}

/** Why a row has no prediction, or its server does not start, by code: what other languages than English tell it from. */
export type Reason = Refused | ErrorDetails | Shortage;
