import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanLargestPoisson } from "../../src/internal/poisson-maximum.js";
import {
  contextTokensOf,
  operatingPoint,
  uncachedTokens,
  type OperatingPoint,
  type ServedLengths,
} from "../../src/performance/operating-point.js";
import type { FirstTokenTiming } from "../../src/performance/timing/engine-timing.js";
import { prefillWait } from "../../src/queueing/prefill-wait.js";
import { one } from "../kernels/fixtures.js";
import {
  balancing,
  drafted,
  engineTiming,
  expectAtLeast,
  expectNear,
  expectRateAtLeast,
  halting,
  lengths,
  lengthsOf,
  pointOf,
  ranksOf,
  servedBy,
  timingOf,
} from "./fixtures.js";

const INPUT = 1000;
const CONTEXT = 1100;
/** Steps that follow the first token of 200. */
const STEPS = 199;
const timing = timingOf();
const halted = timingOf({}, { engine: halting });
const all = timing.decode(9, CONTEXT).seconds;
/** A step that reads one prompt while the eight others decode. */
const reading = timing.reading({ promptTokens: INPUT, prompts: 1, decoding: 8, contextTokens: CONTEXT }).seconds;

/** x: the share of the time from one request of a client to its next that goes into one of its steps. */
const shareOf = ({ tpotSeconds, residenceSeconds }: OperatingPoint, tokensPerStep = 1): number =>
  (tokensPerStep * tpotSeconds) / residenceSeconds;

/** The clock with some constants of the first token, all others zero. */
const onlyWith = (changes: Partial<FirstTokenTiming>) =>
  timingOf(
    {},
    {
      engine: {
        ...engineTiming,
        firstToken: {
          prefillFactor: 0,
          decodeSteps: 0,
          fixedSeconds: 0,
          secondsPerToken: 0,
          promptsAhead: 0,
          ...changes,
        },
      },
    },
  );

describe("time per output token", () => {
  it("is a step of those who decode then, and what comes in it of the others' prompts", () => {
    const at = pointOf(timing, 9);
    const half = timing.decode(5, CONTEXT).seconds;
    expectNear(at.addedPerPromptSeconds, reading - all);
    // Each of the others decodes for 199 x of the time: on the line between half of them and all.
    expectNear(at.decode.seconds, half + (2 * STEPS * shareOf(at) - 1) * (all - half));
    expectNear(at.tpotSeconds, at.decode.seconds + 8 * shareOf(at) * (reading - all));
  });

  it("has prompts take steps of their own where the engine halts decoding for them", () => {
    const at = pointOf(halted, 9);
    expect(at.reading).toEqual(halted.reading({ promptTokens: INPUT, prompts: 1 }));
    expectNear(at.addedPerPromptSeconds, at.reading.seconds);
    expectNear(at.tpotSeconds, at.decode.seconds + 8 * shareOf(at) * at.reading.seconds);
  });

  it("reads several prompts at once where answers are short", () => {
    // Of 9 requests with 2 tokens each, 8 others bring 4 prompts in every step.
    const at = pointOf(timing, 9, lengthsOf({ output: 2 }));
    const together = timing.reading({
      promptTokens: INPUT,
      prompts: 4,
      lanePrompts: 4,
      decoding: 8,
      contextTokens: INPUT + 1,
    });
    expect(at.reading).toEqual(together);
    expectNear(at.addedPerPromptSeconds, (together.seconds - timing.decode(9, INPUT + 1).seconds) / 4);
    expectNear(
      pointOf(halted, 9, lengthsOf({ output: 2 })).addedPerPromptSeconds,
      timing.reading({ promptTokens: INPUT, prompts: 4, lanePrompts: 4 }).seconds / 4,
    );
  });

  it("meets as many prompts a token, and more a step, where a step yields several", () => {
    // 120 others write 200 tokens each; of four drafts at 0.8 a step yields 3.3616, so that 59.2 follow the first.
    const drafting = timingOf({}, drafted(4, 0.8));
    const at = pointOf(drafting, 121);
    const { tokensPerStep } = drafting;
    const prompts = 120 / (STEPS / tokensPerStep + 1);
    expect(prompts).toBeGreaterThan(1.9);
    expectNear(
      at.reading.seconds,
      drafting.reading({ promptTokens: INPUT, prompts, lanePrompts: prompts, decoding: 120, contextTokens: CONTEXT })
        .seconds,
    );
    expectNear(
      tokensPerStep * (at.tpotSeconds - at.decode.seconds),
      120 * shareOf(at, tokensPerStep) * at.addedPerPromptSeconds,
    );
  });

  it("is the step alone where nobody else comes", () => {
    for (const running of [1, 0.5]) {
      const at = pointOf(timing, running);
      expect(at.decode).toEqual(timing.decode(1, CONTEXT));
      expect(at.tpotSeconds).toBe(at.decode.seconds);
      // A lone prompt is mixed with nothing.
      expect(at.reading).toEqual(timing.reading({ promptTokens: INPUT, prompts: 1 }));
    }
    expect(pointOf(timing, 1.5).tpotSeconds).toBeGreaterThan(pointOf(timing, 1.5).decode.seconds);
  });

  it("is never shortened by a prompt", () => {
    // A prompt of one token costs less than the request that decodes in its place.
    const { addedPerPromptSeconds, tpotSeconds, decode } = pointOf(
      timing,
      9,
      lengthsOf({ prefixCacheHitRate: 0.9999, output: 4000 }),
    );
    expect(addedPerPromptSeconds).toBeGreaterThanOrEqual(0);
    expect(tpotSeconds).toBeGreaterThanOrEqual(decode.seconds);
  });

  it("is longer where prompts differ: attention grows with their square", () => {
    const varied = lengthsOf({ input: { mean: 12_000, cv: 1.3 }, output: 300 });
    const served = servedBy(timing, varied);
    const at = operatingPoint(served, 9);
    const beside = (step: number): number => step - timing.decode(9, 12_150).seconds;
    expectNear(
      at.addedPerPromptSeconds,
      beside(timing.reading({ promptTokens: 12_000, prompts: 1, decoding: 8, contextTokens: 12_150 }).seconds) +
        served.added.excessSeconds(9),
    );
    expect(at.addedPerPromptSeconds).toBeGreaterThan(
      1.02 * pointOf(timing, 9, lengthsOf({ input: 12_000, output: 300 })).addedPerPromptSeconds,
    );
  });
});

describe("lanes that step together", () => {
  // 64 others write 200 tokens each: 0.32 prompts in a step, 0.04 to a rank, while requests do little but decode.
  it("wait for the one that reads most of the prompts that come by chance", () => {
    const ranks = ranksOf();
    const at = pointOf(ranks, 65);
    // A lane that reads, reads one prompt at least; others may have theirs in the same step.
    expectNear(
      at.reading.seconds,
      ranks.reading({
        promptTokens: INPUT,
        prompts: 0.32 / meanLargestPoisson(0.04, 8),
        lanePrompts: 1,
        decoding: 64,
        contextTokens: CONTEXT,
      }).seconds,
    );
    expectNear(at.addedPerPromptSeconds, at.reading.seconds - ranks.decode(65, CONTEXT).seconds);
    const most = meanLargestPoisson((64 * shareOf(at)) / 8, 8);
    expectNear(at.tpotSeconds - at.decode.seconds, most * at.addedPerPromptSeconds);
    // Nearly all of the prompts hold up all ranks, although each reads an eighth of them.
    expect(most).toBeGreaterThan(0.85 * 64 * shareOf(at));
  });

  it("read no less than a prompt, however few requests run", () => {
    const alone = pointOf(ranksOf(), 1);
    for (const running of [1, 1 + 1e-15, 1 + 1e-9, 1.01, 2, 3])
      for (const output of [2, 200]) {
        const { serviceTtftSeconds, addedPerPromptSeconds, tpotSeconds, decode } = pointOf(
          ranksOf(),
          running,
          lengthsOf({ output }),
        );
        expectAtLeast(serviceTtftSeconds, alone.serviceTtftSeconds);
        expect(addedPerPromptSeconds).toBeGreaterThan(0);
        expectAtLeast(tpotSeconds, decode.seconds);
      }
  });

  it("read together where the engine holds prompts back until each lane has one", () => {
    const ranks = ranksOf({ engine: balancing });
    const at = pointOf(ranks, 65);
    expectNear(
      at.reading.seconds,
      ranks.reading({ promptTokens: INPUT, prompts: 8, lanePrompts: 1, decoding: 64, contextTokens: CONTEXT }).seconds,
    );
    expectNear(at.tpotSeconds - at.decode.seconds, ((64 * shareOf(at)) / 8) * at.addedPerPromptSeconds);
    expect(at.tpotSeconds).toBeLessThan(pointOf(ranksOf(), 65).tpotSeconds);
    // However few run: the others are held back, or read something of no use.
    expect(pointOf(ranks, 1).reading).toEqual(ranks.reading({ promptTokens: INPUT, prompts: 8, lanePrompts: 1 }));
  });

  it("of which every step reads several prompts, where answers are short", () => {
    // 256 others write four tokens each: 64 prompts in every step, eight to a rank on average, 12.3 to the one that has most.
    const short = lengthsOf({ output: 4 });
    for (const [engine, lanePrompts] of [
      [engineTiming, meanLargestPoisson(8, 8)],
      [balancing, 8],
    ] as const) {
      const ranks = ranksOf({ engine });
      const at = pointOf(ranks, 257, short);
      const together = ranks.reading({
        promptTokens: INPUT,
        prompts: 64,
        lanePrompts,
        decoding: 256,
        contextTokens: INPUT + 2,
      });
      expectNear(at.reading.seconds, together.seconds);
      expectNear(at.addedPerPromptSeconds, (together.seconds - ranks.decode(257, INPUT + 2).seconds) / lanePrompts);
    }
  });

  it("are stages of a pipeline too: a batch that reads more than the mean holds up those behind it for a stage", () => {
    const stages = timingOf({ parallelism: { ...one, pipeline: 4 } });
    const at = pointOf(stages, 33);
    expectNear(
      at.reading.seconds,
      stages.reading({ promptTokens: INPUT, prompts: 1, decoding: 32, contextTokens: CONTEXT }).seconds,
    );
    const mean = (32 * shareOf(at)) / 4;
    expectNear(
      at.tpotSeconds - at.decode.seconds,
      (mean + (meanLargestPoisson(mean, 4) - mean) / 4) * at.addedPerPromptSeconds,
    );
  });

  it("of a pipeline of two serve more prompts than one GPU, though not twice as many", () => {
    const rate = (pipeline: number, running: number): number =>
      pointOf(timingOf({ parallelism: { ...one, pipeline } }), running, lengthsOf({ input: 4000, output: 100 }))
        .requestsPerSecond;
    expect(rate(2, 64) / rate(1, 32)).toBeGreaterThan(1.25);
    expect(rate(2, 64) / rate(1, 32)).toBeLessThan(2);
  });
});

describe("one request", () => {
  it("takes its prompt and its steps", () => {
    const { residenceSeconds, gateSeconds, prefillQueueSeconds } = pointOf(timing, 1);
    const prompt = timing.reading({ promptTokens: INPUT, prompts: 1 }).seconds;
    expect(gateSeconds + prefillQueueSeconds).toBe(0);
    expectNear(residenceSeconds, 1.25 * prompt + 0.01 + 3e-6 * INPUT + STEPS * timing.decode(1, CONTEXT).seconds);
  });

  it("now and then takes as long, and comes as seldom", () => {
    const [whole, part] = [pointOf(timing, 1), pointOf(timing, 0.25)];
    expect(part.residenceSeconds).toBe(whole.residenceSeconds);
    expectNear(part.requestsPerSecond, whole.requestsPerSecond / 4);
  });

  it("waits for no step of others before its first token", () => {
    const { serviceTtftSeconds, gateSeconds, prefillQueueSeconds } = pointOf(onlyWith({ decodeSteps: 3 }), 1);
    expect([serviceTtftSeconds, gateSeconds, prefillQueueSeconds]).toEqual([0, 0, 0]);
  });
});

describe("time to first token", () => {
  it("is for a step, for others ahead, for its own prompt, and for its delivery", () => {
    const at = pointOf(timing, 9);
    const decoding = 8 * STEPS * shareOf(at);
    const met = prefillWait({
      mixesPrompts: true,
      stepSeconds: at.decode.seconds,
      addedSeconds: reading - all,
      promptsPerStep: 8 * shareOf(at),
      mostPromptsPerStep: 8 * shareOf(at),
      roomPrompts: (8192 - decoding) / INPUT,
      squaredCv: 0,
      lagSteps: 1,
    });
    expectNear(at.gateSeconds, met.gateSeconds);
    expectNear(at.prefillQueueSeconds, met.queueSeconds);
    expectNear(at.prefillSeconds, met.queueSeconds + met.prefillSeconds);
    expectNear(
      at.deliverySeconds,
      0.25 * met.prefillSeconds + 1.5 * (decoding / (decoding + 1)) * at.decode.seconds + 0.01 + 3e-6 * INPUT,
    );
    expectNear(at.serviceTtftSeconds, at.gateSeconds + at.prefillSeconds + at.deliverySeconds);
  });

  it.each<[Partial<FirstTokenTiming>, (at: OperatingPoint) => number]>([
    [{ prefillFactor: 2 }, ({ prefillSeconds, prefillQueueSeconds }) => 2 * (prefillSeconds - prefillQueueSeconds)],
    // One of nine finds those of eight others in a step who decode then.
    [{ decodeSteps: 3 }, (at) => (3 * at.decode.seconds * 8 * STEPS * shareOf(at)) / (8 * STEPS * shareOf(at) + 1)],
    [{ fixedSeconds: 0.25 }, () => 0.25],
    [{ secondsPerToken: 1e-4 }, () => 1e-4 * INPUT],
    // Requests of varied lengths come in no waves.
    [{ promptsAhead: 5 }, () => 0],
  ])("has, beside the wait for a step and for room, %o alone", (changes, expected) => {
    const at = pointOf(onlyWith(changes), 9);
    const rest = at.serviceTtftSeconds - at.gateSeconds - at.prefillQueueSeconds;
    expect(rest).toBeCloseTo(expected(at), 12);
  });

  it("grows without bound as prompts leave a step no room", () => {
    // Answers of two tokens: a step of 8192 tokens reads eight prompts of 1000.
    const queued = [8, 64, 512].map(
      (running) => pointOf(timing, running, lengthsOf({ output: 2 })).prefillQueueSeconds,
    );
    expect(queued[1]).toBeGreaterThan(10 * (queued[0] as number));
    expect(queued[2]).toBeGreaterThan(4 * (queued[1] as number));
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
  ])(
    "of %d that run read %d prompts of their wave before their own, and wait for no step and no room",
    (running, ahead) => {
      const at = pointOf(timing, running, wave);
      expect([at.gateSeconds, at.prefillQueueSeconds]).toEqual([0, 0]);
      expectNear(at.prefillSeconds, at.decode.seconds + (1 + ahead) * at.addedPerPromptSeconds);
    },
  );

  it("wait for the prompts of their own lane before the first token, and as the others for the lane that reads most after it", () => {
    const at = pointOf(ranksOf({}, { data: 2 }), 33, wave);
    expectNear(at.prefillSeconds, at.decode.seconds + (1 + 2 / 2) * at.addedPerPromptSeconds);
    expectNear(
      at.tpotSeconds - at.decode.seconds,
      meanLargestPoisson((32 * shareOf(at)) / 2, 2) * at.addedPerPromptSeconds,
    );
  });
});

describe("an occupied replica", () => {
  it("decodes at longer contexts the more answers vary: the long ones stay longer, n_in + n_out (1 + c^2) / 2", () => {
    expect(contextTokensOf(lengths)).toBe(1100);
    const varied = lengthsOf({ output: { mean: 200, cv: 1.5 } });
    expect(contextTokensOf(varied)).toBe(1325);
    expect(pointOf(timing, 1, varied).decode).toEqual(timing.decode(1, 1325));
  });

  it("has a client wait until its last token: the first ends the prompt, the others take a step each", () => {
    const { residenceSeconds, serviceTtftSeconds, tpotSeconds } = pointOf(timing, 9);
    expectNear(residenceSeconds, serviceTtftSeconds + STEPS * tpotSeconds);
    const short = pointOf(timing, 9, lengthsOf({ output: 1 }));
    expect(short.residenceSeconds).toBe(short.serviceTtftSeconds);
  });

  it("holds a slot from a step that may read the prompt until the engine has done", () => {
    const at = operatingPoint(servedBy(timing), 9, "slots");
    expectNear(at.residenceSeconds, at.prefillSeconds + STEPS * at.tpotSeconds);
    expectNear(at.serviceTtftSeconds, at.gateSeconds + at.prefillSeconds + at.deliverySeconds);
    // As many clients as slots leave some of these empty.
    expect(at.requestsPerSecond).toBeGreaterThan(pointOf(timing, 9).requestsPerSecond);
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

  it("obeys Little's law, and reads the prompts of the others as often as they come", () => {
    fc.assert(
      fc.property(drawnLengths, drawnRunning, (drawn, running) => {
        const at = pointOf(timing, running, drawn);
        expect(at.running).toBe(running);
        expectNear(at.requestsPerSecond * at.residenceSeconds, running);
        const promptsOfOthersPerSecond = (at.requestsPerSecond * (running - 1)) / running;
        expect(
          Math.abs(
            at.tpotSeconds - at.decode.seconds - promptsOfOthersPerSecond * at.tpotSeconds * at.addedPerPromptSeconds,
          ),
        ).toBeLessThan(1e-9 * at.tpotSeconds);
      }),
    );
  });

  it("slows each request and serves more of them the more it runs, up to the prompts that it can read", () => {
    fc.assert(
      // Of fewer tokens an output is little more than a prompt, and one's own counts among the few that are read.
      fc.property(
        drawnLengths.filter(({ output }) => output.mean >= 20),
        drawnRunning,
        fc.double({ min: 1, max: 4, noNaN: true }),
        (drawn, running, factor) => {
          const fewer = pointOf(timing, running, drawn);
          const more = pointOf(timing, running * factor, drawn);
          // Those who queue for room do not decode meanwhile.
          expectAtLeast(more.tpotSeconds, fewer.tpotSeconds * (more.prefillQueueSeconds > 0 ? 0.98 : 1));
          expectAtLeast(more.serviceTtftSeconds, fewer.serviceTtftSeconds);
          expectRateAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
          for (const { requestsPerSecond, addedPerPromptSeconds } of [fewer, more])
            expect(requestsPerSecond * addedPerPromptSeconds).toBeLessThan(1.02);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of equal requests that do nothing but read serves no more than it reads, in however many steps", () => {
    for (const running of [45, 90, 360]) {
      const { requestsPerSecond, addedPerPromptSeconds } = pointOf(
        timing,
        running,
        lengthsOf({ output: 1, equal: true }),
      );
      expect(requestsPerSecond * addedPerPromptSeconds).toBeLessThan(1.1);
    }
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

  it("shortens what prompts add, not transfer and tokenizer, which see the whole prompt, nor the steps, which attend to it", () => {
    const at = pointOf(timing, 9, cached(0.75));
    const decoding = 8 * STEPS * shareOf(at);
    expectNear(at.addedPerPromptSeconds, rest - all);
    expectNear(
      at.deliverySeconds,
      0.25 * (at.prefillSeconds - at.prefillQueueSeconds) +
        1.5 * (decoding / (decoding + 1)) * at.decode.seconds +
        0.01 +
        3e-6 * INPUT,
    );
    expect(pointOf(timing, 1, cached(0.75)).decode).toEqual(pointOf(timing, 1).decode);
  });
});

describe("an engine that looks for new requests now and then", () => {
  const looking = (receiveSteps: number, running: number): OperatingPoint =>
    operatingPoint({ ...servedBy(halted), receiveSteps }, running);

  it("is waited for half of the time between two looks, unless nobody decodes", () => {
    const [often, rarely] = [looking(1, 9), looking(11, 9)];
    // Eight others, of which nearly all decode.
    const seconds = 5 * rarely.decode.seconds;
    expect(rarely.gateSeconds - often.gateSeconds).toBeLessThan(seconds);
    expect(rarely.gateSeconds - often.gateSeconds).toBeGreaterThan(0.8 * seconds);
    expect(looking(11, 1)).toEqual(looking(1, 1));
  });

  it("reads prompts together that came meanwhile: none takes longer, and tokens come no later", () => {
    const [often, rarely] = [looking(1, 200), looking(50, 200)];
    expect(rarely.reading.seconds).toBeGreaterThan(often.reading.seconds);
    expect(rarely.addedPerPromptSeconds).toBeLessThanOrEqual(often.addedPerPromptSeconds);
    expect(rarely.tpotSeconds).toBeLessThanOrEqual(often.tpotSeconds * 1.0001);
  });
});
