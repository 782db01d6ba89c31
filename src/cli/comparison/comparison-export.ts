import type { Candidate, FeasibleCandidate } from "../../decide/compare/index.js";
import { formatShort } from "./short-format.js";

/** A figure of a candidate that meets its targets: what it is called, and what it is. */
interface Column {
  /** In tables of numbers. */
  readonly name: string;
  readonly of: (candidate: FeasibleCandidate) => string | number | boolean | null;
}

/** All that a table of numbers holds of a candidate; what is not known is empty. */
const COLUMNS: readonly Column[] = [
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

/** Names of the columns. */
const COMPARISON_COLUMNS: readonly string[] = [
  "rank",
  "model",
  "gpu",
  "status",
  "on_front",
  ...COLUMNS.map(({ name }) => name),
  "reason",
];

/** The cells of a candidate. */
const comparisonCells = (candidate: Candidate): readonly string[] =>
  [
    candidate.rank,
    candidate.model,
    candidate.gpu,
    candidate.status,
    candidate.onFront,
    ...COLUMNS.map(({ of }) => (candidate.status === "feasible" ? of(candidate) : null)),
    candidate.status === "feasible" ? null : candidate.reason,
  ].map((cell) => (cell === null ? "" : String(cell)));

/** A table of numbers, as RFC 4180 has it. */
export const comparisonCsv = (candidates: readonly Candidate[]): string =>
  [COMPARISON_COLUMNS, ...candidates.map(comparisonCells)].map((cells) => `${cells.map(quoted).join(",")}\n`).join("");

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A table of Markdown: what the terminal shows. */
export function comparisonMarkdown(candidates: readonly Candidate[]): string {
  const shown = [
    "rank",
    "gpu",
    "gpus",
    "expected_gpus",
    "per_hour",
    "currency",
    "per_million_input",
    "per_million_output",
  ]
    .concat(["site_watts", "ttft_seconds", "tpot_seconds", "on_front", "reason"])
    .map((name) => COMPARISON_COLUMNS.indexOf(name));
  const row = (cells: readonly string[]): string =>
    `| ${shown.map((column) => shortened(cells[column] ?? "").replaceAll("|", "\\|")).join(" | ")} |\n`;
  return [
    row(COMPARISON_COLUMNS),
    `|${shown.map(() => "---|").join("")}\n`,
    ...candidates.map((one) => row(comparisonCells(one))),
  ].join("");
}

/** Numbers with three digits. */
const shortened = (cell: string): string =>
  cell !== "" && Number.isFinite(Number(cell)) ? formatShort(Number(cell)) : cell;
