import type { FiniteSource } from "../workload/arrivals.js";
import { sustained } from "./closed-loop.js";
import type { Fleet } from "./fleet.js";
import { occupancyChain } from "./occupancy-chain.js";
import { dealtSquaredCv, groupOf } from "./open-arrivals.js";
import type { PreparedReplica, ReplicaLoad } from "./replica-load.js";
import { roomWait } from "./room-wait.js";
import { usersElsewhere } from "./users-elsewhere.js";
import { longerWait, type WaitLaw } from "./wait-law.js";

/**
 * Users who think between an answer and their next request: the machine-repair model with the throughput of a replica as
 * its service rate. Fewer requests come the more are in flight:
 *
 * $$ p_n = p_0 \prod_{i=1}^{n} \frac{\lambda(U - i + 1)}{X(\min(i, k))}, \qquad E[W] = \frac{E[(n - k)^+]}{X} $$
 *
 * with $\lambda(m) = m / Z$ of one replica, and of all behind a router to the least loaded, which makes of them one queue. Of several
 * that are chosen in turn or at random each has what {@link usersElsewhere} send it. A request meets what it would meet among U - 1 users
 * (arrival theorem), and waits for n - k + 1 departures, whose time varies no more than an exponential one, and is no longer than if
 * all users were at its replica. Only the mean of the think time counts.
 *
 * @see M. Reiser, S. S. Lavenberg, Mean-value analysis of closed multichain queuing networks, JACM 27 (1980) 313.
 */
export function thinkingUsers(
  replica: PreparedReplica,
  { users, thinkSeconds }: FiniteSource,
  fleet: Fleet,
): ReplicaLoad {
  const { curve, table, squaredWork, dispersion } = replica;
  const { replicas, routing } = fleet;
  const isDealt = replicas > 1 && routing !== "least-loaded";
  const pooled = isDealt ? 1 : replicas;
  const away = Math.max(0, thinkSeconds + curve.delaySeconds(1, 0));
  const source = isDealt
    ? usersElsewhere(replica, away, fleet)
    : (elsewhere: number): number => elsewhere / (away * pooled);
  // Of what a replica has in the mean an eighth at most comes at once; its slots are whole groups.
  const most = isDealt
    ? Math.min(groupOf(replica, source(users), dealtSquaredCv(1, fleet)), Math.max(1, users / (8 * replicas)))
    : dispersion;
  const group = isDealt ? table.slots / Math.ceil(table.slots / most) : most;
  const chain = occupancyChain({
    table,
    spacing: group / pooled,
    slotStates: (table.slots * pooled) / group,
    arrivalsPerSecond: (state) => source(Math.max(0, users - group * state)),
    lastState: users / group,
    likelyState: users / replicas / group,
  });
  // Who waits holds nothing yet.
  const departures = (group / dispersion) * chain.departures;
  const forSlots: WaitLaw = {
    probability: chain.waitProbability,
    meanSeconds: departures / (pooled * table.capacityPerSecond),
    squaredCv: departures > 0 ? Math.min(1, chain.departuresSquaredCv + squaredWork / departures) : 0,
    ...(isDealt && { atMost: sustained(replica, users).wait }),
  };
  return {
    requestsPerSecond: chain.requestsPerSecond,
    // Of so many replicas that none is ever asked, one would be as fast as it is alone.
    residenceSeconds: chain.requestsPerSecond > 0 ? chain.running / chain.requestsPerSecond : table.residenceSeconds(1),
    company: chain.company,
    // The number of those who do not think hardly varies; what they hold does.
    wait: thinkSeconds === 0 ? longerWait(forSlots, roomWait(replica, users / replicas)) : forSlots,
  };
}
