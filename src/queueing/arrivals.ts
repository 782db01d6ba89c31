import type { Arrivals } from "../workload/arrivals.js";
import { ROUTINGS, type Routing } from "../workload/scenario.js";
import { InfrascaleError } from "../errors.js";
import { checkInteger, checkKeys, checkNonNegative, checkObject, checkOneOf, checkPositive } from "../internal/check.js";

/** So many requests sent to the whole fleet at one moment, and none after. */
export interface BurstArrivals {
  /** All at once. */
  readonly kind: "burst";
  /** How many, > 0. */
  readonly requests: number;
}

/** How requests come. */
export type ArrivalProcess = Arrivals | BurstArrivals;

/** Replicas behind a router. */
export interface Fleet {
  /** How many, integer >= 1. */
  readonly replicas: number;
  /** `round-robin`: each in turn; `random`; `least-loaded`: the one with fewest requests in flight. */
  readonly routing: Routing;
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
  checkOneOf(fleet.routing, "fleet.routing", ROUTINGS);
}

/** Checks the slots of a curve. */
export function checkSlots(slots: number): void {
  checkInteger(slots, "curve.slots", 1);
  if (slots > MOST_SLOTS) throw new InfrascaleError({ code: "out-of-range", field: "curve.slots", rule: `must be at most ${MOST_SLOTS}`, value: slots });
}

/** Far beyond any engine: vLLM runs 1024 at most by default on the largest GPUs. */
const MOST_SLOTS = 2 ** 30;
