import { describe, expect, test } from "vitest";
import { infrascale } from "./run-command.js";

const served = ["--model", "bge-m3", "--gpu", "l4", "--input-tokens", "400", "--input-cv", "0.5"];
const unwrapped = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("infrascale of an embedding model", () => {
  test("estimates without output tokens, and prints no speed of writing", () => {
    const { status, stdout, stderr } = infrascale(
      "estimate",
      ...served,
      "--requests-per-second",
      "200",
      "--e2e-p95",
      "0.1",
    );
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/4 GPUs = 4 replicas x 1/);
    expect(stdout).toMatch(/to the answer .* ms/);
    expect(stdout).toMatch(/requests\/s +200\n/);
    const { stdout: plan } = infrascale("plan", ...served, "--requests-per-second", "200", "--e2e-p95", "0.1");
    expect(plan).toMatch(/\n {2}--runner pooling \\\n/);
    expect(unwrapped(stdout)).toMatch(
      /weights in bf16; .*warning: not measured: embedding models; the nearest that were write text/,
    );
    expect(stdout).not.toMatch(/per output token|tokens\/s|KV cache/);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("replays it", () => {
    const { status, stdout } = infrascale(
      "simulate",
      ...served,
      "--replicas",
      "2",
      "--requests-per-second",
      "200",
      "--requests",
      "2000",
      "--e2e-p95",
      "0.1",
      "--json",
    );
    const { met, outputTokensPerSecond, tpotSeconds, cacheTokens } = JSON.parse(stdout) as Readonly<
      Record<string, unknown>
    >;
    expect([status, met, outputTokensPerSecond, tpotSeconds, cacheTokens]).toEqual([0, true, 0, null, null]);
    expect(
      infrascale("estimate", ...served, "--requests-in-flight", "40", "--wait-seconds", "0.3", "--verify").stdout,
    ).toMatch(/replay of 20,000 requests on \d replicas? meets the targets/);
  });

  test.each([
    [
      "outputs",
      ["--output-tokens", "5", "--ttft", "1"],
      /--output-tokens must be left out: BAAI\/bge-m3 writes no text, got 5 \[contradictory-workload\]/,
    ],
    [
      "a speed of writing",
      ["--tokens-per-second", "5"],
      /--tokens-per-second must be left out: BAAI\/bge-m3.*\[unsupported-target\]/,
    ],
    ["a time per token", ["--tpot-p95", "1"], /--tpot must be left out.*\[unsupported-target\]/],
    ["another engine", ["--engine", "sglang", "--ttft", "1"], /--engine must be vllm.*\[unsupported-model\]/],
    ["the classic model", ["--performance", "classic", "--ttft", "1"], /\[unsupported-workload\]/],
  ])("refuses %s", (_, args, message) => {
    const { status, stderr } = infrascale("estimate", ...served, "--requests-per-second", "20", ...args);
    expect(status).toBe(1);
    expect(stderr).toMatch(message);
  });
});
