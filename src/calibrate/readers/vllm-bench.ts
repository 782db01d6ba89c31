import { secondsFromMilliseconds } from "../../units.js";
import { closedLoopArrivals, failedShare, type Draft, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { mapNumber, numberAt, ratio, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { engineOfBackend, gpuOfLabel } from "./names.js";

/**
 * `vllm bench serve --save-result`, one object for each run, of 2024 to 2026; and InferenceX's variant of it, in seconds
 * without the suffix `_ms`.
 *
 * `request_rate` "inf" without `max_concurrency` sends all prompts at once. `mean_tpot_ms` is per request without its
 * first token; `itl` averages over chunks and is not used. Time of a request (`e2el`) is there only when asked for. `gpu`
 * and `tensor_parallel_size` are read where the user gave them as metadata.
 *
 * Source: vllm-project/vllm `vllm/benchmarks/serve.py`; SemiAnalysisAI/InferenceX.
 */
export const vllmBench: JsonFormat = {
  tool: "vllm-bench",
  recognises: (run) => ["num_prompts", "duration", "completed", "total_output_tokens"].every((key) => key in run) && ("model_id" in run || "tokenizer_id" in run),
  read: (run) => [draftOf(run)],
};

function draftOf(run: JsonRecord): Draft {
  const completed = numberAt(run, "completed");
  const prompts = numberAt(run, "num_prompts");
  const limit = numberAt(run, "max_concurrency");
  const unlimitedRate = isUnlimited(valueAt(run, "request_rate"));
  return {
    tool: "vllm-bench",
    model: textAt(run, "model_id"),
    engine: engineOfBackend(textAt(run, "backend") ?? textAt(run, "endpoint_type")),
    ...gpuOfLabel(textAt(run, "gpu")),
    tensor: numberAt(run, "tensor_parallel_size"),
    concurrency: unlimitedRate ? least(limit, prompts) : undefined,
    arrivals: unlimitedRate ? closedLoopArrivals(limit ?? prompts, prompts) : "open",
    inputTokens: ratio(numberAt(run, "total_input_tokens"), completed),
    outputTokens: ratio(numberAt(run, "total_output_tokens"), completed),
    means: timesOf(run, "mean"),
    medians: timesOf(run, "median"),
    ttftP95Seconds: time(run, "p95", "ttft"),
    ttftP99Seconds: time(run, "p99", "ttft"),
    outputTokensPerSecond: numberAt(run, "output_throughput"),
    requestsPerSecond: numberAt(run, "request_throughput"),
    completed,
    failedFraction: failedShare(numberAt(run, "failed") ?? (prompts === undefined || completed === undefined ? undefined : prompts - completed), completed),
    durationSeconds: numberAt(run, "duration"),
  };
}

const timesOf = (run: JsonRecord, statistic: string): Times => ({
  ttftSeconds: time(run, statistic, "ttft"),
  tpotSeconds: time(run, statistic, "tpot"),
  requestSeconds: time(run, statistic, "e2el") ?? time(run, statistic, "latency"),
});

/** Milliseconds under the name with a unit, seconds under the bare one. */
const time = (run: JsonRecord, statistic: string, name: string): Reading =>
  mapNumber(numberAt(run, `${statistic}_${name}_ms`), secondsFromMilliseconds) ?? numberAt(run, `${statistic}_${name}`);

/** "inf", `Infinity`, or not stated: prompts are sent as fast as the limit on concurrency lets them. */
export const isUnlimited = (rate: unknown): boolean => rate === undefined || rate === null || rate === Number.POSITIVE_INFINITY || (typeof rate === "string" && /^inf/i.test(rate));

const least = (a: Reading, b: Reading): Reading => (a === undefined ? b : b === undefined ? a : Math.min(a, b));
