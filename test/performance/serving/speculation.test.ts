import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import type { Speculation } from "../../../src/performance/serving/serving-times.js";
import { mixedStep } from "../../../src/kernels/step.js";
import { deepSeekV3, gemma3, llama8b } from "../../deployment/memory/fixtures.js";
import { catalogGpu, one } from "../../kernels/fixtures.js";
import { decodedToken, expectAtLeast, expectNear, halting, lengths, servingModel, timing } from "./fixtures.js";

const LAYERS = 32;
const CONTEXT = 1100;
const speculative = (draftTokens: number, acceptanceRate: number, running = 8, context = CONTEXT): number =>
  decodedToken(servingModel({}, { speculation: { draftTokens, acceptanceRate } }), running, context).seconds;
const plain = (running = 8, context = CONTEXT): number => decodedToken(servingModel(), running, context).seconds;

describe("speculation", () => {
  it("verifies every proposed token in one step, and shares its time among those accepted", () => {
    const { profile } = servingModel();
    // Three proposed and one that the model adds; the cache of eight requests is read once for the four tokens of each.
    const kernels = mixedStep(profile, { sequences: 8, contextTokens: CONTEXT, tokensPerSequence: 4, prompts: 0, promptTokens: 1 });
    const host = LAYERS * timing.layerSeconds + timing.stepSeconds + 8 * timing.requestSeconds;
    // 1 + 1/2 + 1/4 + 1/8 tokens at an acceptance of one half, for a step and three layers of a draft.
    expectNear(speculative(3, 0.5), ((kernels.seconds + host) * (1 + 3 / LAYERS)) / 1.875);
  });

  it.each([
    [1, 0.5, 1.5],
    [2, 0.5, 1.75],
    [3, 0.9, 3.439],
    [4, 0.8, 3.3616],
  ])("with %d drafts accepted at %d yields %d tokens a step", (draftTokens, acceptanceRate, tokens) => {
    // An acceptance of 0 yields one token of the same step.
    expectNear(speculative(draftTokens, 0) / speculative(draftTokens, acceptanceRate), tokens);
  });

  it("nears one token for each that is verified as all are accepted", () => {
    expect(speculative(3, 0) / speculative(3, 0.9999)).toBeCloseTo(4, 2);
  });

  it("scales every part of the step alike", () => {
    const parallelism = { ...one, tensor: 4 };
    const at = (acceptanceRate: number) => decodedToken(servingModel({ parallelism }, { speculation: { draftTokens: 2, acceptanceRate } }), 8, CONTEXT);
    const none = at(0);
    const half = at(0.5);
    for (const part of ["computeSeconds", "memorySeconds", "communicationSeconds", "overheadSeconds", "seconds"] as const) expectNear(half[part], none[part] / 1.75);
  });

  it("is never faster than none when nothing is accepted", () => {
    const deployments = fc.record({ model: fc.constantFrom(llama8b, gemma3, deepSeekV3), gpu: fc.constantFrom(catalogGpu("h200-sxm-141gb"), catalogGpu("l40s"), catalogGpu("mi300x")) });
    fc.assert(
      fc.property(deployments, fc.integer({ min: 1, max: 8 }), fc.double({ min: 1, max: 512, noNaN: true }), fc.integer({ min: 64, max: 30_000 }), (deployment, draftTokens, running, context) => {
        const wasted = servingModel(deployment, { speculation: { draftTokens, acceptanceRate: 0 } });
        expectAtLeast(decodedToken(wasted, running, context).seconds, decodedToken(servingModel(deployment), running, context).seconds);
      }),
    );
  });

  it("is faster the more is accepted", () => {
    const rates = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.double({ min: 1, max: 256, noNaN: true }), rates, rates, (draftTokens, running, rate, other) => {
        const [fewer, more] = [Math.min(rate, other), Math.max(rate, other)];
        expectAtLeast(speculative(draftTokens, fewer, running), speculative(draftTokens, more, running));
      }),
    );
  });

  it("pays while weights are read for few rows, and no more where arithmetic binds", () => {
    const gain = (running: number): number => plain(running, 300) / speculative(3, 0.7, running, 300);
    expect(gain(1)).toBeGreaterThan(2);
    expect(gain(1)).toBeGreaterThan(gain(64));
    expect(gain(64)).toBeGreaterThan(gain(1024));
    expect(gain(1024)).toBeLessThan(1);
  });

  it("shortens the steps of an answer and leaves prompts as they are", () => {
    const speculation: Speculation = { draftTokens: 3, acceptanceRate: 0.7 };
    const guessed = occupancy(servingModel({}, { timing: halting, speculation }), 4, lengths);
    const single = occupancy(servingModel({}, { timing: halting }), 4, lengths);
    expect(guessed.reading).toEqual(single.reading);
    expectNear(single.tpotSeconds - guessed.tpotSeconds, single.decode.seconds - guessed.decode.seconds);
    expect(guessed.requestsPerSecond).toBeGreaterThan(single.requestsPerSecond);
  });
});
