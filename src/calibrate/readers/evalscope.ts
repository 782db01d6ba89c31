import { draftingNotes } from "./drafting.js";
import { failedShare, type Draft, type Reading, type Times } from "./draft.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { mapNumber, numberAt, type JsonRecord } from "./json-record.js";
import { metricLabel } from "./metric-names.js";
import { ratedLoad } from "./rated-load.js";
import { secondsOfUnit } from "./time-units.js";

/** Names of a figure over the years, as tags, without units. */
const NAMES = {
  duration: ["time_taken_for_tests", "test_duration"],
  limit: ["number_of_concurrency", "concurrency"],
  rate: ["request_rate"],
  total: ["total_requests"],
  completed: ["succeed_requests", "success_requests", "successful_requests"],
  failed: ["failed_requests"],
  outputRate: ["output_token_throughput", "output_throughput"],
  requestRate: ["request_throughput", "req_throughput"],
  request: ["average_latency", "avg_latency"],
  ttft: ["average_time_to_first_token", "avg_ttft", "ttft"],
  tpot: ["average_time_per_output_token", "avg_tpot", "tpot"],
  input: ["average_input_tokens_per_request", "avg_input_tokens"],
  output: ["average_output_tokens_per_request", "avg_output_tokens"],
  perStep: ["decoded_tok_iter", "avg_decoded_tokens_per_iter"],
} as const;

/**
 * EvalScope's `benchmark_summary.json` of `evalscope perf`, by the names of 2025 and of 2026. The unit of a figure stands in its name: times
 * per token are in seconds by the older names, in milliseconds by the newer. A rate of -1 is none.
 *
 * Source: modelscope/evalscope `evalscope/perf/utils`.
 */
export const evalscope: JsonFormat = {
  tool: "evalscope",
  recognises: (run) => isSummary(Object.keys(run)),
  read: (run) => [draftOf(run)],
};

/** The same as the table that it prints: a name and a value a row. */
export const evalscopeTable: TableFormat = {
  tool: "evalscope",
  recognises: ({ rows }) => rows[0]?.cells.length === 2 && isSummary(rows.map(({ cells: [name = ""] }) => name)),
  read: ({ rows }) => [draftOf(Object.fromEntries(rows.map(({ cells: [name = "", value] }) => [name, value])))],
};

/** Its spelling of what succeeded, and a latency. */
const isSummary = (names: readonly string[]): boolean => {
  const tags = names.map((name) => metricLabel(name).tag);
  return has(tags, NAMES.completed) && has(tags, NAMES.request) && has(tags, NAMES.limit);
};

const has = (tags: readonly string[], names: readonly string[]): boolean => names.some((name) => tags.includes(name));

function draftOf(run: JsonRecord): Draft {
  const figures = new Map(
    Object.keys(run).map((label) => [
      metricLabel(label).tag,
      { unit: metricLabel(label).unit, value: numberAt(run, label) },
    ]),
  );
  const found = (name: keyof typeof NAMES): { readonly unit: string; readonly value: Reading } | undefined =>
    NAMES[name].map((tag) => figures.get(tag)).find((figure) => figure !== undefined);
  const value = (name: keyof typeof NAMES): Reading => found(name)?.value;
  const seconds = (name: keyof typeof NAMES): Reading =>
    mapNumber(value(name), secondsOfUnit(found(name)?.unit ?? "") ?? (() => Number.NaN));
  const means: Times = {
    ttftSeconds: seconds("ttft"),
    tpotSeconds: seconds("tpot"),
    requestSeconds: seconds("request"),
  };
  const rate = value("rate");
  const limit = value("limit");
  const figuresOfRun = {
    completed: value("completed"),
    durationSeconds: seconds("duration"),
    requestsPerSecond: value("requestRate"),
    outputTokens: value("output"),
  };
  const { notes = [], ...load } = ratedLoad(
    {
      perSecond: rate !== undefined && rate > 0 ? rate : undefined,
      limit: limit !== undefined && limit > 0 ? limit : undefined,
      requests: value("total"),
    },
    { ...figuresOfRun, times: means },
  );
  const perStep = value("perStep");
  return {
    tool: "evalscope",
    ...load,
    inputTokens: value("input"),
    ...figuresOfRun,
    means,
    outputTokensPerSecond: value("outputRate"),
    failedFraction: failedShare(value("failed"), figuresOfRun.completed),
    notes: [...notes, ...(perStep === undefined ? [] : draftingNotes(perStep))],
  };
}
