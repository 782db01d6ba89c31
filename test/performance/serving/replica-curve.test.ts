import { describe, expect, it } from "vitest";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { replicaCurve } from "../../../src/performance/serving/replica-curve.js";
import { lengthDistribution } from "../../../src/workload/length-distribution.js";
import { servingModel } from "./fixtures.js";

const model = servingModel({});
const curveOf = (cv: number) => {
  const lengths = { inputTokens: 12_000, outputTokens: 300, prefixCacheHitRate: 0, equal: false, outputSquaredCv: 0 };
  return replicaCurve({ model, lengths, input: lengthDistribution(cv === 0 ? 12_000 : { mean: 12_000, cv }, "input"), slots: 16, at: (running) => occupancy(model, running, lengths) });
};

describe("the curve of a replica", () => {
  it("has the residence and the speed of occupancies where prompts are equal", () => {
    const lengths = { inputTokens: 12_000, outputTokens: 300, prefixCacheHitRate: 0, equal: false, outputSquaredCv: 0 };
    const { residenceSeconds, tokenSeconds, delaySeconds } = curveOf(0);
    for (const running of [1, 4, 16]) {
      expect((residenceSeconds(running) + delaySeconds) / occupancy(model, running, lengths).residenceSeconds).toBeCloseTo(1, 12);
      expect(tokenSeconds(running)).toBe(occupancy(model, running, lengths).tpotSeconds);
    }
  });

  it("is longer the more prompts differ, since attention grows with their square", () => {
    for (const running of [1, 4, 16]) {
      const residences = [0, 0.5, 1, 1.3].map((cv) => curveOf(cv).residenceSeconds(running));
      expect(residences).toEqual(residences.toSorted((a, b) => a - b));
      expect((residences[3] as number) / (residences[0] as number)).toBeGreaterThan(1.02);
    }
    // Alone, nobody else's prompt is read between two tokens.
    expect(curveOf(1.3).tokenSeconds(1)).toBe(curveOf(0).tokenSeconds(1));
    expect(curveOf(1.3).tokenSeconds(16)).toBeGreaterThan(curveOf(0).tokenSeconds(16));
  });
});
