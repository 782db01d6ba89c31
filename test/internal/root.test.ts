import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rootBetween } from "../../src/internal/root.js";

/** Counts what it is asked. */
function counted(f: (x: number) => number): { readonly f: (x: number) => number; readonly calls: () => number } {
  let calls = 0;
  return {
    f: (x) => {
      calls += 1;
      return f(x);
    },
    calls: () => calls,
  };
}

describe("the root between two values", () => {
  test("is that of functions whose root is known, to the last digits and in few steps", () => {
    const known: readonly (readonly [f: (x: number) => number, low: number, high: number, root: number])[] = [
      [(x) => x * x - 2, 0, 2, Math.SQRT2],
      [(x) => Math.exp(x) - 10, 0, 10, Math.LN10],
      [(x) => 1 / x - 1e6, 1e-9, 1, 1e-6],
      [Math.cos, 0, 3, Math.PI / 2],
    ];
    for (const [of, low, high, root] of known) {
      const { f, calls } = counted(of);
      expect(Math.abs(rootBetween(f, low, high) - root)).toBeLessThanOrEqual(
        4 * Number.EPSILON * Math.max(1, Math.abs(root)),
      );
      expect(calls()).toBeLessThan(40);
    }
    const { f, calls } = counted((x) => Math.exp(x) - 10);
    rootBetween(f, 0, 10);
    expect(calls()).toBeLessThan(16);
  });

  test("is where a function jumps past zero, and finds it past values without end", () => {
    expect(rootBetween((x) => (x < 0.3 ? -1 : Infinity), 0, 1)).toBeCloseTo(0.3, 12);
    expect(rootBetween((x) => (x < 0.3 ? x - 0.2 : Infinity), 0, 1)).toBeCloseTo(0.2, 12);
  });

  test("is the upper end where there is none between, or where it is there", () => {
    expect(rootBetween((x) => x - 5, 0, 1)).toBe(1);
    expect(rootBetween((x) => x - 1, 0, 1)).toBe(1);
  });

  test("lies between the ends, whichever way the function runs", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        fc.boolean(),
        (root, power, falls) => {
          const f = (x: number): number => (falls ? -1 : 1) * Math.sign(x - root) * Math.abs(x - root) ** power;
          expect(rootBetween(f, -6, 6)).toBeCloseTo(root, 9);
        },
      ),
    );
  });
});
