import fc from "fast-check";
import { expect, test } from "vitest";
import { dealFolds } from "../../scripts/accuracy/folds.js";

const keys = fc.array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g"), { minLength: 1, maxLength: 60 });

test("the largest groups come first, each to the smallest fold", () => {
  // Sizes a 3, b 2, c 2, d 1 on two folds: a | b c, then d to the fold of a.
  expect([...dealFolds(["a", "b", "c", "a", "d", "b", "c", "a"], 2)]).toEqual([
    ["a", 0],
    ["b", 1],
    ["c", 1],
    ["d", 0],
  ]);
});

test("every group is in one fold, whatever the order of the rows", () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 6 }), (rows, count) => {
      const folds = dealFolds(rows, count);
      expect(new Set(folds.keys())).toEqual(new Set(rows));
      for (const fold of folds.values()) expect(fold >= 0 && fold < count).toBe(true);
      expect(dealFolds(rows.toReversed(), count)).toEqual(folds);
    }),
  );
});

test("no fold is larger than an even share and the largest group together", () => {
  fc.assert(
    fc.property(keys, fc.integer({ min: 1, max: 6 }), (rows, count) => {
      const folds = dealFolds(rows, count);
      const sizes = Array.from({ length: count }, (_, fold) => rows.filter((key) => folds.get(key) === fold).length);
      const largest = Math.max(...rows.map((key) => rows.filter((other) => other === key).length));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(rows.length / count + largest);
    }),
  );
});
