import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { InfrascaleError } from "../../src/errors.js";
import { numberTable, tableFormat, type Column } from "../../src/cli/number-table.js";

interface Row {
  readonly name: string;
  readonly gpus: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { name: "name", of: ({ name }) => name },
  { name: "gpus", of: ({ gpus }) => gpus },
];
const ROWS: readonly Row[] = [
  { name: 'a "b", c\nd', gpus: 1234.567 },
  { name: "x|y", gpus: null },
];

describe("a table of numbers", () => {
  test("is read back by any reader of CSV, what is not known empty", () => {
    expect(parse(numberTable("csv", COLUMNS, ROWS), { columns: true })).toEqual([
      { name: 'a "b", c\nd', gpus: "1234.567" },
      { name: "x|y", gpus: "" },
    ]);
  });
  test("is a table of Markdown with three digits, whose cells cut no column", () => {
    expect(numberTable("markdown", COLUMNS, ROWS.slice(1))).toBe("| name | gpus |\n|---|---|\n| x\\|y |  |\n");
    expect(numberTable("markdown", COLUMNS, [{ name: "x", gpus: 0.123456 }])).toContain("| x | 0.123 |");
  });
});

test("a result is shown in one way", () => {
  expect(tableFormat({})).toBeNull();
  expect(tableFormat({ json: true })).toBeNull();
  expect(tableFormat({ csv: true })).toBe("csv");
  expect(tableFormat({ markdown: true })).toBe("markdown");
  for (const two of [
    { csv: true, markdown: true },
    { json: true, csv: true },
  ])
    expect(() => tableFormat(two)).toThrow(InfrascaleError);
});
