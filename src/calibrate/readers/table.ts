import { parse } from "csv-parse/sync";
import { withoutThousands } from "./metric-names.js";

/** A row of a table, and the line on which it begins, from 1. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A line that no parser can read, and why. */
export interface BrokenLine {
  readonly line: number;
  readonly reason: string;
}

/** Rows of separated values, the header first; empty lines are rows of one empty cell, since some tools separate blocks by them. */
export interface Table {
  readonly rows: readonly TableRow[];
  /** Lines that cannot be split into cells. */
  readonly broken: readonly BrokenLine[];
}

/**
 * Splits a text into cells. The separator is the one that the first line has more of. A quote that is never closed costs
 * its own line only.
 *
 * @param text - the text of the table.
 */
export function tableOf(text: string): Table {
  const delimiter = separatorOf(text);
  try {
    return { rows: split(text, delimiter, 1), broken: [] };
  } catch {
    return lineByLine(text, delimiter);
  }
}

/** Cells of the first line of a text, without reading on. */
export function headerOf(text: string): readonly string[] {
  const end = text.indexOf("\n");
  return firstLine(text.slice(0, end < 0 ? LONGEST_HEADER : Math.min(end, LONGEST_HEADER)));
}

/** Characters of the longest header looked at: the widest known, an aiperf sweep with all metrics, has some 10^4. */
const LONGEST_HEADER = 100_000;

/** Characters of the longest row: a line beyond is broken. */
const LONGEST_RECORD: number = 2 ** 20;

function firstLine(line: string): readonly string[] {
  return line.split(separatorOf(line)).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** The first of the separators that the first line has most of. */
function separatorOf(text: string): string {
  const end = text.indexOf("\n");
  const line = text.slice(0, end < 0 ? LONGEST_HEADER : Math.min(end, LONGEST_HEADER));
  return [",", ";", "\t"].reduce((best, separator) =>
    line.split(separator).length > line.split(best).length ? separator : best,
  );
}

function split(text: string, delimiter: string, firstLineNumber: number): readonly TableRow[] {
  const parsed: unknown = parse(text, {
    delimiter,
    relaxColumnCount: true,
    skipEmptyLines: false,
    trim: true,
    info: true,
    maxRecordSize: LONGEST_RECORD,
  });
  let line = firstLineNumber;
  return (parsed as readonly { readonly info: { readonly lines: number }; readonly record: readonly string[] }[]).map(
    ({ info, record }) => {
      // A comma that does not separate was quoted; between semicolons it may stand for the decimal point.
      const row = { line, cells: delimiter === "," ? record.map(withoutThousands) : record };
      line = firstLineNumber + info.lines;
      return row;
    },
  );
}

function lineByLine(text: string, delimiter: string): Table {
  const rows: TableRow[] = [];
  const broken: BrokenLine[] = [];
  text.split("\n").forEach((line, index) => {
    try {
      rows.push(...split(line, delimiter, index + 1));
    } catch (error) {
      broken.push({ line: index + 1, reason: (error as Error).message });
    }
  });
  return { rows, broken };
}
