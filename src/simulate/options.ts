import type { StepClock } from "../performance/timing/step-clock.js";
import type { Routing } from "../workload/routing.js";
import type { Traffic } from "./traffic.js";

/** The key-value cache of one replica. */
export interface SimulatedCache {
  /** Blocks, integer >= 1. */
  readonly blocks: number;
  /** Tokens of one block, integer >= 1. */
  readonly blockTokens: number;
  /**
   * Blocks that every request holds whatever its length, those of windows and states, integer >= 0.
   *
   * @defaultValue 0
   */
  readonly requestBlocks?: number;
  /**
   * True when an engine admits a request only with room to end it; false when it takes blocks as the answer grows.
   *
   * @defaultValue false
   */
  readonly reservesAnswer?: boolean;
}

/** Limits that a request should keep; those left out are not asked for. */
export interface RequestTargets {
  /** From sending a request to a slot, seconds. */
  readonly waitSeconds?: number;
  /** From sending a request to its first token, seconds. */
  readonly ttftSeconds?: number;
  /** Between output tokens after the first, mean of the request, seconds. */
  readonly tpotSeconds?: number;
  /** From sending a request to its last token, seconds. */
  readonly requestSeconds?: number;
}

/** A fleet, its traffic, and what is to be recorded. */
export interface SimulationOptions {
  /** Times of the steps of a replica. */
  readonly clock: StepClock;
  /** Replicas, integer >= 1. */
  readonly replicas: number;
  /**
   * Which replica gets a request.
   *
   * @defaultValue "round-robin"
   */
  readonly routing?: Routing;
  /** Requests that a replica runs at once, at most, integer >= 1. */
  readonly slots: number;
  /** Tokens that a step decodes and reads, at most, integer >= `slots`. */
  readonly maxBatchedTokens: number;
  /** The cache of a replica; without limit when absent. */
  readonly kv?: SimulatedCache;
  /** How requests come. */
  readonly traffic: Traffic;
  /**
   * Same seed, same run, integer >= 0.
   *
   * @defaultValue 1
   */
  readonly seed?: number;
  /**
   * Share of the requests, the first to come, that no time or rate counts, in [0, 1).
   *
   * @defaultValue 0.1, in a closed loop one request of each user or client where that is more, up to a half; 0 for a burst
   */
  readonly warmUpShare?: number;
  /** Limits whose keeping is counted. */
  readonly targets?: RequestTargets;
  /** Length of the intervals of a time series, seconds; none is kept when absent. */
  readonly timeSeriesSeconds?: number;
  /** Told of requests that are answered, at most a hundred times. */
  readonly onProgress?: (answered: number, requests: number) => void;
}
