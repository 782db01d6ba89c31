import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { CATALOG_RULES } from "../../src/rules/catalog.js";
import { COMMAND_RULES } from "../../src/rules/command.js";
import { CONFIG_RULES } from "../../src/rules/config.js";
import { DECIDE_RULES } from "../../src/rules/decide.js";
import { DEPLOYMENT_RULES } from "../../src/rules/deployment.js";
import { ESTIMATE_RULES } from "../../src/rules/estimate.js";
import { LOAD_TEST_RULES } from "../../src/rules/load-test.js";
import { NAMED_RULES } from "../../src/rules/named.js";
import { PERFORMANCE_RULES } from "../../src/rules/performance.js";
import { RUN_RULES } from "../../src/rules/run.js";
import { VALUE_RULES } from "../../src/rules/values.js";
import { WORKLOAD_RULES } from "../../src/rules/workload.js";

const TABLES = [
  VALUE_RULES,
  CATALOG_RULES,
  CONFIG_RULES,
  WORKLOAD_RULES,
  DEPLOYMENT_RULES,
  PERFORMANCE_RULES,
  ESTIMATE_RULES,
  NAMED_RULES,
  DECIDE_RULES,
  RUN_RULES,
  LOAD_TEST_RULES,
  COMMAND_RULES,
];

/** Where an error is thrown that states its rule in words alone. */
function inWordsAlone(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join("src", file), "utf8"), ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === "InfrascaleError") {
      const [details] = node.arguments ?? [];
      const names =
        details !== undefined && ts.isObjectLiteralExpression(details)
          ? details.properties.map((property) =>
              ts.isSpreadAssignment(property) ? "..." : (property.name?.getText() ?? ""),
            )
          : [];
      if (!names.includes("...") && !names.includes("ruleCode"))
        found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("rules", () => {
  test("have a code of their own each", () => {
    const codes = TABLES.flatMap((table) => Object.keys(table));
    expect(codes.length).toBeGreaterThan(200);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  test("have words of their own each", () => {
    const words = TABLES.flatMap((table) => Object.values(table).map(String));
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  test("are stated by code wherever an error is thrown", () => {
    const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
    expect(files.flatMap(inWordsAlone)).toEqual([]);
  });
});
