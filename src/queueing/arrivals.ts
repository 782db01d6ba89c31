import { InfrascaleError } from "../errors.js";
import { checkInteger, checkKeys, checkNonNegative, checkObject, checkOneOf, checkPositive } from "../internal/check.js";

/** Requests that come whatever the fleet does. */
export interface OpenArrivals {
  readonly kind: "open";
  /** Mean rate at the whole fleet. */
  readonly requestsPerSecond: number;
  /** Coefficient of variation of the times between requests. @defaultValue 1, as of independent users (Poisson) */
  readonly cv?: number;
}

/** Users who read and think between an answer and their next request. */
export interface UserArrivals {
  readonly kind: "users";
  readonly users: number;
  /** Mean seconds between an answer and the next request. */
  readonly thinkSeconds: number;
}

/** So many requests always in flight at the whole fleet: each that ends is followed by another at once. */
export interface SustainedArrivals {
  readonly kind: "sustained";
  readonly requestsInFlight: number;
}

/** So many requests sent to the whole fleet at one moment, and none after. */
export interface BurstArrivals {
  readonly kind: "burst";
  readonly requests: number;
}

/** How requests come. */
export type ArrivalProcess = OpenArrivals | UserArrivals | SustainedArrivals | BurstArrivals;

/** Replicas behind a router. */
export interface Fleet {
  readonly replicas: number;
  /** `round-robin`: each in turn; `random`; `least-loaded`: the one with fewest requests in flight. */
  readonly routing: "round-robin" | "random" | "least-loaded";
}

/** Checks arrivals; fields of the error are named below `arrivals`. */
export function checkArrivals(arrivals: ArrivalProcess): void {
  const { kind } = checkObject(arrivals, "arrivals") as { readonly kind: unknown };
  checkOneOf(kind, "arrivals.kind", ["open", "users", "sustained", "burst"]);
  if (arrivals.kind === "open") {
    checkKeys(arrivals as object as Record<string, unknown>, "arrivals", ["kind", "requestsPerSecond", "cv"]);
    checkPositive(arrivals.requestsPerSecond, "arrivals.requestsPerSecond");
    if (arrivals.cv !== undefined) checkNonNegative(arrivals.cv, "arrivals.cv");
  } else if (arrivals.kind === "users") {
    checkKeys(arrivals as object as Record<string, unknown>, "arrivals", ["kind", "users", "thinkSeconds"]);
    checkPositive(arrivals.users, "arrivals.users");
    checkNonNegative(arrivals.thinkSeconds, "arrivals.thinkSeconds");
  } else if (arrivals.kind === "sustained") {
    checkKeys(arrivals as object as Record<string, unknown>, "arrivals", ["kind", "requestsInFlight"]);
    checkPositive(arrivals.requestsInFlight, "arrivals.requestsInFlight");
  } else {
    checkKeys(arrivals as object as Record<string, unknown>, "arrivals", ["kind", "requests"]);
    checkPositive(arrivals.requests, "arrivals.requests");
  }
}

/** Checks a fleet; fields of the error are named below `fleet`. */
export function checkFleet(fleet: Fleet): void {
  checkKeys(checkObject(fleet, "fleet"), "fleet", ["replicas", "routing"]);
  checkInteger(fleet.replicas, "fleet.replicas", 1);
  checkOneOf(fleet.routing, "fleet.routing", ["round-robin", "random", "least-loaded"]);
}

/** Checks the slots of a curve. */
export function checkSlots(slots: number): void {
  checkInteger(slots, "curve.slots", 1);
  if (slots > MOST_SLOTS) throw new InfrascaleError({ code: "out-of-range", field: "curve.slots", rule: `must be at most ${MOST_SLOTS}`, value: slots });
}

/** Far beyond any engine: vLLM runs 1024 at most by default on the largest GPUs. */
const MOST_SLOTS = 2 ** 30;
