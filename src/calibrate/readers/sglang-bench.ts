import { secondsFromMilliseconds } from "../../units.js";
import { draftingNotes } from "./drafting.js";
import { percentileTimes, type Draft, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { mapNumber, numberAt, ratio, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { engineOfBackend } from "./names.js";
import { ratedLoad, type RunFigures } from "./rated-load.js";
import { askedRate } from "./vllm-bench.js";

/**
 * `sglang.bench_serving`, one run a line.
 *
 * Files of 2024 and 2025 have few means: then all times are medians, and only the mean time of a request serves Little's
 * law. Where there is no `tpot` and no mean to compute it from, `itl` stands in for it: SGLang streams a token a chunk unless told otherwise.
 * `random_input_len` is a maximum, so lengths come from the totals. `concurrency` is the measured mean in flight; `accept_length`
 * is there where the server drafts.
 *
 * Source: sgl-project/sglang `python/sglang/bench_serving.py`.
 */
export const sglangBench: JsonFormat = {
  tool: "sglang-bench",
  recognises: (run) =>
    ["duration", "completed", "total_output_tokens"].every((key) => key in run) &&
    ["total_output_tokens_retokenized", "mean_e2e_latency_ms", "median_e2e_latency_ms"].some((key) => key in run),
  read: (run) => [draftOf(run)],
};

function draftOf(run: JsonRecord): Draft {
  const completed = numberAt(run, "completed");
  const [means, medians] = [timesOf(run, "mean"), timesOf(run, "median")];
  const figures: RunFigures = {
    completed,
    durationSeconds: numberAt(run, "duration"),
    requestsPerSecond: numberAt(run, "request_throughput"),
    outputTokens: ratio(numberAt(run, "total_output_tokens"), completed),
    times: {
      ttftSeconds: means.ttftSeconds ?? medians.ttftSeconds,
      tpotSeconds: means.tpotSeconds ?? medians.tpotSeconds,
      requestSeconds: means.requestSeconds ?? medians.requestSeconds,
    },
    inFlight: numberAt(run, "concurrency"),
  };
  const { notes = [], ...load } = ratedLoad(
    {
      perSecond: askedRate(valueAt(run, "request_rate")),
      limit: numberAt(run, "max_concurrency"),
      requests: completed,
    },
    figures,
  );
  return {
    tool: "sglang-bench",
    model: textAt(run, "model_id") ?? textAt(run, "model"),
    engine: engineOfBackend(textAt(run, "backend")),
    ...load,
    inputTokens: ratio(numberAt(run, "total_input_tokens"), completed),
    outputTokens: figures.outputTokens,
    means,
    medians,
    percentiles: percentileTimes((percentile) => ({
      tpotSeconds: milliseconds(run, `${percentile}_tpot_ms`),
      requestSeconds: milliseconds(run, `${percentile}_e2e_latency_ms`),
    })),
    ttftP90Seconds: milliseconds(run, "p90_ttft_ms"),
    ttftP95Seconds: milliseconds(run, "p95_ttft_ms"),
    ttftP99Seconds: milliseconds(run, "p99_ttft_ms"),
    outputTokensPerSecond: numberAt(run, "output_throughput"),
    requestsPerSecond: figures.requestsPerSecond,
    completed,
    durationSeconds: figures.durationSeconds,
    notes: [
      ...notes,
      ...(numberAt(run, "accept_length") === undefined ? [] : draftingNotes(numberAt(run, "accept_length"))),
    ],
  };
}

/** Where means of a request and of its first token are known, they give the time per token; medians do not add up. */
function timesOf(run: JsonRecord, statistic: "mean" | "median"): Times {
  const ttftSeconds = milliseconds(run, `${statistic}_ttft_ms`);
  const requestSeconds = milliseconds(run, `${statistic}_e2e_latency_ms`);
  const addsUp = statistic === "mean" && ttftSeconds !== undefined && requestSeconds !== undefined;
  return {
    ttftSeconds,
    tpotSeconds:
      milliseconds(run, `${statistic}_tpot_ms`) ?? (addsUp ? undefined : milliseconds(run, `${statistic}_itl_ms`)),
    requestSeconds,
  };
}

const milliseconds = (run: JsonRecord, key: string): number | undefined =>
  mapNumber(numberAt(run, key), secondsFromMilliseconds);
