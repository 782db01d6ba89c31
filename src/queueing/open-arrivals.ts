import type { InfiniteSource } from "../workload/arrivals.js";
import type { Fleet } from "./fleet.js";
import { readingShare } from "./reading-share.js";
import { overlap } from "./length-nodes.js";
import { occupancyChain, type Chain } from "./occupancy-chain.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { runningAt } from "./residence-table.js";

/** Arrivals in equal steps and equal answers would leave nothing to chance, and a chain without end. */
const SMALLEST_GROUP = 0.25;

/** Squared variation of the times between the arrivals at one of the replicas, of a stream of such a variation. */
export const dealtSquaredCv = (squaredCv: number, { replicas, routing }: Fleet): number =>
  ({ "least-loaded": squaredCv, random: 1 + (squaredCv - 1) / replicas, "round-robin": squaredCv / replicas })[routing];

/** Requests of a group in which the number that run varies: see {@link openArrivals}. */
export function groupOf(
  { table, lengths, reading, dispersion }: PreparedReplica,
  requestsPerSecond: number,
  squaredCv: number,
): number {
  const share = readingShare(reading.meanSeconds, requestsPerSecond, requestsPerSecond / table.capacityPerSecond);
  const persistence = overlap(lengths.output);
  const clusters = (persistence * share ** 2 * (1 + reading.squaredCv)) / (1 - share);
  const bursts = (persistence * (squaredCv - 1)) / (squaredCv > 1 ? 1 - share : 1);
  return dispersion * Math.max(SMALLEST_GROUP, 1 + bursts + clusters);
}

/**
 * Requests that come whatever the fleet does, fewer than it can serve.
 *
 * $$ E[W] = P_w \frac{(c_a^2 + c_w^2) / 2}{\mu_k - \lambda} $$
 *
 * with $P_w$ from the chain, $c_a^2$ the squared variation of the times between arrivals and $c_w^2$ that of the work. W of
 * those that wait is taken to be exponential. Of a stream dealt out to N replicas at random each sees $1 + (c_a^2 - 1)/N$,
 * in turn $c_a^2/N$; a router to the least loaded makes of all one queue.
 *
 * The number that run varies by more than the chain says where arrivals come in bursts, and where long steps collect more
 * prompts: a prompt delays the departure of all that run, not of those alone that are there while it is read. The chain is
 * therefore walked in groups of
 *
 * $$ 1 + \frac{\kappa}{1 - \rho_p} \left[ c_a^2 - 1 + \rho_p^2 (1 + c_r^2) \right] $$
 *
 * requests, with the {@link overlap} $\kappa$ of two answers, the share $\rho_p$ of the time that is spent reading and the
 * squared variation $c_r^2$ of prompts. It is the ratio of two indices of dispersion: that of answers which last long beside
 * a step, $n'(t) = \lambda - n (1 - \rho_p) / (o\,\tau_0)$ with the noise of arrivals and of the time they are read, and that
 * of the chain, $1/(1 - \rho)$; for exponential answers ($\kappa = 1/2$) it follows so, for others it is scaled by $\kappa$.
 * Arrivals more even than chance ($c_a^2 < 1$) count without $1/(1 - \rho_p)$: waits are nearer to simulation so.
 */
export function openArrivals(
  replica: PreparedReplica,
  { requestsPerSecond, cv = 1 }: InfiniteSource,
  fleet: Fleet,
): ReplicaLoad {
  const { table, squaredWork } = replica;
  const rate = requestsPerSecond / fleet.replicas;
  const squaredCv = dealtSquaredCv(cv * cv, fleet);
  const pooled = fleet.routing === "least-loaded" ? fleet.replicas : 1;
  const { chain } = openChain(replica, rate, squaredCv, pooled);
  return {
    requestsPerSecond: rate,
    // Of so many replicas that none is ever asked, one would be as fast as it is alone.
    residenceSeconds: chain.running > 0 ? chain.running / rate : table.residenceSeconds(1),
    company: chain.company,
    wait: {
      probability: chain.waitProbability,
      meanSeconds: (squaredCv + squaredWork) / 2 / (pooled * (table.capacityPerSecond - rate)),
      squaredCv: 1,
    },
  };
}

/** The requests at one replica, or at so many that are one queue, to each of which come so many per second; and the requests of a group. */
export function openChain(
  replica: PreparedReplica,
  requestsPerSecond: number,
  squaredCv: number,
  pooled = 1,
): { readonly chain: Chain; readonly group: number } {
  const { table } = replica;
  const group = groupOf(replica, requestsPerSecond, squaredCv);
  const chain = occupancyChain({
    table,
    spacing: group / pooled,
    slotStates: (table.slots * pooled) / group,
    arrivalsPerSecond: () => requestsPerSecond,
    lastState: Infinity,
    likelyState: (runningAt(table, requestsPerSecond) * pooled) / group,
  });
  return { chain, group };
}
