import { secondsFromMilliseconds } from "../../units.js";
import { failedShare, type Draft, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { guidellmLoad, type GuidellmStrategy } from "./guidellm-load.js";
import { arrayAt, isRecord, mapNumber, numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";

/**
 * GuideLLM's `benchmarks.json`, versions 1 and 2: one benchmark for each load of a sweep.
 *
 * The time per token is `inter_token_latency_ms`; `time_per_output_token_ms` includes the first token. Requests cut off when the
 * run ended are neither completed nor failed.
 *
 * Source: vllm-project/guidellm `src/guidellm/benchmark/schemas/`, `src/guidellm/schemas/request_stats.py`.
 */
export const guidellm: JsonFormat = {
  tool: "guidellm",
  recognises: (report) =>
    arrayAt(report, "benchmarks").some(
      (benchmark) =>
        isRecord(valueAt(benchmark, "metrics")) && valueAt(benchmark, "metrics", "output_token_count") !== undefined,
    ),
  version: (report) => textAt(report, "metadata", "guidellm_version"),
  read: (report) => arrayAt(report, "benchmarks").map((benchmark) => draftOf(benchmark, modelOf(report, benchmark))),
};

function draftOf(benchmark: unknown, model: string | undefined): Draft {
  const metric = (name: string, ...path: readonly string[]): Reading =>
    numberAt(benchmark, "metrics", name, "successful", ...path);
  const made = (kind: string): Reading =>
    numberAt(benchmark, "scheduler_metrics", "requests_made", kind) ??
    numberAt(benchmark, "metrics", "request_totals", kind);
  const strategy =
    [
      ["config", "strategy"],
      ["args", "strategy"],
      ["scheduler", "strategy"],
    ]
      .map((path) => valueAt(benchmark, ...path))
      .find(isRecord) ?? {};
  const completed = made("successful");
  const timesOf = (statistic: "mean" | "median"): Times => ({
    ttftSeconds: mapNumber(metric("time_to_first_token_ms", statistic), secondsFromMilliseconds),
    tpotSeconds: mapNumber(metric("inter_token_latency_ms", statistic), secondsFromMilliseconds),
    requestSeconds: metric("request_latency", statistic),
  });
  const means = timesOf("mean");
  const run = {
    completed,
    durationSeconds: numberAt(benchmark, "duration"),
    requestsPerSecond: metric("requests_per_second", "mean"),
    outputTokens: metric("output_token_count", "mean"),
  };
  const told: GuidellmStrategy = {
    kind: textAt(strategy, "type_") ?? "",
    streams: numberAt(strategy, "streams"),
    rate: numberAt(strategy, "rate"),
    limit: numberAt(strategy, "max_concurrency"),
  };
  return {
    tool: "guidellm",
    model,
    ...guidellmLoad(told, made("total"), { ...run, times: means, inFlight: metric("request_concurrency", "mean") }),
    inputTokens: metric("prompt_token_count", "mean"),
    ...run,
    means,
    medians: timesOf("median"),
    ttftP95Seconds: mapNumber(metric("time_to_first_token_ms", "percentiles", "p95"), secondsFromMilliseconds),
    ttftP99Seconds: mapNumber(metric("time_to_first_token_ms", "percentiles", "p99"), secondsFromMilliseconds),
    outputTokensPerSecond:
      numberAt(benchmark, "metrics", "output_tokens_per_second", "total", "mean") ??
      metric("output_tokens_per_second", "mean"),
    failedFraction: failedShare(made("errored"), completed),
  };
}

const modelOf = (report: JsonRecord, benchmark: unknown): string | undefined =>
  textAt(report, "config", "spec", "backend", "model") ??
  textAt(benchmark, "config", "backend", "model") ??
  textAt(report, "args", "model");
