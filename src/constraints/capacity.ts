import { checkObject, checkPositive } from "../internal/check.js";
import { checkQueueRatio, type Decision } from "../performance/decision.js";
import { checkedPerformance, type PerformanceModel } from "../performance/performance-model.js";
import type { Constraint } from "./constraint.js";
import { requestsInFlight } from "./requests-in-flight.js";

/**
 * Requests that N replicas with k slots and queue ratio Q hold at once: N Q k.
 *
 * @param decision - N and Q.
 * @param slots - k: requests that one replica runs at once.
 * @returns requests.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export const requestsHeld = (decision: Pick<Decision, "replicas" | "queueRatio">, slots: number): number =>
  checkPositive(checkObject(decision, "decision")["replicas"], "decision.replicas") *
  checkQueueRatio(decision.queueRatio, "decision.queueRatio") *
  checkPositive(slots, "slots");

/**
 * Capacity: requests in flight, against what the replicas hold, running and waiting.
 *
 * $$ R \le N Q k $$
 *
 * with R requests in flight (users times requests per user, or the fixed point of load and response time), and k = 2^B
 * slots, or fewer where the cache holds fewer.
 *
 * @param performance - the model that counts slots.
 * @returns the constraint `capacity`.
 * @example
 * ```ts
 * import { capacityConstraint, classicModel } from "infrascale";
 *
 * capacityConstraint(classicModel()).unit; // => "requests"
 * ```
 */
export function capacityConstraint(performance: PerformanceModel): Constraint {
  checkedPerformance(performance);
  return {
    name: "capacity",
    unit: "requests",
    withMoreReplicas: "easier",
    easierWithSmallerBatches: false,
    evaluate: (decision, scenario) => ({
      demand: requestsInFlight(performance, decision, scenario),
      limit: requestsHeld(decision, checkPositive(performance.slots(decision, scenario), "performance.slots")),
    }),
  };
}
