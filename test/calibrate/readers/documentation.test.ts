import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readLoadTest } from "../../../src/calibrate/index.js";
import { PLAIN_COLUMNS } from "../../../src/calibrate/readers/own-columns.js";

const page = readFileSync("docs/load-tests.md", "utf8");

test("the page names every column of one's own rows, and no other", () => {
  const table = page.slice(page.indexOf("| column |"), page.indexOf("## What is checked"));
  const columns = table
    .split("\n")
    .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map((match) => match[1]));
  expect(columns.sort()).toEqual([...PLAIN_COLUMNS].sort());
});

test("the page's table is read as it stands", () => {
  const { observations, warnings } = readLoadTest(/```csv\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
  expect(observations.map(({ concurrency }) => concurrency)).toEqual([16, 64]);
  expect(warnings).toEqual([]);
});
