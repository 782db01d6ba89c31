import type { Following } from "../internal/follow.js";
import type { StepClock } from "./clock.js";
import type { Routing } from "../workload/routing.js";
import type { SchedulerRules } from "./scheduler.js";
import type { Traffic } from "./traffic.js";

/** The key-value cache of one lane. */
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
}

/** Limits that a request should keep; those left out are not asked for. */
export interface RequestTargets {
  /** From sending a request to a slot, seconds. */
  readonly queueSeconds?: number;
  /** From sending a request to its first token, seconds. */
  readonly ttftSeconds?: number;
  /** Between output tokens after the first, mean of the request, seconds. */
  readonly tpotSeconds?: number;
  /** From sending a request to its last token, seconds. */
  readonly e2eSeconds?: number;
}

/** A fleet, its traffic, and what is to be recorded. */
export interface SimulationOptions extends Following {
  /** Times of the steps of a lane. */
  readonly clock: StepClock;
  /** Rules by which requests are scheduled; those left out are of a plain engine. */
  readonly scheduler?: Partial<SchedulerRules>;
  /** Replicas, integer >= 1. */
  readonly replicas: number;
  /**
   * Engines of a replica that share nothing but its address, as data-parallel ranks of a dense model do, integer >= 1.
   *
   * @defaultValue 1
   */
  readonly engines?: number;
  /**
   * Lanes of an engine that step together, as data-parallel ranks of a mixture do: the slowest sets the time. Integer >= 1.
   *
   * @defaultValue 1
   */
  readonly lanes?: number;
  /**
   * Stages of a pipeline, through which as many groups of lanes follow one another, integer >= 1.
   *
   * @defaultValue 1
   */
  readonly stages?: number;
  /**
   * Which replica gets a request.
   *
   * @defaultValue "round-robin"
   */
  readonly routing?: Routing;
  /** Requests that a lane runs at once, at most, integer >= 1. */
  readonly slots: number;
  /** Tokens that a lane decodes and prefills in a step, at most, integer >= `slots`. */
  readonly maxBatchedTokens: number;
  /** The cache of a lane, which lanes that follow one another through a pipeline have in common; without limit when absent. */
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
   * @defaultValue those that come before a fleet has filled, which takes about three times as long as a request, its think time
   * included; none of a burst, of batches, and of a closed loop that begins with the run
   */
  readonly warmUpShare?: number;
  /** Limits whose keeping is counted. */
  readonly targets?: RequestTargets;
  /** Length of the intervals of a time series, seconds; none is kept when absent. */
  readonly timeSeriesSeconds?: number;
  /** Told of requests that are answered, of all, at most a hundred times. */
  readonly onProgress?: (answered: number, requests: number) => void;
}
