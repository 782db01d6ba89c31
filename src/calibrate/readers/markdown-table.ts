import type { Table, TableRow } from "./table.js";

/** A line of a table drawn with bars, and one that only separates. */
const ROW = /^\s*\|.*\|\s*$/;
const RULE = /^[\s|+:=-]+$/;

/**
 * The tables of a text that are drawn with bars, as on pages and by tools that print: each header first, without its rule.
 *
 * @param text - the text.
 */
export function markdownTables(text: string): readonly Table[] {
  const tables: TableRow[][] = [];
  let isOpen = false;
  text.split("\n").forEach((line, index) => {
    const isRow = ROW.test(line);
    if (isRow && !isOpen) tables.push([]);
    isOpen = isRow || (isOpen && line.trim() !== "" && RULE.test(line));
    if (isRow && !RULE.test(line))
      tables.at(-1)?.push({
        line: index + 1,
        cells: line
          .trim()
          .slice(1, -1)
          .split("|")
          .map((cell) => cell.trim()),
      });
  });
  return tables.map((rows) => ({ rows, broken: [] }));
}
