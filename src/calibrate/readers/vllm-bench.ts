import { secondsFromMilliseconds } from "../../units.js";
import { draftingNotes } from "./drafting.js";
import { failedShare, percentileTimes, type Draft, type Note, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { arrayAt, mapNumber, numberAt, numberOf, ratio, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { engineOfBackend, gpuOfLabel } from "./names.js";
import { ratedLoad, type RunFigures } from "./rated-load.js";

/**
 * `vllm bench serve --save-result`, one object for each run, of 2024 to 2026; InferenceX's variant of it, in seconds
 * without the suffix `_ms`; and the conversations of vllm-bench.
 *
 * `request_rate` "inf" without `max_concurrency` sends all prompts at once. `mean_tpot_ms` is per request without its
 * first token; `itl` averages over chunks, which are steps where the server drafts, and is not used. Time of a request (`e2el`) is
 * there only when asked for. `gpu` and `tensor_parallel_size` are read where the user gave them as metadata.
 *
 * Source: vllm-project/vllm `vllm/benchmarks/serve.py`; SemiAnalysisAI/InferenceX.
 */
export const vllmBench: JsonFormat = {
  tool: "vllm-bench",
  recognises: (run) =>
    ["duration", "completed", "total_output_tokens"].every((key) => key in run) &&
    ("model_id" in run || "tokenizer_id" in run) &&
    ("num_prompts" in run || "num_conversations" in run),
  read: (run) => [draftOf(run)],
};

function draftOf(run: JsonRecord): Draft {
  const completed = numberAt(run, "completed");
  const prompts = numberAt(run, "num_prompts");
  const means = timesOf(run, "mean");
  const figures: RunFigures = {
    completed,
    durationSeconds: numberAt(run, "duration"),
    requestsPerSecond: numberAt(run, "request_throughput"),
    outputTokens: ratio(numberAt(run, "total_output_tokens"), completed),
    times: means,
  };
  const { notes = [], ...load } = loadOf(run, figures);
  return {
    tool: "vllm-bench",
    model: textAt(run, "model_id"),
    engine: engineOfBackend(textAt(run, "backend") ?? textAt(run, "endpoint_type")),
    ...gpuOfLabel(textAt(run, "gpu")),
    tensor: numberAt(run, "tensor_parallel_size"),
    ...load,
    inputTokens: ratio(numberAt(run, "total_input_tokens"), completed),
    outputTokens: figures.outputTokens,
    means,
    medians: timesOf(run, "median"),
    percentiles: percentileTimes((percentile) => timesOf(run, percentile)),
    ttftP90Seconds: time(run, "p90", "ttft"),
    ttftP95Seconds: time(run, "p95", "ttft"),
    ttftP99Seconds: time(run, "p99", "ttft"),
    outputTokensPerSecond: numberAt(run, "output_throughput"),
    requestsPerSecond: figures.requestsPerSecond,
    completed,
    failedFraction: failedShare(
      numberAt(run, "failed") ?? (prompts === undefined || completed === undefined ? undefined : prompts - completed),
      completed,
    ),
    durationSeconds: figures.durationSeconds,
    notes: [
      ...notes,
      ...("spec_decode_acceptance_length" in run ? draftingNotes(numberAt(run, "spec_decode_acceptance_length")) : []),
    ],
  };
}

function loadOf(run: JsonRecord, figures: RunFigures): Pick<Draft, "arrivals" | "concurrency" | "notes"> {
  const conversations = numberAt(run, "num_conversations");
  if (conversations !== undefined)
    return { arrivals: "sustained", concurrency: numberAt(run, "multi_turn_concurrency"), notes: [TURNS] };
  if (textAt(run, "ramp_up_strategy") !== undefined || arrayAt(run, "rps_change_events").length > 1)
    return {
      arrivals: "open",
      concurrency: undefined,
      notes: [growing(numberAt(run, "ramp_up_start_rps"), numberAt(run, "ramp_up_end_rps"))],
    };
  return ratedLoad(
    {
      perSecond: askedRate(valueAt(run, "request_rate")),
      limit: numberAt(run, "max_concurrency"),
      requests: numberAt(run, "num_prompts"),
    },
    figures,
  );
}

/** Prompts of a conversation grow, and begin with the turns before. */
const TURNS: Note = {
  code: "multi-turn",
  message:
    "conversations of several turns: prompts begin with the turns before, and the file does not say what share of them a prefix cache held; state it (prefixCacheHitRate, --prefix-cache-share)",
};

function growing(from: Reading, to: Reading): Note {
  const isKnown = Number.isFinite(from) && Number.isFinite(to);
  return {
    code: "growing-rate",
    message: `the rate ramps up${isKnown ? ` from ${from} to ${to} requests/s` : ""}: the run is read at its mean rate, and its times mix all of them`,
    evidence: isKnown ? { fromPerSecond: from as number, toPerSecond: to as number } : {},
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

/** Requests/s that were asked; undefined where prompts are sent as fast as the limit on concurrency lets them. */
export const askedRate = (rate: unknown): Reading => (isUnlimited(rate) ? undefined : numberOf(rate));

/** "inf", `Infinity`, or not stated. */
export const isUnlimited = (rate: unknown): boolean =>
  rate === undefined ||
  rate === null ||
  rate === Number.POSITIVE_INFINITY ||
  (typeof rate === "string" && /^inf/i.test(rate));
