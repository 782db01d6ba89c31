import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SNAPSHOT, snapshotText } from "../../scripts/accuracy/snapshot-table.js";

const committed = readFileSync(SNAPSHOT, "utf8").trimEnd().split("\n");
const now = snapshotText().trimEnd().split("\n");

test("the table covers a wide grid, nearly all of it predicted", () => {
  expect(committed.length).toBeGreaterThan(60);
  expect(committed.filter((line) => line.endsWith("does-not-fit")).length).toBeLessThan(committed.length / 10);
});

test("every prediction is the committed one: if it should not be, `npm run snapshot` rewrites the table for review", () => {
  expect(now).toEqual(committed);
});
