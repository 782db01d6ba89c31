/** Concurrent users, each with some requests in the system. */
export interface UserWorkload {
  /** Users inside a session at the busy hour. */
  readonly concurrentUsers: number;
  /**
   * Requests that a user has in the system on average.
   *
   * @defaultValue 0.1
   */
  readonly requestsPerUser?: number;
}

/** Requests in the system at once, counted directly. */
export interface InFlightWorkload {
  /** Requests in the system at once, real, > 0. */
  readonly requestsInFlight: number;
}

/** Mean lengths of a request, tokens. */
export interface RequestLengths {
  /** Prompt, > 0. */
  readonly inputTokens: number;
  /** Answer, >= 1. */
  readonly outputTokens: number;
}

/** Who asks, and for what. */
export type Workload = RequestLengths & (UserWorkload | InFlightWorkload);

/** A workload whose requests in flight are known. */
export interface ResolvedWorkload extends RequestLengths {
  /** Requests in the system at once, real, > 0. */
  readonly requestsInFlight: number;
}

/** What has to hold; at least one is named. */
export interface Targets {
  /** Output tokens over the whole time of a request in the system, prefill and waiting included, tokens per second. */
  readonly tokensPerSecond?: number;
  /** Longest wait for the first token, waiting for a slot included, seconds. */
  readonly waitSeconds?: number;
}
