import type { BlockCache } from "./block-cache.js";
import type { StepClock } from "./clock.js";
import type { SchedulerRules } from "./scheduler.js";

/** What every replica of a fleet is. */
export interface ReplicaSettings {
  readonly clock: StepClock;
  readonly scheduler: SchedulerRules;
  /** Engines behind one address that share nothing, as data-parallel ranks of a dense model do. */
  readonly engines: number;
  /** Lanes that step together, as data-parallel ranks do: each has slots, tokens of a step and a cache of its own. */
  readonly lanes: number;
  /** Stages of a pipeline, and groups of lanes that follow one another through them. */
  readonly stages: number;
  /** Requests that a lane runs at once, at most. */
  readonly slots: number;
  /** Tokens that a lane decodes and prefills in a step, at most. */
  readonly maxBatchedTokens: number;
  /** Of a lane, shared by those that follow one another through a pipeline. */
  readonly cache: BlockCache;
}

/** Lanes of a replica, all of which take requests. */
export const lanesOf = ({ engines, lanes, stages }: Pick<ReplicaSettings, "engines" | "lanes" | "stages">): number =>
  engines * lanes * stages;
