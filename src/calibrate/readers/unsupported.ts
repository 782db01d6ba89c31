import { isInferencePerfSummary } from "./inference-perf.js";
import { isRecord, valueAt, type JsonRecord } from "./json-record.js";
import { loadTestRule } from "../../rules/load-test.js";
import type { Rule } from "../../rules/rule-code.js";

/** A file that load-test tools write beside the one that is wanted, and what to give instead. */
interface Unsupported<Content> {
  readonly matches: (content: Content) => boolean;
  readonly advice: Rule;
}

const LLAMA_BENCH = loadTestRule("llama-bench");

const DOCUMENTS: readonly Unsupported<JsonRecord>[] = [
  {
    matches: isInferencePerfSummary,
    advice: loadTestRule("inference-perf-summary"),
  },
  {
    matches: (row) => "ttft_s" in row && "end_to_end_latency_s" in row,
    advice: loadTestRule("llmperf-requests"),
  },
  {
    matches: (row) => valueAt(row, "metadata", "request_start_ns") !== undefined,
    advice: loadTestRule("aiperf-requests"),
  },
  { matches: (row) => "n_gen" in row && "avg_ts" in row, advice: LLAMA_BENCH },
  {
    matches: (row) => "queued_ts" in row && "first_token_ts" in row,
    advice: loadTestRule("vllm-request-log"),
  },
];

const HEADERS: readonly Unsupported<readonly string[]>[] = [
  {
    matches: (header) => header.includes("Request Count") && header.includes("Failure Count"),
    advice: loadTestRule("locust"),
  },
  {
    matches: (header) => header.includes("metric_name") && header.includes("metric_value"),
    advice: loadTestRule("k6"),
  },
  {
    matches: (header) => header.includes("Inferences/Second"),
    advice: loadTestRule("perf-analyzer"),
  },
  {
    matches: (header) =>
      (header.includes("n_gen") && header.includes("avg_ts")) ||
      (header.includes("backend") && header.includes("test") && header.includes("t/s")),
    advice: LLAMA_BENCH,
  },
  {
    matches: (header) => header.includes("running") && header.includes("waiting"),
    advice: loadTestRule("engine-series"),
  },
];

/** What to give instead of a document that is known but unfit; undefined when it is not known. */
export const adviceOnDocument = (value: unknown): Rule | undefined =>
  isRecord(value) ? DOCUMENTS.find(({ matches }) => matches(value))?.advice : undefined;

/** What to give instead of a table that is known but unfit; undefined when it is not known. */
export const adviceOnHeader = (header: readonly string[]): Rule | undefined =>
  HEADERS.find(({ matches }) => matches(header))?.advice;
