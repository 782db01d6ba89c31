import type { Draft, Reading } from "./draft.js";
import { closedLoopArrivals } from "./draft.js";
import { ratedLoad, type RunFigures } from "./rated-load.js";

/** What a benchmark of GuideLLM was told. */
export interface GuidellmStrategy {
  readonly kind: string;
  /** Requests in flight of `concurrent`. */
  readonly streams?: Reading;
  /** Requests/s of `constant`, `poisson` and `async`. */
  readonly rate?: Reading;
  /** Requests in flight at most. */
  readonly limit?: Reading;
}

/** The default limit on requests in flight, which binds nothing. */
const DEFAULT_LIMIT = 10_240;

/**
 * `synchronous` and `concurrent` are closed loops, `throughput` sends as much as its limit lets through, the rest are rates. What the
 * file does not say of a closed loop, the mean number in flight does.
 *
 * @param strategy - what was told.
 * @param requests - all that were sent.
 * @param run - what became of it.
 */
export function guidellmLoad(
  { kind, streams, rate, limit }: GuidellmStrategy,
  requests: Reading,
  run: RunFigures,
): Pick<Draft, "arrivals" | "concurrency" | "offeredPerSecond" | "notes"> {
  if (kind === "synchronous") return { arrivals: "sustained", concurrency: 1 };
  if (kind === "concurrent") return { arrivals: "sustained", concurrency: streams ?? run.inFlight ?? limit };
  if (kind === "throughput") {
    const isAtOnce = closedLoopArrivals(limit, requests) === "burst" || limit === undefined;
    return isAtOnce
      ? { arrivals: "burst", concurrency: requests }
      : { arrivals: "sustained", concurrency: run.inFlight ?? limit };
  }
  return ratedLoad(
    { perSecond: rate ?? Number.NaN, limit: limit === DEFAULT_LIMIT ? undefined : limit, requests },
    run,
  );
}
