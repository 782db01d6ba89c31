import { shown } from "../checks/quantities.js";
import { closedLoopArrivals, type Draft, type Note, type Reading, type Times } from "./draft.js";
import { ratio } from "./json-record.js";

/** What a load generator was told to send. */
export interface AskedLoad {
  /** Requests/s; undefined where requests are sent as fast as the limit lets them. */
  readonly perSecond: Reading;
  /** Requests in flight at most. */
  readonly limit: Reading;
  /** Requests of the whole run. */
  readonly requests: Reading;
}

/** What became of it. */
export interface RunFigures {
  readonly completed: Reading;
  readonly durationSeconds: Reading;
  readonly requestsPerSecond?: Reading;
  readonly outputTokens: Reading;
  readonly times: Times;
  /** Requests in flight, mean, where the tool measured them. */
  readonly inFlight?: Reading;
}

/** Share of the limit that is in flight from which on it is the limit that decides when requests are sent. */
const BOUND = 0.85;
/** Standard deviations of a Poisson process that arrivals may be late. */
const DEVIATIONS = 3;
/** Share of the time by which a run is late that first tokens wait in overload: their mean wait is half of the longest. */
const LEAST_WAIT = 0.25;
/** Share of the rate below which a run that was late is named. */
const SERVED = 0.95;

/**
 * How requests came, by what was asked and what became of it. Requests without a rate are a closed loop of as many as the limit
 * lets through. A rate whose limit is reached is such a loop too, since the limit, not the rate, decides when a request is sent. A
 * rate without a limit is one that was served, or not: $N$ requests at the rate $\lambda$ take
 *
 * $$ D = N / \lambda \pm 3 \sqrt N / \lambda + S $$
 *
 * with the time $S$ that the last ones stream. What takes longer, and makes first tokens wait for a quarter of the delay or more, is a
 * queue that grows as long as requests come: `offeredPerSecond` then says that it had no end.
 */
export function ratedLoad(
  { perSecond, limit, requests }: AskedLoad,
  run: RunFigures,
): Pick<Draft, "arrivals" | "concurrency" | "offeredPerSecond" | "notes"> {
  if (perSecond === undefined) return unratedLoad(limit, requests, run);
  const open = { concurrency: run.inFlight, arrivals: "open", notes: [] } as const;
  const [asked, most, served] = [
    perSecond,
    limit,
    run.requestsPerSecond ?? ratio(run.completed, run.durationSeconds),
  ].map(sound);
  if (asked === undefined || served === undefined) return open;
  const late = latenessOf(asked, served, run);
  if (most !== undefined && (late !== null || (sound(run.inFlight ?? littles(served, run)) ?? 0) >= BOUND * most))
    return { concurrency: most, arrivals: closedLoopArrivals(most, requests), notes: [limitNote(asked, served, most)] };
  return late === null
    ? open
    : { ...open, ...(late.code === "overloaded" ? { offeredPerSecond: asked } : {}), notes: [late] };
}

/** Share of the requests that are in flight on the mean, below which they were not sent at once. */
const LEAST_AT_ONCE = 0.1;

function unratedLoad(
  limit: Reading,
  requests: Reading,
  run: RunFigures,
): Pick<Draft, "arrivals" | "concurrency" | "notes"> {
  const served = sound(run.requestsPerSecond ?? ratio(run.completed, run.durationSeconds));
  const inFlight = served === undefined ? undefined : sound(run.inFlight ?? littles(served, run));
  if (limit === undefined && requests !== undefined && inFlight !== undefined && inFlight < LEAST_AT_ONCE * requests)
    return { concurrency: run.inFlight, arrivals: "open", notes: [notAtOnce(requests, inFlight)] };
  return { concurrency: least(limit, requests), arrivals: closedLoopArrivals(limit ?? requests, requests), notes: [] };
}

const notAtOnce = (requests: number, inFlight: number): Note => ({
  code: "assumed-arrivals",
  message: `no rate and no limit are stated, but of ${shown(requests)} requests only ${shown(inFlight)} were in flight on the mean: arrivals at the rate that was served were assumed`,
  evidence: { requests, concurrency: inFlight },
});

/** What is to be said of a run that took longer than its rate; null when nothing is. */
function latenessOf(
  perSecond: number,
  served: number,
  { completed, durationSeconds, outputTokens, times }: RunFigures,
): Note | null {
  const duration = sound(durationSeconds) ?? ratio(completed, served);
  if (completed === undefined || duration === undefined || served >= SERVED * perSecond) return null;
  const streaming = streamingOf(times, outputTokens);
  const delay = duration - completed / perSecond - (DEVIATIONS * Math.sqrt(completed)) / perSecond;
  if (!(delay > 0)) return null;
  const asked = `${shown(served)} of the ${shown(perSecond)} requests/s that were asked were served`;
  const evidence = { requestedPerSecond: perSecond, servedPerSecond: served };
  const ttftSeconds = sound(times.ttftSeconds) ?? 0;
  return delay > streaming && ttftSeconds >= LEAST_WAIT * (delay - streaming)
    ? {
        code: "overloaded",
        message: `${asked}: requests queue as long as they come, and the time to the first token says how long that was`,
        evidence: { ...evidence, ttftSeconds },
      }
    : {
        code: "short-run",
        message: `${asked}: the run ended before as many were in flight as that rate means`,
        evidence,
      };
}

const limitNote = (perSecond: number, served: number, limit: number): Note => ({
  code: "concurrency-limit",
  message: `${shown(perSecond)} requests/s were asked, ${shown(served)} served: the limit of ${shown(limit)} requests in flight binds, which makes the run a closed loop of as many`,
  evidence: { requestedPerSecond: perSecond, servedPerSecond: served, concurrency: limit },
});

/** Time from the first token to the last, zero where it is not known. */
const streamingOf = ({ tpotSeconds, ttftSeconds, requestSeconds }: Times, outputTokens: Reading): number =>
  tpotSeconds !== undefined && outputTokens !== undefined
    ? tpotSeconds * Math.max(0, outputTokens - 1)
    : (requestSeconds ?? 0) - (ttftSeconds ?? 0);

/** Requests in flight by Little's law; zero where no time is known. */
const littles = (served: number, { times, outputTokens }: RunFigures): number =>
  served * (times.requestSeconds ?? (times.ttftSeconds ?? 0) + streamingOf(times, outputTokens));

const least = (a: Reading, b: Reading): Reading => (a === undefined ? b : b === undefined ? a : Math.min(a, b));

/** A figure that can be reckoned with. */
const sound = (value: Reading): Reading =>
  value !== undefined && Number.isFinite(value) && value > 0 ? value : undefined;
