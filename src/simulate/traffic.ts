import type { Arrivals, TraceArrivals } from "../workload/arrivals.js";
import type { LengthDistribution } from "../workload/length-distribution.js";

/** Lengths of requests that are drawn. */
export interface DrawnRequests {
  /** Requests that come in all, integer >= 1. */
  readonly requests: number;
  /** Prompts, tokens. */
  readonly input: LengthDistribution;
  /** Outputs, tokens; a mean of 0 for requests that end when their prompt is read. */
  readonly output: LengthDistribution;
  /** Tokens at the start of every prompt that are the same for all: stored once. @defaultValue 0 */
  readonly sharedTokens?: number;
  /** Share of the rest of each prompt that the prefix cache holds, in [0, 1). @defaultValue 0 */
  readonly cachedShare?: number;
  /** Longest output that a request may have, tokens: what it is sent with. @defaultValue the length that it turns out to have */
  readonly maxOutputTokens?: number;
}

/** How requests come to a fleet, and how long they are. */
export type Traffic = TraceArrivals | (Exclude<Arrivals, TraceArrivals> & DrawnRequests);
