import { numberOf, type Row } from "../../src/measurements/csv.js";
import { groupBy } from "../accuracy/statistics.js";

/** What two rows of one run have in common. */
const OF_A_RUN = [
  "engine",
  "model",
  "gpu",
  "weights_dtype",
  "gpus_total",
  "tp",
  "dp",
  "max_num_seqs",
  "scenario",
  "concurrency",
  "input_tokens",
  "output_tokens",
];
const MEASURED = ["ttft_ms_mean", "tpot_ms_mean"];
/** Figures of one run differ by how they were rounded; those of two runs by more. */
const MOST_DIFFERENCE = 0.002;

/** The rows of a table, with those flagged that give the figures of a row before them again, in both times. */
export function withRepeats(rows: readonly Row[]): readonly Row[] {
  const alike = groupBy(rows, (row) => OF_A_RUN.map((column) => row[column] ?? "").join("|"));
  const repeats = new Set(
    [...alike.values()].flatMap((group) =>
      group.filter((row, i) => group.slice(0, i).some((other) => isRun(row, other))),
    ),
  );
  return rows.map((row) => (repeats.has(row) && (row["flag"] ?? "") === "" ? { ...row, flag: "REPEAT" } : row));
}

const isRun = (row: Row, other: Row): boolean =>
  MEASURED.every((column) => {
    const [a, b] = [numberOf(row[column]), numberOf(other[column])];
    return a !== null && b !== null && Math.abs(a / b - 1) < MOST_DIFFERENCE;
  });
