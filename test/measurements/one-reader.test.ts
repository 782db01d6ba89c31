import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SERVING_FAMILIES, tableUrl } from "../../scripts/measurements/families.js";
import { readTwice } from "../../scripts/measurements/one-reader.js";

describe("calibrate and validate predict the same of every row, before and after a fit to the table", () => {
  test.each(SERVING_FAMILIES)("%s", { timeout: 300_000 }, (family) => {
    const { figures, different } = readTwice(readFileSync(tableUrl(family), "utf8"));
    expect(different).toEqual([]);
    // Tables of which no row states enough have nothing to compare.
    if (!["mlperf", "premai"].includes(family)) expect(figures).toBeGreaterThan(0);
  });

  // Published tables with notes, where they are at hand.
  const BESIDE = new URL("../../../shared/measurements/", import.meta.url);
  test
    .skipIf(!existsSync(BESIDE))
    .each([
      "gpustack_perflab",
      "inferencex",
      "sglang_cookbook",
      "web_benchmarks",
      "tokey_tahmid_a100",
      "dennislee22_a100",
    ])("%s, as published", { timeout: 300_000 }, (table) => {
    expect(readTwice(readFileSync(tableUrl(table, BESIDE), "utf8")).different).toEqual([]);
  });
});
