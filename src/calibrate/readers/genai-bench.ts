import { perSecondFromPerMinute } from "../../units.js";
import { closedLoopArrivals, failedShare, type Draft, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { mapNumber, numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";

/**
 * genai-bench's file of one scenario at one concurrency, in seconds. Throughputs within `stats` are of single requests; the
 * deployment's are `mean_output_throughput_tokens_per_s` and `requests_per_minute`. A scenario may draw its lengths: their means
 * stand in `stats`.
 *
 * Source: sgl-project/genai-bench `genai_bench/metrics`.
 */
export const genaiBench: JsonFormat = {
  tool: "genai-bench",
  recognises: (run) => valueAt(run, "aggregated_metrics", "num_concurrency") !== undefined,
  version: (run) => textAt(run, "version"),
  read: (run) => [draftOf(run)],
};

function draftOf(run: JsonRecord): Draft {
  const total = (name: string): Reading => numberAt(run, "aggregated_metrics", name);
  const metric = (name: string, statistic: string): Reading =>
    numberAt(run, "aggregated_metrics", "stats", name, statistic);
  const timesOf = (statistic: string): Times => ({
    ttftSeconds: metric("ttft", statistic),
    tpotSeconds: metric("tpot", statistic),
    requestSeconds: metric("e2e_latency", statistic),
  });
  const concurrency = total("num_concurrency");
  const completed = total("num_completed_requests");
  return {
    tool: "genai-bench",
    concurrency,
    arrivals: closedLoopArrivals(concurrency, total("num_requests")),
    inputTokens: metric("num_input_tokens", "mean"),
    outputTokens: metric("num_output_tokens", "mean"),
    means: timesOf("mean"),
    medians: timesOf("p50"),
    ttftP95Seconds: metric("ttft", "p95"),
    ttftP99Seconds: metric("ttft", "p99"),
    outputTokensPerSecond: total("mean_output_throughput_tokens_per_s"),
    requestsPerSecond: mapNumber(total("requests_per_minute"), perSecondFromPerMinute),
    completed,
    failedFraction: failedShare(total("num_error_requests"), completed),
  };
}
