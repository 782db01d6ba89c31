import type { RequestTargets } from "./options.js";
import type { TimeSeries } from "./time-series.js";
import type { TimeSummary } from "./time-summary.js";

/** What one replica did between the first counted arrival and the last arrival. */
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
 * time are taken from the first of these to the last arrival, or to the end where all come at once.
 */
export interface Simulation {
  /** Requests that came. */
  readonly requests: number;
  /** Requests that got their whole answer. */
  readonly finished: number;
  /** Requests longer than the whole cache, turned away. */
  readonly rejected: number;
  /** Requests that came after the warm-up and finished: those that times are of. */
  readonly counted: number;
  /** How often a request lost its slot for want of blocks, to be read again. */
  readonly preemptions: number;
  /** From the start to the last answer, seconds. */
  readonly seconds: number;
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
  /** From sending a request to a slot; null when no request is counted. */
  readonly waitSeconds: TimeSummary | null;
  /** From sending a request to its first token. */
  readonly ttftSeconds: TimeSummary | null;
  /** Between the output tokens of a request after the first, mean of each; null when no answer has two. */
  readonly tpotSeconds: TimeSummary | null;
  /** From sending a request to its last token. */
  readonly requestSeconds: TimeSummary | null;
  /** Share of the requests after the warm-up that kept every target, those turned away among the others; null without targets. */
  readonly withinTargets: number | null;
  /** The same for each target alone. */
  readonly withinTarget: RequestTargets;
  /** The run by intervals; null when none was asked for. */
  readonly timeSeries: TimeSeries | null;
  /** One by one. */
  readonly perReplica: readonly ReplicaSummary[];
}
