/** How requests come. */
export type Arrivals =
  | {
      /** A constant number of requests in the system: each that is answered is replaced at once. */
      readonly kind: "sustained";
      /** Running and waiting, > 0. */
      readonly requestsInFlight: number;
    }
  | {
      /** Users who read and think before they ask again. */
      readonly kind: "users";
      /** Users inside a session, > 0. */
      readonly users: number;
      /** From an answer to the next request of the same user, mean, seconds, > 0. */
      readonly thinkSeconds: number;
    }
  | {
      /** Requests come by themselves, however long the answers take. */
      readonly kind: "open";
      /** Mean rate, requests per second, > 0. */
      readonly requestsPerSecond: number;
      /**
       * Standard deviation of the time between two arrivals over its mean: more than 1 for bursts.
       *
       * @defaultValue 1, as of independent requests
       */
      readonly cv?: number;
    };
