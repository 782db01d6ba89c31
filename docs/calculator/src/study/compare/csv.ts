import type { DecideWords } from "../../language/decide/en.js";
import type { DecimalMark } from "../../scenario/read-number.js";
import type { ComparedGpu } from "../../worker/compared.js";

type Cell = string | number | null;

/** Figures that a row has, by the heading's key. */
const FIGURES = (row: ComparedGpu): Readonly<Record<keyof DecideWords["compare"]["csv"], Cell>> => {
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

/** Six digits: more than is known, and no rounding that anybody would see. */
const DIGITS = 6;

/**
 * The comparison as a table for spreadsheets. Where decimals have a comma, semicolons part the cells, as spreadsheets of that language expect.
 *
 * @param rows - in their order.
 * @param headings - of the columns.
 * @param mark - before decimals.
 * @returns lines that end as RFC 4180 has it, after the mark by which spreadsheets know UTF-8.
 */
export function comparisonCsv(
  rows: readonly ComparedGpu[],
  headings: DecideWords["compare"]["csv"],
  mark: DecimalMark,
): string {
  const separator = mark === "," ? ";" : ",";
  const keys = Object.keys(headings) as (keyof typeof headings)[];
  const written = (cell: Cell): string => {
    if (cell === null) return "";
    const text = typeof cell === "string" ? cell : String(Number(cell.toPrecision(DIGITS))).replace(".", mark);
    return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [keys.map((key) => headings[key]), ...rows.map((row) => keys.map((key) => FIGURES(row)[key]))];
  return `\ufeff${lines.map((cells) => `${cells.map(written).join(separator)}\r\n`).join("")}`;
}
