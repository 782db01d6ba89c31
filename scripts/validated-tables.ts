/**
 * Puts published tables through `infrascale validate` and writes its errors to docs/validate.md: the gaps between tokens of ML.ENERGY,
 * catalogs/measurements/ml_energy.csv, and single cases from the field, ../shared/cases/speed.csv where it is at hand.
 *
 *     npm run validated-tables [-- --docs]
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { errorStatistics, type Pair } from "../src/cli/validation/error-statistics.js";
import { readMeasurementTable } from "../src/cli/validation/measurement-table.js";
import { validateRows, type GroupedRow } from "../src/cli/validation/validate-rows.js";
import { numberOf, type Row } from "../src/measurements/csv.js";
import { markdown } from "./exam/table.js";
import { TABLES } from "./measurements/families.js";
import { writeTables } from "./tables-in-docs.js";

const PAGE = new URL("../docs/validate.md", import.meta.url);
const CASES = new URL("../../shared/cases/speed.csv", import.meta.url);

/** A row as it stands in its table, beside what became of it. */
interface Validated extends GroupedRow {
  readonly cells: Row;
}

/** Rows of a table that are not flagged as unfit. */
function validated(table: URL): readonly Validated[] {
  const { kind, rows } = readMeasurementTable(fileURLToPath(table));
  const fit = rows.filter((row) => (row["flag"] ?? "") === "");
  return validateRows({ kind, rows: fit }).map((row, i) => ({ ...row, cells: fit[i] as Row }));
}

/** A line of the table: what is compared, of which rows. */
interface Line {
  readonly what: string;
  readonly rows: readonly Validated[];
  /** Column of the table. */
  readonly measured: string;
  /** Column of the prediction. */
  readonly predicted: "tpot_ms_mean" | "ttft_ms_mean" | "output_tokens_per_s_total";
}

function cellsOf({ what, rows, measured, predicted }: Line): readonly string[] {
  const asked = rows.filter(({ cells }) => (numberOf(cells[measured]) ?? 0) > 0);
  const pairs = asked.flatMap(({ row, cells }): readonly Pair[] => {
    const value = row.predicted?.[predicted];
    return value === undefined ? [] : [{ predicted: value, measured: numberOf(cells[measured]) as number }];
  });
  const { medianAbsoluteError, p90AbsoluteError, bias } = errorStatistics(pairs);
  return [what, `${pairs.length} of ${asked.length}`, ...[medianAbsoluteError, p90AbsoluteError, bias].map(percent)];
}

const percent = (share: number): string => (100 * share).toFixed(1);

const energy = validated(new URL("ml_energy.csv", TABLES));
// Its rates are of whole runs with their ramps.
const lines = (["dense", "MoE"] as const).map((kind): Line => ({
  what: `ML.ENERGY, ${kind}: gap between tokens`,
  rows: energy.filter(({ group }) => group?.kind === kind),
  measured: "itl_ms_median",
  predicted: "tpot_ms_mean",
}));
if (existsSync(CASES)) {
  const cases = validated(CASES);
  const alone = cases.filter(({ cells }) => numberOf(cells["concurrency"]) === 1);
  lines.push(
    { what: "cases from the field: time per token", rows: cases, measured: "tpot_ms_mean", predicted: "tpot_ms_mean" },
    {
      what: "cases from the field: output tokens/s",
      rows: cases,
      measured: "output_tokens_per_s_total",
      predicted: "output_tokens_per_s_total",
    },
    {
      what: "cases from the field: first token of one request alone",
      rows: alone,
      measured: "ttft_ms_mean",
      predicted: "ttft_ms_mean",
    },
  );
} else console.log(`${fileURLToPath(CASES)} is not at hand: its rows are left out, and the page is not written.`);

const table = markdown(["table, figure", "rows", "median %", "p90 %", "bias %"], lines.map(cellsOf));
console.log(table);
if (process.argv.includes("--docs") && existsSync(CASES)) writeTables(PAGE, { "validated tables": table });
