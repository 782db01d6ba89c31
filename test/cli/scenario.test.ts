import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Command } from "commander";
import { afterAll, describe, expect, test } from "vitest";
import { yamlValues } from "../../src/calibrate/readers/yaml-values.js";
import { COMMANDS } from "../../src/cli/commands.js";
import { estimateCommand } from "../../src/cli/estimate-command.js";
import { scenarioTemplate } from "../../src/cli/init-command.js";
import { scenarioOptions } from "../../src/cli/scenario/scenario-options.js";
import { keyOf, scenarioSchema } from "../../src/cli/scenario/scenario-schema.js";
import { withScenario } from "../../src/cli/scenario/with-scenario.js";

const folder = mkdtempSync(join(tmpdir(), "infrascale-scenario-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const estimate = new Command("estimate");
estimateCommand(estimate);

const words = async (text: string, ...line: readonly string[]): Promise<readonly string[]> => {
  const path = join(folder, "scenario.yaml");
  writeFileSync(path, text);
  const argv = await withScenario(["node", "infrascale", "estimate", "--scenario", path, ...line], estimate, COMMANDS);
  return argv.filter((word) => word !== path && word !== "--scenario").slice(3);
};

describe("a scenario file", () => {
  test("stands before what the line says, so that the line comes first", async () => {
    expect(await words("model: llama-3.1-70b\nusers: 10k\nttft-p95: 0.5\n", "--users", "20")).toEqual([
      "--model=llama-3.1-70b",
      "--users=10k",
      "--ttft-p95=0.5",
      "--users",
      "20",
    ]);
  });

  test("may be JSON, and have lists and switches", async () => {
    const scenario = { "gpus-per-replica": [2, 4], "equal-lengths": true, "load-test": true, json: false };
    expect(await words(JSON.stringify(scenario))).toEqual(["--gpus-per-replica=2,4", "--equal-lengths", "--load-test"]);
  });

  test("says to each command what it has; options of others are left out", async () => {
    expect(await words("model: a\nmean-load: 0.6\ncurve: campus\n$schema: x\n")).toEqual(["--model=a"]);
  });

  test("is found after an equals sign too, and none is no change", async () => {
    const path = join(folder, "other=.yaml");
    writeFileSync(path, "model: a\n");
    expect(await withScenario(["n", "i", "estimate", `--scenario=${path}`], estimate, COMMANDS)).toContain("--model=a");
    const plain = ["n", "i", "estimate", "--model", "a"];
    expect(await withScenario(plain, estimate, COMMANDS)).toBe(plain);
  });

  test.each([
    ["modell: a\n", { code: "unknown-id", value: "modell" }],
    ["scenario: b.yaml\n", { code: "unknown-id", value: "scenario" }],
    ["model: {a: 1}\n", { code: "invalid-type", field: "scenario.model" }],
    ["model: true\n", { code: "invalid-type", field: "scenario.model" }],
    ["equal-lengths: 3\n", { code: "invalid-type", field: "scenario.equal-lengths" }],
    ["a: [\n", { code: "unreadable-file", field: "scenario" }],
    ["", { code: "invalid-type", field: "scenario" }],
    ["3", { code: "invalid-type", field: "scenario" }],
  ])("refuses %j", async (text, error) => {
    await expect(words(text)).rejects.toMatchObject(error);
  });
});

describe("the schema and the template", async () => {
  const options = await scenarioOptions(COMMANDS);
  const schema = scenarioSchema(options);

  test("of the package is that of the commands (npm run scenario-schema)", () => {
    expect(JSON.parse(readFileSync("catalogs/scenario.schema.json", "utf8"))).toEqual(schema);
  });

  test("takes the template, as it is written", () => {
    const validate = new Ajv2020().compile(schema);
    const [template] = yamlValues(scenarioTemplate(options, COMMANDS), "template");
    expect(validate(template)).toBe(true);
    expect(template).toEqual({ model: "llama-3.1-70b", gpu: "h100", preset: "chat", users: 1000 });
    expect(validate({ modell: "a" })).toBe(false);
    expect(validate({ "equal-lengths": 3 })).toBe(false);
  });

  test("the template names every option once", () => {
    const keys = [...scenarioTemplate(options, COMMANDS).matchAll(/^#?([a-z0-9-]+):/gm)].map(([, key]) => key);
    expect(keys.filter((key) => key !== "yaml-language-server").sort()).toEqual(
      [...new Set(options.map(keyOf))].sort(),
    );
  });
});
