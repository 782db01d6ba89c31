import { parse } from "csv-parse/sync";

/** A row of a table by column; a column that the table lacks is undefined, an empty cell "". */
export type Row = Readonly<Record<string, string | undefined>>;

/** Characters: a line of a published table has some thousand. */
const LONGEST_LINE = 65_536;

/** The rows of a CSV text with a header. */
export const parseCsv = (text: string): readonly Row[] =>
  parse(text, { columns: true, skipEmptyLines: true, trim: true, bom: true, maxRecordSize: LONGEST_LINE });

/** CSV text of rows under the given header; cells are quoted only where they must be. */
export const toCsv = (header: readonly string[], rows: readonly Row[]): string =>
  [header, ...rows.map((row) => header.map((column) => row[column] ?? ""))]
    .map((cells) => cells.map(quoted).join(","))
    .join("\n") + "\n";

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The number of a cell; null when it is empty or no number. */
export function numberOf(cell: string | undefined): number | null {
  if (cell === undefined || cell.trim() === "") return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}
