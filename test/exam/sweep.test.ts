import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monotone, sweepOf, timesAt, type Point } from "../../scripts/exam/sweep.js";
import { near, ONE } from "./rooms-by-hand.js";

const SPLIT = { tensor: 1, pipeline: 1, data: 1, expert: 1 };
const point = (requestsInFlight: number, tpot: number, ttft = 0.1): Point => ({
  requestsInFlight,
  tpot,
  ttft,
  completed: null,
});

describe("monotone regression", () => {
  test.each([
    { values: [1, 2, 3], expected: [1, 2, 3] },
    // Neighbours in the wrong order share their geometric mean, which may be below the one before.
    { values: [1, 8, 2, 4], expected: [1, 4, 4, 4] },
    { values: [4, 8, 1], expected: [32 ** (1 / 3), 32 ** (1 / 3), 32 ** (1 / 3)] },
  ])("of $values", ({ values, expected }) => {
    monotone(values).forEach((value, i) => expect(value).toBeCloseTo(expected[i] as number, 12));
  });

  test("never falls, keeps the mean of the logarithms, and changes nothing twice", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (values) => {
          const fitted = monotone(values);
          const logs = (list: readonly number[]): number => list.reduce((sum, value) => sum + Math.log(value), 0);
          expect(fitted.every((value, i) => i === 0 || value >= (fitted[i - 1] as number))).toBe(true);
          expect(logs(fitted)).toBeCloseTo(logs(values), 9);
          monotone(fitted).forEach((value, i) => expect(value).toBeCloseTo(fitted[i] as number, 9));
        },
      ),
    );
  });
});

describe("a sweep", () => {
  test("is geometric between its points, and says nothing beyond its ends", () => {
    expect(timesAt(ONE, 2).tpot).toBeCloseTo(0.01 * Math.SQRT2, 12);
    expect(timesAt(ONE, 16)).toEqual({ tpot: near(0.04), ttft: near(0.1), request: near(4.1) });
    expect(timesAt(ONE, 0.9).tpot).toBeNaN();
    expect(timesAt(ONE, 17).tpot).toBeNaN();
  });

  test("takes the middle of repeats", () => {
    const sweep = sweepOf(SPLIT, [point(1, 0.01), point(2, 0.02), point(2, 0.022), point(2, 0.024), point(8, 0.03)], 2);
    expect(sweep).toMatchObject({ lowest: 1, highest: 8 });
    expect(timesAt(sweep as Exclude<typeof sweep, string>, 2).tpot).toBeCloseTo(0.022, 12);
  });

  test.each([
    { why: "fewer than 3 points", points: [point(1, 0.01), point(8, 0.02)] },
    { why: "a range below 3", points: [point(2, 0.01), point(3, 0.02), point(5, 0.03)] },
    {
      why: "repeats differ by more than 25 %",
      points: [point(1, 0.01), point(2, 0.02), point(2, 0.026), point(8, 0.03)],
    },
    { why: "time per token falls by more than 15 %", points: [point(1, 0.02), point(2, 0.017), point(8, 0.03)] },
    {
      why: "time to the first token falls by a third",
      points: [point(1, 0.01, 0.16), point(2, 0.02, 0.1), point(8, 0.03, 0.2)],
    },
  ])("is left out for $why", ({ why, points }) => {
    expect(sweepOf(SPLIT, points, 2)).toContain(why);
  });

  test("may fall by less", () => {
    expect(typeof sweepOf(SPLIT, [point(1, 0.01, 0.14), point(2, 0.0095, 0.1), point(8, 0.03, 0.2)], 2)).toBe("object");
  });
});
