import { secondsFromMilliseconds } from "../../units.js";
import { failedShare, type Draft, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { guidellmLoad } from "./guidellm-load.js";
import { arrayAt, mapNumber, numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";

/**
 * GuideLLM's report of 2024 (0.1): reports within a report, one benchmark for each rate. The time of a request is in seconds; those of
 * tokens are in milliseconds, and were in seconds before September 2024. The time of the request tells which: no first token comes
 * after the last.
 *
 * Source: vllm-project/guidellm `src/guidellm/core/result.py` of 2024.
 */
export const guidellm2024: JsonFormat = {
  tool: "guidellm",
  recognises: (report) =>
    benchmarksOf(report).some(
      (benchmark) =>
        valueAt(benchmark, "mode") !== undefined && valueAt(benchmark, "completed_request_rate") !== undefined,
    ),
  read: (report) =>
    benchmarksOf(report).map((benchmark) =>
      draftOf(benchmark, textAt(report, "args", "model") ?? textAt(arrayAt(report, "benchmarks")[0], "args", "model")),
    ),
};

/** The benchmarks of all reports, or of the one that stands alone. */
const benchmarksOf = (report: JsonRecord): readonly unknown[] =>
  arrayAt(report, "benchmarks").flatMap((inner) =>
    Array.isArray(valueAt(inner, "benchmarks")) ? arrayAt(inner, "benchmarks") : [inner],
  );

function draftOf(benchmark: unknown, model: string | undefined): Draft {
  const figure = (name: string): Reading => numberAt(benchmark, name);
  const completed = figure("request_count");
  const outputTokens = figure("output_token");
  const isSeconds =
    (figure("request_latency") ?? Infinity) >=
    (figure("time_to_first_token") ?? 0) +
      (figure("inter_token_latency") ?? 0) * Math.max(0, (outputTokens ?? 1) - 1) * HALF;
  const seconds = (value: Reading): Reading => (isSeconds ? value : mapNumber(value, secondsFromMilliseconds));
  const percentile = (name: string, p: string): Reading => numberAt(benchmark, `${name}_percentiles`, p);
  const means: Times = {
    ttftSeconds: seconds(figure("time_to_first_token")),
    tpotSeconds: seconds(figure("inter_token_latency")),
    requestSeconds: figure("request_latency"),
  };
  const run = {
    completed,
    durationSeconds: figure("duration"),
    requestsPerSecond: figure("completed_request_rate"),
    outputTokens,
  };
  return {
    tool: "guidellm",
    model,
    ...guidellmLoad(
      { kind: KINDS[textAt(benchmark, "mode") ?? ""] ?? "", rate: figure("rate") },
      figure("total_count"),
      { ...run, times: means },
    ),
    inputTokens: figure("prompt_token"),
    ...run,
    means,
    medians: {
      ttftSeconds: seconds(percentile("time_to_first_token", "50")),
      tpotSeconds: seconds(percentile("inter_token_latency", "50")),
      requestSeconds: percentile("request_latency", "50"),
    },
    ttftP95Seconds: seconds(percentile("time_to_first_token", "95")),
    ttftP99Seconds: seconds(percentile("time_to_first_token", "99")),
    outputTokensPerSecond: figure("output_token_throughput"),
    failedFraction: failedShare(figure("error_count"), completed),
  };
}

/** Tokens are told from milliseconds by a factor of a thousand: half a request does not matter. */
const HALF = 0.5;

/** Modes that are no rate; `asynchronous` is one. */
const KINDS: Readonly<Record<string, string>> = { synchronous: "synchronous", throughput: "throughput" };
