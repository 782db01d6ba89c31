import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { partImports, withoutDetours } from "../../scripts/architecture/imports.js";
import { PARTS } from "../../scripts/architecture/parts.js";
import { picture } from "../../scripts/architecture/picture.js";
import { partsTable } from "../../scripts/architecture/table.js";
import { tableIn } from "../../scripts/tables-in-docs.js";

const imports = withoutDetours(partImports("src"));

test("the picture and the table are those of the imports; else `npx tsx scripts/architecture.ts`", async () => {
  expect(await picture(imports)).toBe(readFileSync("docs/architecture/imports.svg", "utf8"));
  expect(tableIn(new URL("../../docs/architecture.md", import.meta.url), "parts")).toBe(partsTable(imports));
});

test("words are for parts that are there", () => {
  expect([...imports.keys()].sort()).toEqual(Object.keys(PARTS).sort());
});

test("a part that is reached by another has no arrow of its own", () => {
  const reduced = withoutDetours(
    new Map([
      ["top", new Set(["middle", "bottom", "side"])],
      ["middle", new Set(["bottom"])],
      ["side", new Set<string>()],
      ["bottom", new Set<string>()],
    ]),
  );
  expect([...(reduced.get("top") ?? [])]).toEqual(["middle", "side"]);
});
