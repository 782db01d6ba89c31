import type { DecideWords } from "../../language/decide/en.js";
import type { ComparedGpu } from "../../worker/compared.js";
import type { Cell, Table } from "../table.js";

/** Figures that a row has, by the heading's key. */
const figuresOf = (row: ComparedGpu): Readonly<Record<keyof DecideWords["compare"]["csv"], Cell>> => {
  const purchase = row.status === "feasible" ? row.purchase : null;
  return {
    gpu: row.gpu.id,
    name: row.gpu.name,
    status: row.status,
    onFront: row.status === "feasible" ? Number(row.onFront) : null,
    impractical: row.status === "feasible" ? Number(row.impractical !== null) : null,
    gpus: purchase?.gpus ?? null,
    expectedGpus: purchase?.expectedGpus ?? null,
    confidence: purchase?.confidence ?? null,
    servers: purchase?.servers?.servers ?? null,
    gpusPerServer: purchase?.servers?.gpusPerServer ?? null,
    currency: purchase?.rent?.currency ?? null,
    perHour: purchase?.rent?.perHour ?? null,
    perMonth: purchase?.rent?.perMonth ?? null,
    perMillionInput: purchase?.tokens?.input ?? null,
    perMillionOutput: purchase?.tokens?.output ?? null,
    watts: purchase?.watts ?? null,
    kWhPerYearLeast: purchase?.kWhPerYear?.min ?? null,
    kWhPerYearMost: purchase?.kWhPerYear?.max ?? null,
    kgCO2eqPerYearLeast: purchase?.kgCO2eqPerYear?.min ?? null,
    kgCO2eqPerYearMost: purchase?.kgCO2eqPerYear?.max ?? null,
    firstTokenExpected: purchase?.firstToken.expected ?? null,
    firstTokenSafe: purchase?.firstToken.safe ?? null,
    perTokenExpected: purchase?.perToken.expected ?? null,
    perTokenSafe: purchase?.perToken.safe ?? null,
    tokensPerSecond: purchase?.tokensPerSecond ?? null,
  };
};

/**
 * The comparison with every figure that a row has, for files.
 *
 * @param rows - in their order.
 * @param caption - what it is.
 * @param headings - of the columns.
 * @returns a column for each heading.
 */
export function comparisonTable(
  rows: readonly ComparedGpu[],
  { caption, csv: headings }: Pick<DecideWords["compare"], "caption" | "csv">,
): Table {
  const keys = Object.keys(headings) as (keyof typeof headings)[];
  return {
    caption,
    columns: keys.map((key) => ({ head: headings[key], unit: "", say: String })),
    rows: rows.map((row) => {
      const figures = figuresOf(row);
      return keys.map((key) => figures[key]);
    }),
  };
}
