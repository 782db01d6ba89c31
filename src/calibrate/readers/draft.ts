import type { CalibrationWarningCode } from "../calibration-warning.js";
import {
  PERCENTILES,
  type LoadTestTool,
  type ObservedArrivals,
  type Percentile,
} from "../../measurements/observation.js";
import type { Reading, StatedReadings } from "../../measurements/stated.js";

export type { Reading };

/** Times of one statistic, seconds. */
export interface Times {
  readonly ttftSeconds?: Reading;
  /** Time per output token after the first; absent where the tool's own figure means something else. */
  readonly tpotSeconds?: Reading;
  readonly requestSeconds?: Reading;
}

/** Times after the first token by percentile, each time by itself. */
export type PercentileTimes = Readonly<Record<Percentile, Omit<Times, "ttftSeconds">>>;

/** The times of each percentile. */
export const percentileTimes = (timesOf: (percentile: Percentile) => PercentileTimes[Percentile]): PercentileTimes =>
  Object.fromEntries(PERCENTILES.map((percentile) => [percentile, timesOf(percentile)])) as PercentileTimes;

/** Something that a reader assumed or noticed about one row. */
export interface Note {
  readonly code: CalibrationWarningCode;
  readonly message: string;
  readonly evidence?: Readonly<Record<string, number>>;
}

/** What a reader finds in one row, before anything is checked: an {@link Observation} in the making. */
export interface Draft extends StatedReadings {
  readonly tool: LoadTestTool;
  readonly line?: number | undefined;
  /** Why the row cannot be used, whatever else was found in it. */
  readonly defect?: string;
  readonly arrivals: ObservedArrivals;
  readonly means: Times;
  readonly medians?: Times;
  /** Of tools that save those of the time per token over requests. */
  readonly percentiles?: PercentileTimes;
  readonly ttftP90Seconds?: Reading;
  readonly ttftP95Seconds?: Reading;
  readonly ttftP99Seconds?: Reading;
  readonly outputTokensPerSecond?: Reading;
  readonly failedFraction?: Reading;
  readonly durationSeconds?: Reading;
  readonly notes?: readonly Note[];
}

/**
 * How the requests of a closed loop come: where all of them fit into it, they are sent at once, and none follows.
 *
 * @param concurrency - requests in flight at most.
 * @param requests - requests of the whole run.
 */
export const closedLoopArrivals = (concurrency: Reading, requests: Reading): ObservedArrivals =>
  concurrency !== undefined && requests !== undefined && requests <= concurrency ? "burst" : "sustained";

/** Share of the requests that failed; undefined where one count is not stated or no request was made. */
export const failedShare = (failed: Reading, completed: Reading): Reading =>
  failed === undefined || completed === undefined || failed + completed === 0
    ? undefined
    : failed / (failed + completed);
