import { remembered, valueAt } from "../internal/remembered.js";
import type { Fleet } from "./fleet.js";
import { dealtSquaredCv, openChain } from "./open-arrivals.js";
import type { PreparedReplica } from "./replica-load.js";
import { runningAt, type ResidenceTable } from "./residence-table.js";

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
  const { table } = replica;
  const { replicas } = fleet;
  const openAt = openRequests(replica, fleet);
  const open = Math.max(0, replicas - 2);
  const knot = remembered((index: number) => {
    if (index === 0)
      return {
        users: 0,
        period: replicas * awaySeconds + (open + Math.min(1, replicas - 1)) * table.residenceSeconds(1),
      };
    const rate = rateAt(index, table);
    const users =
      rate * replicas * awaySeconds +
      (open > 0 ? open * openAt(index) : 0) +
      Math.min(1, replicas - 1) * runningAt(table, rate);
    return { users, period: users / rate };
  });
  /** The knot of as many users, about: none of them waits, or as many as the replicas cannot serve. */
  const guess = (users: number): number => {
    const ofOne = users / replicas;
    const rate = ofOne / (awaySeconds + table.residenceSeconds(ofOne));
    const odds = rate < table.capacityPerSecond ? rate / (table.capacityPerSecond - rate) : Infinity;
    const waiting = ofOne - table.capacityPerSecond * awaySeconds;
    const least = waiting > 0 ? Math.min(odds, waiting) : odds;
    return Math.min(MOST_KNOTS - 1, Math.max(1, Math.ceil(HALF_USED + 2 * Math.log2(least))));
  };
  let last = 0;
  let [low, high] = [knot(0), knot(0)];
  return (users) => {
    if (last === 0) {
      last = guess(users);
      [low, high] = [knot(last - 1), knot(last)];
    }
    for (; last > 1 && low.users >= users; last -= 1) [low, high] = [knot(last - 2), low];
    for (; last < MOST_KNOTS && high.users < users; last += 1) [low, high] = [high, knot(last + 1)];
    const many = Math.min(users, high.users);
    const share = Math.max(0, (many - low.users) / (high.users - low.users));
    return many / (low.period + share * (high.period - low.period));
  };
}

/** Requests per second that come to a replica at a knot. */
function rateAt(index: number, { capacityPerSecond }: ResidenceTable): number {
  const odds = 2 ** ((index - HALF_USED) / 2);
  return (capacityPerSecond * odds) / (1 + odds);
}

/** Requests at a replica in an open stream, running and waiting, by knot: the same however many users there are, and however long they think. */
function openRequests(replica: PreparedReplica, fleet: Fleet): (index: number) => number {
  const ofReplica = valueAt(known, replica, () => new Map<string, (index: number) => number>());
  return valueAt(ofReplica, `${fleet.replicas} ${fleet.routing}`, () =>
    remembered((index) => {
      const { table, dispersion } = replica;
      const rate = rateAt(index, table);
      const { chain, group } = openChain(replica, rate, dealtSquaredCv(1, fleet));
      return (
        chain.running +
        rate * chain.waitProbability * ((group * chain.departures) / (dispersion * table.capacityPerSecond))
      );
    }),
  );
}

const known = new WeakMap<PreparedReplica, Map<string, (index: number) => number>>();
