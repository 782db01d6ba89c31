import { normalDensity, normalTail } from "../internal/normal-tail.js";
import type { PreparedReplica } from "./replica-load.js";
import { NO_WAIT, type WaitLaw } from "./wait-law.js";

/** Standard deviations above what is asked of it, from which on a cache is as good as never full. */
const FAR = 4;

/**
 * For room in the cache, of C requests that are always in flight: it holds K of them in the mean, with a variance of $K c_h^2$, since what they
 * hold varies though their number does not.
 *
 * $$ P(W > 0) = \bar\Phi(-z), \qquad E[W] = \frac{Q}{X}, \qquad Q = c_h \sqrt K \left[\varphi(z) + z\,\bar\Phi(-z)\right], \qquad z = \frac{C - K}{c_h \sqrt K} $$
 *
 * A wait varies by the work of those ahead and by what the cache holds, no more than an exponential one.
 *
 * @param replica - prepared.
 * @param requests - C, of which no more are asked of the cache than there are slots.
 * @returns the wait; none where the cache holds as much as is asked.
 */
export function roomWait({ curve: { slots, cache }, table, squaredWork }: PreparedReplica, requests: number): WaitLaw {
  if (cache === undefined || cache.requests === Infinity || cache.squaredCv === 0) return NO_WAIT;
  const variance = cache.requests * cache.squaredCv;
  const deviation = Math.sqrt(variance);
  // Where the cache is full before every slot is taken, it alone limits.
  const asked = cache.requests < slots + 1 ? requests : Math.min(requests, slots);
  const z = (asked - cache.requests) / deviation;
  if (z < -FAR) return NO_WAIT;
  const probability = normalTail(-z);
  const ahead = Math.max(0, (deviation * normalDensity(z)) / probability + asked - cache.requests);
  return {
    probability,
    meanSeconds: ahead / table.capacityPerSecond,
    squaredCv: ahead > 0 ? Math.min(1, (squaredWork * (ahead + slots) + variance) / ahead ** 2) : 0,
  };
}
