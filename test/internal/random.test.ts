import { describe, expect, it } from "vitest";
import { exponentialVariate, gammaVariate, randomStream } from "../../src/internal/random.js";

const DRAWS = 100_000;

/** Mean and variance of draws. */
function moments(draw: () => number): { mean: number; variance: number } {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < DRAWS; i += 1) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return { mean: sum / DRAWS, variance: squares / DRAWS - (sum / DRAWS) ** 2 };
}

describe("a stream of random numbers", () => {
  it("is uniform in (0, 1), its neighbours unrelated", () => {
    const uniform = randomStream(1, 0);
    const bins = new Float64Array(20);
    let last = 0.5;
    let product = 0;
    let outside = 0;
    for (let i = 0; i < DRAWS; i += 1) {
      const value = uniform();
      outside += value > 0 && value < 1 ? 0 : 1;
      const bin = Math.floor(20 * value);
      bins[bin] = (bins[bin] ?? 0) + 1;
      product += (value - 0.5) * (last - 0.5);
      last = value;
    }
    expect(outside).toBe(0);
    // Chi squared of 19 degrees of freedom: above 43.8 once in a thousand times.
    expect(bins.reduce((sum, count) => sum + (count - DRAWS / 20) ** 2 / (DRAWS / 20), 0)).toBeLessThan(43.8);
    expect(Math.abs((12 * product) / DRAWS)).toBeLessThan(4 / Math.sqrt(DRAWS));
  });

  it("is the same for the same seed and stream, and no other", () => {
    const first = (seed: number, stream: number): string => {
      const uniform = randomStream(seed, stream);
      return [uniform(), uniform(), uniform()].join();
    };
    expect(first(5, 2)).toBe(first(5, 2));
    const starts = [0, 1, 2, 2 ** 32, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER].flatMap((seed) =>
      [0, 1, 2, 3, 4].map((stream) => first(seed, stream)),
    );
    expect(new Set(starts).size).toBe(starts.length);
  });
});

describe("variates of mean 1", () => {
  it("have the variance of their distribution", () => {
    const uniform = randomStream(3, 1);
    const exponential = moments(() => exponentialVariate(uniform));
    expect(exponential.mean).toBeCloseTo(1, 1);
    expect(exponential.variance).toBeCloseTo(1, 1);
    for (const shape of [0.25, 0.7, 1, 4]) {
      const { mean, variance } = moments(() => gammaVariate(uniform, shape));
      expect(Math.abs(mean - 1)).toBeLessThan(0.03);
      expect(Math.abs(variance * shape - 1)).toBeLessThan(0.06);
    }
  });
});
