import type { UserArrivals } from "../workload/arrivals.js";
import type { Fleet } from "./fleet.js";
import { readingShare } from "./reading-share.js";
import { occupancyChain, type Chain } from "./occupancy-chain.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { readingReasons } from "./replay-reasons.js";

/**
 * Users who think between an answer and their next request: the machine-repair model with the throughput of a replica as
 * its service rate. Fewer requests come the more are in flight:
 *
 * $$ p_n = p_0 \prod_{i=1}^{n} \frac{(U - i + 1)/Z}{X(\min(i, k))}, \qquad E[W] = \frac{E[(n - k)^+]}{X} $$
 *
 * A request meets what it would meet among U - 1 users (arrival theorem), and waits for n - k + 1 departures. Only the mean
 * of the think time counts. Users are split evenly over replicas that are chosen in turn or at random, of which a share has one user more than the others; a router to
 * the least loaded makes of all one queue. Waits vary by the departures and by the work of each, no more than exponential ones.
 *
 * @see M. Reiser, S. S. Lavenberg, Mean-value analysis of closed multichain queuing networks, JACM 27 (1980) 313.
 */
export function thinkingUsers({ curve, table, reading, squaredWork }: PreparedReplica, arrivals: UserArrivals, { replicas, routing }: Fleet): ReplicaLoad {
  const pooled = routing === "least-loaded" ? replicas : 1;
  const share = (arrivals.users * pooled) / replicas;
  // Of more replicas than users some have one user and the others none.
  const users = Math.max(1, share);
  const away = (arrivals.thinkSeconds + curve.delaySeconds) * pooled;
  const chainOf = (whole: number): Chain =>
    occupancyChain({ table, spacing: 1 / pooled, slotStates: table.slots * pooled, arrivalsPerSecond: (state) => Math.max(0, whole - state) / away, users: whole });
  const low = chainOf(Math.floor(users));
  const high = Number.isInteger(users) ? low : chainOf(Math.ceil(users));
  // Of the replicas a share has one user more than the others.
  const more = users - Math.floor(users);
  const mean = (of: (chain: Chain) => number): number => (1 - more) * of(low) + more * of(high);
  const requestsPerSecond = mean((chain) => chain.requestsPerSecond);
  const probability = mean((chain) => chain.waitProbability);
  const ofThoseThatWait = (of: (chain: Chain) => number): number => (probability > 0 ? mean((chain) => chain.waitProbability * of(chain)) / probability : 0);
  const departures = ofThoseThatWait((chain) => chain.departures);
  const deviation = ofThoseThatWait((chain) => Math.min(chain.departures, Math.sqrt(chain.departuresSquaredCv * chain.departures ** 2 + squaredWork * chain.departures)));
  return {
    requestsPerSecond: requestsPerSecond * Math.min(1, share),
    residenceSeconds: mean((chain) => chain.running) / requestsPerSecond,
    company: mean((chain) => chain.company),
    wait: { probability, meanSeconds: departures / (pooled * table.capacityPerSecond), squaredCv: departures > 0 ? (deviation / departures) ** 2 : 0 },
    reasons: readingReasons(readingShare(reading.meanSeconds, requestsPerSecond, requestsPerSecond / table.capacityPerSecond), probability),
  };
}
