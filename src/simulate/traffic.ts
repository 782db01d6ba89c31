import type { LengthDistribution } from "../workload/length-distribution.js";

/** Requests one by one, in the order of their arrivals: columns of equal length. */
export interface RequestColumns {
  /** When each is sent, seconds, never falling. */
  readonly arrivalSeconds: ArrayLike<number>;
  /** Prompts, tokens, >= 1. */
  readonly inputTokens: ArrayLike<number>;
  /** Answers, tokens, >= 1. */
  readonly outputTokens: ArrayLike<number>;
  /** Tokens of the prompts that the prefix cache holds; none when absent. */
  readonly cachedTokens?: ArrayLike<number>;
  /**
   * Numbers of the sessions that requests belong to. The first request of a session comes at its time; each other is sent
   * `thinkSeconds` after the one before it has been answered, whatever its own time says.
   */
  readonly sessions?: ArrayLike<number>;
  /** Between the answer before and a request of the same session, seconds, >= 0; needed with `sessions`. */
  readonly thinkSeconds?: ArrayLike<number>;
}

/** Lengths of requests that are drawn. */
export interface DrawnRequests {
  /** Requests that come in all, integer >= 1. */
  readonly requests: number;
  /** Prompts, tokens. */
  readonly input: LengthDistribution;
  /** Answers, tokens. */
  readonly output: LengthDistribution;
  /** Share of each prompt that the prefix cache holds, in [0, 1). @defaultValue 0 */
  readonly cachedShare?: number;
}

/** How requests come to a fleet. */
export type Traffic =
  | {
      /** As they came. */
      readonly kind: "trace";
      /** One by one. */
      readonly requests: RequestColumns;
    }
  | ({
      /** By themselves, with gamma distributed times between them. */
      readonly kind: "open";
      /** Mean rate, requests per second, > 0. */
      readonly requestsPerSecond: number;
      /** Coefficient of variation of the times between arrivals: 1 for a Poisson process, 0 for a clock. @defaultValue 1 */
      readonly cv?: number;
    } & DrawnRequests)
  | ({
      /** From users who read the answer, think, and ask again. */
      readonly kind: "users";
      /** How many, integer >= 1. */
      readonly users: number;
      /** From an answer to the next request, mean, seconds, >= 0. */
      readonly thinkSeconds: number;
      /** How think times are spread. @defaultValue "exponential" */
      readonly thinking?: "exponential" | "fixed";
    } & DrawnRequests)
  | ({
      /** A number of clients that send the next request when the last is answered; all begin at once. */
      readonly kind: "closed-loop";
      /** Clients, integer >= 1. */
      readonly requestsInFlight: number;
    } & DrawnRequests)
  | ({
      /** All at once. */
      readonly kind: "burst";
    } & DrawnRequests);
