/** How requests come to a replica or a fleet. */
export type ServingLoad =
  | {
      /** All requests are handed over together, run as one batch, and the next batch waits for the last of them. */
      readonly kind: "static-batch";
      /** Requests handed over, > 0. */
      readonly requests: number;
    }
  | {
      /** A number of clients that each send the next request when the last is answered. */
      readonly kind: "closed-loop";
      /** Clients, > 0. */
      readonly requestsInFlight: number;
      /**
       * Requests that each client sends in the measured run, all clients starting together; the queue at the start is in
       * the mean time to the first token. Infinity for a loop without a start.
       *
       * @defaultValue 8, what load tests usually run
       */
      readonly rounds?: number;
      /**
       * True for load tests whose requests all have the same lengths: what starts together ends together, and the prompts
       * of a wave wait for one another.
       *
       * @defaultValue false: lengths of real requests vary, and keep them apart
       */
      readonly equalLengths?: boolean;
    }
  | {
      /** All prompts are handed over at once, without a limit on how many are in flight. */
      readonly kind: "offline";
      /** Prompts; absent for as many as it takes to keep every slot busy. */
      readonly requests?: number;
    }
  | {
      /** Requests arrive by themselves. */
      readonly kind: "open";
      /** Mean rate of arrivals, requests per second, > 0. */
      readonly requestsPerSecond: number;
    };
