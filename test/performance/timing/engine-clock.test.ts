import { describe, expect, it } from "vitest";
import { IDENTITY_PARAMETERS } from "../../../src/deployment/engine-profile.js";
import { engineClock } from "../../../src/performance/timing/engine-clock.js";
import { linearClock } from "../../../src/simulate/clock.js";
import type { StepTiming } from "../../../src/performance/timing/step-timing.js";
import { dense, model, self } from "../../deployment/memory/fixtures.js";
import { one } from "../../kernels/fixtures.js";
import { decodedToken, drafted, engineTiming, halting, pointOf, ranksOf, timingOf } from "../fixtures.js";

const LIMITS = { slots: 256, maxBatchedTokens: 8192 };

/** Half of its layers look back over 1000 tokens. */
const windowed = model({
  hiddenSize: 4096,
  vocabularySize: 128256,
  parameters: { total: 8e9 },
  layers: [
    { count: 16, mixer: self(32, 8, 128), feedForward: dense(14336) },
    { count: 16, mixer: self(32, 8, 128, 1000), feedForward: dense(14336) },
  ],
});

const CLOCKS: Readonly<Record<string, StepTiming>> = {
  dense: timingOf(),
  windowed: timingOf({ model: windowed }),
  halting: timingOf({}, { engine: halting }),
  speculating: timingOf({}, drafted(3, 0.7)),
  corrected: timingOf(
    {},
    {
      corrections: {
        ...IDENTITY_PARAMETERS,
        stepOverheadSeconds: 2e-3,
        requestOverheadSeconds: 5e-6,
        decodeFactor: 1.3,
        prefillFactor: 1.7,
        firstTokenSeconds: 0.2,
      },
    },
  ),
};

const within = (actual: number, expected: number, share: number): void =>
  expect(Math.abs(actual / expected - 1)).toBeLessThan(share);

describe("the engine's clock", () => {
  for (const [name, of] of Object.entries(CLOCKS)) {
    const clock = engineClock(of, LIMITS);

    it(`${name}: decodes as the laws do, within 0.2 %`, () => {
      for (const n of [1, 2, 7, 33, 100, 256])
        for (const context of [1, 130, 999, 1000, 1001, 5000, 60_000])
          within(clock.decodingSeconds(n, n * context), decodedToken(of, n, context).seconds, 0.002);
    });

    it(`${name}: reads a prompt as the laws do, within 1 %`, () => {
      for (const n of of.engine.mixesPrompts ? [0, 1, 9, 100] : [0])
        for (const tokens of [1, 30, 300, 1155, 8192]) {
          const step = n === 0 ? 0 : of.decode(n, 700).seconds;
          const token = n === 0 ? 0 : clock.decodingSeconds(n, n * 700);
          const added = clock.prefillSeconds(n, n * 700, tokens, clock.attentionSeconds(0, tokens), 0) - token;
          within(
            step + added,
            of.reading({ promptTokens: tokens, prompts: 1, decoding: n, contextTokens: 700 }).seconds,
            0.01,
          );
        }
    });

    it(`${name}: goes in straight lines as far as it says`, () => {
      for (const context of [1, 600, 1000, 1500]) {
        const n = 8;
        const to = Math.min(clock.straightUpTo(n, n * context), n * context + 8000);
        const [low, middle, high] = [n * context, (n * context + to) / 2, to].map((cached) =>
          clock.decodingSeconds(n, cached),
        ) as [number, number, number];
        within(low + high, 2 * middle, 1e-12);
      }
    });
  }

  it("bends at windows: beyond them a token costs half", () => {
    const clock = engineClock(timingOf({ model: windowed }), LIMITS);
    expect([clock.straightUpTo(4, 400), clock.straightUpTo(4, 4000), clock.straightUpTo(4, 4001)]).toEqual([
      4000,
      4000,
      Infinity,
    ]);
    const slope = (cached: number): number => clock.decodingSeconds(4, cached + 4) - clock.decodingSeconds(4, cached);
    within(slope(6000), slope(400) / 2, 1e-6);
  });

  it("adds up a prompt's attention whatever its chunks, and a chunk costs more the later it comes", () => {
    const { attentionSeconds } = engineClock(timingOf(), LIMITS);
    within(
      attentionSeconds(0, 1000) + attentionSeconds(1000, 3000) + attentionSeconds(4000, 200),
      attentionSeconds(0, 4200),
      1e-9,
    );
    expect(attentionSeconds(8000, 1000)).toBeGreaterThan(5 * attentionSeconds(0, 1000));
  });

  for (const [name, correctionSeconds] of [
    ["dense", 0],
    ["windowed", 0],
    ["corrected", 0.2],
  ] as const)
    it(`${name}: has a first token on its way for what an engine lets pass after a prefill, and alone as long as the closed form`, () => {
      const of = CLOCKS[name] as StepTiming;
      const clock = engineClock(of, LIMITS);
      const prefillSeconds = of.reading({ promptTokens: 1000, prompts: 1, lanePrompts: 1 }).seconds;
      within(
        prefillSeconds + clock.firstTokenSeconds(0, 0, 1000, prefillSeconds),
        pointOf(of, 1).serviceTtftSeconds,
        1e-9,
      );
      // A quarter of the prefill, 1.5 steps of 20 among 21, 10 ms, and 3 us for each token of the prompt.
      const expected =
        0.25 * prefillSeconds +
        ((1.5 * 20) / 21) * of.decode(20, 1100).seconds +
        0.01 +
        3e-6 * 1000 +
        correctionSeconds;
      within(clock.firstTokenSeconds(20, 20 * 1100, 1000, prefillSeconds), expected, 0.002);
    });

  it("asks for the first tokens of a lane with all that decode in the replica", () => {
    const of = ranksOf({ corrections: { ...IDENTITY_PARAMETERS, firstTokenExponent: 0.5 } });
    const first = (timing: StepTiming, decoding: number): number =>
      engineClock(timing, LIMITS).firstTokenSeconds(decoding, decoding * 1100, 1000, 1) + 1;
    expect(of.lanes).toBeGreaterThan(1);
    within(first(of, 20), Math.sqrt(20 * of.lanes + 1) * first(ranksOf(), 20), 1e-9);
  });

  it("waits for steps, not for the tokens that they yield, when tokens are guessed ahead", () => {
    const of = CLOCKS["speculating"] as StepTiming;
    const { firstTokenSeconds } = engineClock(of, LIMITS);
    // 1.5 steps of 20 among 21, beside what a request waits for alone.
    within(
      firstTokenSeconds(20, 20 * 1100, 1000, 1) - firstTokenSeconds(0, 0, 1000, 1),
      (1.5 * 20 * of.decode(20, 1100).seconds) / 21,
      0.002,
    );
  });

  for (const [name, of, n] of [
    ["ranks of a mixture", ranksOf(), 5],
    [
      "ranks of a mixture in a pipeline",
      ranksOf({ engine: { ...engineTiming, expertLayerSeconds: 0 } }, { data: 4, expert: 4, pipeline: 2 }),
      64,
    ],
    ["stages of a pipeline", timingOf({ parallelism: { ...one, pipeline: 2 } }), 5],
  ] as const)
    it(`${name}: is that of one lane among others that decode as much, and read nothing or as much`, () => {
      const clock = engineClock(of, LIMITS);
      const { data } = of.kernels.deployment.parallelism;
      within(clock.decodingSeconds(n, n * 1000), of.perToken(of.decode(n * of.lanes, 1000)).seconds, 0.001);
      for (const tokens of [100, 1000, 8000])
        for (const decoding of [0, n]) {
          const prefill = (othersTokens: number): number =>
            clock.prefillSeconds(decoding, decoding * 1000, tokens, clock.attentionSeconds(0, tokens), othersTokens);
          const law = (prompts: number): number =>
            of.reading({
              promptTokens: tokens,
              prompts,
              lanePrompts: 1,
              decoding: decoding * of.lanes,
              contextTokens: 1000,
            }).seconds;
          within(prefill(0), law(1), 0.001);
          within(prefill((data - 1) * tokens), law(of.lanes), 0.001);
          // Half as much lies in the middle.
          within(2 * prefill(((data - 1) * tokens) / 2), prefill(0) + prefill((data - 1) * tokens), 1e-9);
        }
    });

  it("reads no prompt of a mixture sooner than the host has launched its kernels", () => {
    const clock = engineClock(ranksOf({ engine: { ...engineTiming, expertLayerSeconds: 0.01 } }), LIMITS);
    // 58 layers with experts, beside what decodes and whoever else reads.
    for (const others of [0, 700])
      expect([clock.prefillSeconds(0, 0, 100, 0, others), clock.prefillSeconds(5, 5000, 100, 0, others)]).toEqual([
        58 * 0.01,
        58 * 0.01,
      ]);
    // A longer one takes its own time.
    expect(clock.prefillSeconds(0, 0, 8000, clock.attentionSeconds(0, 8000), 0)).toBeGreaterThan(0.7);
  });
});

describe("the linear clock", () => {
  it("is a + b n + c p + d K", () => {
    const clock = linearClock({
      stepSeconds: 1,
      requestSeconds: 10,
      promptTokenSeconds: 100,
      cachedTokenSeconds: 1000,
    });
    expect([
      clock.decodingSeconds(2, 3),
      clock.prefillSeconds(2, 3, 4, 0, 0),
      clock.firstTokenSeconds(1, 1, 1, 1),
      clock.straightUpTo(1, 1),
    ]).toEqual([3021, 3421, 0, Infinity]);
    // It knows of no attention within prompts, and of no experts that lanes share.
    expect([clock.attentionSeconds(5, 6), clock.prefillSeconds(2, 3, 4, 5, 6)]).toEqual([0, 3421]);
  });

  it("refuses what is no time", () => {
    expect(() => linearClock({ stepSeconds: 0, requestSeconds: 0, promptTokenSeconds: 0 })).toThrow(
      "clock.stepSeconds must be a finite number > 0, got 0",
    );
    expect(() => linearClock({ stepSeconds: 1, requestSeconds: NaN, promptTokenSeconds: 0 })).toThrow(
      "clock.requestSeconds",
    );
  });
});
