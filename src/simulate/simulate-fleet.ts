import { randomStream } from "../internal/random.js";
import { stopIfAsked, type Following } from "../internal/follow.js";
import { requestsIn, sourceOf } from "../workload/loads.js";
import { arrivalsOf } from "./arrivals.js";
import { checkOptions } from "./check-options.js";
import type { Fleet, Replica } from "./fleet.js";
import type { SimulationOptions } from "./options.js";
import { rates } from "./rates.js";
import { lanesOf } from "./replica-settings.js";
import { requestTimes } from "./request-times.js";
import { NOT_YET, type Requests } from "./requests.js";
import { cycleSeconds, residence } from "./residence.js";
import { router } from "./routing.js";
import { runFleet } from "./run-fleet.js";
import type { Simulation } from "./simulation.js";
import { seriesRecorder } from "./time-series.js";
import { STREAM } from "./streams.js";
import { durationOf, fleetTotals, type Totals } from "./totals.js";
import type { Traffic } from "./traffic.js";

const MOST_REPORTS = 100;

/**
 * Runs traffic through a fleet of replicas, request by request and step by step, as serving engines batch continuously:
 *
 * - a request waits in the queue of a lane, first come, first served, until there is a slot, room in the cache as the rules of the
 *   engine ask for, and room in a step to begin reading its prompt;
 * - a step gives every request that decodes its next token and prefills prompts with what is left of `maxBatchedTokens`, long ones
 *   in chunks; in engines that do not mix the two, decoding halts meanwhile;
 * - an answer takes blocks of the cache as it grows; when they run out, a request goes back to the queue and is read again, with
 *   what it had written and what of it the cache no longer holds;
 * - a token reaches its client later than it is written, by what the clock says of first tokens; slots do not wait for it, clients do;
 * - lanes that step together take as long as the slowest; groups of lanes follow one another through the stages of a pipeline, and
 *   have the caches of its ranks in common.
 *
 * Nothing is random but the traffic and random routing, by the seed. Steps in which nothing changes are taken together, so
 * that a run costs a few microseconds for each request, however long the answers.
 *
 * Times and rates are of a fleet that has filled, from three times as long after the start as a request takes, its think time
 * included, to the last arrival. Of a burst, of batches and of a closed loop that begins with the run all requests count, to the last answer.
 *
 * @param options - the fleet, its traffic, and what is to be recorded.
 * @returns what it did: times in seconds, rates per second.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `contradictory-options` or `missing-target`; `stopped` where
 * `options.signal` says so.
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
 * utilisation.running.toFixed(1); // => "59.3"
 * ```
 * @see Yu and others 2022, Orca (OSDI 22); Kwon and others 2023, doi:10.1145/3600006.3613165 (blocks, recomputation);
 * Agrawal and others 2024, Sarathi-Serve (OSDI 24; chunks).
 */
export function simulateFleet(options: SimulationOptions): Simulation {
  const { settings, replicas, routing, traffic, seed, warmUpShare, targets, timeSeriesSeconds, following } =
    checkOptions(options);
  const lanes = replicas * lanesOf(settings);
  const cycle = (requests: Requests): number =>
    cycleSeconds(traffic, requests, lanes, settings.slots, residence(settings, requests));
  const arrivals = arrivalsOf(traffic, { seed, slots: lanes * settings.slots, cycleSeconds: cycle });
  const { requests } = arrivals;
  const isCounted = countsFrom(traffic, requests, warmUpShare, cycle);
  const recorder = timeSeriesSeconds === undefined ? undefined : seriesRecorder(timeSeriesSeconds);
  const window: Window = { start: [], first: NOT_YET };
  const report = reporter(requests.count, following);
  const fleet = runFleet(settings, replicas, router(routing, randomStream(seed, STREAM.routing)), arrivals, {
    ...(recorder === undefined ? {} : { before: recorder.before }),
    arrival: (now, seconds) => {
      const { arrived } = now;
      if (arrived === 0) window.start = fleetTotals(now, seconds);
      if (window.first === NOT_YET && isCounted(arrived, seconds)) {
        window.first = arrived;
        window.from = fleetTotals(now, seconds);
      }
      if (arrived === requests.count - 1) window.last = fleetTotals(now, seconds);
    },
    ...(report === undefined ? {} : { after: report }),
  });
  // Where nobody came after the warm-up, all count.
  const first = Math.max(0, window.first);
  const from = window.from ?? window.start;
  const last = window.last as readonly Totals[];
  const times = requestTimes(fleet, first, targets);
  const isSteady = requestsIn(traffic) === Infinity;
  const source = sourceOf(traffic);
  const thinkSeconds = "users" in source ? source.thinkSeconds : 0;
  const isShort = durationOf(from, last) < LEAST_CYCLES * ((times.e2eSeconds?.mean ?? 0) + thinkSeconds);
  return {
    requests: requests.count,
    finished: sum(fleet, ({ finished }) => finished),
    rejected: sum(fleet, ({ rejected }) => rejected),
    preemptions: sum(fleet, ({ preemptions }) => preemptions),
    seconds: fleet.seconds,
    warmUpSeconds: (from[0] as Totals).seconds,
    tooShort: isSteady && (isShort || window.first === NOT_YET),
    // Of what begins with the run, or of little, the last answers are part.
    ...rates(fleet, from, isSteady && !isShort ? last : fleetTotals(fleet, fleet.seconds)),
    ...times,
    timeSeries: recorder === undefined ? null : recorder.end(fleet),
  };
}

/** A fleet fills within so many times as long as a request takes. */
const WARM_UP_CYCLES = 3;
/** Times of fewer requests in a row than these are of one and the same queue. */
const LEAST_CYCLES = 10;

/** What is counted of a run. */
interface Window {
  /** Totals at the first arrival. */
  start: readonly Totals[];
  /** The first request that counts, or {@link NOT_YET}. */
  first: number;
  /** Totals as it came. */
  from?: readonly Totals[];
  /** Totals at the last arrival. */
  last?: readonly Totals[];
}

/** Whether a request, and all after it, count. */
function countsFrom(
  traffic: Traffic,
  requests: Requests,
  warmUpShare: number | undefined,
  cycle: (requests: Requests) => number,
): (request: number, seconds: number) => boolean {
  if (warmUpShare !== undefined) return (request) => request >= Math.floor(warmUpShare * requests.count);
  if (requestsIn(traffic) !== Infinity) return () => true;
  const warmUpSeconds = WARM_UP_CYCLES * cycle(requests);
  let start: number | undefined;
  return (_, seconds) => seconds - (start ??= seconds) >= warmUpSeconds;
}

const sum = ({ replicas }: Fleet, of: (replica: Replica) => number): number =>
  replicas.reduce((total, replica) => total + of(replica), 0);

/** What is done when all that happens at a moment has happened; undefined where nobody follows. */
function reporter(requests: number, { onProgress, signal }: Following): ((fleet: Fleet) => void) | undefined {
  if (onProgress === undefined && signal === undefined) return undefined;
  const every = Math.ceil(requests / MOST_REPORTS);
  let next = every;
  return ({ answered }) => {
    if (answered < requests) stopIfAsked(signal);
    if (answered < next) return;
    next = Math.min(requests, (Math.floor(answered / every) + 1) * every);
    onProgress?.(answered, requests);
    if (answered === requests) next = Infinity;
  };
}
