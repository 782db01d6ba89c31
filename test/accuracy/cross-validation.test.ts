import { describe, expect, test } from "vitest";
import { crossValidate } from "../../scripts/accuracy/cross-validation.js";
import { examRows, type ExamRow } from "../../scripts/accuracy/exam-row.js";
import { FOLD_KINDS, FOLDS } from "../../scripts/accuracy/folds.js";
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
  const nameOf = ({ family, row: { id } }: ExamRow): string => `${family} ${id}`;
  // A fit that returns what it was given: each "timing" is the family and id of a row.
  const seen = (kept: readonly FitRow[]): never => kept.map(nameOf) as never;
  const heldOut = crossValidate(rows, shipped, seen);
  const timings = (constants: typeof shipped): readonly string[] =>
    constants.timings as readonly unknown[] as readonly string[];

  const kinds = FOLD_KINDS.filter((kind) => kind !== "family");
  test.each(kinds)("are fitted without any row of its %s, and with others", (kind) => {
    const { keyOf } = FOLDS[kind];
    for (const row of rows) {
      if (!fitted.some((other) => keyOf(other) === keyOf(row))) continue;
      const kept = timings(heldOut(kind, row));
      expect(kept).not.toContain(nameOf(row));
      const alike = new Set(fitted.filter((other) => keyOf(other) === keyOf(row)).map(nameOf));
      expect(kept.filter((name) => alike.has(name))).toEqual([]);
      expect(kept.length).toBeGreaterThan(0);
    }
  });

  test("are fitted without its family, and with all rows of the others", () => {
    const one = rows.find(({ family }) => family === "sglang_cookbook");
    expect(one).toBeDefined();
    const kept = one === undefined ? [] : timings(heldOut("family", one));
    expect(kept.filter((name) => name.startsWith("sglang_cookbook"))).toEqual([]);
    expect(kept).toHaveLength(fitted.filter(({ family }) => family !== "sglang_cookbook").length);
  });

  test("are those that ship where the fit uses no row of the family", () => {
    const one = rows.find(({ family }) => family === "amd_rocm");
    expect(one === undefined ? null : heldOut("family", one)).toBe(shipped);
  });

  test("of releases tell 0.5.8 from 0.5.9 of SGLang, and not 1.2.0 from 1.2.1 of TensorRT-LLM", () => {
    const of = (engine: string, engineVersion: string): string =>
      FOLDS.release.keyOf({ ...rows[0], row: { ...rows[0]?.row, engine, engineVersion } } as ExamRow);
    expect(of("sglang", "0.5.8")).not.toBe(of("sglang", "0.5.9"));
    expect(of("tensorrt-llm", "1.2.0")).toBe(of("tensorrt-llm", "1.2.1"));
  });
});
