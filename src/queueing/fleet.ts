import { checkInteger, checkKeys, checkObject, checkOneOf } from "../internal/check.js";
import type { Arrivals, StaticBatchArrivals, TraceArrivals } from "../workload/arrivals.js";
import { ROUTINGS, type Routing } from "../workload/routing.js";

/** How requests come to a queue, as far as formulas know it. */
export type QueueArrivals = Exclude<Arrivals, StaticBatchArrivals | TraceArrivals>;

/** Replicas behind a router. */
export interface Fleet {
  /** How many, integer >= 1. */
  readonly replicas: number;
  /** `round-robin`: each in turn; `random`; `least-loaded`: the one with fewest requests in flight. */
  readonly routing: Routing;
}

/** Checks a fleet; fields of the error are named below `fleet`. */
export function checkFleet(fleet: Fleet): void {
  checkKeys(checkObject(fleet, "fleet"), "fleet", ["replicas", "routing"]);
  checkInteger(fleet.replicas, "fleet.replicas", 1);
  checkOneOf(fleet.routing, "fleet.routing", ROUTINGS);
}
