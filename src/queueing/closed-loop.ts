import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { roomWait } from "./room-wait.js";
import { longerWait, type WaitLaw } from "./wait-law.js";

/**
 * A constant number C of requests in flight at a replica: m = min(C, k) run, the others wait.
 *
 * $$ X = X(m), \qquad E[W] = \frac{C - m}{X(m)} $$
 *
 * by Little's law, whatever the lengths. A wait is the sum of C - k gaps between departures; its variance is that of the
 * work of those requests and of what is left of those that run. Requests are taken to have fallen out of step, as those of real
 * servers do even where their lengths are equal. Where the cache lacks room for longer, that wait decides: see {@link roomWait}.
 */
export function sustained(replica: PreparedReplica, requestsInFlight: number): ReplicaLoad {
  const { table, squaredWork } = replica;
  const company = Math.max(1, Math.min(requestsInFlight, table.slots));
  const residenceSeconds = table.residenceSeconds(company);
  const requestsPerSecond = Math.min(requestsInFlight, table.slots) / residenceSeconds;
  const queue = Math.max(0, requestsInFlight - table.slots);
  const wait: WaitLaw = {
    probability: queue > 0 ? 1 : 0,
    meanSeconds: queue / requestsPerSecond,
    squaredCv: queue > 0 ? Math.min(1, (squaredWork * (queue + table.slots)) / queue ** 2) : 0,
  };
  return {
    requestsPerSecond,
    residenceSeconds,
    company,
    wait: longerWait(wait, roomWait(replica, requestsInFlight)),
  };
}

/** The mean of the longest of n lies where this share of 1/n exceeds it, for tails that fall exponentially: exp(-0.5772), Gumbel. */
const LONGEST = 0.5615;

/**
 * C requests at once at a replica, and none after: they start in waves of k, a residence T = S(k) apart. The first do not
 * wait; the i-th waits T (i/k - 1/2):
 *
 * $$ E[W] = \frac{T (Q - 1)}{2}, \qquad W_q = T \left(q Q - \frac{1}{2}\right), \qquad Q = C / k $$
 *
 * Of the first wave the mean prompt is read behind half of the others. At the end slots run empty, but the steps of the longest answer go on:
 *
 * $$ X = \frac{C}{T Q + t_{step}(1) \left(E[o_{max}] - E[o]\right)} $$
 *
 * with the longest of k answers; equal answers take whole waves.
 */
export function burst({ curve, table, lengths: { output } }: PreparedReplica, requests: number): ReplicaLoad {
  const company = Math.max(1, Math.min(requests, table.slots));
  const residenceSeconds = table.residenceSeconds(company);
  const waves = Math.max(1, requests / table.slots);
  const spread = waves - 1;
  const equal = output.squaredCv === 0;
  const longest = equal ? output.mean : output.quantile(1 - LONGEST / company);
  const lastSeconds = curve.stepSeconds(1) * Math.max(0, longest - output.mean);
  return {
    requestsPerSecond: requests / (residenceSeconds * (equal ? Math.ceil(waves) : waves) + lastSeconds),
    residenceSeconds,
    company,
    wait: {
      probability: spread / waves,
      meanSeconds: (residenceSeconds * waves) / 2,
      squaredCv: (spread / waves) ** 2 / 3,
      ...(spread > 0 && { evenly: [residenceSeconds / 2, residenceSeconds * (waves - 1 / 2)] }),
    },
    together: company,
  };
}
