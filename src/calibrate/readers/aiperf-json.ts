import { draftOfMetrics, type AiperfRun } from "./aiperf-metrics.js";
import type { JsonFormat } from "./format.js";
import { arrayAt, isRecord, numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";
import type { Reading } from "./draft.js";

/** aiperf's `profile_export_aiperf.json`: one run. */
export const aiperfJson: JsonFormat = {
  tool: "aiperf",
  recognises: (run) => "aiperf_version" in run && hasMetrics(run),
  version: (run) => textAt(run, "aiperf_version"),
  read: (run) => [draftOfMetrics(run, runOf(run, "aiperf"))],
};

/** genai-perf's `profile_export_genai_perf.json`: aiperf's predecessor, with the same metrics. */
export const genaiPerfJson: JsonFormat = {
  tool: "genai-perf",
  recognises: (run) => !("aiperf_version" in run) && hasMetrics(run),
  read: (run) => [draftOfMetrics(run, runOf(run, "genai-perf"))],
};

const hasMetrics = (run: JsonRecord): boolean =>
  ["request_latency", "time_to_first_token", "inter_token_latency", "request_throughput"].some(
    (tag) => isRecord(run[tag]) && valueAt(run, tag, "unit") !== undefined && valueAt(run, tag, "avg") !== undefined,
  );

const runOf = (run: JsonRecord, tool: AiperfRun["tool"]): AiperfRun => ({
  tool,
  model: modelOf(run),
  concurrency: loadOf(run, "concurrency"),
  requestRate: loadOf(run, "request_rate"),
});

/** Where versions keep the load: phases (aiperf 0.11), what a sweep varies, the load generator's options, genai-perf's stimulus. */
function loadOf(run: JsonRecord, name: "concurrency" | "request_rate"): Reading {
  const phases = arrayAt(run, "input_config", "phases").filter(
    (phase) => valueAt(phase, "exclude_from_results") !== true,
  );
  const phase = phases.at(-1);
  return (
    numberAt(phase, name) ??
    (name === "request_rate" ? numberAt(phase, "rate") : undefined) ??
    numberAt(run, "run_info", "variation_values", name) ??
    numberAt(run, "input_config", "loadgen", name) ??
    numberAt(run, "input_config", "perf_analyzer", "stimulus", name)
  );
}

function modelOf(run: JsonRecord): string | undefined {
  const config = run["input_config"];
  const [item] = arrayAt(config, "models", "items");
  const name = [...arrayAt(config, "endpoint", "model_names"), ...arrayAt(config, "model_names")].find(
    (found) => typeof found === "string",
  );
  return textAt(item, "name") ?? name;
}
