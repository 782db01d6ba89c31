import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { secondsPerReading, type ServingStep } from "../../../src/performance/serving/serving-times.js";
import { decodeStep, mixedStep, prefillStep } from "../../../src/kernels/step.js";
import { deepSeekV3, llama8b } from "../../deployment/memory/fixtures.js";
import { catalogGpu, one } from "../../kernels/fixtures.js";
import { decodedToken, expectNear, servingModel, timing } from "./fixtures.js";

const LAYERS = 32;
const splits = [one, { ...one, tensor: 4 }, { ...one, data: 2 }, { ...one, pipeline: 2 }, { ...one, tensor: 2, pipeline: 2 }];

describe("a step in service", () => {
  it("adds the host's time of layers, step and running requests to the overhead of the kernels", () => {
    const model = servingModel();
    const kernels = decodeStep(model.profile, 64, 1100);
    const step = decodedToken(model, 64, 1100);
    expectNear(step.overheadSeconds, kernels.overheadSeconds + LAYERS * timing.layerSeconds + timing.stepSeconds + 64 * timing.requestSeconds);
    expect(step).toMatchObject({ computeSeconds: kernels.computeSeconds, memorySeconds: kernels.memorySeconds, communicationSeconds: 0 });
  });

  it("takes an all-reduce longer than the benchmark did", () => {
    const model = servingModel({ parallelism: { ...one, tensor: 4 } });
    const kernels = decodeStep(model.profile, 64, 1100);
    expect(kernels.communicationSeconds).toBeGreaterThan(0);
    expectNear(decodedToken(model, 64, 1100).communicationSeconds, timing.communicationFactor * kernels.communicationSeconds);
  });

  // Ranks of tensor and data parallelism wait for each other in every step; stages of a pipeline hand over and go on.
  it.each([
    [{ tensor: 4 }, 64, timing.requestSeconds + timing.parallelRequestSeconds],
    [{ data: 2 }, 64 / 2, timing.requestSeconds + timing.parallelRequestSeconds],
    [{ pipeline: 2 }, 64 / 2, timing.requestSeconds],
    [{ tensor: 2, data: 2, pipeline: 2 }, 64 / 4, timing.requestSeconds + timing.parallelRequestSeconds],
  ])("spreads the host's time of requests over the ranks and stages of %o", (split, own, perRequest) => {
    const model = servingModel({ parallelism: { ...one, ...split } });
    const kernels = decodeStep(model.profile, 64, 1100);
    expectNear(decodedToken(model, 64, 1100).overheadSeconds - kernels.overheadSeconds, LAYERS * timing.layerSeconds + timing.stepSeconds + own * perRequest);
  });

  it("counts the layers of all groups", () => {
    const [group] = llama8b.layers;
    const halves = { ...llama8b, layers: [{ ...group, count: 20 }, { ...group, count: 12 }] as typeof llama8b.layers };
    expectNear(decodedToken(servingModel({ model: halves }), 8, 500).seconds, decodedToken(servingModel(), 8, 500).seconds);
  });
});

describe("a step that reads prompts", () => {
  it("has no requests to schedule where it decodes none", () => {
    const model = servingModel();
    const kernels = prefillStep(model.profile, 1000);
    const step = secondsPerReading(model, 1000, 1);
    expectNear(step.seconds, kernels.seconds + LAYERS * timing.layerSeconds + timing.stepSeconds);
    expectNear(step.overheadSeconds, kernels.overheadSeconds + LAYERS * timing.layerSeconds + timing.stepSeconds);
  });

  it("decodes others beside them, whose host time it has too", () => {
    const model = servingModel({ parallelism: { ...one, data: 2 } });
    const kernels = mixedStep(model.profile, { sequences: 16, contextTokens: 1100, tokensPerSequence: 1, prompts: 6, promptTokens: 1000 });
    const host = LAYERS * timing.layerSeconds + timing.stepSeconds + (16 / 2) * (timing.requestSeconds + timing.parallelRequestSeconds);
    expectNear(secondsPerReading(model, 1000, 6, 16, 1100).seconds, kernels.seconds + host);
  });

  it("reads several for less than each by itself, and mixes for less than two steps: weights are read once", () => {
    const model = servingModel();
    expect(secondsPerReading(model, 16, 8).seconds).toBeLessThan(8 * secondsPerReading(model, 16, 1).seconds);
    expect(secondsPerReading(model, 16, 1, 8, 500).seconds).toBeLessThan(secondsPerReading(model, 16, 1).seconds + decodedToken(model, 8, 500).seconds);
  });
});

describe("a prompt of a mixture of experts", () => {
  // DeepSeek V3 on eight H200: 58 of its 61 layers have experts.
  const mixture = (expertLayerSeconds: number) =>
    servingModel({ model: deepSeekV3, gpu: catalogGpu("h200-sxm-141gb"), storage: { weights: "fp8", scaling: "block" }, parallelism: { ...one, tensor: 8 } }, { timing: { ...timing, expertLayerSeconds } });

  it("is no sooner read than the host has launched the kernels of its layers with experts", () => {
    for (const decoding of [0, 8]) {
      const [free, held] = [secondsPerReading(mixture(0), 100, 2, decoding, 500), secondsPerReading(mixture(0.1), 100, 2, decoding, 500)];
      expectNear(held.seconds, 58 * 0.1);
      expect({ ...held, seconds: 0, overheadSeconds: 0 }).toEqual({ ...free, seconds: 0, overheadSeconds: 0 });
    }
  });

  it("hides those launches behind longer kernels, and decoding replays them from a graph", () => {
    const launches = 1e-6;
    expect(secondsPerReading(mixture(launches), 20_000, 1)).toEqual(secondsPerReading(mixture(0), 20_000, 1));
    expect(decodedToken(mixture(0.1), 8, 500)).toEqual(decodedToken(mixture(0), 8, 500));
  });

  it("is all there is to it: dense models wait for no such launch", () => {
    expect(secondsPerReading(servingModel({}, { timing: { ...timing, expertLayerSeconds: 1 } }), 100, 1)).toEqual(secondsPerReading(servingModel(), 100, 1));
  });
});

describe("every step", () => {
  it("is the sum of its parts, none of them negative", () => {
    const models = fc.record({ model: fc.constantFrom(llama8b, deepSeekV3), gpu: fc.constantFrom(catalogGpu("h200-sxm-141gb"), catalogGpu("l40s"), catalogGpu("mi300x")), parallelism: fc.constantFrom(...splits) });
    const speculation = fc.option(fc.record({ draftTokens: fc.integer({ min: 1, max: 8 }), acceptanceRate: fc.double({ min: 0, max: 0.99, noNaN: true }) }), { nil: undefined });
    fc.assert(
      fc.property(models, speculation, fc.double({ min: 1, max: 512, noNaN: true }), fc.integer({ min: 1, max: 20_000 }), (deployment, guessed, running, tokens) => {
        const model = servingModel(deployment, { speculation: guessed });
        for (const step of [decodedToken(model, running, tokens), secondsPerReading(model, tokens, 1), secondsPerReading(model, tokens, 3, running, tokens)]) {
          const { computeSeconds, memorySeconds, communicationSeconds, overheadSeconds, seconds }: ServingStep = step;
          for (const part of [computeSeconds, memorySeconds, communicationSeconds, overheadSeconds]) expect(part).toBeGreaterThanOrEqual(0);
          expect(seconds).toBe(computeSeconds + memorySeconds + communicationSeconds + overheadSeconds);
          expect(Object.keys(step).toSorted()).toEqual(["communicationSeconds", "computeSeconds", "memorySeconds", "overheadSeconds", "seconds"]);
        }
      }),
    );
  });
});
