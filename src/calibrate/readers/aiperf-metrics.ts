import type { LoadTestTool } from "../../measurements/observation.js";
import { failedShare, percentileTimes, type Draft, type Note, type Reading, type Times } from "./draft.js";
import { numberAt, textAt, type JsonRecord } from "./json-record.js";
import { ratedLoad } from "./rated-load.js";
import { secondsOfUnit } from "./time-units.js";

/** What a run of aiperf or genai-perf says beside its metrics. */
export interface AiperfRun {
  readonly tool: LoadTestTool;
  readonly line?: number;
  readonly model?: string | undefined;
  readonly concurrency?: Reading;
  /** Arrivals, requests/s, where the load was a rate. */
  readonly requestRate?: Reading;
}

/**
 * The draft of metrics as aiperf and genai-perf name them: by tag, each with its `unit`, `avg` and percentiles `p50` ...
 *
 * `inter_token_latency` is per request without the first token. The unit that a metric states is honoured. Input lengths
 * are absent where the prompts came from a file of payloads.
 *
 * Source: ai-dynamo/aiperf `aiperf/common/models/export_models.py`; triton-inference-server/perf_analyzer.
 */
export function draftOfMetrics(metrics: JsonRecord, { tool, line, model, concurrency, requestRate }: AiperfRun): Draft {
  const average = (tag: string): Reading => numberAt(metrics, tag, "avg");
  const timesOf = (statistic: string): Times => ({
    ttftSeconds: seconds(metrics, "time_to_first_token", statistic),
    tpotSeconds: seconds(metrics, "inter_token_latency", statistic),
    requestSeconds: seconds(metrics, "request_latency", statistic),
  });
  const completed = average("request_count");
  const isStated = concurrency !== undefined || requestRate !== undefined;
  const means = timesOf("avg");
  const run = {
    completed,
    durationSeconds: seconds(metrics, "benchmark_duration", "avg"),
    requestsPerSecond: average("request_throughput"),
    outputTokens: average("output_sequence_length"),
  };
  const { notes = [], ...load } = ratedLoad(
    { perSecond: requestRate, limit: concurrency, requests: isStated ? completed : undefined },
    { ...run, times: means },
  );
  return {
    tool,
    line,
    model,
    ...load,
    inputTokens: average("input_sequence_length"),
    ...run,
    means,
    medians: timesOf("p50"),
    percentiles: percentileTimes(timesOf),
    ttftP90Seconds: seconds(metrics, "time_to_first_token", "p90"),
    ttftP95Seconds: seconds(metrics, "time_to_first_token", "p95"),
    ttftP99Seconds: seconds(metrics, "time_to_first_token", "p99"),
    outputTokensPerSecond: average("output_token_throughput"),
    failedFraction: failedShare(average("error_request_count"), completed),
    notes: isStated ? notes : [...notes, CLOSED_LOOP_ASSUMED],
  };
}

/** The tools' own default is a closed loop. */
const CLOSED_LOOP_ASSUMED: Note = {
  code: "assumed-arrivals",
  message:
    "the file does not say how requests came: a closed loop was assumed, with as many in flight as Little's law says, which are too few where the last requests ran alone",
};

/** A time in seconds; NaN in a unit that is not known, which is never guessed. */
function seconds(metrics: JsonRecord, tag: string, statistic: string): Reading {
  const value = numberAt(metrics, tag, statistic);
  return value === undefined ? undefined : (secondsOfUnit(textAt(metrics, tag, "unit") ?? "")?.(value) ?? Number.NaN);
}
