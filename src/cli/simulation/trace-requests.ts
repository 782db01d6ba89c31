import { randomStream } from "../../internal/random.js";
import { InfrascaleError } from "../../index.js";
import type { RequestColumns } from "../../simulate.js";
import { contextOfTurnBefore } from "../trace/cached-tokens.js";
import { jittered } from "../trace/jitter.js";
import type { TraceFacts } from "../trace/trace-notes.js";
import { hasClosedSessions, type Trace } from "../trace/trace.js";
import { commandRule } from "../../rules/command.js";
import { valueRule } from "../../rules/values.js";

/** How a trace is replayed. */
export interface TraceOptions {
  /** Most that an arrival is moved by. */
  readonly jitterSeconds?: number;
  /** Share of each prompt that the prefix cache holds. */
  readonly prefixCacheShare?: number;
  /** True when the prefix cache holds the context of the turn before. */
  readonly prefixCacheTurns?: boolean;
  /** Requests that are replayed, the first to come; all when absent. */
  readonly requests?: number;
  readonly seed: number;
}

/** A stream of random numbers that no simulation draws from. */
const JITTER_STREAM = 100;

/**
 * Reads a trace for a simulation.
 *
 * @param path - of the file.
 * @param options - how it is replayed.
 * @returns its requests by column, and what the whole of it says of itself.
 * @throws {@link InfrascaleError} see `readTrace`; `contradictory-options` or `out-of-range` for the options.
 */
export async function traceRequests(
  path: string,
  options: TraceOptions,
): Promise<{ readonly requests: RequestColumns; readonly facts: TraceFacts }> {
  const { jitterSeconds = 0, requests: most = Infinity, seed } = options;
  if (!(jitterSeconds >= 0 && jitterSeconds < Infinity))
    throw new InfrascaleError({
      code: "out-of-range",
      field: "jitter-seconds",
      ...valueRule("not-negative"),
      value: jitterSeconds,
    });
  if (most !== Infinity && !(Number.isInteger(most) && most >= 1))
    throw new InfrascaleError({
      code: "out-of-range",
      field: "requests",
      ...valueRule("integer-at-least", { least: 1 }),
      value: most,
    });
  // Loaded here, the parser costs those nothing who have no trace.
  const [{ readTrace }, { traceFacts }] = await Promise.all([
    import("../trace/read-trace.js"),
    import("../trace/trace-notes.js"),
  ]);
  const read = await readTrace(path);
  const trace = jitterSeconds === 0 ? read : jittered(read, jitterSeconds, randomStream(seed, JITTER_STREAM));
  const firstOf = (column: Float64Array): Float64Array => column.subarray(0, most);
  const cached = cachedTokens(trace, options);
  const requests: RequestColumns = {
    arrivalSeconds: firstOf(trace.arrivalSeconds),
    inputTokens: firstOf(trace.inputTokens),
    outputTokens: firstOf(trace.outputTokens),
    ...(cached === undefined ? {} : { cachedTokens: firstOf(cached) }),
    ...(hasClosedSessions(trace)
      ? { sessions: firstOf(trace.sessions), thinkSeconds: firstOf(trace.thinkSeconds) }
      : {}),
  };
  return { requests, facts: traceFacts(read) };
}

function cachedTokens(trace: Trace, { prefixCacheShare, prefixCacheTurns }: TraceOptions): Float64Array | undefined {
  if (prefixCacheTurns === true) {
    if (prefixCacheShare !== undefined)
      throw new InfrascaleError({
        code: "contradictory-options",
        field: "prefix-cache-share",
        ...commandRule("left-out-with", { option: "--prefix-cache-turns" }),
        value: prefixCacheShare,
      });
    if (trace.sessions === null && trace.parents === null)
      throw new InfrascaleError({
        code: "contradictory-options",
        field: "prefix-cache-turns",
        ...commandRule("comes-with-sessions"),
        value: true,
      });
    return contextOfTurnBefore(trace);
  }
  if (prefixCacheShare === undefined) return undefined;
  if (!(prefixCacheShare >= 0 && prefixCacheShare < 1))
    throw new InfrascaleError({
      code: "out-of-range",
      field: "prefix-cache-share",
      ...commandRule("share-below-one"),
      value: prefixCacheShare,
    });
  return trace.inputTokens.map((tokens) => Math.floor(prefixCacheShare * tokens));
}
