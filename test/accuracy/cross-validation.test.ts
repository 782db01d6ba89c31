import { describe, expect, test } from "vitest";
import { crossValidate } from "../../scripts/accuracy/cross-validation.js";
import { examRows, pairOf } from "../../scripts/accuracy/exam-row.js";
import type { FitRow } from "../../scripts/fit/fit-row.js";
import { readTable } from "../../scripts/measurements/families.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";

const FAMILIES = ["lmdeploy", "sglang_cookbook", "amd_rocm"];

describe("constants that have not seen a row", () => {
  const { rows } = examRows(FAMILIES.map((family) => [family, readTable(family)]));
  const fitRows = rows.filter(({ family }) => family !== "lmdeploy").map(({ family, row }) => ({ family, row }) as FitRow);
  const shipped = shippedConstants();
  // A fit that returns what it was given: each "timing" is the family and pair of a row.
  const seen = (kept: readonly FitRow[]): never => kept.map(({ family, row }) => `${family} ${pairOf(row)}`) as never;
  const heldOut = crossValidate(fitRows, rows, shipped, seen);
  const timings = (constants: typeof shipped): readonly string[] => constants.timings as readonly unknown[] as readonly string[];

  test("are fitted without any row of its model and GPU, and with most of the others", () => {
    for (const row of rows) {
      const fitted = timings(heldOut.withoutPair(row));
      if (!fitRows.some((other) => pairOf(other.row) === row.pair)) continue;
      expect(fitted.filter((name) => name.endsWith(` ${row.pair}`))).toEqual([]);
      expect(fitted.length).toBeGreaterThan(0);
    }
  });

  test("are fitted without its family, and with all rows of the others", () => {
    const one = rows.find(({ family }) => family === "amd_rocm");
    expect(one).toBeDefined();
    const fitted = one === undefined ? [] : timings(heldOut.withoutFamily(one));
    expect(fitted.filter((name) => name.startsWith("amd_rocm"))).toEqual([]);
    expect(fitted).toHaveLength(fitRows.filter(({ family }) => family !== "amd_rocm").length);
  });

  test("are those that ship where the fit uses no row of the family", () => {
    const one = rows.find(({ family }) => family === "lmdeploy");
    expect(one === undefined ? null : heldOut.withoutFamily(one)).toBe(shipped);
  });
});
