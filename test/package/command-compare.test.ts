import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { infrascale } from "./run-command.js";

const asked = [
  ...["compare", "--model", "llama-3.1-8b", "--gpu", "l40s,h100,l2", "--today", "2026-11-30", "--zone", "FRA"],
  ...["--requests-per-second", "6", "--input-tokens", "1155", "--output-tokens", "211", "--ttft-p95", "1"],
];

describe("infrascale compare", () => {
  test("prints who is cheapest, at whose price, and what cannot be built", () => {
    const { status, stdout, stderr } = infrascale(...asked);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/\n *1\* {2}l40s .*\n/);
    expect(stdout).toMatch(/OVHcloud|Scaleway/);
    expect(stdout).toMatch(/\nl2: /);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("takes one's own prices, and prints tables and the object", () => {
    const own = [...asked, "--price", "h100=0.4", "--confidence", "expected"];
    const rows = parse<Record<string, string>>(infrascale(...own, "--csv").stdout, { columns: true });
    expect(rows.map(({ gpu }) => gpu)).toEqual(["h100-sxm5-80gb", "l40s", "l2"]);
    expect(rows[0]).toMatchObject({ provider: "own price", per_gpu_hour: "0.4", currency: "EUR" });
    expect(infrascale(...own, "--markdown").stdout).toMatch(/^\| rank \| gpu \|.*\n\|---\|/);
    const { candidates } = JSON.parse(infrascale(...own, "--json").stdout) as {
      candidates: readonly { status: string }[];
    };
    expect(candidates.map(({ status }) => status)).toEqual(["feasible", "feasible", "refused"]);
  });

  test("ends with 2 where nothing meets the targets, with 1 on bad input", () => {
    expect(infrascale(...asked, "--tpot", "1e-6").status).toBe(2);
    expect(infrascale(...asked, "--zone", "Narnia")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/--zone .*\[unknown-id\]/) as string,
    });
    expect(infrascale(...asked, "--csv", "--json").status).toBe(1);
  });
});
