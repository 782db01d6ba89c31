import type { Row } from "./csv.js";
import { withInferencexFacts } from "./inferencex-runs.js";
import { noteFacts } from "./note-facts.js";

/** Columns of text: kept as they are, while numbers lose a meaningless `.0`. */
export const TEXT_COLUMNS: ReadonlySet<string> = new Set([
  "id",
  "source",
  "engine",
  "engine_version",
  "assumed_version",
  "model",
  "weights_dtype",
  "kv_dtype",
  "gpu",
  "scenario",
  "lengths",
  "settings",
  "flag",
]);

/**
 * A row with the facts of its notes as columns and the notes dropped. A cell of the row goes before a fact of its
 * notes. Numbers stay as published, but for a `.0` that says nothing.
 */
export function compactRow(row: Row): Row {
  const { notes = "", ...cells } = row;
  const compact: Record<string, string> = {};
  for (const [column, cell] of [...Object.entries(noteFacts(notes)), ...Object.entries(cells)]) {
    if (cell === undefined || cell === "") continue;
    compact[column] = TEXT_COLUMNS.has(column) ? cell : cell.replace(/^(-?\d+)\.0+$/, "$1");
  }
  return withInferencexFacts(compact, notes);
}
