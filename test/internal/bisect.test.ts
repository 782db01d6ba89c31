import fc from "fast-check";
import { expect, test } from "vitest";
import { largestWhere, smallestWhere } from "../../src/internal/bisect.js";

const natural = fc.integer({ min: 1, max: 1000 });
const guess = fc.integer({ min: -5, max: 2000 });

test("smallestWhere finds where a predicate begins to hold, from any guess", () => {
  fc.assert(
    fc.property(natural, fc.integer({ min: 0, max: 1000 }), fc.nat(), guess, (first, more, less, start) => {
      expect(smallestWhere((n) => n >= first, Math.max(0, first - 1 - less), first + more, start)).toBe(first);
    }),
    { numRuns: 1000 },
  );
});

test("largestWhere finds where a predicate ends to hold, from any guess", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1000 }), natural, guess, (last, most, start) => {
      expect(largestWhere((n) => n <= last, most, start)).toBe(Math.min(last, most));
    }),
    { numRuns: 1000 },
  );
});

test("they ask little when the guess is right, and only within the range", () => {
  const asked: number[] = [];
  const notedly = (holds: boolean, n: number): boolean => {
    asked.push(n);
    return holds;
  };
  expect(largestWhere((n) => notedly(n <= 123_456, n), 1e12, 123_456)).toBe(123_456);
  expect(asked.length).toBeLessThanOrEqual(3);
  expect(smallestWhere((n) => notedly(n >= 5, n), 0, 10, 9)).toBe(5);
  for (const n of asked) expect(n).toBeGreaterThan(0);
  expect(
    largestWhere(
      () => {
        throw new Error("asked");
      },
      0,
      1,
    ),
  ).toBe(0);
});
