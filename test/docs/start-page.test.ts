import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { headline } from "../../scripts/site/headline.js";
import { tableIn } from "../../scripts/tables-in-docs.js";
import typedoc from "../../typedoc.config.js";

const page = (name: string): URL => new URL(`../../docs/${name}`, import.meta.url);
const guides = readdirSync("docs").filter((file) => file.endsWith(".md") && file !== "start.md");
const start = readFileSync("docs/start.md", "utf8");

test("the headline is what the table of purchases says; else `npx tsx scripts/site/start-page.ts`", () => {
  expect(tableIn(page("start.md"), "headline")).toBe(headline(tableIn(page("purchases.md"), "purchases")));
});

test("a headline has the figures of its rows", () => {
  const table = ["| sizer | n | met % | x sum |", "|---|--:|--:|--:|", "| default | 1200 | 91.6 | 1.91 |", "| expected | 1200 | 70.4 | 1.05 |", "| classic | 1200 | 46.9 | 0.76 |"];
  expect(headline(table.join("\n"))).toMatch(/1,200 .*\*\*92 %\*\* .* 1\.9 times .* 70 % .* 47 %/);
  expect(() => headline(table.slice(0, -1).join("\n"))).toThrow("no figure for classic, met %");
});

test("the start page leads to every guide", () => {
  expect(guides.filter((guide) => !start.includes(`](${guide})`))).toEqual([]);
});

test("every guide is in the reading order of the site, once", () => {
  const ordered = (typedoc.projectDocuments ?? []).filter((path) => path.startsWith("docs/")).map((path) => path.slice("docs/".length));
  expect([...ordered].sort()).toEqual([...guides].sort());
});

test("every guide has a title, which is its address", () => {
  expect(guides.filter((guide) => !/^---\ntitle: .+\n/.test(readFileSync(page(guide), "utf8")))).toEqual([]);
});
