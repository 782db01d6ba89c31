import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { csvOf, sayCell, type Table } from "../../docs/calculator/src/study/table.js";

const table: Table = {
  caption: "First token by load",
  columns: [
    { head: "people", unit: "", say: String },
    { head: 'band, "from"', unit: "s", say: (value) => `${value} s` },
  ],
  rows: [
    [1000, 0.284477453],
    ["less", null],
  ],
};

test.each([
  [".", ",", "0.284477"],
  [",", ";", "0,284477"],
] as const)("with %j before decimals, %j parts the cells", (mark, delimiter, figure) => {
  const read = parse(csvOf(table, mark), { delimiter, bom: true });
  expect(read).toEqual([
    ["people", 'band, "from" (s)'],
    ["1000", figure],
    ["less", ""],
  ]);
});

test("people read figures with their unit, words as they are, and nothing where there is nothing", () => {
  const [people, band] = table.columns;
  if (people === undefined || band === undefined) throw new Error("two columns");
  expect(sayCell(band, 0.5)).toBe("0.5 s");
  expect(sayCell(people, "less")).toBe("less");
  expect(sayCell(band, null)).toBe("");
});
