import { draftingNotes } from "./drafting.js";
import type { Draft, Reading, Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { engineOfBackend } from "./names.js";

/**
 * InferenceX: `agg_*.json` of a run, and rows of its database, with the figures below `metrics`. Seconds; throughput is per GPU. Where
 * prefill and decode share their GPUs, both counts of GPUs name the same.
 *
 * Source: SemiAnalysisAI/InferenceX `utils/process_result.py`; the rows of its public API.
 */
export const inferencex: JsonFormat = {
  tool: "inferencex",
  recognises: (run) =>
    "conc" in run && (valueAt(run, "tput_per_gpu") ?? valueAt(run, "metrics", "tput_per_gpu")) !== undefined,
  read: (run) => [draftOf(run)],
};

function draftOf(run: JsonRecord): Draft {
  const metrics = run["metrics"] ?? run;
  const timesOf = (statistic: "mean" | "median"): Times => ({
    ttftSeconds: numberAt(metrics, `${statistic}_ttft`),
    tpotSeconds: numberAt(metrics, `${statistic}_tpot`),
    requestSeconds: numberAt(metrics, `${statistic}_e2el`),
  });
  const size = (name: string): Reading => numberAt(run, name) ?? numberAt(run, `decode_${name}`);
  const [tensor, pipeline = 1] = [size("tp"), size("pp")];
  const gpus =
    numberAt(run, "num_decode_gpu") ??
    numberAt(run, "num_gpus") ??
    (tensor === undefined ? undefined : tensor * pipeline);
  const perGpu = numberAt(metrics, "output_tput_per_gpu");
  const outputTokens = numberAt(run, "osl");
  const outputTokensPerSecond = perGpu === undefined || gpus === undefined ? undefined : perGpu * gpus;
  const isDisaggregated = isTrue(run["disagg"]);
  return {
    tool: "inferencex",
    model: textAt(run, "model"),
    gpu: textAt(run, "hw") ?? textAt(run, "hardware"),
    gpus,
    engine: engineOfBackend(textAt(run, "framework")),
    weights: textAt(run, "precision"),
    tensor,
    pipeline,
    expert: size("ep"),
    ...(isTrue(run["dp_attention"] ?? run["decode_dp_attention"]) ? { data: tensor } : {}),
    concurrency: numberAt(run, "conc"),
    arrivals: "sustained",
    inputTokens: numberAt(run, "isl"),
    outputTokens,
    means: timesOf("mean"),
    medians: timesOf("median"),
    ttftP99Seconds: numberAt(metrics, "p99_ttft"),
    outputTokensPerSecond,
    requestsPerSecond:
      outputTokensPerSecond === undefined || outputTokens === undefined
        ? undefined
        : outputTokensPerSecond / outputTokens,
    derived: ["requestsPerSecond"],
    notes: drafts(run) ? draftingNotes(undefined) : [],
    ...(isDisaggregated
      ? {
          defect: `prefill and decode ran on GPUs of their own (disagg), which no deployment here describes${drafts(run) ? "; the server drafted, too" : ""}`,
        }
      : {}),
  };
}

/** True, or its word. */
const isTrue = (value: unknown): boolean => value === true || (typeof value === "string" && /^true$/i.test(value));

/** Names of what drafts over the years; `none` and `off` draft nothing. */
const drafts = (run: JsonRecord): boolean =>
  ["spec_decoding", "spec_method", "mtp"].some((key) => !/^(?:none|off|false|0)?$/i.test(textAt(run, key) ?? ""));
