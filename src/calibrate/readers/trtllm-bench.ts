import { secondsFromMilliseconds } from "../../units.js";
import { draftingNotes } from "./drafting.js";
import type { Draft, Note, Reading, Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { isRecord, mapNumber, numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { ratedLoad } from "./rated-load.js";

/**
 * The `--report_json` of `trtllm-bench throughput`. Times of tokens are there only with `--streaming`. The limit on concurrency that was
 * asked is not in the file, only the mean in flight: as many as half of all requests or more were sent at once.
 *
 * Source: NVIDIA/TensorRT-LLM `tensorrt_llm/bench/dataclasses/reporting.py`.
 */
export const trtllmBench: JsonFormat = {
  tool: "trtllm-bench",
  recognises: (report) =>
    valueAt(report, "performance", "request_throughput_req_s") !== undefined &&
    valueAt(report, "request_info") !== undefined,
  version: (report) => textAt(report, "engine", "version"),
  read: (report) => [draftOf(report)],
};

function draftOf(report: JsonRecord): Draft {
  const performance = (name: string): Reading => numberAt(report, "performance", name);
  const streaming = (...path: readonly string[]): Reading =>
    mapNumber(numberAt(report, "streaming_metrics", ...path), secondsFromMilliseconds);
  const requests = numberAt(report, "request_info", "num_requests");
  const outputTokens = numberAt(report, "request_info", "avg_output_length");
  const means: Times = {
    ttftSeconds: streaming("avg_ttft_ms"),
    tpotSeconds: streaming("avg_tpot_ms"),
    requestSeconds: mapNumber(performance("avg_request_latency_ms"), secondsFromMilliseconds),
  };
  const figures = {
    completed: requests,
    durationSeconds: mapNumber(performance("total_latency_ms"), secondsFromMilliseconds),
    requestsPerSecond: performance("request_throughput_req_s"),
    outputTokens,
  };
  const rate = numberAt(report, "world_info", "issue_rate");
  const inFlight = numberAt(report, "request_info", "avg_num_concurrent_requests");
  const load =
    rate !== undefined && rate < AT_ONCE
      ? ratedLoad({ perSecond: rate, limit: undefined, requests }, { ...figures, times: means, inFlight })
      : unratedLoad(inFlight, requests);
  return {
    tool: "trtllm-bench",
    model: textAt(report, "engine", "model"),
    engine: "tensorrt-llm",
    engineVersion: textAt(report, "engine", "version"),
    gpu: textAt(report, "machine", "name"),
    gpus: numberAt(report, "world_info", "world_size"),
    tensor: numberAt(report, "world_info", "tp_size"),
    pipeline: numberAt(report, "world_info", "pp_size"),
    expert: numberAt(report, "world_info", "ep_size"),
    weights: textAt(report, "engine", "quantization") ?? textAt(report, "engine", "dtype"),
    kvCache: textAt(report, "engine", "kv_cache_dtype"),
    maxNumSeqs: numberAt(report, "world_info", "max_batch_size"),
    maxBatchedTokens: numberAt(report, "world_info", "max_num_tokens"),
    ...load,
    inputTokens: numberAt(report, "request_info", "avg_input_length"),
    ...figures,
    means,
    medians: { ttftSeconds: streaming("ttft_percentiles", "p50"), tpotSeconds: streaming("tpot_percentiles", "p50") },
    ttftP95Seconds: streaming("ttft_percentiles", "p95"),
    ttftP99Seconds: streaming("ttft_percentiles", "p99"),
    outputTokensPerSecond: performance("system_output_throughput_tok_s"),
    notes: [
      ...(load.notes ?? []),
      ...(isRecord(report["decoding_stats"])
        ? draftingNotes(numberAt(report, "decoding_stats", "acceptance_length_percentiles", "average"))
        : []),
    ],
  };
}

/** Requests/s beyond which they are sent at once; the tool's own word for it is 10^9. */
const AT_ONCE = 1e6;
/** Share of all requests that is in flight on the mean where all are sent at once: they end one after the other. */
const BURST = 0.45;

/** The limit that was asked is not in the file. */
const unratedLoad = (inFlight: Reading, requests: Reading): Pick<Draft, "arrivals" | "concurrency" | "notes"> =>
  inFlight !== undefined && requests !== undefined && inFlight >= BURST * requests
    ? {
        arrivals: "burst",
        concurrency: requests,
        notes: [assumed("that all requests were sent at once was taken from the mean in flight")],
      }
    : {
        arrivals: "sustained",
        concurrency: inFlight,
        notes: [assumed("a closed loop of the mean in flight was taken, which the end of the run lowers")],
      };

const assumed = (what: string): Note => ({
  code: "assumed-arrivals",
  message: `the report does not say what limit on concurrency was asked: ${what}`,
});
