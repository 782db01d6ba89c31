import { normalTail } from "../internal/normal-tail.js";
import type { ReplicaCurve } from "./replica-curve.js";

/**
 * Where the cache is full before every slot is taken, what is held counts in place of the number of requests: it varies by the
 * factor $1 + c_h^2$ more. With k fewer slots than the K requests that fill the cache in the mean it counts as far as k of them would by chance:
 *
 * $$ 1 + 2\,c_h^2\,\bar\Phi\left(\frac{K - k}{c_h \sqrt K}\right) $$
 *
 * @param curve - of the replica.
 * @returns index of dispersion of what is held, beside that of the number of requests which hold it, >= 1.
 */
export function cacheDispersion({ slots, cache }: Pick<ReplicaCurve, "slots" | "cache">): number {
  if (cache === undefined || cache.squaredCv === 0 || cache.requests === Infinity) return 1;
  const room = (cache.requests - slots) / Math.sqrt(cache.requests * cache.squaredCv);
  return 1 + cache.squaredCv * Math.min(1, 2 * normalTail(Math.max(0, room)));
}
