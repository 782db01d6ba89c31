import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ENGINE_LAUNCHES } from "../../src/launch/engines/engine-launches.js";
import { NOTICES } from "../../src/launch/notice.js";

const page = readFileSync("docs/launch.md", "utf8");
const [, , ...columns] = (page.split("## What each engine is told")[1]?.split("\n## ")[0] ?? "")
  .split("\n")
  .filter((line) => line.startsWith("|"));
const named = columns.join("\n");

test("the page names every option that a launch gives, and no other", () => {
  const options = Object.values(ENGINE_LAUNCHES).flatMap((launch) => launch?.options.map(({ name }) => name) ?? []);
  // Keys of one section stand behind the first of them, with a dot.
  const missing = options.filter((name) => !named.includes(`\`${name}\``) && !named.includes(`\`.${name.split(".")[1] ?? "?"}\``));
  expect(missing).toEqual([]);
  const shown = [...named.matchAll(/`(--[\w-]+)`/g)].map(([, name]) => name ?? "");
  expect(shown.filter((name) => !options.includes(name))).toEqual([]);
});

test("the page has every notice with its effect", () => {
  const rows = [...page.matchAll(/^\| (`[^|]+`) \| (refused|needed|changed|differs) \|/gm)].flatMap(([, codes = "", effect]) =>
    [...codes.matchAll(/`([\w-]+)`/g)].map(([, code]) => [code, effect]),
  );
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(Object.entries(NOTICES).map(([code, [effect]]) => [code, effect])));
});

test("every option has its source", () => {
  for (const launch of Object.values(ENGINE_LAUNCHES))
    for (const { source, name } of launch?.options ?? []) expect(`${name}: ${source}`).toMatch(/: .*(?:@[0-9a-f]{7}|cop(?:y|ies) of|#\d+|rc)/);
});
