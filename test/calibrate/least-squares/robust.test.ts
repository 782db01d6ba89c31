import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  huberWeight,
  isOrdinary,
  medianDeviation,
  robustScale,
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

describe("Huber's second proposal of a scale", () => {
  const expected = { scale: 1, rows: 4 };
  const scaleOf = (...residuals: readonly number[]): number => robustScale(residuals, ones(residuals.length), expected);
  const BETA = 0.71016;

  test("by hand: all squares while none is cut off, over the mean of normal errors", () => {
    expect(scaleOf()).toBe(1);
    expect(scaleOf(0.5, -1, 1) ** 2).toBeCloseTo((4 + 2.25 / BETA) / 7, 12);
    expect(robustScale([0.05, -0.1], [1, 2], { scale: 0.1, rows: 3 }) ** 2).toBeCloseTo((0.03 + 0.0225 / BETA) / 6, 12);
  });

  test("a wild residual counts as one of 1.345 scales, however wild", () => {
    // Four rows expected, one ordinary: (4 + 1) s^2 + s^2 = 4 + (1 + 1.345^2 s^2) / beta.
    const byHand = (4 + 1 / BETA) / (6 - 1.345 ** 2 / BETA);
    expect(scaleOf(1, 1e3) ** 2).toBeCloseTo(byHand, 12);
    expect(scaleOf(1, -1e9)).toBe(scaleOf(1, 1e3));
  });

  test("of normal errors is their standard deviation", () => {
    // Box and Muller on a grid.
    const sizes = Array.from({ length: 200 }, (_, i) => Math.sqrt(-2 * Math.log((i + 0.5) / 200)));
    const residuals = sizes.flatMap((size) =>
      Array.from({ length: 200 }, (_, j) => 3 * size * Math.cos((2 * Math.PI * (j + 0.5)) / 200)),
    );
    expect(robustScale(residuals, ones(residuals.length), expected)).toBeCloseTo(3, 2);
  });

  const residuals = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 12 });

  test("solves its equation, and is the same residual twice where one counts twice", () => {
    fc.assert(
      fc.property(
        residuals,
        fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 12, maxLength: 12 }),
        (of, counts) => {
          const scale = robustScale(of, counts, expected);
          const rows = of.reduce((sum, _, i) => sum + (counts[i] ?? 0), 4);
          const squares = of.reduce(
            (sum, r, i) => sum + ((counts[i] ?? 0) * Math.min(r ** 2, (1.345 * scale) ** 2)) / BETA,
            4,
          );
          expect(squares / (rows * scale ** 2)).toBeCloseTo(1, 9);
          const repeated = of.flatMap((r, i) => Array.from({ length: counts[i] ?? 0 }, () => r));
          expect(robustScale(repeated, ones(repeated.length), expected) / scale).toBeCloseTo(1, 9);
        },
      ),
    );
  });

  test("does not jump where a residual moves a little, as a median does between two rows", () => {
    fc.assert(
      fc.property(residuals, fc.nat(), (of, pick) => {
        const moved = of.map((r, i) => (i === pick % of.length ? r + 1e-6 : r));
        expect(Math.abs(scaleOf(...moved) - scaleOf(...of))).toBeLessThan(1e-4);
      }),
    );
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
