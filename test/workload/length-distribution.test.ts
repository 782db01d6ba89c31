import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../src/internal/normal-quantile.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";

const share = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

describe("normalQuantile", () => {
  // scipy.stats.norm.ppf, SciPy 1.14; the fractions are good to seven digits.
  test.each([
    [0.5, 0],
    [0.95, 1.6448536269514722],
    [0.99, 2.3263478740408408],
    [0.075, -1.4395314709384563],
    [1e-5, -4.264890793922825],
    [1e-20, -9.262340089798409],
  ])("of %d is %d", (probability, value) => {
    expect(Math.abs(normalQuantile(probability) - value)).toBeLessThanOrEqual(1.2e-7 * Math.abs(value));
  });

  test("is antisymmetric and rises", () => {
    fc.assert(
      fc.property(share, share, (p, q) => {
        expect(normalQuantile(p)).toBeCloseTo(-normalQuantile(1 - p), 6);
        if (p < q) expect(normalQuantile(p)).toBeLessThanOrEqual(normalQuantile(q));
      }),
    );
  });
});

describe("lengthDistribution", () => {
  test("a number is the length of all", () => {
    const { mean, squaredCv, quantile } = lengthDistribution(300, "inputTokens");
    expect([mean, squaredCv, quantile(0.01), quantile(0.99)]).toEqual([300, 0, 300, 300]);
  });

  test("a lognormal has the mean and the variation that are asked for", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.double({ min: 0, max: 1.5, noNaN: true }),
        (mean, cv) => {
          const distribution = lengthDistribution({ mean, cv }, "inputTokens");
          const points = 20_000;
          let first = 0;
          let second = 0;
          for (let i = 0; i < points; i += 1) {
            const length = distribution.quantile((i + 0.5) / points);
            first += length / points;
            second += (length * length) / points;
          }
          expect(first / mean).toBeCloseTo(1, 2);
          // The last of 20,000 points stands for a long tail.
          expect(second / mean ** 2 - 1).toBeGreaterThan(0.9 * cv * cv - 1e-9);
          expect(second / mean ** 2 - 1).toBeLessThan(1.01 * cv * cv + 1e-9);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("counted lengths keep their moments and ranks, in any order", () => {
    const { mean, squaredCv, quantile } = lengthDistribution({ values: [40, 10, 20, 30] }, "outputTokens");
    expect(mean).toBe(25);
    expect(squaredCv).toBeCloseTo(125 / 625, 12);
    expect([0.01, 0.25, 0.26, 0.5, 0.99].map(quantile)).toEqual([10, 10, 20, 20, 40]);
  });

  test.each([
    [{ values: [] }, "inputTokens.values"],
    [{ values: [1, Number.NaN] }, "inputTokens.values[1]"],
    [{ mean: 100, cv: -1 }, "inputTokens.cv"],
    [{ mean: 0, cv: 1 }, "inputTokens.mean"],
    [{ mean: 100, cv: 1, sigma: 2 }, "inputTokens.sigma"],
    [0, "inputTokens"],
  ])("%j is refused at %s", (lengths, field) => {
    expect(() => lengthDistribution(lengths, "inputTokens")).toThrow(
      expect.objectContaining({ name: "InfrascaleError", field }),
    );
  });
});
