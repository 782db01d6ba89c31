import { describe, expect, test } from "vitest";
import { byFold, FOLD_KINDS } from "../../scripts/accuracy/folds.js";
import { baselineOf, FEWEST_STORED_ROWS, regressions, type Baseline } from "../../scripts/accuracy/gate.js";
import { slicesOf } from "../../scripts/accuracy/slices.js";
import { observation } from "./observations.js";

const NAME = "time per output token, all, current, dense";
const ERRORS = { median: 5, p90: 20, groupMedian: 6 };
const HELD_OUT = byFold(() => ERRORS);
const before: Baseline = { [NAME]: { rows: 100, groups: 10, ...ERRORS, bias: -2, heldOut: HELD_OUT } };
const after = (change: Partial<Baseline[string]>): Baseline => ({
  [NAME]: { rows: 100, groups: 10, ...ERRORS, bias: -2, heldOut: HELD_OUT, ...change },
});

describe("the gate", () => {
  test("is open for the same figures, better ones, more rows and new slices", () => {
    expect(regressions(before, before)).toEqual([]);
    expect(regressions(before, after({ median: 1, bias: 1.5, rows: 101 }))).toEqual([]);
    expect(regressions(before, { ...before, other: { rows: 1, groups: 1, ...ERRORS, bias: 0 } })).toEqual([]);
  });

  test("lets 0.3 points pass, and no more", () => {
    expect(regressions(before, after({ median: 5.3 }))).toEqual([]);
    expect(regressions(before, after({ median: 5.4 }))).toEqual([`${NAME}: median 5.4 %, 5 % before`]);
  });

  test("looks at every figure", () => {
    expect(regressions(before, after({ p90: 20.4 }))).toHaveLength(1);
    expect(regressions(before, after({ groupMedian: 6.4 }))).toHaveLength(1);
    expect(regressions(before, after({ bias: 2.4 }))).toHaveLength(1);
    for (const kind of FOLD_KINDS)
      expect(regressions(before, after({ heldOut: { ...HELD_OUT, [kind]: { ...ERRORS, median: 5.4 } } }))).toEqual([
        `${NAME}: median without the ${kind} 5.4 %, 5 % before`,
      ]);
  });

  test("does not take fewer rows for a better figure", () => {
    expect(regressions(before, after({ rows: 99, median: 1 }))).toEqual([`${NAME}: 99 rows, 100 before`]);
    expect(regressions(before, {})).toHaveLength(1);
  });

  test("closes on figures that are missing or no numbers", () => {
    const { heldOut, ...rest } = before[NAME] ?? after({})[NAME] ?? { rows: 0, groups: 0, ...ERRORS, bias: 0 };
    expect(heldOut).toBeDefined();
    expect(regressions(before, { [NAME]: rest })).toHaveLength(3 * FOLD_KINDS.length);
    expect(regressions(before, after({ median: Number.NaN }))).toHaveLength(1);
  });
});

test("what is stored has one decimal, and no small slice but the whole", () => {
  const few = baselineOf(slicesOf([observation({ off: 0.12345 })]));
  expect(few).toEqual({
    [NAME]: {
      rows: 1,
      groups: 1,
      median: 12.3,
      p90: 12.3,
      groupMedian: 12.3,
      bias: 12.3,
      heldOut: byFold(() => ({ median: 24.7, p90: 24.7, groupMedian: 24.7 })),
    },
  });
  const many = baselineOf(slicesOf(Array.from({ length: FEWEST_STORED_ROWS }, () => observation({ off: 0.1 }))));
  expect(Object.keys(many)).toEqual([
    NAME,
    "time per output token, engine vllm, current, dense",
    "time per output token, family family, current, dense",
    "time per output token, GPU gpu, current, dense",
  ]);
});
