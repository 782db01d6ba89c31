import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanLargestPoisson } from "../../src/internal/poisson-maximum.js";
import { contextTokensOf, uncachedTokens, type ServedLengths } from "../../src/performance/operating-point.js";
import type { FirstTokenTiming } from "../../src/performance/timing/engine-timing.js";
import { one } from "../kernels/fixtures.js";
import { balancing, decodedToken, drafted, engineTiming, expectAtLeast, expectNear, expectRateAtLeast, halting, lengths, lengthsOf, pointOf, ranksOf, timingOf } from "./fixtures.js";

const INPUT = 1000;
const CONTEXT = 1100;
const timing = timingOf();
const halted = timingOf({}, { engine: halting });
const step = decodedToken(timing, 9, CONTEXT).seconds;
/** A step that reads one prompt while the eight others decode. */
const reading = timing.reading({ promptTokens: INPUT, prompts: 1, decoding: 8, contextTokens: CONTEXT }).seconds;

/** The clock with some constants of the first token, all others zero. */
const onlyWith = (changes: Partial<FirstTokenTiming>) =>
  timingOf({}, { engine: { ...engineTiming, firstToken: { prefillFactor: 0, decodeSteps: 0, fixedSeconds: 0, secondsPerToken: 0, promptsAhead: 0, ...changes } } });

describe("time per output token", () => {
  // While one request writes 200 tokens, each of the 8 others ends once and is followed by a new prompt.
  it("is a step at half the answer, and what the others' prompts add to it", () => {
    expectNear(pointOf(timing, 9).tpotSeconds, step + (8 / 200) * (reading - step));
  });

  it("has prompts take steps of their own where the engine halts decoding for them", () => {
    const { tpotSeconds, reading: prompt, addedPerPromptSeconds } = pointOf(halted, 9);
    expect(prompt).toEqual(timing.reading({ promptTokens: INPUT, prompts: 1 }));
    expectNear(addedPerPromptSeconds, prompt.seconds);
    expectNear(tpotSeconds, step + (8 / 200) * prompt.seconds);
  });

  it("reads several prompts at once where answers are short", () => {
    // Of 9 requests with 2 tokens each, 8 others bring 4 prompts in every step.
    const short = lengthsOf({ output: 2 });
    const together = timing.reading({ promptTokens: INPUT, prompts: 4, decoding: 8, contextTokens: INPUT + 1 });
    const { tpotSeconds, reading: read, decode, addedPerPromptSeconds } = pointOf(timing, 9, short);
    expect(read).toEqual(together);
    expectNear(addedPerPromptSeconds, (together.seconds - decode.seconds) / 4);
    expectNear(tpotSeconds, together.seconds);
    expectNear(pointOf(halted, 9, short).tpotSeconds, decode.seconds + timing.reading({ promptTokens: INPUT, prompts: 4 }).seconds);
  });

  it("reads as many prompts a token, and more a step, where a step yields several", () => {
    // 60 others write 200 tokens each; of four drafts at 0.8 a step yields 3.3616.
    const drafting = timingOf({}, drafted(4, 0.8));
    const { tpotSeconds, decode, addedPerPromptSeconds, reading: read } = pointOf(drafting, 61);
    expectNear(tpotSeconds - decode.seconds, (60 / 200) * addedPerPromptSeconds);
    // 1.00848 prompts in every step, more than one.
    expect(read).toEqual(drafting.reading({ promptTokens: INPUT, prompts: (60 / 200) * drafting.tokensPerStep, decoding: 60, contextTokens: CONTEXT }));
  });

  it("is the step alone where nobody else comes", () => {
    for (const running of [1, 0.5]) {
      const { tpotSeconds, decode, reading: read, addedPerPromptSeconds } = pointOf(timing, running);
      expect(tpotSeconds).toBe(decode.seconds);
      // A lone prompt is mixed with nothing.
      expect(read).toEqual(timing.reading({ promptTokens: INPUT, prompts: 1 }));
      expect(addedPerPromptSeconds).toBe(read.seconds);
    }
    expect(pointOf(timing, 1.5).tpotSeconds).toBeGreaterThan(pointOf(timing, 1.5).decode.seconds);
  });

  it("is never shortened by a prompt", () => {
    // A prompt of one token costs less than the request that decodes in its place.
    const { addedPerPromptSeconds, tpotSeconds, decode } = pointOf(timing, 9, lengthsOf({ prefixCacheHitRate: 0.9999, output: 4000 }));
    expect(addedPerPromptSeconds).toBeGreaterThanOrEqual(0);
    expect(tpotSeconds).toBeGreaterThanOrEqual(decode.seconds);
  });
});

describe("lanes that step together", () => {
  // 64 others write 200 tokens each: 0.32 prompts in a step, 0.04 to a rank.
  it("wait for the one that reads most of the prompts that come by chance", () => {
    const ranks = ranksOf();
    const { tpotSeconds, decode, reading: read, addedPerPromptSeconds } = pointOf(ranks, 65);
    const most = meanLargestPoisson(0.04, 8);
    // A lane that reads, reads one prompt at least; others may have theirs in the same step.
    expectNear(read.seconds, ranks.reading({ promptTokens: INPUT, prompts: 0.32 / most, lanePrompts: 1, decoding: 64, contextTokens: CONTEXT }).seconds);
    expectNear(addedPerPromptSeconds, read.seconds - decode.seconds);
    expectNear(tpotSeconds - decode.seconds, most * addedPerPromptSeconds);
    // Nearly all of the prompts hold up all ranks, although each reads an eighth of them.
    expect(most).toBeGreaterThan(0.85 * 0.32);
  });

  it("read no less than a prompt, however few requests run", () => {
    const alone = pointOf(ranksOf(), 1);
    for (const running of [1, 1 + 1e-15, 1 + 1e-9, 1.01, 2, 3]) for (const output of [2, 200]) {
      const { serviceTtftSeconds, addedPerPromptSeconds, tpotSeconds, decode } = pointOf(ranksOf(), running, lengthsOf({ output }));
      expectAtLeast(serviceTtftSeconds, alone.serviceTtftSeconds);
      expect(addedPerPromptSeconds).toBeGreaterThan(0);
      expectAtLeast(tpotSeconds, decode.seconds);
    }
  });

  it("read together where the engine holds prompts back until each lane has one", () => {
    const ranks = ranksOf({ engine: balancing });
    const { tpotSeconds, decode, reading: read, addedPerPromptSeconds } = pointOf(ranks, 65);
    expectNear(read.seconds, ranks.reading({ promptTokens: INPUT, prompts: 8, lanePrompts: 1, decoding: 64, contextTokens: CONTEXT }).seconds);
    expectNear(tpotSeconds - decode.seconds, 0.04 * addedPerPromptSeconds);
    expect(tpotSeconds).toBeLessThan(pointOf(ranksOf(), 65).tpotSeconds);
    // However few run: the others are held back, or read something of no use.
    expect(pointOf(ranks, 1).reading).toEqual(ranks.reading({ promptTokens: INPUT, prompts: 8, lanePrompts: 1 }));
  });

  it("of which every step reads several prompts, where answers are short", () => {
    // 256 others write four tokens each: 64 prompts in every step, eight to a rank on average, 12.3 to the one that has most.
    const short = lengthsOf({ output: 4 });
    const work = { promptTokens: INPUT, prompts: 64, decoding: 256, contextTokens: INPUT + 2 };
    for (const [engine, lanePrompts] of [[engineTiming, meanLargestPoisson(8, 8)], [balancing, 8]] as const) {
      const ranks = ranksOf({ engine });
      const at = pointOf(ranks, 257, short);
      const together = ranks.reading({ ...work, lanePrompts });
      expectNear(at.reading.seconds, together.seconds);
      expectNear(at.addedPerPromptSeconds, (together.seconds - at.decode.seconds) / lanePrompts);
      expectNear(at.tpotSeconds, together.seconds);
    }
  });

  it("are stages of a pipeline too: a batch that reads holds up those behind it", () => {
    // 32 others write 200 tokens each: 0.16 prompts in a step, 0.04 to a stage.
    const stages = timingOf({ parallelism: { ...one, pipeline: 4 } });
    const most = meanLargestPoisson(0.04, 4);
    const { tpotSeconds, decode, reading: read, addedPerPromptSeconds } = pointOf(stages, 33);
    expectNear(read.seconds, stages.reading({ promptTokens: INPUT, prompts: 0.16 / most, lanePrompts: 1, decoding: 32, contextTokens: CONTEXT }).seconds);
    expectNear(tpotSeconds - decode.seconds, most * addedPerPromptSeconds);
  });

  it("of a pipeline of two serve more prompts than one GPU, though not twice as many: a batch without a prompt waits for one with", () => {
    const rate = (pipeline: number, running: number): number => pointOf(timingOf({ parallelism: { ...one, pipeline } }), running, lengthsOf({ input: 4000, output: 100 })).requestsPerSecond;
    expect(rate(2, 64) / rate(1, 32)).toBeGreaterThan(1.25);
    expect(rate(2, 64) / rate(1, 32)).toBeLessThan(1.6);
    // Where every batch reads as much as the others, nobody waits.
    const balanced = pointOf(timingOf({ parallelism: { ...one, pipeline: 2 } }, { engine: balancing }), 64, lengthsOf({ input: 4000, output: 100 })).requestsPerSecond;
    expect(balanced / rate(1, 32)).toBeGreaterThan(1.8);
    expect(balanced / rate(1, 32)).toBeLessThanOrEqual(2.1);
  });
});

describe("less than one request", () => {
  it("takes as long as one, and comes as seldom", () => {
    const [whole, part] = [pointOf(timing, 1), pointOf(timing, 0.25)];
    expect(part.residenceSeconds).toBe(whole.residenceSeconds);
    expectNear(part.requestsPerSecond, whole.requestsPerSecond / 4);
  });
});

describe("time to first token", () => {
  it("is the sum of its terms", () => {
    const expected = 1.25 * reading + 1.5 * (8 / 9) * step + 0.01 + 3e-6 * INPUT;
    expectNear(pointOf(timing, 9).serviceTtftSeconds, expected);
  });

  it.each([
    [{ prefillFactor: 2 }, 2 * reading],
    // One of nine finds eight others in a step.
    [{ decodeSteps: 3 }, 3 * (8 / 9) * step],
    [{ fixedSeconds: 0.25 }, 0.25],
    [{ secondsPerToken: 1e-4 }, 1e-4 * INPUT],
    // Requests of varied lengths come in no waves.
    [{ promptsAhead: 5 }, 0],
  ])("%o alone", (changes, expected) => {
    expectNear(pointOf(onlyWith(changes), 9).serviceTtftSeconds, expected);
  });
});

describe("a lone request", () => {
  it("waits for no step of others before its first token", () => {
    expect(pointOf(onlyWith({ decodeSteps: 3 }), 1).serviceTtftSeconds).toBe(0);
  });
});

describe("requests of equal lengths", () => {
  const wave = lengthsOf({ equal: true });

  it.each([
    // The timing lets two prompts of a wave go ahead; a small wave has fewer.
    [0.5, 0],
    [1, 0],
    [2, 0.5],
    [3, 1],
    [5, 2],
    [33, 2],
  ])("of %d that run read %d prompts of their wave before the first token instead of after it", (running, ahead) => {
    const [apart, together] = [pointOf(timing, running), pointOf(timing, running, wave)];
    expect((together.serviceTtftSeconds - apart.serviceTtftSeconds) / apart.addedPerPromptSeconds).toBeCloseTo(ahead, 8);
    expect((apart.tpotSeconds - together.tpotSeconds) / apart.addedPerPromptSeconds).toBeCloseTo(ahead / 200, 10);
    expect(together.decode).toEqual(apart.decode);
  });

  it("wait for the prompts of their own lane before the first token, and as the others for the lane that reads most after it", () => {
    const ranks = ranksOf({}, { data: 2 });
    const at = pointOf(ranks, 33, wave);
    const apart = ranks.firstTokenSeconds({ readingSeconds: at.reading.seconds, stepSeconds: at.decode.seconds, others: 32, inputTokens: INPUT });
    expectNear(at.serviceTtftSeconds - apart, (2 / 2) * at.addedPerPromptSeconds);
    expectNear(at.tpotSeconds - at.decode.seconds, meanLargestPoisson((32 - 2) / 200 / 2, 2) * at.addedPerPromptSeconds);
  });
});

describe("an occupied replica", () => {
  it("decodes at longer contexts the more answers vary: the long ones stay longer, n_in + n_out (1 + c^2) / 2", () => {
    expect(contextTokensOf(lengths)).toBe(1100);
    const varied = lengthsOf({ output: { mean: 200, cv: 1.5 } });
    expect(contextTokensOf(varied)).toBe(1325);
    expect(pointOf(timing, 9, varied).decode.seconds).toBe(timing.decode(9, 1325).seconds);
  });

  it("holds a slot until the last token: the first ends the prompt, the others take a step each", () => {
    const { residenceSeconds, serviceTtftSeconds, tpotSeconds } = pointOf(timing, 9);
    expectNear(residenceSeconds, serviceTtftSeconds + 199 * tpotSeconds);
    const short = pointOf(timing, 9, lengthsOf({ output: 1 }));
    expect(short.residenceSeconds).toBe(short.serviceTtftSeconds);
  });

  const drawnLengths: fc.Arbitrary<ServedLengths> = fc
    .record({
      input: fc.integer({ min: 1, max: 20_000 }),
      output: fc.record({ mean: fc.integer({ min: 1, max: 4000 }), cv: fc.double({ min: 0, max: 1.7, noNaN: true }) }),
      prefixCacheHitRate: fc.double({ min: 0, max: 0.99, noNaN: true }),
      equal: fc.boolean(),
    })
    .map(lengthsOf);
  const drawnRunning = fc.double({ min: 1, max: 512, noNaN: true });

  it("obeys Little's law: requests that run are rate times residence", () => {
    fc.assert(
      fc.property(drawnLengths, drawnRunning, (drawn, running) => {
        const at = pointOf(timing, running, drawn);
        expect(at.running).toBe(running);
        expectNear(at.requestsPerSecond * at.residenceSeconds, running);
      }),
    );
  });

  it("slows each request and serves more of them the more it runs", () => {
    fc.assert(
      fc.property(drawnLengths, drawnRunning, fc.double({ min: 1, max: 4, noNaN: true }), (drawn, running, factor) => {
        const fewer = pointOf(timing, running, drawn);
        const more = pointOf(timing, running * factor, drawn);
        expectAtLeast(more.tpotSeconds, fewer.tpotSeconds);
        // Prompts that share a step cost less each, of which those ahead in a wave have a little.
        expectAtLeast(more.serviceTtftSeconds, fewer.serviceTtftSeconds * (drawn.equal ? 0.98 : 1));
        // Where a step reads several prompts, those that come at once also wait for each other.
        if (running * factor <= drawn.output.mean) expectRateAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
      }),
    );
  });
});

describe("the prefix cache", () => {
  const cached = (prefixCacheHitRate: number): ServedLengths => lengthsOf({ prefixCacheHitRate });
  /** A step that reads a quarter of a prompt beside eight others. */
  const rest = timing.reading({ promptTokens: 250, prompts: 1, decoding: 8, contextTokens: CONTEXT }).seconds;

  it("leaves the rest of a prompt to be read, its last token at least", () => {
    expect(uncachedTokens(cached(0))).toBe(1000);
    expectNear(uncachedTokens(cached(0.75)), 250);
    // The last token's logits are in no cache.
    expect(uncachedTokens(cached(0.9999))).toBe(1);
  });

  it("shortens reading, not transfer and tokenizer, which see the whole prompt", () => {
    const { firstToken } = engineTiming;
    const { serviceTtftSeconds, decode } = pointOf(timing, 9, cached(0.75));
    expectNear(serviceTtftSeconds, firstToken.prefillFactor * rest + firstToken.decodeSteps * (8 / 9) * decode.seconds + firstToken.fixedSeconds + firstToken.secondsPerToken * INPUT);
  });

  it("shortens the interruptions by others, not the steps, which attend to the whole prompt", () => {
    const without = pointOf(timing, 9, cached(0));
    const withCache = pointOf(timing, 9, cached(0.75));
    expect(withCache.decode).toEqual(without.decode);
    expectNear(withCache.tpotSeconds - withCache.decode.seconds, (8 / 200) * (rest - without.decode.seconds));
  });
});
