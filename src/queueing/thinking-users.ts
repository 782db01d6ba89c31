import type { UserArrivals } from "../workload/arrivals.js";
import type { Fleet } from "./fleet.js";
import { readingShare } from "./reading-share.js";
import { occupancyChain, type Chain } from "./occupancy-chain.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { readingReasons } from "./replay-reasons.js";
import type { ResidenceTable } from "./residence-table.js";

/**
 * Users who think between an answer and their next request: the machine-repair model with the throughput of a replica as
 * its service rate. Fewer requests come the more are in flight:
 *
 * $$ p_n = p_0 \prod_{i=1}^{n} \frac{(U - i + 1)/Z}{X(\min(i, k))}, \qquad E[W] = \frac{E[(n - k)^+]}{X} $$
 *
 * A request meets what it would meet among U - 1 users (arrival theorem), and waits for n - k + 1 departures. Only the mean
 * of the think time counts. Users are split evenly over replicas that are chosen in turn or at random; a router to the
 * least loaded makes of all one queue.
 *
 * @see M. Reiser, S. S. Lavenberg, Mean-value analysis of closed multichain queuing networks, JACM 27 (1980) 313.
 */
export function thinkingUsers({ curve, table, reading, squaredWork }: PreparedReplica, arrivals: UserArrivals, { replicas, routing }: Fleet): ReplicaLoad {
  const pooled = routing === "least-loaded" ? replicas : 1;
  const share = (arrivals.users * pooled) / replicas;
  // Of more replicas than users some have one user and the others none.
  const users = Math.max(1, share);
  const away = (arrivals.thinkSeconds + curve.delaySeconds(1, 0)) * pooled;
  const chainOf = (residences: ResidenceTable): Chain =>
    occupancyChain({ table: residences, spacing: 1 / pooled, slotStates: table.slots * pooled, arrivalsPerSecond: (state) => Math.max(0, users - state) / away, users });
  const chain = chainOf(table);
  const timeReading = readingShare(reading.meanSeconds, chain.requestsPerSecond, chain.requestsPerSecond / table.capacityPerSecond);
  return {
    requestsPerSecond: chain.requestsPerSecond * Math.min(1, share),
    residenceSeconds: chain.running / chain.requestsPerSecond,
    company: chain.company,
    wait: {
      probability: chain.waitProbability,
      meanSeconds: chain.departures / (pooled * table.capacityPerSecond),
      squaredCv: chain.departures > 0 ? chain.departuresSquaredCv + squaredWork / chain.departures : 0,
    },
    reasons: readingReasons(timeReading, chain.waitProbability),
  };
}
