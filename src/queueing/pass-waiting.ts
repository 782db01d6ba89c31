import { rootBetween } from "../internal/root.js";
import { distributionOf, sumOf, type Distribution } from "./distribution.js";
import type { FiniteSource, Source } from "../workload/arrivals.js";
import type { Fleet } from "./fleet.js";
import { withTimes, type Waiting } from "./fleet-waiting.js";
import { nodeMean, nodeQuantile } from "./length-nodes.js";
import { dealtSquaredCv } from "./open-arrivals.js";
import { passesAt, type Passes } from "./passes.js";
import { passCapacity, type PassReplica } from "./pass-replica.js";
import { burstReasons } from "./replay-reasons.js";
import { NO_WAIT, waitDistribution, type WaitLaw } from "./wait-law.js";

/** One replica under its share of a load: requests per second that it serves, its passes, and the wait for one with room. */
type PassLoad = readonly [rate: number, passes: Passes, wait: WaitLaw];

/**
 * What requests meet that end with one pass, in a fleet that shares them evenly.
 *
 * Of a constant number of clients, or of users who think for Z, each meets what U - 1 of them make, and the rate follows from Little's law:
 *
 * $$ U = \lambda \left(Z + L\left(\lambda \frac{U - 1}{U}\right)\right), \qquad \lambda \le N \frac{q}{t(q)} $$
 *
 * At the capacity the rest of the time is spent in the queue. A router to the least loaded counts as one that deals in turn.
 *
 * @param replica - room and times of its passes.
 * @param source - of requests, to the fleet.
 * @param fleet - replicas and routing.
 * @returns times in seconds, rates in requests per second; without times where more comes than can be served.
 */
export function passWaiting(replica: PassReplica, source: Source, fleet: Fleet): Waiting {
  const { replicas, routing } = fleet;
  const capacityPerSecond = passCapacity(replica) * replicas;
  const isStream = "requestsPerSecond" in source;
  if (isStream && !(source.requestsPerSecond < capacityPerSecond))
    return {
      stable: false,
      utilisation: source.requestsPerSecond / capacityPerSecond,
      capacityPerSecond,
      needsReplay: true,
      reasons: ["overload"],
    };
  const cv = isStream ? (source.cv ?? 1) : 1;
  const squaredCv = dealtSquaredCv(cv ** 2, {
    replicas,
    routing: routing === "least-loaded" ? "round-robin" : routing,
  });
  const [rate, passes, wait] = isStream
    ? ofRate(replica, source.requestsPerSecond / replicas, squaredCv)
    : "users" in source
      ? ofClients(replica, source, replicas, squaredCv)
      : atOnce(replica, source.requests / replicas);
  const requestsPerSecond = rate * replicas;
  const reasons = burstReasons(squaredCv);
  const { idleShare, metSeconds, aloneSeconds, togetherSeconds, deviationSeconds } = passes;
  const { gate, queue, own, request } = meansOf(replica, passes, wait);
  /** Of those that find a pass under way, any moment of it is as likely. */
  const met = (idleSeconds: number, busySeconds: number, mean: number): Distribution =>
    distributionOf(mean, (share) =>
      share <= idleShare ? idleSeconds : busySeconds + (metSeconds * (share - idleShare)) / (1 - idleShare),
    );
  const ownPrompt = distributionOf(nodeMean(replica.promptSeconds), (share) =>
    nodeQuantile(replica.promptSeconds, share),
  );
  // A long pass collects many for the next: times fall off as those of an exponential law.
  const others = distributionOf(0, (share) => -deviationSeconds * (1 + Math.log1p(-share)));
  const ofRequest = (): Distribution =>
    sumOf(request, met(aloneSeconds, togetherSeconds, gate + own), waitDistribution(wait), ownPrompt, others);
  return withTimes(
    {
      utilisation: requestsPerSecond / capacityPerSecond,
      capacityPerSecond,
      requestsPerSecond,
      running: requestsPerSecond * own,
      waiting: requestsPerSecond * (gate + queue),
      inFlight: requestsPerSecond * request,
      needsReplay: reasons.length > 0,
      reasons,
    },
    {
      wait: () => sumOf(gate + queue, met(0, 0, gate), waitDistribution(wait)),
      ttft: ofRequest,
      tpot: () => distributionOf(0, () => 0),
      residence: () => sumOf(own, ownPrompt, others),
      request: ofRequest,
    },
  );
}

function ofRate(replica: PassReplica, rate: number, squaredCv: number): PassLoad {
  const passes = passesAt(replica, rate, squaredCv);
  return [rate, passes, passes.wait];
}

function ofClients(
  replica: PassReplica,
  { users, thinkSeconds }: FiniteSource,
  replicas: number,
  squaredCv: number,
): PassLoad {
  const own = users / replicas;
  const met = (rate: number): Passes => passesAt(replica, rate * Math.max(0, 1 - 1 / users), squaredCv);
  const cycle = (passes: Passes, wait = passes.wait): number => thinkSeconds + meansOf(replica, passes, wait).request;
  const capacity = passCapacity(replica);
  const rate = rootBetween((x) => x * cycle(met(x)) - own, 0, capacity);
  const passes = met(rate);
  if (rate < capacity) return [rate, passes, passes.wait];
  // Where passes are always full, everybody waits for the work of all others.
  const meanSeconds = Math.max(0, own / rate - cycle(passes, NO_WAIT));
  return [rate, passes, { probability: 1, meanSeconds, squaredCv: 1 / (1 + rate * meanSeconds) }];
}

/** All at one moment: full passes one after the other, the last with the rest. */
function atOnce({ roomRequests, passSeconds }: PassReplica, requests: number): PassLoad {
  const together = Math.min(Math.max(1, requests), roomRequests);
  const seconds = passSeconds(together);
  const waves = Math.max(1, requests) / together;
  const passes = {
    requests: together,
    idleShare: 1,
    metSeconds: 0,
    wait: NO_WAIT,
    aloneSeconds: seconds,
    togetherSeconds: seconds,
    deviationSeconds: 0,
  };
  const wait = {
    probability: 1 - 1 / waves,
    meanSeconds: (seconds * waves) / 2,
    squaredCv: 1,
    ...(waves > 1 && { evenly: [seconds / 2, seconds * (waves - 1 / 2)] as const }),
  };
  return [(waves * together) / (Math.ceil(waves) * seconds), passes, wait];
}

/** Means: the rest of the pass under way, the wait for one with room, the pass that reads a request, and all until its answer. */
function meansOf(
  { deliverySeconds }: PassReplica,
  { idleShare, metSeconds, aloneSeconds, togetherSeconds }: Passes,
  { probability, meanSeconds }: WaitLaw,
): Readonly<Record<"gate" | "queue" | "own" | "request", number>> {
  const gate = ((1 - idleShare) * metSeconds) / 2;
  const queue = probability * meanSeconds;
  const own = idleShare * aloneSeconds + (1 - idleShare) * togetherSeconds;
  return { gate, queue, own, request: gate + queue + own + deliverySeconds(own) };
}
