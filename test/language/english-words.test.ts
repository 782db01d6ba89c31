import fc from "fast-check";
import { expect, test } from "vitest";
import { count, number } from "../../src/language/english/words.js";

test("numbers have four significant digits and thousands separated", () => {
  expect([0, 0.12345, 999.96, 1234.5, -1234567, 12e9].map(number)).toEqual([
    "0",
    "0.1235",
    "1,000",
    "1,235",
    "-1,235,000",
    "12,000,000,000",
  ]);
  expect([Infinity, -Infinity, NaN].map(number)).toEqual(["∞", "-∞", "NaN"]);
  expect([0, 999, 1000, 1234567].map(count)).toEqual(["0", "999", "1,000", "1,234,567"]);
});

test("numbers are written as toLocaleString writes them, but for those that need an exponent", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true }), (value) => {
      fc.pre(Math.abs(value) >= 1e-6 && Math.abs(value) < 1e21);
      expect(number(value)).toBe(Number(value.toPrecision(4)).toLocaleString("en-US", { maximumSignificantDigits: 4 }));
    }),
    { numRuns: 1000 },
  );
});
