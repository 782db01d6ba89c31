import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { infrascale, temporaryFiles } from "./run-command.js";

const page = readFileSync("docs/validate.md", "utf8");
const fence = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(page)?.[1] ?? "";
const file = temporaryFiles();

interface Shape {
  readonly rows: readonly { readonly id: string; readonly reason: string | null }[];
  readonly summary: { readonly rows: number; readonly columns: readonly object[]; readonly groups: readonly object[] };
}

const { status, stdout } = infrascale("validate", file("page.csv", fence("csv")), "--json");
const printed = JSON.parse(stdout) as Shape;

test("the page's table is predicted whole", () => {
  expect(status).toBe(0);
  expect(printed.rows.map(({ id, reason }) => [id, reason])).toEqual([
    ["monday", null],
    ["tuesday", null],
  ]);
});

test("the page's JSON has the fields that are printed", () => {
  const shown = JSON.parse(fence("json")) as Shape;
  const keys = (value: object | undefined): readonly string[] => Object.keys(value ?? {});
  expect(keys(printed)).toEqual(keys(shown));
  expect(keys(printed.rows[0])).toEqual(keys(shown.rows[0]));
  expect(keys(printed.summary)).toEqual(keys(shown.summary));
  expect(keys(printed.summary.columns[0])).toEqual(keys(shown.summary.columns[0]));
  expect(keys(printed.summary.groups[0])).toEqual(["engine", "gpu", "kind", ...keys(shown.summary.columns[0])]);
});

test("the page names every column that is predicted", () => {
  const columns = printed.rows.flatMap((row) => Object.keys((row as unknown as { predicted: object }).predicted));
  expect(new Set(columns).size).toBe(7);
  for (const column of columns) expect(page).toContain(`\`${column}\``);
});
