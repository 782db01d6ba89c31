import {
  checkBetween,
  checkBoolean,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkPositive,
  optional,
  type Check,
} from "../internal/check.js";
import { MOST_REQUESTS, MOST_ROUNDS, MOST_THINKING_SECONDS, MOST_VARIATION } from "./limits.js";
import type { RequestColumns } from "./request-columns.js";

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

/** Requests as they came. */
export interface TraceArrivals {
  /** One by one. */
  readonly kind: "trace";
  /** When, and how long. */
  readonly requests: RequestColumns;
}

/** How requests come. */
export type Arrivals =
  ClosedLoopArrivals | UserArrivals | OpenArrivals | BurstArrivals | StaticBatchArrivals | TraceArrivals;

/** How requests come, but those of a trace, one by one. */
export type Load = Exclude<Arrivals, TraceArrivals>;

/** How requests come by the kind of arrivals. */
export type ArrivalsOf<Kind extends Arrivals["kind"]> = Extract<Arrivals, Readonly<Record<"kind", Kind>>>;

/** Requests that keep coming, as those of a workload do. */
export type SteadyArrivals = Exclude<Arrivals, BurstArrivals | StaticBatchArrivals | TraceArrivals>;

/** Users who each wait for an answer, and think, before they ask again. */
export type FiniteSource = Pick<UserArrivals, "users" | "thinkSeconds">;

/** Requests that come whatever the answers. */
export type InfiniteSource = Pick<OpenArrivals, "requestsPerSecond" | "cv">;

/** Where requests come from, as formulas see it: users, a stream, or so many at once. */
export type Source = FiniteSource | InfiniteSource | Required<Pick<BurstArrivals, "requests">>;

/** That of requests of a kind. */
export type SourceOf<Of> = Of extends SteadyArrivals ? FiniteSource | InfiniteSource : Source;

/** What a kind of arrivals is. */
export interface ArrivalsRule<Kind> {
  /** When requests come; a workload is of those that come steadily. */
  readonly come: "steadily" | "at-once" | "in-batches" | "as-recorded";
  /** What each field has to be. */
  readonly fields: { readonly [Field in keyof Required<Omit<Kind, "kind">>]: Check };
  /** The field that says how much comes: a share of a load is a share of this. */
  readonly size?: keyof Omit<Kind, "kind">;
  /** Who sends the requests, or how many come. */
  readonly source: (arrivals: Kind) => SourceOf<Kind>;
  /** Requests in all, of what begins with the run and has an end. */
  readonly total?: (arrivals: Kind) => number;
}

const checkAmount: Check = (value, field) =>
  checkBetween(checkPositive(value, field), field, Number.MIN_VALUE, MOST_REQUESTS);

/** Every kind of arrivals; how each is predicted and how it is simulated is in the tables of those. */
export const ARRIVALS: { readonly [Kind in Arrivals["kind"]]: ArrivalsRule<ArrivalsOf<Kind>> } = {
  "closed-loop": {
    come: "steadily",
    fields: {
      requestsInFlight: checkAmount,
      rounds: optional(
        (value, field) => value === Number.POSITIVE_INFINITY || checkBetween(value, field, 1, MOST_ROUNDS),
      ),
      equalLengths: optional(checkBoolean),
    },
    size: "requestsInFlight",
    source: ({ requestsInFlight }) => ({ users: requestsInFlight, thinkSeconds: 0 }),
    total: ({ requestsInFlight, rounds = USUAL_ROUNDS }) => rounds * requestsInFlight,
  },
  users: {
    come: "steadily",
    fields: {
      users: checkAmount,
      thinkSeconds: (value, field) => checkBetween(checkNonNegative(value, field), field, 0, MOST_THINKING_SECONDS),
      thinking: optional((value, field) => checkOneOf(value, field, ["exponential", "fixed"])),
    },
    size: "users",
    source: (users) => users,
  },
  open: {
    come: "steadily",
    fields: {
      requestsPerSecond: checkAmount,
      cv: optional((value, field) => checkBetween(value, field, 0, MOST_VARIATION)),
    },
    size: "requestsPerSecond",
    source: (open) => open,
  },
  burst: {
    come: "at-once",
    fields: { requests: optional(checkAmount) },
    size: "requests",
    source: ({ requests = Infinity }) => ({ requests }),
    total: ({ requests = Infinity }) => requests,
  },
  "static-batch": {
    come: "in-batches",
    fields: { requests: checkAmount },
    size: "requests",
    source: ({ requests }) => ({ requests }),
    total: ({ requests }) => requests,
  },
  // Its columns are looked at where they are sent.
  trace: {
    come: "as-recorded",
    fields: { requests: checkObject },
    source: ({ requests }) => ({ requests: requests.arrivalSeconds.length }),
  },
};
