import { describe, expect, test } from "vitest";
import { linearCurve, type LinearCurveOptions } from "../../src/queueing/index.js";
import { refusal } from "../support/refusal.js";
import { lengthsOf } from "./curves.js";

const lengths = lengthsOf(1000, 100);
const options: LinearCurveOptions = { stepSeconds: 0.01, requestSeconds: 1e-3, promptTokenSeconds: 1e-5, slots: 8 };

describe("a curve by the law of a step", () => {
  test("by hand, for three requests", () => {
    // Steps of 10 + 3 ms; a prompt of 10 ms.
    const { slots, residenceSeconds, stepSeconds, readingSeconds, tokenSeconds, delaySeconds } = linearCurve(
      options,
      lengths,
    );
    expect(slots).toBe(8);
    expect(stepSeconds(3)).toBeCloseTo(0.013, 12);
    expect(readingSeconds(3, 500)).toBeCloseTo(0.018, 12);
    expect(residenceSeconds(3)).toBeCloseTo(100 * 0.013 + 3 * 0.01, 12);
    // Two others bring a prompt in each hundred steps.
    expect(tokenSeconds(3)).toBeCloseTo(0.013 + (2 * 0.01) / 100, 12);
    expect(delaySeconds(3, 1)).toBe(0);
  });

  test.each<[string, unknown]>([
    ["invalid-type options", null],
    ["out-of-range options.batch", { ...options, batch: 3 }],
    ["out-of-range stepSeconds", { ...options, stepSeconds: 0 }],
    ["out-of-range requestSeconds", { ...options, requestSeconds: -1 }],
    ["out-of-range promptTokenSeconds", { ...options, promptTokenSeconds: -1 }],
    ["out-of-range slots", { ...options, slots: 0 }],
  ])("is refused: %s", (expected, given) => {
    expect(refusal(() => linearCurve(given as LinearCurveOptions, lengths))).toBe(expected);
  });
});
