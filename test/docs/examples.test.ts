import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as calibrate from "../../src/calibrate.js";
import * as decide from "../../src/decide.js";
import * as core from "../../src/core.js";
import * as engine from "../../src/engine.js";
import * as imports from "../../src/import.js";
import * as infrascale from "../../src/index.js";
import * as language from "../../src/language.js";
import * as simulate from "../../src/simulate.js";
import { docExamplesBelow, fencesOf, runExample, type Example } from "./examples-in.js";

const modules = { infrascale, "infrascale/core": core, "infrascale/engine": engine, "infrascale/simulate": simulate, "infrascale/calibrate": calibrate, "infrascale/import": imports, "infrascale/decide": decide, "infrascale/language": language };
const pages = ["README.md", "CONTRIBUTING.md", ...readdirSync("docs").filter((file) => file.endsWith(".md")).map((file) => `docs/${file}`)];
const fences = pages.flatMap((page) => fencesOf(page, "ts"));
const docExamples = docExamplesBelow("src");

function check({ code, output }: Example): void {
  let checks = 0;
  const printed = runExample(code, modules, (actual, expected) => {
    checks += 1;
    expect(actual).toEqual(expected);
  });
  if (output !== null) expect(printed).toBe(output);
  expect(checks + printed.length).toBeGreaterThan(0);
}

describe("fences", () => {
  test("are found", () => {
    expect(fences.length).toBeGreaterThanOrEqual(2);
    expect(docExamples.length).toBeGreaterThanOrEqual(15);
  });
  test.each(fences)("$name", check);
});

describe("doc comments", () => {
  test.each(docExamples)("$name", check);
});

describe("example files", () => {
  test.each(readdirSync("examples").filter((file) => file.endsWith(".ts")))("%s prints an answer", (file) => {
    expect(runExample(readFileSync(`examples/${file}`, "utf8"), modules, () => undefined)).toMatch(/\d+ GPUs? = \d+ replicas? x \d+/);
  });
});
