import fc from "fast-check";
import { expect, test } from "vitest";
import { inWholePercent } from "../../src/internal/whole-percent.js";

test.each([
  [0.8311, 0.83],
  [0.8999, 0.89],
  [0.9, 0.9],
  [0.29, 0.29],
  [1, 1],
])("%d is told as %d", (probability, told) => expect(inWholePercent(probability)).toBe(told));

test("what is whole stays, and nothing is told surer than it is", () => {
  for (let percent = 0; percent <= 100; percent += 1) expect(inWholePercent(percent / 100)).toBe(percent / 100);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (probability) => {
      expect(inWholePercent(probability)).toBeLessThanOrEqual(probability + 1e-11);
      expect(inWholePercent(probability)).toBeGreaterThan(probability - 0.01);
    }),
  );
});
