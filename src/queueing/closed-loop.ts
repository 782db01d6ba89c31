import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";

/**
 * A constant number C of requests in flight at a replica: m = min(C, k) run, the others wait.
 *
 * $$ X = X(m), \qquad E[W] = \frac{C - m}{X(m)} $$
 *
 * by Little's law, whatever the lengths. A wait is the sum of C - k gaps between departures; its variance is that of the
 * work of those requests and of what is left of those that run.
 */
export function sustained({ table, squaredWork }: PreparedReplica, requestsInFlight: number): ReplicaLoad {
  const company = Math.max(1, Math.min(requestsInFlight, table.slots));
  const residenceSeconds = table.residenceSeconds(company);
  const requestsPerSecond = Math.min(requestsInFlight, table.slots) / residenceSeconds;
  const queue = Math.max(0, requestsInFlight - table.slots);
  return {
    requestsPerSecond,
    residenceSeconds,
    company,
    companyDeviation: 0,
    wait: { probability: queue > 0 ? 1 : 0, meanSeconds: queue / requestsPerSecond, squaredCv: queue > 0 ? (squaredWork * (queue + table.slots)) / queue ** 2 : 0 },
    comesAnyTime: false,
    reasons: [],
  };
}

/**
 * C requests at once at a replica, and none after: they start in waves of k, a residence T = S(k) apart. The i-th waits
 * T (i/k - 1/2) on average over its wave:
 *
 * $$ E[W] = \frac{T (Q - 1)}{2}, \qquad W_q = T \max\left(0, q Q - \frac{1}{2}\right), \qquad Q = C / k $$
 *
 * The prompts of a wave are read together, so that answers of different lengths start in waves all the same.
 */
export function burst({ table }: PreparedReplica, requests: number): ReplicaLoad {
  const company = Math.max(1, Math.min(requests, table.slots));
  const residenceSeconds = table.residenceSeconds(company);
  const waves = Math.max(1, requests / table.slots);
  const meanSeconds = (residenceSeconds * (waves - 1)) / 2;
  return {
    requestsPerSecond: requests / (residenceSeconds * waves),
    residenceSeconds,
    company,
    companyDeviation: 0,
    wait: { probability: waves > 1 ? 1 : 0, meanSeconds, squaredCv: 1 / 3, quantile: (share) => (waves > 1 ? residenceSeconds * Math.max(0, share * waves - 1 / 2) : 0) },
    comesAnyTime: false,
    reasons: [],
  };
}
