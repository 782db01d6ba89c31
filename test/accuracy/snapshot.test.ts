import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SNAPSHOT, snapshotText } from "../../scripts/accuracy/snapshot-table.js";
import { parseCsv, type Row } from "../../src/measurements/csv.js";

const committed = readFileSync(SNAPSHOT, "utf8");
const rows = parseCsv(committed);

/** What tells rows apart. */
const NAMES = ["model", "gpu", "engine", "weights", "kv_cache", "parallelism", "load", "input", "output"];

const nameOf = (row: Row): string => NAMES.map((column) => row[column]).join(" ");

/** Every cell of a row that is not as before. */
const changesOf = (row: Row, before: Row | undefined): readonly string[] =>
  Object.keys(row).flatMap((column) =>
    row[column] === before?.[column]
      ? []
      : [`${nameOf(row)}: ${column} ${before?.[column] ?? "(no row)"} -> ${row[column] ?? ""}`],
  );

test("the table covers a wide grid, nearly all of it predicted", () => {
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(new Set(rows.map(nameOf)).size).toBe(rows.length);
  expect(rows.filter(({ tpot_ms }) => tpot_ms === "").length).toBeLessThan(rows.length / 10);
});

test("every prediction is the committed one: if it should not be, `npm run snapshot` rewrites the table for review", () => {
  const before = new Map(rows.map((row) => [nameOf(row), row]));
  const now = snapshotText();
  expect(parseCsv(now).flatMap((row) => changesOf(row, before.get(nameOf(row))))).toEqual([]);
  expect(now).toBe(committed);
});
