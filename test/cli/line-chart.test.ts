import fc from "fast-check";
import { expect, test } from "vitest";
import { english } from "../../src/cli/language/english/index.js";
import { lineChart } from "../../src/cli/line-chart.js";

const lines = (...curves: readonly (readonly number[])[]): readonly string[] =>
  lineChart({ title: "running", curves, from: "0 s", to: "60 s" }, english).split("\n");

test("draws a ramp from zero to the largest value over the whole width", () => {
  const drawn = lines([0, 10, 20, 30, 40, 50]);
  expect(drawn[0]).toBe("running");
  expect(drawn.slice(1, 7).map((line) => line.slice(0, 10))).toEqual([
    "      50 ┤",
    "      40 ┤",
    "      30 ┤",
    "      20 ┤",
    "      10 ┤",
    "       0 ┤",
  ]);
  expect(drawn[1]).toMatch(/╭─+$/);
  expect(drawn[6]).toMatch(/^ {7}0 ┤─+╯$/);
  expect(drawn[7]).toMatch(/^ {10}0 s +60 s$/);
});

test("means of many values, so that no peak hides the rest", () => {
  const alternating = lines(Array.from({ length: 7000 }, (_, index) => 10 * (index % 2)));
  expect(alternating.filter((line) => /[╭╯]/.test(line))).toEqual([]);
  expect(alternating.find((line) => line.includes("───"))).toMatch(/^ {7}5 ┤/);
});

test("fits 80 columns with any values", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 300 }), (values) => {
      const drawn = lines(values);
      expect(drawn).toHaveLength(8);
      for (const line of drawn) expect(line.length).toBeLessThanOrEqual(80);
      expect(drawn.join("")).not.toMatch(/NaN|undefined/);
    }),
  );
});
