import { describe, expect, it } from "vitest";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";
import { addedReading } from "../../src/performance/added-reading.js";
import type { ServedLengths } from "../../src/performance/operating-point.js";
import { replicaCurve } from "../../src/performance/replica-curve.js";
import type { StepTiming } from "../../src/performance/timing/step-timing.js";
import { shareOfLengths } from "../../src/workload/length-distribution.js";
import { expectNear, halting, lengths, lengthsOf, pointOf, ranksOf, timingOf } from "./fixtures.js";

const timing = timingOf();

function curveOf(slots: number, of: ServedLengths = lengths, clock: StepTiming = timing) {
  const replica = { timing: clock, lengths: of, maxBatchedTokens: 8192 };
  const at = (running: number) => pointOf(clock, running, of);
  return replicaCurve({ ...replica, uncached: shareOfLengths(of.input, 1 - of.prefixCacheHitRate), slots, at, addedSeconds: addedReading(replica, at) });
}

const at = (running: number) => pointOf(timing, running);
const curve = curveOf(48.7);
const { firstToken } = timing.engine;
const delay = firstToken.fixedSeconds + firstToken.secondsPerToken * 1000;

describe("the curve of a replica", () => {
  it("ends at the whole requests that fit", () => {
    expect(curve.slots).toBe(48);
    expect(curveOf(0.3).slots).toBe(1);
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
    const late = (firstTokenSeconds: number): number => curveOf(48, lengths, timingOf({}, { corrections: { ...IDENTITY_PARAMETERS, firstTokenSeconds } })).delaySeconds;
    expectNear(late(0.2), delay + 0.2);
    expect(late(-1)).toBe(0);
  });

  it("reads a prompt alone as fast as the engine does, and lets it wait for no step", () => {
    expectNear(curve.readingSeconds(1, 3000) - curve.stepSeconds(1), firstToken.prefillFactor * (timing.reading({ promptTokens: 3000, prompts: 1 }).seconds - at(1).decode.seconds));
    expect(curve.delaySteps(1)).toBe(0);
    expectNear(curve.delaySteps(10), firstToken.decodeSteps * 0.9 - 0.5);
  });

  it("reads of prompts what the prefix cache does not hold", () => {
    const cached = lengthsOf({ prefixCacheHitRate: 0.75 });
    expectNear(curveOf(48, cached).residenceSeconds(16) + delay, pointOf(timing, 16, cached).residenceSeconds);
  });

  it("adds more to a step the longer a prompt is, whoever decodes beside it", () => {
    for (const running of [1, 7, 48]) expect(curve.readingSeconds(running, 4000)).toBeGreaterThan(curve.readingSeconds(running, 500));
  });
});

/** Long prompts, of one length or of several with that mean. */
const longPrompts = (cv: number): ServedLengths => lengthsOf({ input: cv === 0 ? 12_000 : { mean: 12_000, cv }, output: 300 });

describe("the curve of a replica whose prompts differ", () => {
  it("has the residence and the speed of occupancies where they are equal", () => {
    const { residenceSeconds, tokenSeconds, delaySeconds } = curveOf(16, longPrompts(0));
    for (const running of [1, 4, 16]) {
      expect((residenceSeconds(running) + delaySeconds) / pointOf(timing, running, longPrompts(0)).residenceSeconds).toBeCloseTo(1, 12);
      expect(tokenSeconds(running)).toBe(pointOf(timing, running, longPrompts(0)).tpotSeconds);
    }
  });

  it("is longer the more prompts differ, since attention grows with their square", () => {
    for (const running of [1, 4, 16]) {
      const residences = [0, 0.5, 1, 1.3].map((cv) => curveOf(16, longPrompts(cv)).residenceSeconds(running));
      expect(residences).toEqual(residences.toSorted((a, b) => a - b));
      expect((residences[3] as number) / (residences[0] as number)).toBeGreaterThan(1.02);
    }
    // Alone, nobody else's prompt is read between two tokens.
    expect(curveOf(16, longPrompts(1.3)).tokenSeconds(1)).toBe(curveOf(16, longPrompts(0)).tokenSeconds(1));
    expect(curveOf(16, longPrompts(1.3)).tokenSeconds(16)).toBeGreaterThan(curveOf(16, longPrompts(0)).tokenSeconds(16));
  });
});

describe("the curve of lanes that step together", () => {
  const ranks = ranksOf();

  it("shares what a prompt adds among the steps of all, and counts the rest of it as a delay that holds no slot", () => {
    const { readingSeconds, stepSeconds, delaySeconds } = curveOf(64, lengths, ranks);
    const added = firstToken.prefillFactor * (ranks.reading({ promptTokens: 3000, prompts: 1 }).seconds - pointOf(ranks, 1).decode.seconds);
    expectNear(readingSeconds(1, 3000) - stepSeconds(1), added / 8);
    const mean = firstToken.prefillFactor * (ranks.reading({ promptTokens: 1000, prompts: 1 }).seconds - pointOf(ranks, 1).decode.seconds);
    expectNear(delaySeconds, delay + (7 / 8) * mean);
  });
});

describe("what a prompt adds", () => {
  const added = addedReading({ timing, lengths, maxBatchedTokens: 8192 }, at);
  const exactly = (running: number, promptTokens: number): number =>
    firstToken.prefillFactor * (timing.reading({ promptTokens, prompts: 1, decoding: running - 1, contextTokens: 1100 }).seconds - at(running).decode.seconds);

  it("is exact alone and beside 255 others, and a straight line between", () => {
    for (const promptTokens of [1, 300, 5000]) {
      expectNear(added(1, promptTokens), Math.max(0, exactly(1, promptTokens)));
      expectNear(added(256, promptTokens), Math.max(0, exactly(256, promptTokens)));
      expectNear(added(52, promptTokens), 0.8 * added(1, promptTokens) + 0.2 * added(256, promptTokens));
      expect(added(1024, promptTokens)).toBe(added(256, promptTokens));
    }
  });

  it("is all of a step of its own where the engine halts decoding for it", () => {
    const halted = timingOf({}, { engine: halting });
    const alone = addedReading({ timing: halted, lengths, maxBatchedTokens: 8192 }, (running) => pointOf(halted, running));
    for (const running of [1, 52, 256]) expectNear(alone(running, 3000), firstToken.prefillFactor * timing.reading({ promptTokens: 3000, prompts: 1 }).seconds);
  });
});
