import { waitingAt, withTimes, type Waiting } from "./waiting.js";
import type { Fleet, QueueArrivals } from "./fleet.js";
import { distributionOf, percentileOf, type Distribution } from "./distribution.js";
import type { PreparedReplica } from "./replica-load.js";

/**
 * Waits in a fleet all of whose times are longer by a factor: those of the fleet as it is under traffic that is faster by the
 * factor, on a clock that is slower by it. Exact, whatever the traffic:
 *
 * $$ W_f(\lambda, Z) = f\, W(f \lambda, Z / f) $$
 *
 * @param replica - as it is.
 * @param arrivals - how requests come.
 * @param fleet - replicas and routing.
 * @param factor - on every time of the replica, > 0.
 * @returns waits and rates.
 */
export function waitingSlowed(replica: PreparedReplica, arrivals: QueueArrivals, fleet: Fleet, factor: number): Waiting {
  const waiting = waitingAt(replica, faster(arrivals, factor), fleet);
  if (factor === 1) return waiting;
  const capacityPerSecond = waiting.capacityPerSecond / factor;
  if (!waiting.stable) return { ...waiting, capacityPerSecond };
  const { utilisation, running, waiting: queued, inFlight, needsReplay, reasons } = waiting;
  return withTimes(
    { utilisation, capacityPerSecond, requestsPerSecond: waiting.requestsPerSecond / factor, running, waiting: queued, inFlight, needsReplay, reasons },
    {
      wait: () => times(waiting.queueSeconds, factor),
      ttft: () => times(waiting.ttftSeconds, factor),
      tpot: () => times(waiting.tpotSeconds, factor),
      residence: () => times(waiting.residenceSeconds, factor),
      request: () => times(waiting.e2eSeconds, factor),
    },
  );
}

function faster(arrivals: QueueArrivals, factor: number): QueueArrivals {
  switch (arrivals.kind) {
    case "open":
      return { ...arrivals, requestsPerSecond: arrivals.requestsPerSecond * factor };
    case "users":
      return { ...arrivals, thinkSeconds: arrivals.thinkSeconds / factor };
    default:
      return arrivals;
  }
}

const times = (distribution: Distribution, factor: number): Distribution => distributionOf(distribution.mean * factor, (share) => percentileOf(distribution, share) * factor);
