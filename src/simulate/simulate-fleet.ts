import { randomStream } from "../internal/random.js";
import { arrivalsOf, STREAM } from "./arrivals.js";
import { checkOptions } from "./check-options.js";
import type { SimulationOptions } from "./options.js";
import type { Fleet, Replica } from "./replica.js";
import { requestTimes } from "./request-times.js";
import { router } from "./routing.js";
import { runFleet } from "./run-fleet.js";
import type { ReplicaSummary, Simulation } from "./simulation.js";
import { seriesRecorder } from "./time-series.js";
import { between, fleetTotals, type Totals } from "./totals.js";

const MOST_REPORTS = 100;

/**
 * Runs traffic through a fleet of replicas, request by request and step by step, as serving engines batch continuously:
 *
 * - a request waits in the queue of its replica, first come, first served, until there is a slot, room in the cache for
 *   what it has to read, and room in a step to begin reading it;
 * - a step gives every request that decodes its next token and reads prompts with what is left of `maxBatchedTokens`, a
 *   long one in chunks; in engines that do not mix the two, decoding halts meanwhile;
 * - an answer takes blocks of the cache as it grows; when they run out, the request that was admitted last goes back to the
 *   head of the queue and is read again, with what it had written.
 *
 * Nothing is random but the traffic and random routing, by the seed. Steps in which nothing changes are taken together, so
 * that a run costs a few microseconds for each request, however long the answers.
 *
 * @param options - the fleet, its traffic, and what is to be recorded.
 * @returns what it did: times in seconds, rates per second.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `contradictory-options` or `missing-target`.
 * @example
 * ```ts
 * import { lengthDistribution, linearClock, simulateFleet } from "infrascale/simulate";
 *
 * const { ttftSeconds, withinTargets, utilisation } = simulateFleet({
 *   clock: linearClock({ stepSeconds: 0.0129, requestSeconds: 49e-6, promptTokenSeconds: 43e-6, cachedTokenSeconds: 61e-9 }),
 *   replicas: 2,
 *   slots: 128,
 *   maxBatchedTokens: 2048,
 *   traffic: {
 *     kind: "open",
 *     requestsPerSecond: 12,
 *     requests: 2000,
 *     input: lengthDistribution({ mean: 1155, cv: 0.96 }, "input"),
 *     output: lengthDistribution({ mean: 211, cv: 0.77 }, "output"),
 *   },
 *   targets: { ttftSeconds: 0.5 },
 * });
 * ttftSeconds?.p95.toFixed(2); // => "0.24"
 * withinTargets?.toFixed(3); // => "0.994"
 * utilisation.running.toFixed(1); // => "59.2"
 * ```
 * @see Yu and others 2022, Orca (OSDI 22); Kwon and others 2023, doi:10.1145/3600006.3613165 (blocks, recomputation);
 * Agrawal and others 2024, Sarathi-Serve (OSDI 24; chunks).
 */
export function simulateFleet(options: SimulationOptions): Simulation {
  const { settings, replicas, routing, traffic, seed, warmUpShare, targets, timeSeriesSeconds, onProgress } = checkOptions(options);
  const arrivals = arrivalsOf(traffic, seed);
  const { requests } = arrivals;
  const first = Math.floor(warmUpShare * requests.count);
  const recorder = timeSeriesSeconds === undefined ? undefined : seriesRecorder(timeSeriesSeconds);
  const window: { from?: readonly Totals[]; to?: readonly Totals[] } = {};
  const report = reporter(requests.count, onProgress);
  const fleet = runFleet(settings, replicas, router(routing, randomStream(seed, STREAM.routing)), arrivals, {
    ...(recorder === undefined ? {} : { before: recorder.before }),
    arrival: (now, seconds) => {
      if (now.arrived === first) window.from = fleetTotals(now, seconds);
      if (now.arrived === requests.count - 1) window.to = fleetTotals(now, seconds);
    },
    ...(report === undefined ? {} : { after: report }),
  });
  return {
    requests: requests.count,
    finished: sum(fleet, ({ finished }) => finished),
    rejected: sum(fleet, ({ rejected }) => rejected),
    preemptions: sum(fleet, ({ preemptions }) => preemptions),
    seconds: fleet.seconds,
    ...rates(fleet, window.from as readonly Totals[], window.to as readonly Totals[]),
    ...requestTimes(requests, first, targets),
    timeSeries: recorder === undefined ? null : recorder.end(fleet),
  };
}

const sum = ({ replicas }: Fleet, of: (replica: Replica) => number): number => replicas.reduce((total, replica) => total + of(replica), 0);

function reporter(requests: number, onProgress: SimulationOptions["onProgress"]): ((fleet: Fleet) => void) | undefined {
  if (onProgress === undefined) return undefined;
  const every = Math.ceil(requests / MOST_REPORTS);
  let next = every;
  return ({ answered }) => {
    if (answered < next) return;
    next = Math.min(requests, (Math.floor(answered / every) + 1) * every);
    onProgress(answered, requests);
    if (answered === requests) next = Infinity;
  };
}

/** Rates and means over the time from the first counted arrival to the last, or to the end where all come at once. */
function rates(fleet: Fleet, from: readonly Totals[], last: readonly Totals[]): Pick<Simulation, "requestsPerSecond" | "outputTokensPerSecond" | "utilisation" | "perReplica"> {
  const start = (from[0] as Totals).seconds;
  const to = (last[0] as Totals).seconds > start ? last : fleetTotals(fleet, fleet.seconds);
  const seconds = (to[0] as Totals).seconds - start;
  // Of a run without length, nothing has a rate.
  const perSecond = (quantity: keyof Totals): number => (seconds > 0 ? between(from, to, quantity) / seconds : 0);
  const { slots, cache } = fleet.settings;
  const running = perSecond("runningSeconds");
  return {
    requestsPerSecond: perSecond("finished"),
    outputTokensPerSecond: perSecond("outputTokens"),
    utilisation: {
      busyShare: share(perSecond("busySeconds") / to.length),
      slotShare: share(running / (slots * to.length)),
      running,
      waiting: perSecond("waitingSeconds"),
      cacheShare: share(perSecond("blockSeconds") / (cache.blocks * to.length)),
    },
    perReplica: fleet.replicas.map((replica, index) => replicaSummary(replica, from[index] as Totals, to[index] as Totals, seconds)),
  };
}

/** Sums of many short times over one long time are off by their rounding. */
const share = (ratio: number): number => Math.min(1, ratio);

function replicaSummary({ arrivals, rejected, preemptions }: Replica, from: Totals, to: Totals, seconds: number): ReplicaSummary {
  const perSecond = (quantity: keyof Totals): number => (seconds > 0 ? (to[quantity] - from[quantity]) / seconds : 0);
  return {
    requests: arrivals,
    rejected,
    preemptions,
    busyShare: share(perSecond("busySeconds")),
    running: perSecond("runningSeconds"),
    waiting: perSecond("waitingSeconds"),
    outputTokensPerSecond: perSecond("outputTokens"),
  };
}
