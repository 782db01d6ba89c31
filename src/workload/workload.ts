import type { SteadyArrivals } from "./arrivals.js";
import type { RequestLengths, ResolvedLengths } from "./request-lengths.js";
import type { WorkloadUsers } from "./users.js";

/** People, counted in their sessions or by name. */
export interface UserWorkload {
  /** Users inside a session at the busy hour. */
  readonly concurrentUsers?: number;
  /** All who may use it, of whom a share is inside a session; instead of `concurrentUsers`. */
  readonly namedUsers?: number;
  /** Share of the named users inside a session at the busy hour, in (0, 1]. @defaultValue 0.1 */
  readonly activeFraction?: number;
  /** From an answer to the next request of the same user, mean, seconds, > 0: requests in flight follow from it. */
  readonly thinkSeconds?: number;
  /**
   * Requests that a user has in the system on average, whatever their response time; instead of `thinkSeconds`.
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

/** Requests that come by themselves. */
export interface RateWorkload {
  /** Mean rate of arrivals, requests per second, > 0. */
  readonly requestsPerSecond: number;
  /** Standard deviation of the time between two arrivals over its mean, >= 0. @defaultValue 1, independent requests */
  readonly arrivalCv?: number;
}

/** What load is at its peak. */
export interface PeakLoad {
  /** Users, requests or rate at the peak, over those that are given. @defaultValue 1: they are of the peak */
  readonly peakFactor?: number;
}

/** The fields of one way to state a load, and none of the others'. */
export type ExclusiveLoad<One, Others> = One & {
  readonly [Field in Exclude<Others extends unknown ? keyof Others : never, keyof One>]?: never;
};

/** Load, stated in one way: users, requests in flight or a rate. */
export type WorkloadLoad = PeakLoad &
  (
    | ExclusiveLoad<UserWorkload, InFlightWorkload | RateWorkload>
    | ExclusiveLoad<InFlightWorkload, UserWorkload | RateWorkload>
    | ExclusiveLoad<RateWorkload, UserWorkload | InFlightWorkload>
  );

/** Who asks, and for what. */
export type Workload = RequestLengths & WorkloadLoad;

/** A workload, checked and complete. */
export interface ResolvedWorkload extends ResolvedLengths {
  /** Mean prompt, tokens. */
  readonly inputTokens: number;
  /** Mean answer, tokens; 0 for a model that writes no text. */
  readonly outputTokens: number;
  /** Peak over the given figures. */
  readonly peakFactor: number;
  /** The people behind it; null when it is given by requests. */
  readonly users: WorkloadUsers | null;
  /** How requests come, at the peak. */
  readonly arrivals: SteadyArrivals;
}
