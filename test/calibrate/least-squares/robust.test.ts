import { describe, expect, test } from "vitest";
import {
  huberWeight,
  isOrdinary,
  medianDeviation,
  robustVariance,
} from "../../../src/calibrate/least-squares/robust.js";
import { student95 } from "../../../src/calibrate/least-squares/student.js";

const ones = (count: number): readonly number[] => Array.from({ length: count }, () => 1);

describe("Student's t at 0.975", () => {
  // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2: https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm
  test.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ])("%d degrees of freedom", (freedom, table) => {
    expect(student95(freedom) / table).toBeCloseTo(1, freedom === 3 ? 2 : 3);
  });

  test("falls to the normal, counts whole degrees, and is endless without one", () => {
    expect(student95(1e9)).toBeCloseTo(1.96, 3);
    expect(student95(4.9)).toBe(student95(4));
    expect([0.9, 0, -3].map(student95)).toEqual([Infinity, Infinity, Infinity]);
  });

  test("is where Student's distribution says, but for a term of the fifth power", () => {
    // Quantiles by the closed form for even degrees of freedom: Abramowitz and Stegun 26.7.4.
    for (const [freedom, exact] of [
      [20, 2.085963447266],
      [50, 2.008559112101],
    ] as const)
      expect((exact - student95(freedom)) * freedom ** 5).toBeCloseTo(0.75, 1);
  });
});

describe("Huber's weights", () => {
  test("count fully up to 1.345 scales, beyond by their size", () => {
    expect([0, 1.3, -1.3].map(huberWeight)).toEqual([1, 1, 1]);
    expect(huberWeight(-13.45)).toBeCloseTo(0.1, 12);
    expect([1.3, 1.345, -1.4].map(isOrdinary)).toEqual([true, true, false]);
  });
});

describe("the median deviation", () => {
  test("by hand", () => {
    expect(medianDeviation([-1, 5, 2], ones(3))).toBeCloseTo(2 * 1.4826, 12);
    expect(medianDeviation([-1, 5, 2, 4], ones(4))).toBeCloseTo(3 * 1.4826, 12);
    expect(medianDeviation([], [])).toBe(0);
  });

  test("a count of two is the same residual twice", () => {
    for (const counts of [
      [2, 1, 1],
      [1, 2, 1],
      [1, 3, 2],
    ]) {
      const repeated = [-1, 5, 2].flatMap((residual, i) => Array.from({ length: counts[i] ?? 0 }, () => residual));
      expect(medianDeviation([-1, 5, 2], counts)).toBe(medianDeviation(repeated, ones(repeated.length)));
    }
  });

  test("does not see one residual in five that is wild", () => {
    expect(medianDeviation([1, -1, 1, -1, 1e9], ones(5))).toBe(medianDeviation([1, -1, 1, -1, 1], ones(5)));
  });
});

describe("the robust variance", () => {
  test("of ordinary residuals is the usual one", () => {
    expect(robustVariance([1, -1, 0.5, -0.5], ones(4), 1)).toBeCloseTo(2.5 / 3, 12);
  });

  test("by hand, with one residual beyond the limit", () => {
    // N = 5, p = 1: four of five are ordinary; psi = 1.345 for the fifth.
    const slope = 4 / 5;
    const correction = 1 + ((1 / 5) * (1 - slope)) / slope;
    expect(robustVariance([1, -1, 0.5, -0.5, 50], ones(5), 1)).toBeCloseTo(
      (correction ** 2 * (2.5 + 1.345 ** 2)) / 4 / slope ** 2,
      12,
    );
  });

  test("a count of two is the same residual twice", () => {
    expect(robustVariance([1, -0.5, 50], [2, 3, 1], 2)).toBeCloseTo(
      robustVariance([1, 1, -0.5, -0.5, -0.5, 50], ones(6), 2),
      12,
    );
  });

  test("of residuals that are all beyond the limit is that of the limit", () => {
    expect(robustVariance([10, -20, 30, -40], ones(4), 1)).toBeCloseTo((4 * 1.345 ** 2) / 3, 12);
  });
});
