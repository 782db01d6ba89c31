import { requestsHeld } from "../constraints/capacity.js";

/**
 * Times a positive normal double, this is more than half and less than one and a half of the distance to either
 * neighbour, also at a power of two: adding or subtracting it rounds to the next double.
 */
const NEXT_DOUBLE = 0.6 * Number.EPSILON;

/** The next double above (`step` 1) or below (-1) a positive normal one. */
const neighbour = (x: number, step: 1 | -1): number => x + step * NEXT_DOUBLE * x;

/**
 * The smallest queue ratio at which N replicas of k slots hold the requests in flight.
 *
 * Every other constraint only gets harder with Q, so for given S, N and B this Q is the best one. It is the smallest
 * double at or above `minimum` with N Q k >= R in floating point: no tolerance is hidden.
 *
 * @param requestsInFlight - R, > 0.
 * @param replicas - N, >= 1.
 * @param slots - k, > 0.
 * @param minimum - smallest Q allowed, > 0.
 * @returns Q.
 */
export function smallestQueueRatio(requestsInFlight: number, replicas: number, slots: number, minimum: number): number {
  if (requestsInFlight === Number.POSITIVE_INFINITY) return requestsInFlight;
  const holds = (queueRatio: number): boolean => requestsHeld({ replicas, queueRatio }, slots) >= requestsInFlight;
  if (holds(minimum)) return minimum;
  let queueRatio = requestsInFlight / (replicas * slots);
  while (!holds(queueRatio)) queueRatio = neighbour(queueRatio, 1);
  for (let below = neighbour(queueRatio, -1); holds(below); below = neighbour(below, -1)) queueRatio = below;
  return Math.max(queueRatio, minimum);
}
