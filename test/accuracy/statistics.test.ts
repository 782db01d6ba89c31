import fc from "fast-check";
import { expect, test } from "vitest";
import { groupBy, median, quantile } from "../../scripts/accuracy/statistics.js";

test("known quantiles of type 7", () => {
  // numpy.quantile([1, 2, 3, 4, 10], [0, 0.25, 0.5, 0.9, 1]) with its default method, linear.
  const sample = [10, 3, 1, 4, 2];
  expect([0, 0.25, 0.5, 1].map((share) => quantile(sample, share))).toEqual([1, 2, 3, 10]);
  expect(quantile(sample, 0.9)).toBeCloseTo(7.6, 12);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
  expect(sample).toEqual([10, 3, 1, 4, 2]);
});

test("a quantile lies within the sample, and grows with its share", () => {
  // Whole numbers: interpolation rounds, and 1e-9 of slack covers it.
  const sample = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 30 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(sample, share, share, (values, a, b) => {
      const [low, high] = [quantile(values, Math.min(a, b)), quantile(values, Math.max(a, b))];
      expect(low).toBeGreaterThanOrEqual(Math.min(...values) - 1e-9);
      expect(high).toBeLessThanOrEqual(Math.max(...values) + 1e-9);
      expect(low).toBeLessThanOrEqual(high + 1e-9);
    }),
  );
});

test("groups keep every item, in the order in which keys occur", () => {
  expect([...groupBy(["b1", "a1", "b2"], (item) => item.charAt(0))]).toEqual([
    ["b", ["b1", "b2"]],
    ["a", ["a1"]],
  ]);
});
