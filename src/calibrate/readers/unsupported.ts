import { isInferencePerfSummary } from "./inference-perf.js";
import { isRecord, valueAt, type JsonRecord } from "./json-record.js";

/** A file that load-test tools write beside the one that is wanted, and what to give instead. */
interface Unsupported<Content> {
  readonly matches: (content: Content) => boolean;
  readonly advice: string;
}

const LLAMA_BENCH =
  "is of llama-bench (llama.cpp), which measures prompts and generation apart and without a server; give results of llama-benchy or vllm bench serve against its server";

const DOCUMENTS: readonly Unsupported<JsonRecord>[] = [
  {
    matches: isInferencePerfSummary,
    advice: "is a summary of inference-perf, which mixes all rates; give its stage_N_lifecycle_metrics.json files",
  },
  {
    matches: (row) => "ttft_s" in row && "end_to_end_latency_s" in row,
    advice: "holds single requests of llmperf; give its _summary.json",
  },
  {
    matches: (row) => valueAt(row, "metadata", "request_start_ns") !== undefined,
    advice: "holds single requests of aiperf; give its profile_export_aiperf.json",
  },
  { matches: (row) => "n_gen" in row && "avg_ts" in row, advice: LLAMA_BENCH },
  {
    matches: (row) => "queued_ts" in row && "first_token_ts" in row,
    advice:
      "is a request log of vLLM, not a summary of a load test; its requests can be simulated as a trace (t_s, input_tokens, output_tokens)",
  },
];

const HEADERS: readonly Unsupported<readonly string[]>[] = [
  {
    matches: (header) => header.includes("Request Count") && header.includes("Failure Count"),
    advice:
      "is a table of Locust, which knows neither the first token nor lengths; give the results of a tool that reads tokens, or rows of your own",
  },
  {
    matches: (header) => header.includes("metric_name") && header.includes("metric_value"),
    advice:
      "is a table of k6, which knows neither the first token nor lengths; give the results of a tool that reads tokens, or rows of your own",
  },
  {
    matches: (header) => header.includes("Inferences/Second"),
    advice:
      "is a table of perf_analyzer (Triton), which knows neither tokens nor the first of them; give the results of genai-perf or aiperf",
  },
  {
    matches: (header) =>
      (header.includes("n_gen") && header.includes("avg_ts")) ||
      (header.includes("backend") && header.includes("test") && header.includes("t/s")),
    advice: LLAMA_BENCH,
  },
  {
    matches: (header) => header.includes("running") && header.includes("waiting"),
    advice: "is a time series of an engine, not a summary of a load test",
  },
];

/** What to give instead of a document that is known but unfit; undefined when it is not known. */
export const adviceOnDocument = (value: unknown): string | undefined =>
  isRecord(value) ? DOCUMENTS.find(({ matches }) => matches(value))?.advice : undefined;

/** What to give instead of a table that is known but unfit; undefined when it is not known. */
export const adviceOnHeader = (header: readonly string[]): string | undefined =>
  HEADERS.find(({ matches }) => matches(header))?.advice;
