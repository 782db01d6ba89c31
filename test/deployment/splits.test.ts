import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Gpu } from "../../src/catalog/gpu.js";
import type { Model } from "../../src/catalog/model.js";
import { replicaSizes, splitsOf, tensorDomain } from "../../src/deployment/splits.js";
import { gpus } from "../../src/index.js";
import { deepSeekV3, gpu as testGpu, llama8b, model, qwen35Layers, self } from "./memory/fixtures.js";
import { h100, one } from "../kernels/fixtures.js";
import { predictedModels } from "../support/predicted.js";

const linked = (domainGpus: number, serverGpus: number): Gpu =>
  testGpu(80, { serverGpus, interconnect: { kind: "test", bytesPerSecond: 1e11, domainGpus, bridge: null } });
const heads = (count: number, layers = 32): Model => ({
  ...llama8b,
  layers: [{ count: layers, mixer: self(count, 1, 128), feedForward: null }],
});
const mixture: Model = model({
  hiddenSize: 2048,
  vocabularySize: 32_000,
  parameters: { total: 30e9 },
  layers: [
    {
      count: 48,
      mixer: self(32, 4, 128),
      feedForward: {
        kind: "experts",
        experts: 128,
        expertsPerToken: 8,
        expertIntermediateSize: 768,
        sharedIntermediateSize: 0,
        gated: true,
      },
    },
  ],
});

describe("tensorDomain", () => {
  it.each([
    ["all GPUs of a server with a switch", 8, 8, 8],
    ["a rack, when its links leave the server", 72, 4, 72],
    ["a server whose cards share PCIe only", 1, 8, 8],
    ["a pair, when bridges join no more", 2, 8, 2],
    ["a card by itself", 1, 1, 1],
  ])("is %s", (_, domainGpus, serverGpus, expected) => {
    expect(tensorDomain(linked(domainGpus, serverGpus))).toBe(expected);
  });
});

test("GPUs whose link nobody knows serve alone", () => {
  expect(
    tensorDomain({
      ...linked(8, 8),
      interconnect: { kind: "none", bytesPerSecond: null, domainGpus: 8, bridge: null },
    }),
  ).toBe(1);
});

describe("splitsOf", () => {
  it("shards layers within the domain and cuts them into stages beyond it", () => {
    expect(splitsOf(llama8b, h100, 1)).toEqual([one]);
    expect(splitsOf(llama8b, h100, 8)).toEqual([{ ...one, tensor: 8 }]);
    expect(splitsOf(llama8b, h100, 32)).toEqual([{ ...one, tensor: 8, pipeline: 4 }]);
    // 24 query heads with 4 or 8 of keys and values: six GPUs would share a head.
    const grouped = (keyValueHeads: number): Model => ({
      ...llama8b,
      layers: [{ count: 32, mixer: self(24, keyValueHeads, 128), feedForward: null }],
    });
    expect([6, 8, 3].map((keyValueHeads) => splitsOf(grouped(keyValueHeads), h100, 6))).toEqual([
      [{ ...one, tensor: 6 }],
      [{ ...one, tensor: 2, pipeline: 3 }],
      [{ ...one, tensor: 6 }],
    ]);
    expect(splitsOf(llama8b, h100, 6)).toEqual([{ ...one, tensor: 2, pipeline: 3 }]);
    // Of six GPUs in a domain four make a power of two.
    expect(splitsOf(llama8b, linked(6, 6), 8)).toEqual([{ ...one, tensor: 4, pipeline: 2 }]);
  });

  it("tries whole experts for a mixture, and ranks of attention for latent attention", () => {
    expect(splitsOf(mixture, h100, 4)).toEqual([
      { ...one, tensor: 4 },
      { ...one, tensor: 4, expert: 4 },
    ]);
    expect(splitsOf(deepSeekV3, h100, 16)).toEqual([
      { ...one, tensor: 8, pipeline: 2 },
      { ...one, tensor: 8, pipeline: 2, expert: 8 },
      { tensor: 1, pipeline: 2, expert: 8, data: 8 },
    ]);
    expect(splitsOf(mixture, h100, 1)).toEqual([one]);
    expect(splitsOf(deepSeekV3, linked(1, 1), 2)).toEqual([{ ...one, pipeline: 2 }]);
  });

  it("has none where heads, stages or layers cannot be divided", () => {
    expect(splitsOf(heads(12), h100, 8)).toEqual([]);
    expect(splitsOf(heads(12), h100, 4)).toHaveLength(1);
    expect(splitsOf(llama8b, h100, 12)).toEqual([{ ...one, tensor: 4, pipeline: 3 }]);
    expect(splitsOf(heads(32, 4), linked(1, 1), 4)).toHaveLength(1);
    expect(splitsOf(heads(32, 4), linked(1, 1), 5)).toEqual([]);
    const latent = {
      ...deepSeekV3,
      layers: deepSeekV3.layers.map((group) => ({ ...group, mixer: { ...group.mixer, heads: 12 } })),
    } as Model;
    expect(splitsOf(latent, h100, 8)).toEqual([]);
    // Every layer with heads counts; a state of fixed size has none.
    expect(splitsOf({ ...llama8b, layers: [...heads(32).layers, ...heads(12).layers] }, h100, 8)).toEqual([]);
    expect(
      splitsOf(
        { ...llama8b, layers: [...heads(32).layers, ...qwen35Layers.filter(({ mixer }) => mixer?.kind === "linear")] },
        h100,
        8,
      ),
    ).toHaveLength(1);
  });

  it("uses every GPU, each once", () => {
    fc.assert(
      fc.property(fc.constantFrom(...predictedModels), fc.constantFrom(...gpus), (of, on) => {
        for (const size of replicaSizes(of, on))
          for (const { tensor, pipeline, data } of splitsOf(of, on, size)) expect(tensor * pipeline * data).toBe(size);
      }),
    );
  });
});

describe("replicaSizes", () => {
  it("are the powers of two that can be split, up to 64", () => {
    expect(replicaSizes(llama8b, h100)).toEqual([1, 2, 4, 8, 16, 32, 64]);
    // Twelve heads: not over the eight GPUs of a domain, so neither beyond it.
    expect(replicaSizes(heads(12), h100)).toEqual([1, 2, 4]);
    expect(replicaSizes(heads(32, 4), linked(1, 1))).toEqual([1, 2, 4]);
  });
});
