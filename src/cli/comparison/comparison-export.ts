import type { Candidate, FeasibleCandidate } from "../../decide/compare/index.js";
import { numberTable, type Column, type TableFormat } from "../number-table.js";

/** What there is of a candidate that meets its targets. */
const FEASIBLE: readonly Column<FeasibleCandidate>[] = [
  { name: "engine", of: ({ estimate }) => estimate.performanceModel },
  { name: "weights", of: ({ choice }) => choice.precision?.weights ?? null },
  { name: "gpus", of: ({ estimate }) => estimate.gpus },
  { name: "expected_gpus", of: ({ estimate }) => estimate.expected.gpus },
  { name: "gpus_per_replica", of: ({ estimate }) => estimate.gpusPerReplica },
  { name: "replicas", of: ({ estimate }) => estimate.replicas },
  { name: "confidence", of: ({ estimate }) => estimate.confidence?.reached ?? null },
  { name: "machines", of: ({ cost }) => cost.rent?.machines ?? null },
  { name: "paid_gpus", of: ({ cost }) => cost.rent?.gpus ?? null },
  { name: "currency", of: ({ cost }) => cost.currency },
  { name: "per_gpu_hour", of: ({ cost }) => cost.rent?.perGpuHour ?? null },
  { name: "per_hour", of: ({ cost }) => cost.rent?.perHour ?? null },
  { name: "per_month", of: ({ cost }) => cost.rent?.perMonth ?? null },
  { name: "per_million_input", of: ({ cost }) => cost.atPeak.tokens?.input ?? null },
  { name: "per_million_output", of: ({ cost }) => cost.atPeak.tokens?.output ?? null },
  { name: "per_million_blended", of: ({ cost }) => cost.atPeak.tokens?.blended ?? null },
  { name: "mean_load", of: ({ cost }) => cost.meanLoad },
  { name: "per_million_blended_at_mean", of: ({ cost }) => cost.atMean.tokens?.blended ?? null },
  { name: "provider", of: ({ cost }) => cost.rent?.offer.provider ?? null },
  { name: "machine", of: ({ cost }) => cost.rent?.offer.machine ?? null },
  { name: "price_date", of: ({ cost }) => cost.rent?.offer.date ?? null },
  { name: "api_per_hour", of: ({ cost }) => cost.api?.perHour ?? null },
  { name: "gpu_watts", of: ({ cost }) => cost.atPeak.power?.gpuWatts ?? null },
  { name: "site_watts", of: ({ cost }) => cost.atPeak.power?.siteWatts ?? null },
  { name: "power_basis", of: ({ cost }) => cost.atPeak.power?.basis ?? null },
  { name: "kwh_per_year_min", of: ({ cost }) => cost.footprint?.perYear.kWh.min ?? null },
  { name: "kwh_per_year_max", of: ({ cost }) => cost.footprint?.perYear.kWh.max ?? null },
  { name: "kgco2eq_per_year_min", of: ({ cost }) => cost.footprint?.perYear.kgCO2eq.min ?? null },
  { name: "kgco2eq_per_year_max", of: ({ cost }) => cost.footprint?.perYear.kgCO2eq.max ?? null },
  { name: "kwh_per_request_min", of: ({ cost }) => cost.footprint?.perRequest.kWh.min ?? null },
  { name: "kwh_per_request_max", of: ({ cost }) => cost.footprint?.perRequest.kWh.max ?? null },
  { name: "kgco2eq_per_request_min", of: ({ cost }) => cost.footprint?.perRequest.kgCO2eq.min ?? null },
  { name: "kgco2eq_per_request_max", of: ({ cost }) => cost.footprint?.perRequest.kgCO2eq.max ?? null },
  { name: "kwh_per_request_ecologits", of: ({ cost }) => cost.footprint?.ecologitsPerRequest?.kWh.min ?? null },
  { name: "kgco2eq_per_request_ecologits", of: ({ cost }) => cost.footprint?.ecologitsPerRequest?.kgCO2eq.min ?? null },
  { name: "ttft_seconds", of: ({ estimate }) => estimate.performance.ttftSeconds },
  { name: "tpot_seconds", of: ({ estimate }) => estimate.performance.tpotSeconds },
  { name: "e2e_seconds", of: ({ estimate }) => estimate.performance.e2eSeconds },
  { name: "impractical", of: ({ impractical }) => impractical !== null },
];

/** All that a table of numbers holds of a candidate. */
const COLUMNS: readonly Column<Candidate>[] = [
  { name: "rank", of: ({ rank }) => rank },
  { name: "model", of: ({ model }) => model },
  { name: "gpu", of: ({ gpu }) => gpu },
  { name: "status", of: ({ status }) => status },
  { name: "on_front", of: ({ onFront }) => onFront },
  ...FEASIBLE.map(({ name, of }): Column<Candidate> => ({
    name,
    of: (candidate) => (candidate.status === "feasible" ? of(candidate) : null),
  })),
  { name: "reason", of: (candidate) => (candidate.status === "feasible" ? null : candidate.reason) },
];

/** What the terminal shows, which a document has room for. */
const SHOWN: ReadonlySet<string> = new Set([
  "rank",
  "gpu",
  "gpus",
  "expected_gpus",
  "per_hour",
  "currency",
  "per_million_input",
  "per_million_output",
  "site_watts",
  "ttft_seconds",
  "tpot_seconds",
  "on_front",
  "reason",
]);

/** Candidates as a table: of numbers with all that is known of them, of a document with what it has room for. */
export const comparisonTable = (format: TableFormat, candidates: readonly Candidate[]): string =>
  numberTable(
    format,
    COLUMNS.filter(({ name }) => format === "csv" || SHOWN.has(name)),
    candidates,
  );
