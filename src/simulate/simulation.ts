import type { SimulatedTimes } from "./request-times.js";
import type { TimeSeries } from "./time-series.js";

/** What one replica did in the time that is counted. */
export interface ReplicaSummary {
  /** Requests that it was given in the whole run. */
  readonly requests: number;
  /** Of these, those that it never could have held. */
  readonly rejected: number;
  /** How often a request lost its slot for want of blocks, in the whole run. */
  readonly preemptions: number;
  /** Share of the time in which a step was under way. */
  readonly busyShare: number;
  /** Requests in slots, mean. */
  readonly running: number;
  /** Requests in its queue, mean. */
  readonly waiting: number;
  /** Output tokens per second. */
  readonly outputTokensPerSecond: number;
}

/**
 * What a simulated fleet did. Times are of the requests after the warm-up, each followed to its end; rates and means over
 * time are taken from the first of these to the last arrival, or to the last answer of what begins with the run.
 */
export interface Simulation extends SimulatedTimes {
  /** Requests that came. */
  readonly requests: number;
  /** Requests that got their whole answer. */
  readonly finished: number;
  /** Requests longer than the whole cache, turned away. */
  readonly rejected: number;
  /** How often a request lost its slot for want of blocks, to be read again. */
  readonly preemptions: number;
  /** From the start to the last answer, seconds. */
  readonly seconds: number;
  /** When counting began, seconds. */
  readonly warmUpSeconds: number;
  /** True when fewer than ten requests, think times included, fit one behind the other in the time that is counted: what a steady load comes to is not known. */
  readonly tooShort: boolean;
  /** Requests finished, per second. */
  readonly requestsPerSecond: number;
  /** Output tokens, per second. */
  readonly outputTokensPerSecond: number;
  /** How busy the fleet was. */
  readonly utilisation: {
    /** Share of the time in which a step was under way, mean of the replicas. */
    readonly busyShare: number;
    /** Requests in slots over the slots of the fleet, mean. */
    readonly slotShare: number;
    /** Requests in slots, all replicas together, mean. */
    readonly running: number;
    /** Requests in queues, all replicas together, mean. */
    readonly waiting: number;
    /** Blocks in use over those of the fleet, mean; 0 for a cache without limit. */
    readonly cacheShare: number;
  };
  /** The run by intervals; null when none was asked for. */
  readonly timeSeries: TimeSeries | null;
  /** One by one. */
  readonly perReplica: readonly ReplicaSummary[];
}
