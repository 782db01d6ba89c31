import { perSecondFromPerMinute } from "../../units.js";
import { closedLoopArrivals, type Draft, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { mapNumber, numberAt, textAt, type JsonRecord } from "./json-record.js";

/**
 * llmperf's `_summary.json`, all in seconds.
 *
 * `inter_token_latency_s` is the whole time over the tokens, first token included, so the time per token is computed from
 * the two others. Tokens are counted with Llama's tokenizer, whatever the model.
 *
 * Source: ray-project/llmperf `token_benchmark_ray.py`, `src/llmperf/common_metrics.py`.
 */
export const llmperf: JsonFormat = {
  tool: "llmperf",
  recognises: (summary) =>
    "num_concurrent_requests" in summary &&
    Object.keys(summary).some(
      (key) => key.startsWith("results_end_to_end_latency_s") || key.startsWith("results_ttft_s"),
    ),
  version: (summary) => textAt(summary, "version"),
  read: (summary) => [draftOf(summary)],
};

function draftOf(summary: JsonRecord): Draft {
  const result = (name: string): number | undefined => numberAt(summary, `results_${name}`);
  const timesOf = (statistic: string): Times => ({
    ttftSeconds: result(`ttft_s_${statistic}`),
    requestSeconds: result(`end_to_end_latency_s_${statistic}`),
  });
  const concurrency = numberAt(summary, "num_concurrent_requests");
  return {
    tool: "llmperf",
    model: textAt(summary, "model"),
    concurrency,
    arrivals: closedLoopArrivals(concurrency, result("num_requests_started")),
    inputTokens: result("number_input_tokens_mean") ?? numberAt(summary, "mean_input_tokens"),
    outputTokens: result("number_output_tokens_mean"),
    means: timesOf("mean"),
    medians: timesOf("quantiles_p50"),
    ttftP95Seconds: result("ttft_s_quantiles_p95"),
    ttftP99Seconds: result("ttft_s_quantiles_p99"),
    outputTokensPerSecond: result("mean_output_throughput_token_per_s"),
    requestsPerSecond: mapNumber(result("num_completed_requests_per_min"), perSecondFromPerMinute),
    completed: result("num_completed_requests"),
    failedFraction: result("error_rate"),
  };
}
