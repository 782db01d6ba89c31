import { InfrascaleError } from "../errors.js";
import type { Fleet } from "./fleet.js";
import { lanesOf } from "./replica-settings.js";
import { between, fleetTotals, type Totals } from "./totals.js";
import { runRule } from "../rules/run.js";

/** A run by intervals of equal length; the last ends with the run. */
export interface TimeSeries {
  /** Start of each interval, seconds. */
  readonly seconds: readonly number[];
  /** Requests that came. */
  readonly arrivals: readonly number[];
  /** Requests that ended. */
  readonly finished: readonly number[];
  /** Requests in slots, mean. */
  readonly running: readonly number[];
  /** Requests in the queue, mean. */
  readonly waiting: readonly number[];
  /** Tokens written. */
  readonly outputTokens: readonly number[];
  /** Share of the cache's blocks in use, mean; 0 for a cache without limit. */
  readonly cacheShare: readonly number[];
}

const MOST_INTERVALS = 1e5;

/** Keeps a time series as a run goes on. */
export interface SeriesRecorder {
  /** To be called before anything happens at a moment. */
  readonly before: (fleet: Fleet, seconds: number) => void;
  /** The series, once the run has ended. */
  readonly end: (fleet: Fleet) => TimeSeries;
}

/** A recorder of intervals of a length. */
export function seriesRecorder(intervalSeconds: number): SeriesRecorder {
  const columns = {
    seconds: [] as number[],
    arrivals: [] as number[],
    finished: [] as number[],
    running: [] as number[],
    waiting: [] as number[],
    outputTokens: [] as number[],
    cacheShare: [] as number[],
  };
  let last: readonly Totals[] | undefined;
  let intervals = 0;
  const close = (fleet: Fleet, seconds: number): void => {
    const totals = fleetTotals(fleet, seconds);
    const from = last ?? totals.map(() => NOTHING);
    const start = intervals * intervalSeconds;
    const length = seconds - start;
    columns.seconds.push(start);
    columns.arrivals.push(between(from, totals, "arrivals"));
    columns.finished.push(between(from, totals, "finished"));
    columns.running.push(between(from, totals, "runningSeconds") / length);
    columns.waiting.push(between(from, totals, "waitingSeconds") / length);
    columns.outputTokens.push(between(from, totals, "outputTokens"));
    columns.cacheShare.push(Math.min(1, between(from, totals, "blockSeconds") / length / cacheBlocks(fleet)));
    last = totals;
    intervals += 1;
    if (intervals > MOST_INTERVALS)
      throw new InfrascaleError({
        code: "out-of-range",
        field: "timeSeriesSeconds",
        ...runRule("intervals-at-most", { most: MOST_INTERVALS }),
        value: intervalSeconds,
      });
  };
  return {
    before: (fleet, seconds) => {
      while ((intervals + 1) * intervalSeconds <= seconds) close(fleet, (intervals + 1) * intervalSeconds);
    },
    end: (fleet) => {
      // What happened at its very end belongs to the run: an interval of no length joins the one before.
      if (fleet.seconds > intervals * intervalSeconds) close(fleet, fleet.seconds);
      else addEnd(columns, last, fleet);
      return columns;
    },
  };
}

const cacheBlocks = ({ settings, replicas }: Fleet): number =>
  settings.cache.blocks * lanesOf(settings) * replicas.length;

const NOTHING: Totals = {
  seconds: 0,
  arrivals: 0,
  finished: 0,
  outputTokens: 0,
  busySeconds: 0,
  runningSeconds: 0,
  waitingSeconds: 0,
  blockSeconds: 0,
};

function addEnd(
  columns: { arrivals: number[]; finished: number[]; outputTokens: number[] },
  last: readonly Totals[] | undefined,
  fleet: Fleet,
): void {
  const index = columns.arrivals.length - 1;
  if (last === undefined || index < 0) return;
  const totals = fleetTotals(fleet, fleet.seconds);
  for (const quantity of ["arrivals", "finished", "outputTokens"] as const)
    columns[quantity][index] = (columns[quantity][index] as number) + between(last, totals, quantity);
}
