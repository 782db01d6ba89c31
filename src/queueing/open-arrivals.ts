import type { Fleet, OpenArrivals } from "./arrivals.js";
import { clusteredTable } from "./clustered-table.js";
import { overlap } from "./length-nodes.js";
import { occupancyChain } from "./occupancy-chain.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";

/** Arrivals in equal steps and equal answers would leave nothing to chance, and a chain without end. */
const SMALLEST_GROUP = 0.25;

/**
 * Requests that come whatever the fleet does, fewer than it can serve.
 *
 * $$ E[W] = P_w \frac{(c_a^2 + c_w^2) / 2}{\mu_k - \lambda} $$
 *
 * with $P_w$ from the chain, $c_a^2$ the squared variation of the times between arrivals and $c_w^2$ that of the work. W of
 * those that wait is taken to be exponential. Arrivals that come in bursts run through the chain in groups of
 * $1 + (c_a^2 - 1)\,\kappa$, where $\kappa$ is the {@link overlap} of two answers. Of a stream dealt out to N replicas at
 * random each sees $1 + (c_a^2 - 1)/N$, in turn $c_a^2/N$; a router to the least loaded makes of all one queue.
 */
export function openArrivals({ table, lengths, reading, squaredWork }: PreparedReplica, { requestsPerSecond, cv = 1 }: OpenArrivals, { replicas, routing }: Fleet): ReplicaLoad {
  const rate = requestsPerSecond / replicas;
  const squaredCv = { "least-loaded": cv * cv, random: 1 + (cv * cv - 1) / replicas, "round-robin": (cv * cv) / replicas }[routing];
  const pooled = routing === "least-loaded" ? replicas : 1;
  const group = Math.max(SMALLEST_GROUP, 1 + (squaredCv - 1) * overlap(lengths.output));
  const chain = occupancyChain({
    table: clusteredTable(table, reading, rate),
    spacing: group / pooled,
    slotStates: (table.slots * pooled) / group,
    arrivalsPerSecond: () => rate,
    users: Infinity,
  });
  return {
    requestsPerSecond: rate,
    residenceSeconds: chain.running / rate,
    company: chain.company,
    companyDeviation: chain.companyDeviation,
    wait: { probability: chain.waitProbability, meanSeconds: (squaredCv + squaredWork) / 2 / (pooled * (table.capacityPerSecond - rate)), squaredCv: 1 },
    comesAnyTime: true,
    reasons: squaredCv > 1 ? ["requests come in bursts: waits by formula are up to 3 times too short"] : [],
  };
}
