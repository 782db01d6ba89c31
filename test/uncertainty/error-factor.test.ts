import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorClass, narrowest } from "../../src/uncertainty/error-class.js";
import { errorFactor } from "../../src/uncertainty/error-factor.js";
import { UNCERTAIN_QUANTITIES } from "../../scripts/uncertainty/residual.js";
import { predictionInterval } from "../../src/uncertainty/prediction-interval.js";
import { shippedUncertainty } from "../../src/shipped/serving-intervals.js";
import type { PredictionFacts } from "../../src/uncertainty/index.js";
import { FACTS, TABLE } from "./tables.js";

const currentFrom = (engine: string): string | undefined => ({ vllm: "0.8", sglang: "0" })[engine];

describe("the class of a prediction", () => {
  test("is named from what matters most to what matters least", () => {
    expect(errorClass(FACTS, "secondsPerToken", currentFrom).join(" ")).toBe(
      "calibrated dense current unsaturated vllm",
    );
    expect(
      errorClass(
        { ...FACTS, engineVersion: "0.7.3", hasExperts: true, saturated: true, source: "family" },
        "secondsPerToken",
        currentFrom,
      ).join(" "),
    ).toBe("family experts older saturated vllm");
  });

  test("is of the current era from its first version on", () => {
    const era = (engineVersion: string): string | undefined =>
      errorClass({ ...FACTS, engineVersion }, "kvTokens", currentFrom)[1];
    expect(["0.7.9", "0.8", "0.8.0", "0.10"].map(era)).toEqual(["older", "current", "current", "current"]);
  });

  test("has the load for times per token only, and no origin of constants for the cache", () => {
    expect(errorClass(FACTS, "secondsToFirstToken", currentFrom)).toEqual(["calibrated", "dense", "current", "vllm"]);
    expect(errorClass(FACTS, "kvTokens", currentFrom)).toEqual(["dense", "current", "vllm"]);
  });

  test("is of another era for an engine that has none", () => {
    expect(errorClass({ ...FACTS, engine: "generic" }, "kvTokens", currentFrom)).toEqual(["dense", "other", "generic"]);
  });

  test("is the narrowest that the table knows, also where one between is not stored", () => {
    const { secondsPerToken } = TABLE;
    expect(narrowest(secondsPerToken, ["calibrated", "dense", "current", "unsaturated", "vllm"])).toBe(
      secondsPerToken["calibrated dense current unsaturated vllm"],
    );
    expect(narrowest(secondsPerToken, ["calibrated", "dense", "current", "unsaturated", "sglang"])).toBe(
      secondsPerToken["calibrated"],
    );
    expect(narrowest(secondsPerToken, ["datasheet", "dense"])).toBe(secondsPerToken[""]);
  });
});

describe("factors", () => {
  test("are those of the table at its probabilities, by hand", () => {
    // e^-0.05, e^0.05, e^0.15 of the narrowest class.
    expect(errorFactor(TABLE, FACTS, "secondsPerToken", 0.1)).toBeCloseTo(0.951_229, 6);
    expect(errorFactor(TABLE, FACTS, "secondsPerToken", 0.5)).toBeCloseTo(1.051_271, 6);
    expect(errorFactor(TABLE, FACTS, "secondsPerToken", 0.9)).toBeCloseTo(1.161_834, 6);
  });

  test("are linear in the probability between them, in the logarithm", () => {
    // Half way from 0.5 to 0.9: e^((0.05 + 0.15) / 2).
    expect(errorFactor(TABLE, FACTS, "secondsPerToken", 0.7)).toBeCloseTo(Math.exp(0.1), 12);
  });

  test("have the spread of a prediction's own deviation, without the bias of its class", () => {
    const own: PredictionFacts = { ...FACTS, relativeStandardDeviations: { secondsPerToken: 0.04 } };
    expect(errorFactor(TABLE, own, "secondsPerToken", 0.5)).toBe(1);
    // 90 % of a normal error stay below 1.2816 deviations; the shape of all errors is symmetric here.
    expect(errorFactor(TABLE, own, "secondsPerToken", 0.9)).toBeCloseTo(Math.exp(1.281_551_6 * 0.04), 8);
    // Its tail: twice as far at 97.5 % as at 90 %.
    expect(errorFactor(TABLE, own, "secondsPerToken", 0.975)).toBeCloseTo(Math.exp(2 * 1.281_551_6 * 0.04), 8);
    expect(errorFactor(TABLE, own, "secondsToFirstToken", 0.9)).toBe(
      errorFactor(TABLE, FACTS, "secondsToFirstToken", 0.9),
    );
  });

  test.each([0, 0.02, 0.98, 1, Number.NaN])(
    "refuse the probability %s, of which the tables say nothing",
    (probability) => {
      expect(() => errorFactor(TABLE, FACTS, "kvTokens", probability)).toThrow(
        "probability must be a number from 0.025 to 0.975",
      );
    },
  );
});

const facts: fc.Arbitrary<PredictionFacts> = fc.record({
  engine: fc.constantFrom("vllm", "sglang", "tensorrt-llm", "generic"),
  engineVersion: fc.constantFrom("0.6.3", "0.19.0", "99"),
  source: fc.constantFrom("calibrated", "family", "datasheet"),
  hasExperts: fc.boolean(),
  saturated: fc.boolean(),
});

describe("intervals by the published table", () => {
  test("of any class nest as the confidence grows", () => {
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom(...UNCERTAIN_QUANTITIES),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        fc.double({ min: 0, max: 0.95, noNaN: true }),
        (of, quantity, one, other) => {
          const narrow = predictionInterval(of, quantity, Math.min(one, other), shippedUncertainty);
          const wide = predictionInterval(of, quantity, Math.max(one, other), shippedUncertainty);
          expect(narrow.low).toBeGreaterThan(0);
          expect(narrow.high).toBeGreaterThanOrEqual(narrow.low);
          expect(wide.low).toBeLessThanOrEqual(narrow.low);
          expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        },
      ),
    );
  });

  test("are wider where the GPU is known less well", () => {
    const width = (source: PredictionFacts["source"]): number => {
      const { low, high } = predictionInterval({ ...FACTS, source }, "secondsPerToken", 0.8, shippedUncertainty);
      return high / low;
    };
    expect(width("family")).toBeGreaterThan(width("calibrated"));
    expect(width("datasheet")).toBeGreaterThan(width("family"));
  });

  test.each([-0.1, 0.96, Number.NaN])("refuse the confidence %s", (confidence) => {
    expect(() => predictionInterval(FACTS, "kvTokens", confidence, TABLE)).toThrow(
      "confidence must be a number from 0 to 0.95",
    );
  });
});
