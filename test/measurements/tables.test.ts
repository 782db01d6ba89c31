import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { MEMORY_COLUMNS, SERVING_COLUMNS, SOURCE_COLUMNS, type Columns } from "../../src/measurements/columns.js";
import { TEXT_COLUMNS } from "../../src/measurements/compact-row.js";
import { numberOf } from "../../src/measurements/csv.js";
import { readCsv } from "../../scripts/measurements/read-csv.js";
import { MEMORY_TABLE, readTable, SERVING_FAMILIES, TABLES, tableUrl } from "../../scripts/measurements/families.js";
import { FLAGS, flagsOf } from "../../src/measurements/flags.js";

const SCENARIOS = ["static_batch", "concurrency", "offline", "request_rate"];
const sources = readCsv(tableUrl("sources"));
const known = new Set(sources.map(({ source }) => source));
const tables: readonly (readonly [string, Columns])[] = [
  ...SERVING_FAMILIES.map((family) => [family, SERVING_COLUMNS] as const),
  [MEMORY_TABLE, MEMORY_COLUMNS],
];

test("the folder holds the tables, their sources and an explanation, and nothing else", () => {
  const expected = [...tables.map(([table]) => `${table}.csv`), "sources.csv", "README.md", "device", "request-logs"];
  expect(readdirSync(TABLES).toSorted()).toEqual(expected.toSorted());
});

test("every source names a repository or address, and a place in it", () => {
  expect(Object.keys(sources[0] ?? {})).toEqual(Object.keys(SOURCE_COLUMNS));
  for (const row of sources) {
    expect(row["repository"], row["source"]).not.toBe("");
    expect(row["path"], row["source"]).not.toBe("");
  }
  expect(known.size).toBe(sources.length);
});

test("every source is named by a row", () => {
  const named = new Set(tables.flatMap(([table]) => readTable(table).map(({ source }) => source)));
  expect([...known].filter((source) => !named.has(source))).toEqual([]);
});

test("no two rows share an id", () => {
  const ids = tables.flatMap(([table]) => readTable(table).map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(tables)("%s", (table, columns) => {
  const rows = readTable(table);

  test("has rows, and only known columns, in their order", () => {
    expect(rows.length).toBeGreaterThan(0);
    const header = Object.keys(rows[0] ?? {});
    expect(header).toEqual(Object.keys(columns).filter((column) => header.includes(column)));
  });

  test("names a source on every row", () => {
    expect(rows.filter(({ source }) => !known.has(source)).map(({ id }) => id)).toEqual([]);
  });

  test("holds numbers where numbers belong, and flags of the list", () => {
    const wrong: string[] = [];
    for (const row of rows) {
      for (const [column, cell] of Object.entries(row)) {
        if (!TEXT_COLUMNS.has(column) && cell !== "" && numberOf(cell) === null)
          wrong.push(`${row["id"]} ${column}: ${cell}`);
      }
      if (flagsOf(row["flag"]).join("|") !== (row["flag"] ?? "")) wrong.push(`${row["id"]} flag: ${row["flag"]}`);
      if (columns === SERVING_COLUMNS && !SCENARIOS.includes(row["scenario"] ?? ""))
        wrong.push(`${row["id"]} scenario: ${row["scenario"]}`);
    }
    expect(wrong).toEqual([]);
  });

  test("carries no notes", () => {
    expect(
      rows.filter((row) => Object.values(row).some((cell) => (cell ?? "").length > 120)).map(({ id }) => id),
    ).toEqual([]);
  });
});

describe("the explanation", () => {
  const text = existsSync(new URL("README.md", TABLES)) ? readFileSync(new URL("README.md", TABLES), "utf8") : "";

  test.each([...new Set(tables.flatMap(([, columns]) => Object.keys(columns)))])("names the column %s", (column) => {
    expect(text).toContain(`\`${column}\``);
  });

  test.each([...SERVING_FAMILIES, MEMORY_TABLE, ...FLAGS])("names %s", (name) => {
    expect(text).toContain(name);
  });
});
