import type { Draft } from "./draft.js";
import type { JsonRecord } from "./json-record.js";
import type { Table } from "./table.js";

/**
 * Drafts of the rows after the header, read as records by column. Empty lines are passed over; a row with fewer cells
 * than the header was cut off, and its last cell cannot be trusted.
 *
 * @param table - the table, whose first row names the columns.
 * @param draftOf - what a reader finds in a record.
 */
export function draftsOf({ rows: [header, ...rows] }: Table, draftOf: (record: JsonRecord) => Draft): readonly Draft[] {
  if (header === undefined) return [];
  return rows
    .filter(({ cells }) => cells.some((cell) => cell !== ""))
    .map(({ line, cells }) => {
      const draft = draftOf(Object.fromEntries(header.cells.map((column, index) => [column, cells[index] ?? ""])));
      return {
        ...draft,
        line,
        ...(hasShapeOf(header.cells, cells)
          ? {}
          : { defect: `the row has ${cells.length} cells, its header ${header.cells.length}` }),
      };
    });
}

/** As many cells as the header; more where they are empty. */
const hasShapeOf = (header: readonly string[], cells: readonly string[]): boolean =>
  cells.length >= header.length && cells.slice(header.length).every((cell) => cell === "");
