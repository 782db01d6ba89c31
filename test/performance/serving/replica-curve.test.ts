import { describe, expect, it } from "vitest";
import { addedReading } from "../../../src/performance/serving/added-reading.js";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { replicaCurve } from "../../../src/performance/serving/replica-curve.js";
import { secondsPerReading } from "../../../src/performance/serving/serving-times.js";
import { lengthDistribution } from "../../../src/workload/length-distribution.js";
import { expectNear, lengths, servingModel } from "./fixtures.js";

const model = servingModel();
const at = (running: number) => occupancy(model, running, lengths);
const curve = replicaCurve({ model, lengths, input: lengthDistribution(1000, "input"), slots: 48.7, at, addedSeconds: addedReading({ model, lengths, at }) });
const { firstToken } = model.timing;
const delay = firstToken.fixedSeconds + firstToken.secondsPerToken * 1000;

describe("the curve of a replica", () => {
  it("ends at the whole requests that fit", () => {
    expect(curve.slots).toBe(48);
    expect(replicaCurve({ model, lengths, input: lengthDistribution(1000, "input"), slots: 0.3, at, addedSeconds: addedReading({ model, lengths, at }) }).slots).toBe(1);
  });

  it("has the times of its occupancies at powers of two, and straight lines between them", () => {
    for (const running of [1, 2, 16, 32]) {
      expectNear(curve.residenceSeconds(running) + curve.delaySeconds, at(running).residenceSeconds);
      expectNear(curve.stepSeconds(running), at(running).decode.seconds);
      expectNear(curve.tokenSeconds(running), at(running).tpotSeconds);
    }
    expectNear(curve.tokenSeconds(24), (at(16).tpotSeconds + at(32).tpotSeconds) / 2);
  });

  it("lets the network and the tokenizer hold no slot", () => {
    expectNear(curve.delaySeconds, delay);
  });

  it("reads a prompt alone as fast as the engine does, and lets it wait for no step", () => {
    expectNear(curve.readingSeconds(1, 3000) - curve.stepSeconds(1), firstToken.prefillFactor * (secondsPerReading(model, 3000, 1, 0, 1100).seconds - at(1).decode.seconds));
    expect(curve.delaySteps(1)).toBe(0);
    expectNear(curve.delaySteps(10), firstToken.decodeSteps * 0.9 - 0.5);
  });

  it("adds more to a step the longer a prompt is, whoever decodes beside it", () => {
    for (const running of [1, 7, 48]) expect(curve.readingSeconds(running, 4000)).toBeGreaterThan(curve.readingSeconds(running, 500));
  });
});

const curveOf = (cv: number) => {
  const lengths = { inputTokens: 12_000, outputTokens: 300, prefixCacheHitRate: 0, equal: false, outputSquaredCv: 0 };
  const at = (running: number) => occupancy(model, running, lengths);
  return replicaCurve({ model, lengths, input: lengthDistribution(cv === 0 ? 12_000 : { mean: 12_000, cv }, "input"), slots: 16, at, addedSeconds: addedReading({ model, lengths, at }) });
};

describe("the curve of a replica whose prompts differ", () => {
  it("has the residence and the speed of occupancies where they are equal", () => {
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
