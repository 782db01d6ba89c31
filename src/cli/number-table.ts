import type { Command } from "commander";
import { InfrascaleError } from "../index.js";
import { number } from "../language/english/words.js";
import { commandRule } from "../rules/command.js";
import { formatShort } from "./comparison/short-format.js";

/** A column of a table of numbers: what it is called, and its cell of a row. What is not known is null, and empty. */
export interface Column<Row> {
  readonly name: string;
  readonly of: (row: Row) => string | number | boolean | null;
}

/** How a result may be shown besides in words. */
export interface TableFlags {
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly markdown?: boolean;
}

/** A table for programs, or one for documents. */
export type TableFormat = "csv" | "markdown";

/** `--csv` and `--markdown`. */
export const addTableFlags = (command: Command): Command =>
  command.option("--csv", "print a table of numbers").option("--markdown", "print a table for documents");

/**
 * The format of a table that is asked for; null for words or JSON.
 *
 * @throws {@link InfrascaleError} `contradictory-options` where two are asked for.
 */
export function tableFormat({ json, csv, markdown }: TableFlags): TableFormat | null {
  const [first, second] = Object.entries({ json, csv, markdown }).filter(([, value]) => value === true);
  if (second !== undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: second[0],
      ...commandRule("left-out-with", { option: `--${first?.[0] ?? ""}` }),
      value: true,
    });
  return csv === true ? "csv" : markdown === true ? "markdown" : null;
}

const cellsOf = <Row>(columns: readonly Column<Row>[], row: Row): readonly string[] =>
  columns.map(({ of }) => String(of(row) ?? ""));

/** A table of numbers, as RFC 4180 has it. */
const csvTable = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  [columns.map(({ name }) => name), ...rows.map((row) => cellsOf(columns, row))]
    .map((cells) => `${cells.map(quoted).join(",")}\n`)
    .join("");

const quoted = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The same as a table of Markdown, numbers with three digits. */
const markdownTable = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  [
    markdownRow(columns.map(({ name }) => name)),
    `|${columns.map(() => "---|").join("")}\n`,
    ...rows.map((row) => markdownRow(cellsOf(columns, row).map(shortened))),
  ].join("");

const markdownRow = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |\n`;

const shortened = (cell: string): string =>
  cell !== "" && Number.isFinite(Number(cell)) ? formatShort(Number(cell), number) : cell;

/** Rows as a table in one of the formats. */
export const numberTable = <Row>(format: TableFormat, columns: readonly Column<Row>[], rows: readonly Row[]): string =>
  format === "csv" ? csvTable(columns, rows) : markdownTable(columns, rows);
