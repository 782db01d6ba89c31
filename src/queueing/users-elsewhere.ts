import { smallestWhere } from "../internal/bisect.js";
import { remembered } from "../internal/remembered.js";
import type { Fleet } from "./fleet.js";
import { dealtSquaredCv, openChain } from "./open-arrivals.js";
import type { PreparedReplica } from "./replica-load.js";
import type { ResidenceTable } from "./residence-table.js";

/** Knots of the source: nobody, then loads from an eighth to a million times of what they leave of the capacity, by factors of the root of 2. */
const MOST_KNOTS = 47;
/** The one at which half of the capacity is used. */
const HALF_USED = 7;

/**
 * Users whose requests are dealt out to N replicas in turn or at random are bound to none: one may have many of them while others have few.
 * To one replica the others, and those who are away for Z, are a source that gives
 *
 * $$ \lambda(m) = \frac{x}{N}, \qquad m = x\,Z + (N - 2)\,L\!\left(\frac{x}{N}\right) + X^{-1}\!\left(\frac{x}{N}\right) $$
 *
 * requests per second of m users who are not with it (Norton's theorem), with the requests L at a replica in an open stream. Of the N - 1
 * others one counts by its mean alone, as the number of users is fixed. For one slot and exponential times that is exact of two replicas, and
 * of more it is one request too many at most.
 *
 * @param replica - one of them.
 * @param awaySeconds - Z.
 * @param fleet - N > 1, real, and how they are chosen.
 * @returns lambda of m, >= 0, never less for more users: the time between two requests of a user is a straight line between knots.
 * @see K. M. Chandy, U. Herzog, L. Woo, Parametric analysis of queuing networks, IBM J. Res. Dev. 19 (1975) 36.
 */
export function usersElsewhere(replica: PreparedReplica, awaySeconds: number, fleet: Fleet): (users: number) => number {
  const { table, dispersion } = replica;
  const { replicas } = fleet;
  /** Requests at a replica in an open stream, running and waiting. */
  const openAt = (rate: number): number => {
    const { chain, group } = openChain(replica, rate, dealtSquaredCv(1, fleet));
    return (
      chain.running +
      rate * chain.waitProbability * ((group * chain.departures) / (dispersion * table.capacityPerSecond))
    );
  };
  const open = Math.max(0, replicas - 2);
  const usersAt = (rate: number): number =>
    rate * replicas * awaySeconds +
    (open > 0 ? open * openAt(rate) : 0) +
    Math.min(1, replicas - 1) * runningAt(table, rate);
  const knot = remembered((index: number) => {
    if (index === 0)
      return {
        users: 0,
        period: replicas * awaySeconds + (open + Math.min(1, replicas - 1)) * table.residenceSeconds(1),
      };
    const odds = 2 ** ((index - HALF_USED) / 2);
    const rate = (table.capacityPerSecond * odds) / (1 + odds);
    const users = usersAt(rate);
    return { users, period: users / rate };
  });
  /** The knot at which as many users find no queue, about. */
  const guess = (users: number): number => {
    const rate = users / (replicas * (awaySeconds + table.residenceSeconds(users / replicas)));
    const odds = rate < table.capacityPerSecond ? rate / (table.capacityPerSecond - rate) : Infinity;
    return Math.min(MOST_KNOTS - 1, Math.max(1, Math.ceil(HALF_USED + 2 * Math.log2(odds))));
  };
  let last = 0;
  return (users) => {
    const isBetween = last > 0 && knot(last - 1).users < users && users <= knot(last).users;
    if (!isBetween)
      last = smallestWhere((index) => knot(index).users >= users, 0, MOST_KNOTS, last > 0 ? last : guess(users));
    const low = knot(last - 1);
    const high = knot(last);
    const many = Math.min(users, high.users);
    const share = Math.max(0, (many - low.users) / (high.users - low.users));
    return many / (low.period + share * (high.period - low.period));
  };
}

/** Requests that run at a throughput, in [0, capacity): that of n rises with n, and between powers of two its residence is a straight line. */
function runningAt({ slots, residenceSeconds, slope }: ResidenceTable, rate: number): number {
  let from = 1;
  while (2 * from < slots && 2 * from <= rate * residenceSeconds(2 * from)) from *= 2;
  const least = rate * residenceSeconds(from);
  return least <= from ? least : Math.min(slots, (least - rate * slope(from) * from) / (1 - rate * slope(from)));
}
