import { draftOfMetrics } from "./aiperf-metrics.js";
import type { Draft } from "./draft.js";
import type { JsonFormat, TableFormat } from "./format.js";
import { arrayAt, isRecord, numberAt, textAt, valueAt, type JsonRecord } from "./json-record.js";
import { draftsOf } from "./table-records.js";

/** aiperf's `profile_export_aiperf_sweep.json`: one combination of parameters after the other. */
export const aiperfSweepJson: JsonFormat = {
  tool: "aiperf",
  recognises: (sweep) => arrayAt(sweep, "per_combination_metrics").length > 0,
  version: (sweep) => textAt(sweep, "aiperf_version"),
  read: (sweep) =>
    arrayAt(sweep, "per_combination_metrics").map((combination) =>
      draftOfCombination(valueAt(combination, "parameters"), valueAt(combination, "metrics")),
    ),
};

/** aiperf's `profile_export_aiperf_sweep.csv`: columns of parameters, then `<tag>_mean`, `<tag>_p50` ... in the tool's units. */
export const aiperfSweepCsv: TableFormat = {
  tool: "aiperf",
  recognises: ({ rows: [header] }) =>
    header !== undefined && METRIC_TAGS.some((tag) => header.cells.includes(`${tag}_mean`)),
  read: (table) => draftsOf(table, (record) => draftOfCombination(record, metricsOfColumns(record))),
};

const METRIC_TAGS = [
  "time_to_first_token",
  "inter_token_latency",
  "request_latency",
  "request_throughput",
  "output_token_throughput",
  "output_sequence_length",
  "input_sequence_length",
  "request_count",
  "error_request_count",
  "benchmark_duration",
] as const;

/** Statistics of a column's name; a sweep means over repeats where a run averages over requests. */
const STATISTICS: Readonly<Record<string, string>> = { mean: "avg", avg: "avg", p50: "p50", p95: "p95", p99: "p99" };

function draftOfCombination(parameters: unknown, metrics: unknown): Draft {
  const named = isRecord(metrics)
    ? Object.fromEntries(Object.entries(metrics).map(([tag, metric]) => [tag, renamed(tag, metric)]))
    : {};
  return draftOfMetrics(named, {
    tool: "aiperf",
    concurrency: numberAt(parameters, "concurrency"),
    requestRate: numberAt(parameters, "request_rate"),
  });
}

function renamed(tag: string, metric: unknown): JsonRecord {
  const statistics = Object.entries(STATISTICS).map(([from, to]) => [to, valueAt(metric, from)] as const);
  return {
    unit: textAt(metric, "unit") ?? unitOf(tag),
    ...Object.fromEntries(statistics.filter(([, value]) => value !== undefined)),
  };
}

function metricsOfColumns(record: JsonRecord): JsonRecord {
  return Object.fromEntries(
    METRIC_TAGS.map((tag) => [
      tag,
      Object.fromEntries(Object.keys(STATISTICS).map((statistic) => [statistic, record[`${tag}_${statistic}`]])),
    ]),
  );
}

/** Units that aiperf displays and exports in. */
const unitOf = (tag: string): string => (tag === "benchmark_duration" ? "sec" : "ms");
