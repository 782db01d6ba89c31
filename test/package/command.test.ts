import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gpus, models } from "../../src/index.js";

const cli = "dist/cli/main.js";
const load = ["--users", "1000", "--input-tokens", "1155", "--output-tokens", "211"];
const served = ["estimate", "--model", "llama-3.1-70b", "--gpu", "h100", ...load, "--tokens-per-second", "20"];

/** No say in colours unless a test has one; `CI` must not colour a pipe. */
const ENVIRONMENT = { PATH: process.env["PATH"], CI: "true" };

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function infrascale(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const { status, stdout, stderr } = spawnSync("node", [cli, ...args], {
    encoding: "utf8",
    env: { ...ENVIRONMENT, ...env },
  });
  return { status, stdout, stderr };
}

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "infrascale-command-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("estimate", () => {
  test("prints the estimate object", () => {
    const { status, stdout } = infrascale([...served, "--json"]);
    expect(status).toBe(0);
    const estimate = JSON.parse(stdout) as Record<string, unknown>;
    expect(estimate).toMatchObject({
      status: "feasible",
      requestsInFlight: 100,
      band: { confidence: 0.8 },
      confidence: { asked: 0.9 },
      warnings: [],
    });
    expect(estimate["gpus"]).toBe((estimate["gpusPerReplica"] as number) * (estimate["replicas"] as number));
    expect(estimate["constraints"]).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: "memory",
          demand: expect.any(Number) as number,
          limit: expect.any(Number) as number,
        }),
      ]),
    );
  });

  test("prints the band, sizes for a probability, and warns outside of what was measured", () => {
    expect(infrascale(served).stdout).toMatch(/\n\d+ GPUs as predicted, \d+( to \d+)? GPUs with 80 % confidence\n/);
    const safe = infrascale([...served, "--confidence", "0.8", "--band", "0.5"]).stdout;
    expect(safe).toMatch(/; 80 % sure\n/);
    expect(safe).toMatch(/GPUs with 50 % confidence\n/);
    const expected = infrascale([...served, "--confidence", "expected"]).stdout;
    expect(expected).not.toMatch(/ sure/);
    expect(infrascale([...served, "--load-test", "4", "--equal-lengths"]).stdout).toMatch(
      /\nin a load test of 4 rounds, all of equal lengths\n/,
    );
    expect(infrascale(served.map((argument) => (argument === "h100" ? "mi300x" : argument))).stdout).toMatch(
      /warning: not measured: kernels of mi300x/,
    );
  });

  test("exits with 2 when nothing meets the targets, and says what would", () => {
    const { status, stdout } = infrascale([...served, "--max-gpus", "1"]);
    expect(status).toBe(2);
    expect(stdout).toMatch(/maxGpus needs\s+\d+ GPUs/);
    const json = infrascale([...served, "--max-gpus", "1", "--json"]);
    expect(json.status).toBe(2);
    expect(JSON.parse(json.stdout)).toMatchObject({
      status: "infeasible",
      nearest: { changes: [{ constraint: "maxGpus", from: 1 }] },
    });
  });

  test("takes a model and a GPU of the user's own from files", () => {
    const model = file(
      "model.json",
      JSON.stringify({ ...models.find(({ id }) => id === "Qwen/Qwen3-8B"), id: "mine" }),
    );
    const gpu = file("gpu.json", JSON.stringify({ ...gpus.find(({ id }) => id === "l40s"), id: "my-gpu" }));
    const { status, stdout } = infrascale([
      "estimate",
      "--model",
      model,
      "--gpu",
      gpu,
      ...load,
      "--wait-seconds",
      "5",
      "--json",
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ model: "mine", gpu: "my-gpu" });
  });

  test("passes every option on", () => {
    const options = [
      "--weights",
      "fp8",
      "--kv-cache",
      "fp8",
      "--gpus-per-replica",
      "3,5",
      "--batch-exponent",
      "2,4",
      "--min-queue-ratio",
      "0.5",
      "--performance",
      "classic",
      "--memory-overhead-percent",
      "10",
      "--efficiency",
      "0.9",
      "--objective",
      "power",
      "--json",
    ];
    const estimate = JSON.parse(infrascale([...served, ...options]).stdout) as {
      gpusPerReplica: number;
      batchExponent: number;
      objective: { unit: string };
      constraints: readonly { name: string; limit: number }[];
    };
    expect([3, 5]).toContain(estimate.gpusPerReplica);
    expect([2, 3, 4]).toContain(estimate.batchExponent);
    expect(estimate.objective.unit).toBe("W");
    expect(estimate.constraints[0]?.limit).toBeCloseTo((1 + 0.9 * (estimate.gpusPerReplica - 1)) * 80e9, -3);
  });

  test("names the engine, and how a replica is started", () => {
    const { plan } = JSON.parse(infrascale([...served, "--engine", "sglang@0.5.9", "--json"]).stdout) as {
      plan: { engine: string; settings: { utilization: number } };
    };
    expect(plan.engine).toBe("sglang@0.5.3");
    expect(plan.settings.utilization).toBeGreaterThan(0.5);
    expect(infrascale(served).stdout).toMatch(
      /each replica \(constants: calibrated\)\s+tensor x pipeline x data +\d+ x 1 x 1/,
    );
  });

  test.each([
    [
      "options of the other performance model",
      [...served, "--efficiency", "0.9"],
      /efficiency must be left out with --performance engine, got 0.9 \[contradictory-options\]/,
    ],
    [
      "an unknown model",
      ["estimate", "--model", "llama-99", "--gpu", "h100", ...load, "--wait-seconds", "2"],
      /model must be the id or alias of a known model, got "llama-99"; nearest: .*\[unknown-id\]/,
    ],
    [
      "no target",
      ["estimate", "--model", "llama-3.1-70b", "--gpu", "h100", ...load],
      /targets must name at least one.*\[missing-target\]/,
    ],
    ["a word for a number", [...served, "--max-gpus", "many"], /--max-gpus.*must be a number/],
    [
      "control characters, which it shows",
      [...served, "--max-gpus", "\u001B[31m\u0007"],
      /argument '\\u001b\[31m\\u0007' is invalid/,
    ],
    ["an unknown option", [...served, "--fast"], /unknown option '--fast'/],
    ["a missing option", ["estimate", "--gpu", "h100"], /required option '--model <id>'/],
    [
      "a missing file",
      ["estimate", "--model", "none.json", "--gpu", "h100", ...load],
      /model must be the path of a readable file, got "none.json" \[unreadable-file\]/,
    ],
    ["an unknown command", ["guess"], /unknown command 'guess'/],
  ])("exits with 1 on %s", (_, args, message) => {
    const { status, stdout, stderr } = infrascale(args);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });

  test("refuses a broken file by name", () => {
    const { status, stderr } = infrascale([
      "estimate",
      "--model",
      file("broken.json", '{"id": '),
      "--gpu",
      "h100",
      ...load,
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/model must hold JSON .*\[unreadable-file\]/);
  });

  test("prints errors as JSON when JSON is asked for", () => {
    const { status, stdout } = infrascale(["estimate", "--model", "llama-99", "--gpu", "h100", ...load, "--json"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "unknown-id", field: "model", value: "llama-99" } });
  });
});

describe("output", () => {
  const texts = [
    infrascale(served),
    infrascale([...served, "--max-gpus", "1"]),
    infrascale(["catalog", "gpus"]),
    infrascale(["catalog", "models"]),
    infrascale(["estimate", "--help"]),
  ];

  test("fits 80 columns", () => {
    for (const { stdout } of texts)
      for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("has no colour in a pipe or with NO_COLOR, and has some when forced", () => {
    const escape = String.fromCharCode(27);
    for (const { stdout } of texts) expect(stdout).not.toContain(escape);
    expect(infrascale(served, { FORCE_COLOR: "1" }).stdout).toContain(escape);
    expect(infrascale(served, { FORCE_COLOR: "1", NO_COLOR: "1" }).stdout).not.toContain(escape);
  });

  test("survives a reader that leaves early", () => {
    const { status, stderr } = spawnSync("bash", ["-c", `node ${cli} catalog models --json | head -n 1`], {
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});

describe("a misspelt option", () => {
  test("is told as one, with the one that is near, before another is missing", () => {
    const { status, stderr } = infrascale(["estimate", "--modell", "llama-3.1-70b", "--gpu", "h100"]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "error: unknown option '--modell'\n(Did you mean --model?)\n",
    });
  });
});

describe("a machine of a cloud", () => {
  test("serves with all its GPUs, joined as they are said to be", () => {
    const machine = [
      "simulate",
      "--model",
      "llama3.3:70b",
      "--gpu",
      "p5.48xlarge",
      "--engine",
      "trtllm",
      "--preset",
      "chat",
      "--requests-per-second",
      "2",
      "--requests",
      "50",
      "--json",
    ];
    expect(JSON.parse(infrascale(machine).stdout)).toMatchObject({
      gpus: 8,
      gpu: "h100-sxm5-80gb",
      assumed: expect.arrayContaining([
        { code: "instance", asked: "p5.48xlarge", used: "8 x h100-sxm5-80gb" },
        { code: "tensor-size", used: 8 },
      ]) as unknown,
    });
    expect(
      infrascale([
        "estimate",
        "--model",
        "qwen3-8b",
        "--gpu",
        "rtx-3090",
        "--link",
        "pcie4x8-host",
        "--preset",
        "chat",
        "--users",
        "10",
        "--ttft-p95",
        "2s",
      ]).status,
    ).toBe(0);
  });
});

describe("catalog", () => {
  test("lists and searches", () => {
    expect(infrascale(["catalog", "gpus"]).stdout.trim().split("\n")).toHaveLength(102);
    expect(infrascale(["catalog", "gpus", "h200", "nvl"]).stdout).toContain("h200-nvl-141gb");
    expect(JSON.parse(infrascale(["catalog", "models", "--json"]).stdout)).toHaveLength(189);
    expect(infrascale(["catalog", "models", "no-such-model"])).toEqual({
      status: 0,
      stdout: "nothing found\n",
      stderr: "",
    });
    expect(infrascale(["catalog", "engines", "tensorrt"]).stdout).toContain("tensorrt-llm@1");
    expect(infrascale(["catalog", "instances", "p5.48xlarge"]).stdout).toMatch(/^p5\.48xlarge +8 +h100-sxm5-80gb$/m);
    expect(JSON.parse(infrascale(["catalog", "presets", "--json"]).stdout)).toHaveLength(8);
  });
});

test.each(["estimate", "simulate", "validate", "calibrate", "import", "catalog"])(
  "help lists %s, and shows its options",
  (name) => {
    expect(infrascale(["--help"]).stdout).toMatch(new RegExp(`^  ${name} +\\w`, "m"));
    const { status, stdout } = infrascale([name, "--help"]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Examples:|Exit status/);
    expect(infrascale(["help", name]).stdout).toBe(stdout);
  },
);

test("help has examples", () => {
  expect(infrascale(["--help"]).status).toBe(0);
  expect(infrascale(["estimate", "--help"]).stdout).toContain("$ infrascale estimate --model");
  const version = (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version;
  expect(infrascale(["--version"]).stdout.trim()).toBe(version);
});
