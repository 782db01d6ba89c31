import { describe, expect, test } from "vitest";
import { crossValidate } from "../../scripts/accuracy/cross-validation.js";
import { examRows } from "../../scripts/accuracy/exam-row.js";
import { fitRows, type FitRow } from "../../scripts/fit/fit-row.js";
import { isTimed } from "../../scripts/fit/fit-timing.js";
import { readTable } from "../../scripts/measurements/families.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";

/** Kernels of the first one's GPUs were not timed: the fit uses none of its rows. */
const FAMILIES = ["amd_rocm", "sglang_cookbook", "trtllm_docs"];

describe("constants that have not seen a row", () => {
  const { rows } = examRows(FAMILIES.map((family) => [family, readTable(family)]));
  const shipped = shippedConstants();
  const fitted = fitRows(rows, shipped).filter(isTimed);
  // A fit that returns what it was given: each "timing" is the family and pair of a row.
  const seen = (kept: readonly FitRow[]): never => kept.map(({ family, pair }) => `${family} ${pair}`) as never;
  const heldOut = crossValidate(rows, shipped, seen);
  const timings = (constants: typeof shipped): readonly string[] =>
    constants.timings as readonly unknown[] as readonly string[];

  test("are fitted without any row of its model and GPU, and with most of the others", () => {
    for (const row of rows) {
      if (!fitted.some(({ pair }) => pair === row.pair)) continue;
      const kept = timings(heldOut.withoutPair(row));
      expect(kept.filter((name) => name.endsWith(` ${row.pair}`))).toEqual([]);
      expect(kept.length).toBeGreaterThan(0);
    }
  });

  test("are fitted without its family, and with all rows of the others", () => {
    const one = rows.find(({ family }) => family === "sglang_cookbook");
    expect(one).toBeDefined();
    const kept = one === undefined ? [] : timings(heldOut.withoutFamily(one));
    expect(kept.filter((name) => name.startsWith("sglang_cookbook"))).toEqual([]);
    expect(kept).toHaveLength(fitted.filter(({ family }) => family !== "sglang_cookbook").length);
  });

  test("are those that ship where the fit uses no row of the family", () => {
    const one = rows.find(({ family }) => family === "amd_rocm");
    expect(one === undefined ? null : heldOut.withoutFamily(one)).toBe(shipped);
  });
});
