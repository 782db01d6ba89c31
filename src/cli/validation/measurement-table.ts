import { InfrascaleError } from "../../index.js";
import { compactRow } from "../../measurements/compact-row.js";
import { parseCsv, type Row } from "../../measurements/csv.js";
import { checkTable, plainText } from "../../calibrate/readers/plain-text.js";
import { readText } from "../read-json.js";
import { LOG_COLUMNS, type TableKind } from "./columns.js";
import { commandRule } from "../../rules/command.js";
import type { Rule } from "../../rules/rule-code.js";

/** A measurement table: its kind, and its rows with the facts of their notes as columns. */
export interface MeasurementTable {
  readonly kind: TableKind;
  readonly rows: readonly Row[];
}

/** Columns without which no row can be predicted. */
const NEEDED = ["engine", "model", "gpu"] as const;

/** Columns that say how requests come: only a table of speeds has one. */
const LOAD_COLUMNS = ["scenario", "concurrency", "batch", "request_rate"] as const;

/** Columns that only a table of start-up logs has. */
const START_UP_COLUMNS = [...LOG_COLUMNS, "max_model_len", "gpu_memory_utilization"] as const;

/**
 * Reads a measurement table. A row without an id is named by its line.
 *
 * @param path - a CSV file with a header, published columns with `notes` or compact ones.
 * @throws {@link InfrascaleError} `unreadable-file` when the file cannot be read, is no table, is empty, or lacks columns.
 */
export function readMeasurementTable(path: string): MeasurementTable {
  const rows = rowsOf(path);
  const [first] = rows;
  if (first === undefined) throw refuse(path, commandRule("header-and-row"));
  const header = Object.keys(first);
  const missing = NEEDED.filter((column) => !header.includes(column));
  if (missing.length > 0) throw refuse(path, commandRule("needs-columns", { columns: missing }));
  return { kind: kindOf(path, header), rows: rows.map((row, index) => named(compactRow(row), index)) };
}

function rowsOf(path: string): readonly Row[] {
  const text = plainText(readText(path, "file"), "file");
  checkTable(text, "file");
  try {
    return parseCsv(text);
  } catch (error) {
    throw refuse(path, commandRule("holds-csv", { said: (error as Error).message }));
  }
}

function kindOf(path: string, header: readonly string[]): TableKind {
  const has = (columns: readonly string[]): boolean => columns.some((column) => header.includes(column));
  if (has(LOAD_COLUMNS)) return "speed";
  if (has(START_UP_COLUMNS)) return "memory";
  throw refuse(path, commandRule("table-columns", { speeds: LOAD_COLUMNS, logs: START_UP_COLUMNS }));
}

/** The header is line 1. */
const named = (row: Row, index: number): Row => (row["id"] === undefined ? { ...row, id: `line ${index + 2}` } : row);

const refuse = (path: string, rule: Rule): InfrascaleError =>
  new InfrascaleError({ code: "unreadable-file", field: "file", ...rule, value: path });
