import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FirstTokenTiming } from "../../../src/performance/timing/engine-timing.js";
import { contextTokensOf, occupancy, type ServedLengths } from "../../../src/performance/serving/occupancy.js";
import { decodingStep } from "../../../src/performance/serving/serving-times.js";
import { secondsPerReading } from "../../../src/performance/serving/serving-times.js";
import { deepSeekV3 } from "../../deployment/memory/fixtures.js";
import { catalogGpu, one } from "../../kernels/fixtures.js";
import { decodedToken, expectAtLeast, expectNear, expectRateAtLeast, halting, lengths, servingModel, timing } from "./fixtures.js";

const { inputTokens, outputTokens } = lengths;
const model = servingModel();
const CONTEXT = inputTokens + outputTokens / 2;
const step = decodedToken(model, 9, CONTEXT).seconds;
/** A step that reads one prompt while the eight others decode. */
const reading = secondsPerReading(model, inputTokens, 1, 8, CONTEXT).seconds;

/** The serving model with some constants of the first token, all others zero. */
const onlyWith = (changes: Partial<FirstTokenTiming>, deployment: Parameters<typeof servingModel>[0] = {}) =>
  servingModel(deployment, {
    timing: { ...timing, firstToken: { prefillFactor: 0, decodeSteps: 0, fixedSeconds: 0, secondsPerToken: 0, promptsAhead: 0, ...changes } },
  });

describe("time per output token", () => {
  // While one request writes 200 tokens, each of the 8 others ends once and is followed by a new prompt.
  it("is a step at half the answer, and what the others' prompts add to it", () => {
    expectNear(occupancy(model, 9, lengths).tpotSeconds, step + (8 / 200) * (reading - step));
  });

  it("has prompts take steps of their own where the engine halts decoding for them", () => {
    const { tpotSeconds, reading: prompt, addedPerPromptSeconds } = occupancy(servingModel({}, { timing: halting }), 9, lengths);
    expect(prompt).toEqual(secondsPerReading(model, inputTokens, 1));
    expectNear(addedPerPromptSeconds, prompt.seconds);
    expectNear(tpotSeconds, step + (8 / 200) * prompt.seconds);
  });

  it("reads several prompts at once where answers are short", () => {
    // Of 9 requests with 2 tokens each, 8 others bring 4 prompts in every step.
    const short = { ...lengths, outputTokens: 2 };
    const together = secondsPerReading(model, inputTokens, 4, 8, inputTokens + 1);
    const { tpotSeconds, reading: read, decode, addedPerPromptSeconds } = occupancy(model, 9, short);
    expect(read).toEqual(together);
    expectNear(addedPerPromptSeconds, (together.seconds - decode.seconds) / 4);
    expectNear(tpotSeconds, together.seconds);
    const halted = occupancy(servingModel({}, { timing: halting }), 9, short);
    expectNear(halted.tpotSeconds, decode.seconds + secondsPerReading(model, inputTokens, 4).seconds);
  });

  it("is the step alone where nobody else comes", () => {
    for (const running of [1, 0.5]) {
      const { tpotSeconds, decode, reading: read, addedPerPromptSeconds } = occupancy(model, running, lengths);
      expect(tpotSeconds).toBe(decode.seconds);
      // A lone prompt is mixed with nothing.
      expect(read).toEqual(secondsPerReading(model, inputTokens, 1));
      expect(addedPerPromptSeconds).toBe(read.seconds);
    }
    expect(occupancy(model, 1.5, lengths).tpotSeconds).toBeGreaterThan(occupancy(model, 1.5, lengths).decode.seconds);
  });

  it("is never shortened by a prompt", () => {
    // A prompt of one token costs less than the request that decodes in its place.
    const { addedPerPromptSeconds, tpotSeconds, decode } = occupancy(model, 9, { ...lengths, prefixCacheHitRate: 0.9999, outputTokens: 4000 });
    expect(addedPerPromptSeconds).toBeGreaterThanOrEqual(0);
    expect(tpotSeconds).toBeGreaterThanOrEqual(decode.seconds);
  });

  it("feels the prompts of its own data-parallel rank only", () => {
    const ranks = servingModel({ model: deepSeekV3, gpu: catalogGpu("h200-sxm-141gb"), storage: { weights: "fp8", scaling: "block" }, parallelism: { ...one, data: 8, expert: 8 } });
    const { tpotSeconds, decode, addedPerPromptSeconds } = occupancy(ranks, 65, lengths);
    expectNear(addedPerPromptSeconds, secondsPerReading(ranks, inputTokens, 1, 64, CONTEXT).seconds - decode.seconds);
    expectNear(tpotSeconds - decode.seconds, (64 / 200 / 8) * addedPerPromptSeconds);
  });
});

describe("a pipeline", () => {
  it("goes on with the other prompts while one stage reads one: each of four stages has a quarter of them", () => {
    const stages = servingModel({ parallelism: { ...one, pipeline: 4 } });
    const { tpotSeconds, decode, addedPerPromptSeconds } = occupancy(stages, 33, lengths);
    expectNear(addedPerPromptSeconds, secondsPerReading(stages, inputTokens, 1, 32, CONTEXT).seconds - decode.seconds);
    expectNear(tpotSeconds - decode.seconds, (32 / 200 / 4) * addedPerPromptSeconds);
  });

  it("of two stages serves prompts nearly twice as fast as one GPU", () => {
    const rate = (pipeline: number, running: number): number => occupancy(servingModel({ parallelism: { ...one, pipeline } }), running, { ...lengths, inputTokens: 4000, outputTokens: 100 }).requestsPerSecond;
    expect(rate(2, 64) / rate(1, 32)).toBeGreaterThan(1.8);
    expect(rate(2, 64) / rate(1, 32)).toBeLessThanOrEqual(2.1);
  });
});

describe("answers so short that every step reads several prompts", () => {
  it("reads them together, on every data-parallel rank its own", () => {
    const ranks = servingModel({ model: deepSeekV3, gpu: catalogGpu("h200-sxm-141gb"), storage: { weights: "fp8", scaling: "block" }, parallelism: { ...one, data: 8, expert: 8 } });
    const short = { ...lengths, outputTokens: 4 };
    const at = occupancy(ranks, 257, short);
    // 256 others write four tokens each: 64 prompts in every step, eight on each rank.
    const together = secondsPerReading(ranks, inputTokens, 64, 256, inputTokens + 2);
    expectNear(at.reading.seconds, together.seconds);
    expectNear(at.addedPerPromptSeconds, (together.seconds - at.decode.seconds) / 8);
    expectNear(at.tpotSeconds, together.seconds);
  });
});

describe("less than one request", () => {
  it("takes as long as one, and comes as seldom", () => {
    const [whole, part] = [occupancy(model, 1, lengths), occupancy(model, 0.25, lengths)];
    expect(part.residenceSeconds).toBe(whole.residenceSeconds);
    expectNear(part.requestsPerSecond, whole.requestsPerSecond / 4);
  });
});

describe("time to first token", () => {
  it("is the sum of its terms", () => {
    const expected = 1.25 * reading + 1.5 * (8 / 9) * step + 0.01 + 3e-6 * inputTokens;
    expectNear(occupancy(model, 9, lengths).serviceTtftSeconds, expected);
  });

  it.each([
    [{ prefillFactor: 2 }, 2 * reading],
    // One of nine finds eight others in a step.
    [{ decodeSteps: 3 }, 3 * (8 / 9) * step],
    [{ fixedSeconds: 0.25 }, 0.25],
    [{ secondsPerToken: 1e-4 }, 1e-4 * inputTokens],
    // Requests of varied lengths come in no waves.
    [{ promptsAhead: 5 }, 0],
  ])("%o alone", (changes, expected) => {
    expectNear(occupancy(onlyWith(changes), 9, lengths).serviceTtftSeconds, expected);
  });
});

describe("a lone request", () => {
  it("waits for no step of others before its first token", () => {
    expect(occupancy(onlyWith({ decodeSteps: 3 }), 1, lengths).serviceTtftSeconds).toBe(0);
  });
});

describe("requests of equal lengths", () => {
  const wave = { ...lengths, equal: true };

  it.each([
    // The timing lets two prompts of a wave go ahead; a small wave has fewer.
    [0.5, 0],
    [1, 0],
    [2, 0.5],
    [3, 1],
    [5, 2],
    [33, 2],
  ])("of %d that run read %d prompts of their wave before the first token instead of after it", (running, ahead) => {
    const [apart, together] = [occupancy(model, running, lengths), occupancy(model, running, wave)];
    expect((together.serviceTtftSeconds - apart.serviceTtftSeconds) / apart.addedPerPromptSeconds).toBeCloseTo(ahead, 8);
    expect((apart.tpotSeconds - together.tpotSeconds) / apart.addedPerPromptSeconds).toBeCloseTo(ahead / 200, 10);
    expect(together.decode).toEqual(apart.decode);
  });

  it("wait for the prompts of their data-parallel rank", () => {
    const ranks = servingModel({ parallelism: { ...one, data: 2 } });
    const [apart, together] = [occupancy(ranks, 33, lengths), occupancy(ranks, 33, wave)];
    expect((together.serviceTtftSeconds - apart.serviceTtftSeconds) / apart.addedPerPromptSeconds).toBeCloseTo(2 / 2, 8);
    expect((apart.tpotSeconds - together.tpotSeconds) / apart.addedPerPromptSeconds).toBeCloseTo(2 / 2 / 200, 10);
  });
});

describe("an occupied replica", () => {
  it("decodes at longer contexts the more answers vary: the long ones stay longer, n_in + n_out (1 + c^2) / 2", () => {
    expect(contextTokensOf({ ...lengths, outputSquaredCv: 0 })).toBe(1100);
    expect(contextTokensOf({ ...lengths, outputSquaredCv: 2.25 })).toBe(1325);
    expect(occupancy(model, 9, { ...lengths, outputSquaredCv: 2.25 }).decode.seconds).toBe(decodingStep(model, 9, 1325).seconds);
  });

  it("holds a slot until the last token: the first ends the prompt, the others take a step each", () => {
    const { residenceSeconds, serviceTtftSeconds, tpotSeconds } = occupancy(model, 9, lengths);
    expectNear(residenceSeconds, serviceTtftSeconds + 199 * tpotSeconds);
    const short = occupancy(model, 9, { ...lengths, outputTokens: 1 });
    expect(short.residenceSeconds).toBe(short.serviceTtftSeconds);
  });

  const drawnLengths: fc.Arbitrary<ServedLengths> = fc.record({
    inputTokens: fc.integer({ min: 1, max: 20_000 }),
    outputTokens: fc.integer({ min: 1, max: 4000 }),
    prefixCacheHitRate: fc.double({ min: 0, max: 0.99, noNaN: true }),
    equal: fc.boolean(),
    outputSquaredCv: fc.double({ min: 0, max: 3, noNaN: true }),
  });
  const drawnRunning = fc.double({ min: 1, max: 512, noNaN: true });

  it("obeys Little's law: requests that run are rate times residence", () => {
    fc.assert(
      fc.property(drawnLengths, drawnRunning, (drawn, running) => {
        const at = occupancy(model, running, drawn);
        expect(at.running).toBe(running);
        expectNear(at.requestsPerSecond * at.residenceSeconds, running);
      }),
    );
  });

  it("slows each request and serves more of them the more it runs", () => {
    fc.assert(
      fc.property(drawnLengths, drawnRunning, fc.double({ min: 1, max: 4, noNaN: true }), (drawn, running, factor) => {
        const fewer = occupancy(model, running, drawn);
        const more = occupancy(model, running * factor, drawn);
        expectAtLeast(more.tpotSeconds, fewer.tpotSeconds);
        // Prompts that share a step cost less each, of which those ahead in a wave have a little.
        expectAtLeast(more.serviceTtftSeconds, fewer.serviceTtftSeconds * (drawn.equal ? 0.98 : 1));
        // Where a step reads several prompts, those that come at once also wait for each other.
        if (running * factor <= drawn.outputTokens) expectRateAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
      }),
    );
  });
});
