import type { DecimalMark } from "../scenario/read-number.js";

/** What a cell holds: a figure, or a word in its place. */
export type Cell = number | string | null;

/** A column: its heading, and how its figures are written for people. */
export interface Column {
  readonly head: string;
  /** Unit of the figures as they are, for files; empty where they have none. */
  readonly unit: string;
  readonly say: (value: number) => string;
}

/** Figures of one kind a column, so that a page, a file and a picture show the same. */
export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A cell as people read it. */
export const sayCell = ({ say }: Column, cell: Cell): string => (typeof cell === "number" ? say(cell) : (cell ?? ""));

/** Digits of a figure in a file: more than it is known to, so that nobody meets a rounding. */
const DIGITS = 6;
/** Tells spreadsheets that the text is UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * A table as spreadsheets of a language read it: commas between cells, or semicolons where the comma stands before decimals.
 *
 * @param table - the figures.
 * @param mark - before decimals.
 * @returns text of a CSV file, with lines that end as RFC 4180 has it.
 */
export function csvOf({ columns, rows }: Table, mark: DecimalMark): string {
  const separator = mark === "," ? ";" : ",";
  const figure = (value: number): string => String(Number(value.toPrecision(DIGITS))).replace(".", mark);
  const written = (cell: Cell): string => (typeof cell === "number" ? figure(cell) : (cell ?? ""));
  const quoted = (text: string): string =>
    text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const heads = columns.map(({ head, unit }) => (unit === "" ? head : `${head} (${unit})`));
  const lines = [heads, ...rows.map((row) => row.map(written))].map((cells) => cells.map(quoted).join(separator));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}
