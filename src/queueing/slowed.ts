import { withTimes, type Waiting } from "./fleet-waiting.js";
import { waitingAt, type QueuedReplica } from "./waiting.js";
import type { Source } from "../workload/arrivals.js";
import type { Fleet } from "./fleet.js";
import { scaled } from "./distribution.js";

/**
 * Waits in a fleet all of whose times are longer by a factor: those of the fleet as it is under traffic that is faster by the
 * factor, on a clock that is slower by it. Exact, whatever the traffic:
 *
 * $$ W_f(\lambda, Z) = f\, W(f \lambda, Z / f) $$
 *
 * @param replica - as it is.
 * @param source - of the requests.
 * @param fleet - replicas and routing.
 * @param factor - on every time of the replica, > 0.
 * @returns waits and rates.
 */
export function waitingSlowed(replica: QueuedReplica, source: Source, fleet: Fleet, factor: number): Waiting {
  const waiting = waitingAt(replica, faster(source, factor), fleet);
  if (factor === 1) return waiting;
  const capacityPerSecond = waiting.capacityPerSecond / factor;
  if (!waiting.stable) return { ...waiting, capacityPerSecond };
  const { utilisation, running, waiting: queued, inFlight, needsReplay, reasons } = waiting;
  return withTimes(
    {
      utilisation,
      capacityPerSecond,
      requestsPerSecond: waiting.requestsPerSecond / factor,
      running,
      waiting: queued,
      inFlight,
      needsReplay,
      reasons,
    },
    {
      wait: () => scaled(waiting.queueSeconds, factor),
      ttft: () => scaled(waiting.ttftSeconds, factor),
      tpot: () => scaled(waiting.tpotSeconds, factor),
      residence: () => scaled(waiting.residenceSeconds, factor),
      request: () => scaled(waiting.e2eSeconds, factor),
    },
  );
}

function faster(source: Source, factor: number): Source {
  if ("users" in source) return { ...source, thinkSeconds: source.thinkSeconds / factor };
  return "requestsPerSecond" in source ? { ...source, requestsPerSecond: source.requestsPerSecond * factor } : source;
}
