import { expect, test } from "vitest";
import { timeSummary } from "../../src/simulate/time-summary.js";

const summaryOf = (count: number, time: (index: number) => number) =>
  timeSummary(Float64Array.from({ length: count }, (_, index) => time(index)));

test("of nothing there is no summary", () => {
  expect(timeSummary(new Float64Array(0))).toBeNull();
});

test("percentiles are the smallest times that a share does not exceed, whatever the order", () => {
  expect(summaryOf(10, (index) => 10 - index)).toEqual({
    mean: 5.5,
    p50: 5,
    p90: 9,
    p95: 10,
    p99: 10,
    max: 10,
    meanHalfWidth: null,
  });
  expect(summaryOf(1, () => 3)).toEqual({ mean: 3, p50: 3, p90: 3, p95: 3, p99: 3, max: 3, meanHalfWidth: null });
  expect(summaryOf(99, (index) => index)?.meanHalfWidth).toBeNull();
});

test("the width of a mean is that of the means of twenty batches", () => {
  // 0 to 19, five times each: a variance of 35, and 2.093 sqrt(35 / 20).
  expect(summaryOf(100, (index) => Math.floor(index / 5))?.meanHalfWidth).toBeCloseTo(2.093 * Math.sqrt(35 / 20), 9);
  // What is left over belongs to the last: nineteen of 0 and one of 1.
  expect(summaryOf(109, (index) => (index < 95 ? 0 : 1))?.meanHalfWidth).toBeCloseTo(2.093 * 0.05, 9);
});
