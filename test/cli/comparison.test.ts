import { Command } from "commander";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { comparisonTable } from "../../src/cli/comparison/comparison-export.js";
import { addCostFlags, costOptionsOf, type CostFlags } from "../../src/cli/comparison/cost-flags.js";
import { renderComparison } from "../../src/cli/comparison/render-comparison.js";
import { english } from "../../src/cli/language/english/index.js";
import { compareGpus } from "../../src/decide/compare/index.js";
import { presetWorkload } from "../../src/index.js";

const { candidates } = compareGpus(
  { workload: presetWorkload("chat", { concurrentUsers: 2000 }), targets: { ttft: { p95: 2 }, tpot: { p95: 0.05 } } },
  {
    models: ["llama-3.3-70b", "qwen3-32b"],
    gpus: ["h100", "b200", "l40s", "rtx-pro-6000-blackwell-server", "t4", "l2"],
    precisions: [{}, { weights: "fp8" }],
    cost: { today: "2026-11-30", zone: "FRA", meanLoad: 0.6 },
    estimate: { confidence: "expected" },
  },
);
const feasible = candidates.filter((candidate) => candidate.status === "feasible");

describe("for a terminal", () => {
  const text = renderComparison({ candidates, assumed: feasible[0]?.estimate.assumed ?? [] }, english);

  test("no line is longer than 80 columns", () => {
    const longest = Math.max(...text.split("\n").map((line) => line.length));
    expect(longest).toBeLessThanOrEqual(80);
    expect(longest).toBeGreaterThan(60);
  });

  test("every figure is of a candidate, those that fail say why, and what it stands on is said", () => {
    const first = feasible[0];
    expect(text).toContain(first?.cost.rent?.offer.machine);
    expect(text).toMatch(/\n *1\* {2}h100-sxm5-80gb +\d+ +\d+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+\n/);
    expect(text).toContain("\nt4 llama-3.3-70b fp8: ");
    expect(text).toContain("\nimpractical: l40s llama-3.3-70b has ");
    expect(text.replaceAll("\n", " ")).toContain(
      "prices as of 2026-11-30; mean load 0.6 of the one that is sized for; power fitted within 20 %, assumed within 30 %; PUE 1.3; electricity of FRA, 44.18 g CO2eq per kWh (2024)",
    );
    expect(text).toContain("before tax");
  });

  test("says that nothing meets the targets", () => {
    const failed = candidates.filter((candidate) => candidate.status !== "feasible");
    expect(renderComparison({ candidates: failed, assumed: [] }, english)).toMatch(
      /^nothing that is compared meets the targets\n\n(t4|l2) /,
    );
  });
});

test("as CSV every figure is the candidate's, and what is not known is empty", () => {
  const rows = parse<Record<string, string>>(comparisonTable("csv", candidates), { columns: true });
  expect(rows).toHaveLength(candidates.length);
  feasible.forEach(({ rank, estimate, cost, onFront }) => {
    expect(rows[rank - 1]).toMatchObject({
      rank: String(rank),
      gpu: estimate.gpu,
      gpus: String(estimate.gpus),
      per_hour: cost.rent === null ? "" : String(cost.rent.perHour),
      per_million_output: String(cost.atPeak.tokens?.output ?? ""),
      site_watts: String(cost.atPeak.power?.siteWatts),
      on_front: String(onFront),
      reason: "",
    });
  });
  const refused = rows.find(({ status }) => status === "refused");
  expect(refused?.["gpus"]).toBe("");
  expect(refused?.["reason"]).toContain("l2");
});

test("as Markdown every row has the cells of the header", () => {
  const lines = comparisonTable("markdown", candidates).trimEnd().split("\n");
  expect(lines).toHaveLength(candidates.length + 2);
  expect(new Set(lines.map((line) => line.split(/(?<!\\)\|/).length)).size).toBe(1);
});

describe("options of prices", () => {
  const flags = (...args: readonly string[]): CostFlags =>
    addCostFlags(new Command().exitOverride().configureOutput({ writeErr: () => undefined }))
      .parse(args, { from: "user" })
      .opts();

  test("are what the library takes", () => {
    const all = flags(
      "--currency",
      "USD",
      "--exchange",
      "1.14@2026-09-25",
      "--providers",
      "Nebius,OVHcloud",
      "--price",
      "h100=2.5, l40s=1",
      "--mean-load",
      "0.5",
      "--zone",
      "FRA",
      "--pue",
      "1.2",
      "--today",
      "2026-11-30",
      "--terms",
      "spot",
    );
    expect(costOptionsOf(all)).toEqual({
      today: "2026-11-30",
      currency: "USD",
      exchange: { usdPerEur: 1.14, date: "2026-09-25" },
      terms: "spot",
      providers: ["Nebius", "OVHcloud"],
      meanLoad: 0.5,
      zone: "FRA",
      pue: 1.2,
    });
    expect(all.price).toEqual({ h100: 2.5, l40s: 1 });
    expect(costOptionsOf(flags("--providers", "any"))).toEqual({
      today: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      providers: "any",
    });
  });

  test.each([
    ["--exchange", "1.14"],
    ["--price", "h100"],
    ["--price", "h100=cheap"],
    ["--currency", "GBP"],
    ["--mean-load", "half"],
  ])("%s %s is refused", (...args) => {
    expect(() => flags(...args)).toThrow();
  });
});
