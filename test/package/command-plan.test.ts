import { existsSync, readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { CORE_SCHEMA, loadAll } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import type { LaunchPlan } from "../../src/launch/index.js";
import { infrascale, temporaryFiles, type Run } from "./run-command.js";

const file = temporaryFiles();
const plan = file("plan.json", "");
const folder = dirname(plan);
const asked = [
  ...["--model", "llama-3.1-8b", "--gpu", "l40s", "--engine", "vllm@0.20", "--requests-in-flight", "40"],
  ...["--input-tokens", "1000", "--output-tokens", "200", "--tokens-per-second", "20"],
];
const planned = (...args: readonly string[]): Run => infrascale("plan", ...asked, "--out", plan, ...args);
const yaml = (text: string): readonly unknown[] => loadAll(text, null, { schema: CORE_SCHEMA });

describe("infrascale plan", () => {
  const { commands, compose, kubernetes, file: config } = JSON.parse(planned("--json").stdout) as LaunchPlan;

  test("writes the plan that it prints", () => {
    expect(JSON.parse(readFileSync(plan, "utf8"))).toEqual(JSON.parse(planned("--json").stdout));
  });

  test("prints a command that a shell takes word by word", () => {
    const { stdout, stderr, status } = planned();
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    const { stdout: words } = spawnSync("bash", ["-c", `vllm() { printf '%s\\n' vllm "$@"; }\n${stdout}`], {
      encoding: "utf8",
    });
    expect(words.trimEnd().split("\n")).toEqual(commands[0]);
    expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true);
  });

  test.each([
    ["compose", [compose]],
    ["kubernetes", kubernetes],
    ["config", [config.content]],
  ] as const)("prints %s as YAML", (form, content) => {
    expect(yaml(planned("--as", form).stdout)).toEqual(content);
  });

  test("prints the load test of each tool", () => {
    expect(planned("--as", "load-test").stdout).toMatch(/^vllm bench serve \\$/m);
    expect(planned("--as", "load-test", "--tool", "guidellm").stdout).toMatch(/^guidellm run \\$/m);
  });

  test("quotes what a shell would take apart", () => {
    const { stdout } = planned("--checkpoint", "my org/it's $HOME");
    const { stdout: words } = spawnSync("bash", ["-c", `vllm() { printf '%s\\n' "$2"; }\n${stdout}`], {
      encoding: "utf8",
    });
    expect(words).toBe("my org/it's $HOME\n");
  });

  test("says which other form there is where one is none", () => {
    const spanning = [
      "--model",
      "deepseek-r1",
      "--gpu",
      "h100",
      "--gpus-per-replica",
      "16",
      "--users",
      "10",
      "--preset",
      "chat",
      "--confidence",
      "expected",
    ];
    const { status, stderr } = infrascale("plan", ...spanning, "--out", plan, "--as", "compose");
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("--as must be another form") as string,
    });
    expect(infrascale("plan", ...spanning, "--out", plan, "--as", "kubernetes").stdout).toContain(
      "kind: LeaderWorkerSet",
    );
  });

  test("leaves other files alone, and shows an estimate that is infeasible", () => {
    const other = file("notes.json", '{"a":1}');
    expect(infrascale("plan", ...asked, "--out", other)).toMatchObject({ status: 1, stdout: "" });
    expect(readFileSync(other, "utf8")).toBe('{"a":1}');
    const none = join(folder, "none.json");
    const { status, stdout } = infrascale("plan", ...asked, "--tokens-per-second", "100000", "--out", none);
    expect({ status, stdout }).toMatchObject({
      status: 2,
      stdout: expect.stringContaining("no deployment meets") as string,
    });
    expect(existsSync(none)).toBe(false);
  });
});

describe("infrascale check", () => {
  const rows = (ttft: number, tpot: number): string =>
    `concurrency,input_tokens,output_tokens,ttft_ms,tpot_ms\n40,1000,200,${ttft},${tpot}\n`;
  const good = file("good.csv", rows(500, 30));
  const bad = file("bad.csv", rows(500, 60));
  beforeAll(() => {
    planned();
  });

  test("passes a test whose targets hold", () => {
    const { status, stdout, stderr } = infrascale("check", good, "--plan", plan);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatch(/^passed: every target held/);
    expect(stdout).toMatch(/tokensPerSecond +20 +30\.91 +holds/);
    expect(stdout).toMatch(/requests in flight +40 +40/);
    expect(stdout).toMatch(/fitted to this test: \d+ GPUs? = /);
  });

  test("fails one whose targets do not, and says by how much", () => {
    const { status, stdout } = infrascale("check", bad, "--plan", plan);
    expect({ status, stdout }).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(/tokensPerSecond +20 +16\.08 +missed by 19\.6/) as string,
    });
  });

  test("prints the object, and refuses what is no plan", () => {
    expect(JSON.parse(infrascale("check", bad, "--plan", plan, "--json").stdout)).toMatchObject({
      status: "failed",
      runs: [{ targets: [{ met: false }] }],
    });
    expect(infrascale("check", bad, "--plan", file("empty.json", "{}"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("plan.request must be an object") as string,
    });
    expect(infrascale("check", bad, "--plan", plan, "--replicas", "0").stderr).toContain(
      "--replicas must be an integer >= 1",
    );
  });
});
