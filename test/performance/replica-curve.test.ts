import { describe, expect, it } from "vitest";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";
import { operatingPoint, type OperatingPoint, type ServedLengths } from "../../src/performance/operating-point.js";
import { replicaCurve } from "../../src/performance/replica-curve.js";
import type { StepTiming } from "../../src/performance/timing/step-timing.js";
import type { ReplicaCurve } from "../../src/queueing/replica-curve.js";
import { expectNear, lengths, lengthsOf, servedBy, timingOf } from "./fixtures.js";

const timing = timingOf();
const inSlots = (running: number, of: ServedLengths = lengths, clock: StepTiming = timing): OperatingPoint =>
  operatingPoint(servedBy(clock, of), running, "slots");
const curveOf = (slots: number, of: ServedLengths = lengths, clock: StepTiming = timing): ReplicaCurve =>
  replicaCurve({
    ...servedBy(clock, of),
    slots,
    cache: { requests: slots, squaredCv: 0 },
    at: (running) => inSlots(running, of, clock),
  });
const curve = curveOf(48.7);
const { firstToken } = timing.engine;

describe("the curve of a replica", () => {
  it("ends at the whole requests that fit", () => {
    expect(curve.slots).toBe(48);
    expect(curveOf(0.3).slots).toBe(1);
  });

  it("has the times of taken slots at powers of two, and straight lines between them", () => {
    for (const running of [1, 2, 16, 32]) {
      const at = inSlots(running);
      expect(curve.residenceSeconds(running)).toBe(at.residenceSeconds);
      expect(curve.stepSeconds(running)).toBe(at.decode.seconds);
      expect(curve.tokenSeconds(running)).toBe(at.tpotSeconds);
      expect(curve.prefillWait?.(running)).toEqual({
        gateSeconds: at.gateSeconds,
        queueSeconds: at.prefillQueueSeconds,
        prefillSeconds: at.prefillSeconds - at.prefillQueueSeconds,
      });
    }
    expectNear(curve.tokenSeconds(24), (inSlots(16).tpotSeconds + inSlots(32).tpotSeconds) / 2);
    expectNear(curve.prefillWait?.(24).gateSeconds ?? NaN, (inSlots(16).gateSeconds + inSlots(32).gateSeconds) / 2);
  });

  it("lets the network and the tokenizer hold no slot, nor what the engine repeats of a lone prompt", () => {
    const delay = 0.01 + 3e-6 * 1000 + 0.25 * timing.reading({ promptTokens: 1000, prompts: 1 }).seconds;
    expectNear(curve.delaySeconds(1, 0.01), delay);
    const late = (firstTokenSeconds: number): number =>
      curveOf(48, lengths, timingOf({}, { corrections: { ...IDENTITY_PARAMETERS, firstTokenSeconds } })).delaySeconds(
        1,
        0.01,
      );
    expectNear(late(0.2), delay + 0.2);
    // A correction takes no more than the network and the tokenizer.
    expectNear(late(-1), delay - 0.01 - 3e-6 * 1000);
  });

  it("has a first token wait for steps of others, none alone", () => {
    const stepsSeconds = (running: number): number =>
      curve.delaySeconds(running, 0.01) - curve.delaySeconds(running, 0);
    expect(stepsSeconds(1)).toBe(0);
    expectNear(stepsSeconds(10), 1.5 * 0.9 * 0.01);
  });

  it("alone, takes a prompt and its steps, and delivers as the replica does", () => {
    const { residenceSeconds, delaySeconds } = curve;
    expectNear(
      residenceSeconds(1),
      timing.reading({ promptTokens: 1000, prompts: 1 }).seconds + 199 * timing.decode(1, 1100).seconds,
    );
    expectNear(residenceSeconds(1) + delaySeconds(1, 0), operatingPoint(servedBy(timing), 1).residenceSeconds);
  });

  it("adds more to a step the longer a prompt is, whoever decodes beside it", () => {
    for (const running of [1, 7, 48])
      expect(curve.readingSeconds(running, 4000)).toBeGreaterThan(curve.readingSeconds(running, 500));
    expectNear(curve.readingSeconds(1, 3000), timing.reading({ promptTokens: 3000, prompts: 1 }).seconds);
  });

  it("is longer the more prompts differ, since attention grows with their square; alone, not between tokens", () => {
    const varied = (cv: number): ReplicaCurve =>
      curveOf(16, lengthsOf({ input: cv === 0 ? 12_000 : { mean: 12_000, cv }, output: 300 }));
    for (const running of [1, 4, 16]) {
      const residences = [0, 0.5, 1, 1.3].map((cv) => varied(cv).residenceSeconds(running));
      expect(residences).toEqual(residences.toSorted((a, b) => a - b));
      expect((residences[3] as number) / (residences[0] as number)).toBeGreaterThan(1.02);
    }
    expect(varied(1.3).tokenSeconds(1)).toBe(varied(0).tokenSeconds(1));
    expect(varied(1.3).tokenSeconds(16)).toBeGreaterThan(varied(0).tokenSeconds(16));
  });

  it("has the delays of prompts as they are, cached or not", () => {
    const cached = curveOf(48, lengthsOf({ prefixCacheHitRate: 0.75 }));
    expectNear(
      curve.delaySeconds(1, 0) - cached.delaySeconds(1, 0),
      (firstToken.prefillFactor - 1) *
        (timing.reading({ promptTokens: 1000, prompts: 1 }).seconds -
          timing.reading({ promptTokens: 250, prompts: 1 }).seconds),
    );
    expect(cached.residenceSeconds(16)).toBeLessThan(curve.residenceSeconds(16));
  });
});
