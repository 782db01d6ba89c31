import { failedShare, type Draft, type Note, type Reading, type Times } from "./draft.js";
import type { JsonFormat } from "./format.js";
import { numberAt, valueAt, type JsonRecord } from "./json-record.js";

/**
 * inference-perf's `stage_N_lifecycle_metrics.json` (or YAML): one rate. Its summary mixes all rates and is refused.
 *
 * `time_per_output_token` is half the true value in reports that count each event of the stream twice, so the time per
 * token is computed from the two others. Where the clients cannot keep up the rate, all of them are busy: the stage is a
 * closed loop of as many requests as Little's law says. `prompt_tokens` counts what the prefix cache held.
 *
 * Source: kubernetes-sigs/inference-perf `docs/reports.md`, `docs/metrics.md`.
 */
export const inferencePerf: JsonFormat = {
  tool: "inference-perf",
  recognises: (stage) => isReport(stage) && (requestedRate(stage) ?? concurrencyOf(stage)) !== undefined,
  read: (stage) => [draftOf(stage)],
};

/** The summary of all stages has no rate of its own. */
export const isInferencePerfSummary = (report: JsonRecord): boolean =>
  isReport(report) && (requestedRate(report) ?? concurrencyOf(report)) === undefined;

const isReport = (report: JsonRecord): boolean => "load_summary" in report && "successes" in report;

const requestedRate = (report: JsonRecord): Reading => numberAt(report, "load_summary", "requested_rate");

/** Requests in flight, of a stage that holds so many instead of a rate. */
const concurrencyOf = (report: JsonRecord): Reading =>
  numberAt(report, "load_summary", "concurrency") ?? numberAt(report, "load_summary", "concurrency_level");

function draftOf(stage: JsonRecord): Draft {
  const success = (...path: readonly string[]): Reading => numberAt(stage, "successes", ...path);
  const timesOf = (statistic: string): Times => ({
    ttftSeconds: success("latency", "time_to_first_token", statistic),
    requestSeconds: success("latency", "request_latency", statistic),
  });
  const concurrency = concurrencyOf(stage);
  const overload = concurrency === undefined ? overloadOf(stage) : null;
  const [cached, prompts] = [success("prompt_tokens", "cached"), success("prompt_tokens", "total")];
  return {
    tool: "inference-perf",
    concurrency,
    arrivals: concurrency === undefined && overload === null ? "open" : "sustained",
    ...(cached !== undefined && cached > 0 && prompts !== undefined ? { prefixCacheHitRate: cached / prompts } : {}),
    inputTokens: success("prompt_len", "mean"),
    outputTokens: success("output_len", "mean"),
    means: timesOf("mean"),
    medians: timesOf("median"),
    ttftP95Seconds: success("latency", "time_to_first_token", "p95"),
    ttftP99Seconds: success("latency", "time_to_first_token", "p99"),
    outputTokensPerSecond: success("throughput", "output_tokens_per_sec"),
    requestsPerSecond: success("throughput", "requests_per_sec"),
    completed: success("count"),
    failedFraction: failedShare(numberAt(valueAt(stage, "failures"), "count"), success("count")),
    notes: overload === null ? [] : [overload],
  };
}

/** Share of the requested rate below which the clients do not keep up: schedules are met within 3 % where nothing waits. */
const LEAST_ACHIEVED = 0.97;
/** Mean delay of a request against its schedule, seconds, that no idle client shows. */
const MOST_DELAY_SECONDS = 0.1;

function overloadOf(stage: JsonRecord): Note | null {
  const requested = finiteOr(requestedRate(stage), 0);
  const achieved = finiteOr(numberAt(stage, "load_summary", "achieved_rate"), requested);
  const delaySeconds = finiteOr(numberAt(stage, "load_summary", "schedule_delay", "mean"), 0);
  if (achieved >= LEAST_ACHIEVED * requested && delaySeconds <= MOST_DELAY_SECONDS) return null;
  return {
    code: "overloaded",
    message: `the clients sent ${achieved.toFixed(1)} of ${requested.toFixed(1)} requests/s, ${delaySeconds.toFixed(2)} s late on average: all of them were busy, which makes the stage a closed loop`,
    evidence: { requestedPerSecond: requested, achievedPerSecond: achieved, delaySeconds },
  };
}

const finiteOr = (value: Reading, otherwise: number): number =>
  value !== undefined && Number.isFinite(value) ? value : otherwise;
