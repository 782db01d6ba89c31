import { readFileSync } from "node:fs";
import { CORE_SCHEMA, loadAll } from "js-yaml";
import { expect, test } from "vitest";

const [citation = {}] = loadAll(readFileSync("CITATION.cff", "utf8"), null, { schema: CORE_SCHEMA }) as Readonly<Record<string, unknown>>[];

test("the citation has what version 1.2.0 of its format asks for, and no field that it does not know", () => {
  const KNOWN = "abstract authors cff-version commit contact date-released doi identifiers keywords license license-url message preferred-citation references repository repository-artifact repository-code title type url version".split(" ");
  expect(Object.keys(citation).filter((field) => !KNOWN.includes(field))).toEqual([]);
  expect(citation).toMatchObject({ "cff-version": "1.2.0", message: expect.any(String) as string, title: expect.any(String) as string, type: "software" });
  expect(citation["authors"]).toEqual([{ name: expect.any(String) as string }]);
});

test("the citation names the licence of the package", () => {
  const { license } = JSON.parse(readFileSync("package.json", "utf8")) as { license: string };
  expect(citation["license"]).toBe(license);
});
