import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { spareReplicas } from "../../src/core.js";

describe("spareReplicas", () => {
  // Binomial tails as scipy.stats.binom gives them; the same table stands in docs/traffic.md.
  test.each([
    [0.99, 0.999, [1, 1, 1, 2, 2, 3, 4, 6]],
    [0.995, 0.999, [1, 1, 1, 1, 2, 2, 3, 4]],
    [0.99, 0.9999, [1, 2, 2, 3, 3, 4, 5, 7]],
    [0.999, 0.999, [0, 1, 1, 1, 1, 1, 2, 2]],
  ])("availability %d of one, %d of all: as in the table", (availability, target, expected) => {
    expect([1, 2, 4, 8, 16, 32, 64, 128].map((replicas) => spareReplicas({ replicas, availability, target }))).toEqual(
      expected,
    );
  });

  test("is the fewest that suffice: one less falls short", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0.6, max: 0.999, noNaN: true }),
        fc.double({ min: 0.5, max: 0.9999, noNaN: true }),
        (replicas, availability, target) => {
          const spare = spareReplicas({ replicas, availability, target });
          expect(atLeast(replicas + spare, replicas, availability)).toBeGreaterThanOrEqual(target - 1e-9);
          if (spare > 0) expect(atLeast(replicas + spare - 1, replicas, availability)).toBeLessThan(target + 1e-9);
        },
      ),
    );
  });

  test("of replicas that never fail is none, and of a million it is an answer", () => {
    expect(spareReplicas({ replicas: 5, availability: 1, target: 0.99 })).toBe(0);
    expect(spareReplicas({ replicas: 1_000_000, availability: 0.99, target: 0.999 })).toBeGreaterThan(10_000);
    expect(spareReplicas({ replicas: 1_000_000, availability: 0.99, target: 0.999 })).toBeLessThan(10_600);
  });

  test("refuses what is no share", () => {
    expect(() => spareReplicas({ replicas: 1, availability: 0.4, target: 0.9 })).toThrow(
      expect.objectContaining({ field: "availability" }),
    );
    expect(() => spareReplicas({ replicas: 1, availability: 0.9, target: 1 })).toThrow(
      expect.objectContaining({ field: "target" }),
    );
    expect(() => spareReplicas({ replicas: 1.5, availability: 0.9, target: 0.5 })).toThrow(
      expect.objectContaining({ field: "replicas" }),
    );
  });
});

/** P(Binomial(n, p) >= k), term by term. */
function atLeast(n: number, k: number, p: number): number {
  let sum = 0;
  for (let up = k; up <= n; up += 1) {
    let term = 1;
    for (let i = 1; i <= n - up; i += 1) term *= ((n - i + 1) / i) * (1 - p);
    sum += term * p ** up;
  }
  return sum;
}
