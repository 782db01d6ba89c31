/** A constant number of requests in the system: each that is answered is replaced at once. */
export interface ClosedLoopArrivals {
  /** A closed loop. */
  readonly kind: "closed-loop";
  /** Running and waiting, > 0. */
  readonly requestsInFlight: number;
  /**
   * Requests that each client sends in a load test whose clients all begin together; the queue at the start is in its means.
   * Infinity for a loop without a start.
   *
   * @defaultValue 8, as load tests are usually run
   */
  readonly rounds?: number;
  /**
   * True for load tests whose requests all have the same lengths: what starts together ends together, and the prompts of a wave
   * wait for one another.
   *
   * @defaultValue false: lengths of real requests vary, and keep them apart
   */
  readonly equalLengths?: boolean;
}

/** Requests of each client in a load test that does not say. */
export const USUAL_ROUNDS = 8;

/** Users who read and think between an answer and their next request. */
export interface UserArrivals {
  /** A closed loop with pauses. */
  readonly kind: "users";
  /** Users inside a session, > 0. */
  readonly users: number;
  /** From an answer to the next request of the same user, mean, seconds, >= 0. */
  readonly thinkSeconds: number;
  /** How think times are spread; only replays look at it. @defaultValue "exponential" */
  readonly thinking?: "exponential" | "fixed";
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

/** So many requests handed over at one moment, and none after. */
export interface BurstArrivals {
  /** All at once. */
  readonly kind: "burst";
  /** How many, > 0; absent for as many as it takes to keep every slot busy. */
  readonly requests?: number;
}

/** Requests handed over together and run as one batch; the next batch waits for the last of them. */
export interface StaticBatchArrivals {
  /** Batch by batch. */
  readonly kind: "static-batch";
  /** Requests handed over, > 0. */
  readonly requests: number;
}

/** Requests one by one, in the order of their arrivals: columns of equal length. */
export interface RequestColumns {
  /** When each is sent, seconds, never falling. */
  readonly arrivalSeconds: ArrayLike<number>;
  /** Prompts, tokens, >= 1. */
  readonly inputTokens: ArrayLike<number>;
  /** Answers, tokens, >= 1. */
  readonly outputTokens: ArrayLike<number>;
  /** Longest outputs that the engine has to reckon with, tokens, >= the outputs. @defaultValue the outputs themselves */
  readonly maxOutputTokens?: ArrayLike<number>;
  /** Tokens of the prompts, the shared ones aside, that the prefix cache holds; none when absent. */
  readonly cachedTokens?: ArrayLike<number>;
  /** Tokens at the start of the prompts that all requests of the same prefix have; needed with `prefixes`. */
  readonly sharedTokens?: ArrayLike<number>;
  /** Numbers of the prefixes, integers >= 0; each is stored once. */
  readonly prefixes?: ArrayLike<number>;
  /**
   * Numbers of the sessions that requests belong to. The first request of a session comes at its time; each other is sent
   * `thinkSeconds` after the one before it has been answered, whatever its own time says.
   */
  readonly sessions?: ArrayLike<number>;
  /** Between the answer before and a request of the same session, seconds, >= 0; needed with `sessions`. */
  readonly thinkSeconds?: ArrayLike<number>;
}

/** Requests as they came. */
export interface TraceArrivals {
  /** One by one. */
  readonly kind: "trace";
  /** When, and how long. */
  readonly requests: RequestColumns;
}

/** How requests come. */
export type Arrivals = ClosedLoopArrivals | UserArrivals | OpenArrivals | BurstArrivals | StaticBatchArrivals | TraceArrivals;

/** How requests come by the kind of arrivals. */
export type ArrivalsOf<Kind extends Arrivals["kind"]> = Extract<Arrivals, Readonly<Record<"kind", Kind>>>;
