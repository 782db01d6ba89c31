/** A constant number of requests in the system: each that is answered is replaced at once. */
export interface SustainedArrivals {
  /** A closed loop. */
  readonly kind: "sustained";
  /** Running and waiting, > 0. */
  readonly requestsInFlight: number;
}

/** Users who read and think between an answer and their next request. */
export interface UserArrivals {
  /** A closed loop with pauses. */
  readonly kind: "users";
  /** Users inside a session, > 0. */
  readonly users: number;
  /** From an answer to the next request of the same user, mean, seconds, >= 0. */
  readonly thinkSeconds: number;
}

/** Requests that come by themselves, however long the answers take. */
export interface OpenArrivals {
  /** At a rate. */
  readonly kind: "open";
  /** Mean rate, requests per second, > 0. */
  readonly requestsPerSecond: number;
  /**
   * Standard deviation of the time between two arrivals over its mean, >= 0: more than 1 for bursts.
   *
   * @defaultValue 1, as of independent requests
   */
  readonly cv?: number;
}

/** How requests come. */
export type Arrivals = SustainedArrivals | UserArrivals | OpenArrivals;
