import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanLargestPoisson } from "../../src/internal/poisson-maximum.js";

/** Modified Bessel functions of the first kind by their series, over e^x. */
function scaledBessel(order: 0 | 1, x: number): number {
  let term = (x / 2) ** order;
  let sum = term;
  for (let k = 1; k < 200; k += 1) {
    term *= (x / 2) ** 2 / (k * (k + order));
    sum += term;
  }
  return sum * Math.exp(-x);
}

/** All pairs and triples one by one, as far as they count. */
function enumerated(mean: number, count: number): number {
  const probabilities: number[] = [Math.exp(-mean)];
  for (let m = 1; m < 60; m += 1) probabilities.push(((probabilities[m - 1] as number) * mean) / m);
  const visit = (left: number, largest: number, probability: number): number =>
    left === 0
      ? largest * probability
      : probabilities.reduce(
          (sum, p, m) => sum + (p * probability < 1e-18 ? 0 : visit(left - 1, Math.max(largest, m), p * probability)),
          0,
        );
  return visit(count, 0, 1);
}

describe("the mean of the largest of Poisson numbers", () => {
  it("is the mean of one of them, and nothing where none comes", () => {
    expect(meanLargestPoisson(3.25, 1)).toBe(3.25);
    expect(meanLargestPoisson(0, 8)).toBe(0);
  });

  // E max(X, Y) = (E X + E Y + E|X - Y|) / 2, and E|X - Y| = 2 m e^(-2m) (I0(2m) + I1(2m)): Skellam 1946; of 1, 1.523778.
  it("of two is known in closed form", () => {
    expect(meanLargestPoisson(1, 2)).toBeCloseTo(1.523_777_8, 6);
    for (const mean of [1e-3, 0.04, 0.5, 1, 3, 20, 60])
      expect(
        meanLargestPoisson(mean, 2) / (mean * (1 + scaledBessel(0, 2 * mean) + scaledBessel(1, 2 * mean))),
      ).toBeCloseTo(1, 12);
  });

  it.each([
    [0.2, 2],
    [0.2, 3],
    [1, 3],
    [4, 3],
    [9, 2],
  ])("of mean %d, %i of them, is what going through all of them gives", (mean, count) =>
    expect(meanLargestPoisson(mean, count)).toBeCloseTo(enumerated(mean, count), 9),
  );

  it("is their sum while they are rare: two at once come next to never", () => {
    for (const mean of [1e-15, 1e-9, 1e-6]) expect(meanLargestPoisson(mean, 8) / (8 * mean)).toBeCloseTo(1, 5);
  });

  // Standard normal maxima: 1 / sqrt(pi) of two, 3 / (2 sqrt(pi)) of three, 1.423600 of eight (Harter 1961, table 1).
  it.each([
    [2, 0.564_19],
    [3, 0.846_28],
    [8, 1.4236],
  ])("of %i with large means lies %d deviations above it", (count, deviations) => {
    for (const mean of [500, 740, 745, 1000, 1e5])
      expect((meanLargestPoisson(mean, count) - mean) / Math.sqrt(mean) / deviations).toBeCloseTo(1, 1);
    expect((meanLargestPoisson(1e6, count) - 1e6) / 1e3 / deviations).toBeCloseTo(1, 3);
  });

  it("grows with the mean and with their number, and is never below the mean nor above their sum", () => {
    const means = fc.oneof(
      fc.double({ min: 1e-12, max: 5, noNaN: true }),
      fc.double({ min: 5, max: 3000, noNaN: true }),
    );
    fc.assert(
      fc.property(
        means,
        fc.integer({ min: 2, max: 64 }),
        fc.double({ min: 1.001, max: 2, noNaN: true }),
        (mean, count, factor) => {
          const largest = meanLargestPoisson(mean, count);
          expect(largest).toBeGreaterThanOrEqual(mean * (1 - 1e-12));
          expect(largest).toBeLessThanOrEqual(count * mean * (1 + 1e-12));
          expect(meanLargestPoisson(mean * factor, count)).toBeGreaterThan(largest);
          expect(meanLargestPoisson(mean, count + 1)).toBeGreaterThan(largest);
        },
      ),
    );
  });
});
