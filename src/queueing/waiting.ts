import { checkArrivals } from "../workload/check-arrivals.js";
import type { Source } from "../workload/arrivals.js";
import { kindsThatCome, sourceOf } from "../workload/loads.js";
import { checkFleet, type Fleet, type QueueArrivals } from "./fleet.js";
import { checkPositive } from "../internal/check.js";
import { burst, sustained } from "./closed-loop.js";
import { withTimes, type Waiting } from "./fleet-waiting.js";
import { dealtSquaredCv, openArrivals } from "./open-arrivals.js";
import { checkCurve, checkLengths, type ReplicaCurve, type WaitingLengths } from "./replica-curve.js";
import type { PassReplica } from "./pass-replica.js";
import { passWaiting } from "./pass-waiting.js";
import { preparedReplica, type PreparedReplica, type ReplicaLoad } from "./replica-load.js";
import { burstReasons, lengthReasons, uncutReasons, unevenReasons, type ReplayReason } from "./replay-reasons.js";
import { requestTimes } from "./request-times.js";
import { thinkingUsers } from "./thinking-users.js";

/**
 * How long requests wait for a slot, for their first token and for their last, by formulas: in some ten microseconds where
 * a simulation takes seconds.
 *
 * | arrivals | by |
 * |---|---|
 * | `open` | a birth-death chain whose service rate is the throughput $X(n)$ of a replica at n requests |
 * | `users` | the same chain, with fewer arrivals the more requests are in flight |
 * | `closed-loop` | Little's law: $W = (C - k) / X(k)$ |
 * | `burst` | waves of k requests that start together |
 *
 * With `round-robin` and `random` routing each replica has its share of the load; with `least-loaded` all are one queue.
 * The errors against simulation and against measurements are in docs/waiting.md. `needsReplay` marks where they are large.
 *
 * @param curve - what a replica does while it runs n requests.
 * @param lengths - uncached tokens of prompts, tokens of answers.
 * @param arrivals - how requests come to the fleet.
 * @param fleet - replicas and routing.
 * @returns times in seconds, rates in requests per second, numbers of requests in the whole fleet; without times where
 *   more comes than can be served.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { lengthDistribution, linearCurve, waiting } from "infrascale/engine";
 *
 * const lengths = { input: lengthDistribution({ mean: 1155, cv: 0.96 }, "input"), output: lengthDistribution({ mean: 211, cv: 0.77 }, "output") };
 * const curve = linearCurve({ stepSeconds: 0.0075, requestSeconds: 6e-5, promptTokenSeconds: 2.5e-5, slots: 32 }, lengths);
 * const answer = waiting(curve, lengths, { kind: "users", users: 1000, thinkSeconds: 60 }, { replicas: 2, routing: "least-loaded" });
 * answer.stable; // => true
 * if (answer.stable) answer.requestsPerSecond.toFixed(1); // => "16.0"
 * ```
 * @see F. P. Kelly, Reversibility and Stochastic Networks (1979); M. Reiser, S. S. Lavenberg, JACM 27 (1980) 313.
 */
export function waiting(curve: ReplicaCurve, lengths: WaitingLengths, arrivals: QueueArrivals, fleet: Fleet): Waiting {
  checkArrivals(arrivals, "arrivals", kindsThatCome("steadily", "at-once"));
  checkFleet(fleet);
  return waitingAt(preparedReplica(checkCurve(curve), checkLengths(lengths)), sourceOf(arrivals), fleet);
}

/** A replica made ready for the formulas, by how its requests end: with a last token, or with the pass that reads them. */
export type QueuedReplica = PreparedReplica | PassReplica;

/** The same of a replica that is prepared, for sources and fleets that are checked. */
export const waitingAt = (replica: QueuedReplica, source: Source, fleet: Fleet): Waiting =>
  "passSeconds" in replica ? passWaiting(replica, source, fleet) : writerWaiting(replica, source, fleet);

function writerWaiting(replica: PreparedReplica, source: Source, fleet: Fleet): Waiting {
  const { curve } = replica;
  const capacityPerSecond = replica.table.capacityPerSecond * fleet.replicas;
  if ("requestsPerSecond" in source && !(source.requestsPerSecond < capacityPerSecond))
    return {
      stable: false,
      utilisation: source.requestsPerSecond / capacityPerSecond,
      capacityPerSecond,
      needsReplay: true,
      reasons: ["overload"],
    };

  const { load, away, clients, bursts = [] } = coming(replica, source, fleet);
  const times = requestTimes(replica, load, away);
  const requestsPerSecond = load.requestsPerSecond * fleet.replicas;
  const running = requestsPerSecond * times.meanResidenceSeconds;
  const waiting = requestsPerSecond * times.meanWaitSeconds;
  const reasons = [
    ...bursts,
    ...(curve.prefillWait === undefined ? [] : lengthReasons(replica.lengths)),
    ...uncutReasons(times.blockedShare),
    ...unevenReasons(running + waiting + requestsPerSecond * away, clients),
  ];
  return withTimes(
    {
      utilisation: requestsPerSecond / capacityPerSecond,
      capacityPerSecond,
      requestsPerSecond,
      running,
      waiting,
      inFlight: requestsPerSecond * times.meanRequestSeconds,
      needsReplay: reasons.length > 0,
      reasons,
    },
    times,
  );
}

/** What comes to a fleet. */
interface Coming {
  /** At one replica. */
  readonly load: ReplicaLoad;
  /** Seconds that a client lets pass before its next request: for ever, where requests come whatever the fleet does. */
  readonly away: number;
  /** Clients of whom each has one request at most; absent where there is no such number. */
  readonly clients?: number;
  readonly bursts?: readonly ReplayReason[];
}

function coming(replica: PreparedReplica, source: Source, fleet: Fleet): Coming {
  const { replicas, routing } = fleet;
  if ("requestsPerSecond" in source)
    return {
      load: openArrivals(replica, source, fleet),
      away: Infinity,
      bursts: burstReasons(dealtSquaredCv((source.cv ?? 1) ** 2, fleet)),
    };
  if ("requests" in source)
    return { load: burst(replica, checkPositive(source.requests, "arrivals.requests") / replicas), away: 0 };
  // Who is on the way to or from an engine is away, as who thinks is.
  const isAway = source.thinkSeconds + replica.curve.delaySeconds(1, 0) > 0;
  const isOneQueue = replicas === 1 || routing === "least-loaded";
  return {
    load: isOneQueue && !isAway ? sustained(replica, source.users / replicas) : thinkingUsers(replica, source, fleet),
    away: source.thinkSeconds,
    clients: source.users,
  };
}
