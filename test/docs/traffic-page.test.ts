import { readFileSync } from "node:fs";
import { Command } from "commander";
import { expect, test } from "vitest";
import { addTargetFlags } from "../../src/cli/target-flags.js";
import { spareReplicas, workloadPresets, type WorkloadPreset } from "../../src/index.js";
import { limitName, targetLimits, targetNames } from "../../src/workload/targets.js";

const page = readFileSync("docs/traffic.md", "utf8");

/** Rows below the rule of the table whose header begins with a cell, cell by cell. */
function tableOf(firstCell: string): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const header = lines.findIndex((line) => line.startsWith(`| ${firstCell} |`));
  const end = lines.findIndex((line, index) => index > header && !line.startsWith("|"));
  return lines.slice(header, end).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
}

test("the table of presets holds the figures of the catalog, and marks those that are assumed", () => {
  const tokens = (mean: number): string => mean.toLocaleString("en-US");
  const row = ({ id, inputTokens, outputTokens, prefixCacheHitRate, thinkSeconds, arrivalCv, suggestedPeakFactor, targets, assumed }: WorkloadPreset): readonly string[] => {
    const mark = (field: keyof WorkloadPreset): string => (assumed.includes(field) ? "*" : "");
    return [
      `\`${id}\``,
      `${tokens(inputTokens.mean)} (${inputTokens.cv})`,
      `${tokens(outputTokens.mean)} (${outputTokens.cv})`,
      `${prefixCacheHitRate}`,
      thinkSeconds === null ? "none" : `${thinkSeconds} s${mark("thinkSeconds")}`,
      arrivalCv === null ? "none" : `${arrivalCv}${mark("arrivalCv")}`,
      `${suggestedPeakFactor}${mark("suggestedPeakFactor")}`,
      targets === null ? "none" : `${targetLimits(targets).map((limit) => `${limitName(limit)} ${limit.limit} s`).join(", ")}${mark("targets")}`,
    ];
  };
  expect(tableOf("preset").slice(2)).toEqual(workloadPresets.map(row));
});

test("the table of targets has all of them, with their options", () => {
  const command = addTargetFlags(new Command());
  const rows = tableOf("target").slice(2).map(([name, , , option]) => [name, option?.match(/--[\w-]+/)?.[0]]);
  expect(rows).toEqual(targetNames().map((name) => [`\`${name}\``, command.options.find((option) => option.attributeName() === name)?.long]));
});

test("the page names every source of every preset", () => {
  const named = page.split("\n").filter((line) => line.startsWith("- `") && workloadPresets.some(({ id }) => line.startsWith(`- \`${id}\`: `)));
  expect(named).toEqual(workloadPresets.map(({ id, sources }) => `- \`${id}\`: ${sources.join("; ")}.`));
});

test("the table of spare replicas is what spareReplicas() finds", () => {
  const [header = [], , ...rows] = tableOf("one replica, all of N");
  const replicas = header.slice(1).map((cell) => Number(cell.replace("N = ", "")));
  expect(rows).toHaveLength(4);
  for (const [first = "", ...cells] of rows) {
    const [availability = NaN, percent = NaN] = first.replace(" %", "").split(", ").map(Number);
    expect(cells.map(Number), first).toEqual(replicas.map((count) => spareReplicas({ replicas: count, availability, target: Number((percent / 100).toFixed(6)) })));
  }
});
