import { secondsFromMilliseconds } from "../../units.js";
import { closedLoopArrivals, type Draft, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { mapNumber, numberAt, ratio, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { engineOfBackend } from "./names.js";
import { isUnlimited } from "./vllm-bench.js";

/**
 * `sglang.bench_serving`, one run a line.
 *
 * Files of 2024 and 2025 have few means: then all times are medians, and only the mean time of a request serves Little's
 * law. Where there is no `tpot`, `itl` stands in for it: SGLang streams a token a chunk unless told otherwise.
 * `random_input_len` is a maximum, so lengths come from the totals. `concurrency` is the measured mean in flight.
 *
 * Source: sgl-project/sglang `python/sglang/bench_serving.py`.
 */
export const sglangBench: JsonFormat = {
  tool: "sglang-bench",
  recognises: (run) =>
    ["duration", "completed", "total_output_tokens"].every((key) => key in run) && ["total_output_tokens_retokenized", "mean_e2e_latency_ms", "median_e2e_latency_ms"].some((key) => key in run),
  read: (run) => [draftOf(run)],
};

function draftOf(run: JsonRecord): Draft {
  const completed = numberAt(run, "completed");
  const limit = numberAt(run, "max_concurrency");
  const unlimitedRate = isUnlimited(valueAt(run, "request_rate"));
  return {
    tool: "sglang-bench",
    model: textAt(run, "model_id") ?? textAt(run, "model"),
    engine: engineOfBackend(textAt(run, "backend")),
    concurrency: unlimitedRate ? (limit ?? completed) : numberAt(run, "concurrency"),
    arrivals: unlimitedRate ? closedLoopArrivals(limit ?? completed, completed) : "open",
    inputTokens: ratio(numberAt(run, "total_input_tokens"), completed),
    outputTokens: ratio(numberAt(run, "total_output_tokens"), completed),
    means: timesOf(run, "mean"),
    medians: timesOf(run, "median"),
    ttftP95Seconds: milliseconds(run, "p95_ttft_ms"),
    ttftP99Seconds: milliseconds(run, "p99_ttft_ms"),
    outputTokensPerSecond: numberAt(run, "output_throughput"),
    requestsPerSecond: numberAt(run, "request_throughput"),
    completed,
    durationSeconds: numberAt(run, "duration"),
  };
}

const timesOf = (run: JsonRecord, statistic: string): Times => ({
  ttftSeconds: milliseconds(run, `${statistic}_ttft_ms`),
  tpotSeconds: milliseconds(run, `${statistic}_tpot_ms`) ?? milliseconds(run, `${statistic}_itl_ms`),
  requestSeconds: milliseconds(run, `${statistic}_e2e_latency_ms`),
});

const milliseconds = (run: JsonRecord, key: string): number | undefined => mapNumber(numberAt(run, key), secondsFromMilliseconds);
