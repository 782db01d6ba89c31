import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { finiteRun, type FiniteLoad, type FiniteRun } from "../../src/performance/finite-run.js";
import { operatingPoint } from "../../src/performance/operating-point.js";
import { outputParts, PARTS } from "../../src/performance/output-parts.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";
import { decodedToken, engineTiming, expectNear, halting, lengthsOf, servedBy, timingOf } from "./fixtures.js";

const timing = timingOf();
const equal = servedBy(timing);
const varied = servedBy(timing, lengthsOf({ output: { mean: 200, cv: 0.8 } }));

/** A run whose places are slots of one engine. */
const run = (requests: number, places: number, served = equal, rest: Partial<FiniteLoad> = {}): FiniteRun =>
  finiteRun(served, {
    requests,
    places,
    engines: 1,
    full: operatingPoint(served, places, "slots"),
    turnSeconds: 0,
    ...rest,
  });

describe("a run", () => {
  it("of one request reads its prompt and writes its output", () => {
    const { queueSeconds, prefillSeconds, tpotSeconds, residenceSeconds, seconds } = run(1, 1);
    expect(queueSeconds).toBe(0);
    expectNear(prefillSeconds, timing.reading({ promptTokens: 1000, prompts: 1 }).seconds);
    // Contexts grow from 1000 to 1200 tokens: 1100 in the mean, and a step is a line in them.
    expect(tpotSeconds / decodedToken(timing, 1, 1100).seconds).toBeCloseTo(1, 3);
    expectNear(residenceSeconds, prefillSeconds + 199 * tpotSeconds);
    expectNear(seconds, residenceSeconds);
  });

  it.each([1, 1.000001, 1.1])("of outputs of %s tokens in the mean, which vary, ends", (mean) => {
    const { seconds, tpotSeconds } = run(64, 8, servedBy(timing, lengthsOf({ output: { mean, cv: 1 } })), {
      turnSeconds: 0.01,
    });
    expect(seconds).toBeGreaterThan(0);
    expect(tpotSeconds).toBeGreaterThanOrEqual(0);
  });

  it("of as many as there are places of equal outputs takes one wave, of twice as many two", () => {
    // Eight prompts of 1000 tokens fit into one step of 8192.
    const one = run(8, 8);
    expectNear(one.prefillSeconds, timing.reading({ promptTokens: 1000, prompts: 8 }).seconds);
    expectNear(one.seconds, one.prefillSeconds + 199 * one.tpotSeconds);
    const two = run(16, 8);
    expect(two.seconds / (2 * one.seconds)).toBeCloseTo(1, 2);
    expect(two.queueSeconds / (one.seconds / 2)).toBeCloseTo(1, 2);
  });

  it("reads more prompts than a step has room for in several: the mean one waits for half of the steps", () => {
    const { prefillSeconds } = run(32, 32);
    const one = timing.reading({ promptTokens: 1000, prompts: 8.192 }).seconds;
    // 32 prompts in 3.9 steps.
    expect(prefillSeconds / one).toBeGreaterThan(2);
    expect(prefillSeconds / one).toBeLessThan(3);
  });

  it("lasts as long as its longest output: the mean of so many", () => {
    // Two outputs of 100 or 300 tokens: the longer of two is 300 with probability 3/4, 250 in the mean.
    const served = servedBy(timing, lengthsOf({ output: { values: [100, 300] } }));
    const { seconds, prefillSeconds } = run(2, 2, served);
    const token = decodedToken(timing, 1.5, 1100).seconds;
    expect((seconds - prefillSeconds) / token / 250).toBeCloseTo(1, 1);
    // Of ten engines with two each one is nearly certain to have a long one.
    const ofTen = run(2, 2, served, { engines: 10 });
    expect((ofTen.seconds - prefillSeconds) / token / 300).toBeCloseTo(1, 1);
  });

  it("halts those that decode while others are read, where an engine does not mix the two", () => {
    const halts = servedBy(timingOf({}, { engine: halting }));
    const { prefillSeconds, residenceSeconds, tpotSeconds } = run(32, 32, halts);
    const all = (timing.reading({ promptTokens: 1000, prompts: 8.192 }).seconds * 32) / 8.192;
    // Read in 3.9 steps, of which the mean prompt waits for (1 + 1/4)/2; decoding begins when all are read.
    expect(prefillSeconds / ((all * (1 + 1 / 4)) / 2)).toBeCloseTo(1, 3);
    expect((residenceSeconds - all) / (199 * decodedToken(halts.timing, 32, 1100).seconds)).toBeCloseTo(1, 2);
    expectNear(residenceSeconds, prefillSeconds + 199 * tpotSeconds);
  });

  it("is, in its middle, what the places do for long", () => {
    const full = operatingPoint(varied, 16, "slots");
    const [few, many] = [run(16 * 40, 16, varied), run(16 * 80, 16, varied)];
    expectNear(many.seconds - few.seconds, (16 * 40) / full.requestsPerSecond);
    expect(run(16 * 4, 16, varied).seconds / ((16 * 4) / full.requestsPerSecond)).toBeGreaterThan(1);
  });

  it("takes a turn between one request of a place and the next", () => {
    const full = operatingPoint(varied, 1);
    const { seconds } = run(8, 1, varied, { full, turnSeconds: full.gateSeconds + full.deliverySeconds });
    // Eight requests of one client, but for what it waits for the last token.
    expect(seconds / (8 * full.residenceSeconds - full.deliverySeconds)).toBeCloseTo(1, 1);
  });

  it("never has times that are not positive and finite, and never gets shorter by more requests", () => {
    const load = fc.record({
      places: fc.double({ min: 1, max: 300, noNaN: true }),
      more: fc.double({ min: 1, max: 12, noNaN: true }),
      engine: fc.constantFrom(engineTiming, halting),
      input: fc.integer({ min: 1, max: 20_000 }),
      mean: fc.integer({ min: 1, max: 2000 }),
      cv: fc.constantFrom(0, 0.3, 1.2),
    });
    fc.assert(
      fc.property(load, ({ places, more, engine, input, mean, cv }) => {
        const served = servedBy(timingOf({}, { engine }), lengthsOf({ input, output: { mean, cv } }));
        const [fewer, larger] = [run(places, places, served), run(places * more, places, served)];
        for (const time of [fewer, larger].flatMap((each) => Object.values(each) as number[]))
          expect(Number.isFinite(time) && time >= 0).toBe(true);
        expect(larger.seconds).toBeGreaterThanOrEqual(fewer.seconds * (1 - 1e-9));
        expect(larger.residenceSeconds).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe("parts of outputs", () => {
  it("are sixteen of one that does not vary", () => {
    expect(outputParts(lengthDistribution(33, "output"))).toEqual({
      partTokens: 2,
      shares: [{ parts: PARTS, share: 1 }],
      perToken: 1 / 32,
    });
  });

  it("have the mean of the outputs, and shares that are all", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e5, noNaN: true }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (mean, cv) => {
          const { shares } = outputParts(lengthDistribution({ mean, cv }, "output"));
          expectNear(
            shares.reduce((sum, { share }) => sum + share, 0),
            1,
          );
          const parts = shares.reduce((sum, each) => sum + each.share * each.parts, 0);
          expect([0, PARTS].some((expected) => Math.abs(parts - expected) < 1e-9)).toBe(true);
        },
      ),
    );
  });

  it("are no shorter than they have to be", () => {
    expect(outputParts(lengthDistribution(33, "output"), 8)).toEqual({
      partTokens: 8,
      shares: [{ parts: 4, share: 1 }],
      perToken: 1 / 32,
    });
    const { partTokens, shares } = outputParts(lengthDistribution({ mean: 33, cv: 1 }, "output"), 8);
    expectNear(partTokens * shares.reduce((sum, each) => sum + each.share * each.parts, 0), 32);
  });

  it("are few where outputs are nothing beside their prompts", () => {
    const served = servedBy(timingOf(), lengthsOf({ input: 20_000, output: { mean: 1, cv: 1.2 } }));
    const { requestsPerSecond } = operatingPoint(served, 4, "slots");
    expect(Math.abs(40 / run(40, 4, served).seconds / requestsPerSecond - 1)).toBeLessThan(0.15);
  });

  it("know how long the longest are", () => {
    // One lognormal output of a hundred thousand is exp(4.26 sigma) times the median.
    const { partTokens, shares } = outputParts(lengthDistribution({ mean: 200, cv: 1 }, "output"));
    const longest = Math.max(...shares.map(({ parts }) => parts)) * partTokens;
    const sigma = Math.sqrt(Math.log(2));
    expect(longest).toBeGreaterThan((200 / Math.SQRT2) * Math.exp(4.26 * sigma));
  });
});
