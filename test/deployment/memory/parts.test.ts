import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Model } from "../../../src/catalog/model.js";
import {
  activationBytes,
  contextBytes,
  cudaGraphBytes,
  nonTorchBytes,
  pipelineStages,
  staticFraction,
  visibleMemoryBytes,
  weightBytes,
  type Parallelism,
} from "../../../src/deployment/memory/index.js";
import { bytesFromGib, bytesFromMib, gibFromBytes } from "../../../src/units.js";
import { deepSeekV3, engine, gpu, h100, h200, llama70b, llama8b, nemotronNanoLayers, model } from "./fixtures.js";

const one: Parallelism = { tensor: 1, pipeline: 1, expert: 1, data: 1 };
const tensor = (size: number): Parallelism => ({ ...one, tensor: size });
const vllm19 = engine("vllm", "0.19");

function weightsGib(of: Model, parallelism: Parallelism, weights: "bf16" | "fp8" | "fp32" | "int4" | "fp4" = "bf16", stage = 0): number {
  const found = pipelineStages(of, parallelism.pipeline)[stage];
  if (found === undefined) throw new Error("no such stage");
  return gibFromBytes(weightBytes(of, found, { engine: vllm19, gpu: h100, parallelism, weights }));
}

describe("weightBytes", () => {
  // "Model loading took" in vLLM logs, GiB of one GPU.
  it.each([
    ["Llama 3.1 8B (V0, four decimals)", llama8b, one, "bf16", 14.9888, 1e-4],
    ["Llama 3.1 8B on two", llama8b, tensor(2), "bf16", 7.51, 1e-3],
    ["Llama 3.1 8B on four", llama8b, tensor(4), "bf16", 3.77, 1e-3],
    ["Llama 3.1 8B, 8 bit", llama8b, one, "fp8", 8.49, 2e-3],
    ["Llama 3.1 8B, 32 bit", llama8b, one, "fp32", 29.98, 1e-3],
    ["Llama 3.3 70B on four (four decimals)", llama70b, tensor(4), "bf16", 32.8894, 1e-3],
    ["Llama 3.3 70B on two, 8 bit", llama70b, tensor(2), "fp8", 33.88, 2e-3],
    ["DeepSeek R1 on eight, 8 bit", deepSeekV3, tensor(8), "fp8", 79.74, 5e-3],
  ] as const)("%s", (_, of, parallelism, weights, gib, tolerance) => {
    expect(Math.abs(weightsGib(of, parallelism, weights) / gib - 1)).toBeLessThan(tolerance);
  });

  it("splits stages of a pipeline: embedding in the first, head in the last", () => {
    // vLLM 0.19 logs of Llama 3.1 8B: 7.51 GiB on two stages, 4.26 on four, of the stages with an embedding.
    expect(weightsGib(llama8b, { ...one, pipeline: 2 }, "bf16", 1)).toBeCloseTo(7.51, 2);
    expect(weightsGib(llama8b, { ...one, pipeline: 4 }, "bf16", 0)).toBeCloseTo(4.26, 2);
    expect(weightsGib(llama8b, { ...one, pipeline: 4 }, "bf16", 1)).toBeLessThan(3.4);
  });

  it("replicates key and value heads beyond their number", () => {
    // 16 GPUs, 8 heads: 80 layers x 8192 x 8 more heads x 256 / 16 x 2 bytes above an even share
    const replicated = bytesFromGib(weightsGib(llama70b, tensor(16))) - bytesFromGib(weightsGib(llama70b, tensor(8))) / 2;
    const onEveryGpu = (80 * 2 + 1) * 8192 * 2 + 131072 * 128 * 2;
    const heads = (80 * 8192 * 8 * 256 * 2) / 16;
    expect(replicated).toBeCloseTo(heads + onEveryGpu / 2, -3);
  });

  it("keeps all but the routed experts of a 4-bit mixture in 16 bit", () => {
    const experts = model({
      hiddenSize: 1024, vocabularySize: 64000, maxContextTokens: 0, parameters: { total: 0 },
      layers: [{ count: 1, mixer: { kind: "self", queryHeads: 8, keyValueHeads: 8, headSize: 128 }, feedForward: { kind: "experts", experts: 8, expertsPerToken: 2, expertIntermediateSize: 512, sharedIntermediateSize: 256, gated: true } }],
    });
    const attention = 4 * 1024 * 1024;
    const shared = 3 * 1024 * 256;
    const routed = 8 * 3 * 1024 * 512;
    const router = 8 * 1024;
    const ends = 2 * 64000 * 1024;
    const total = attention + shared + routed + router + ends;
    const counted = { ...experts, parameters: { ...experts.parameters, total } };
    expect(bytesFromGib(weightsGib(counted, one, "fp4"))).toBeCloseTo(2 * (total - routed) + routed * (0.5 + 1 / 16), 0);
    const stated = { ...counted, checkpoint: { weights: "fp4", unquantisedShare: 0.25 } as const };
    const layers = attention + shared + routed;
    expect(bytesFromGib(weightsGib(stated, one, "fp4"))).toBeCloseTo(2 * (ends + router + 0.25 * layers) + 0.75 * layers * (0.5 + 1 / 16), 0);
  });

  it("stores one 16-bit scale for 128 weights of 4 bit, for 32 in a block-scaled checkpoint", () => {
    const layers = 32 * (4096 * 128 * (32 + 32 + 8 + 8) + 3 * 4096 * 14336);
    const other = weightsGib(llama8b, one) - (2 * layers) / 2 ** 30;
    expect(weightsGib(llama8b, one, "int4") - other).toBeCloseTo((layers * (0.5 + 2 / 128)) / 2 ** 30, 6);
    const native = { ...llama8b, checkpoint: { weights: "int4", scaling: "block" } as const };
    expect(weightsGib(native, one, "int4") - other).toBeCloseTo((layers * (0.5 + 2 / 32)) / 2 ** 30, 6);
  });

  it("keeps attention between Mamba 2 layers, and as many of those, in 16 bit", () => {
    const plain = model({ hiddenSize: 2688, vocabularySize: 131072, maxContextTokens: 0, parameters: { total: 0 }, layers: nemotronNanoLayers });
    const attention = 6 * 2688 * 128 * (32 + 32 + 2 + 2);
    const mamba = 23 * 38742208;
    const ends = 2 * 131072 * 2688;
    const hybrid = { ...plain, parameters: { ...plain.parameters, total: attention + mamba + ends } };
    expect(bytesFromGib(weightsGib(hybrid, one, "fp8"))).toBeCloseTo(2 * (ends + attention + 6 * 38742208) + 17 * 38742208, 0);
  });

  it("pads 8-bit experts to 128 from 0.17 on, and gives 16-bit ones more room on AMD", () => {
    const width = 1856;
    const block = { kind: "experts", experts: 128, expertsPerToken: 6, expertIntermediateSize: width, sharedIntermediateSize: 0, gated: false } as const;
    const experts = model({ hiddenSize: 2688, vocabularySize: 131072, maxContextTokens: 0, parameters: { total: 0 }, layers: [{ count: 23, mixer: null, feedForward: block }] });
    const [stage] = pipelineStages(experts, 1);
    if (stage === undefined) throw new Error("no stage");
    const mi300x = gpu(191.98, { vendor: "AMD", architecture: "CDNA3" });
    const bytes = (version: string, weights: "fp8" | "bf16", card = h100): number => weightBytes(experts, stage, { engine: engine("vllm", version), gpu: card, parallelism: one, weights });
    const matrices = 23 * 128 * 2 * 2688;
    // vLLM logs of Nemotron 3 Nano FP8: 30.52 GiB up to 0.16, 31.40 from 0.18 on
    expect(bytes("0.19", "fp8") - bytes("0.16", "fp8")).toBe(matrices * (1920 - width));
    expect(bytes("0.19", "bf16")).toBe(bytes("0.16", "bf16"));
    expect(bytes("0.19", "bf16", mi300x) - bytes("0.19", "bf16")).toBe(0.375 * 2 * matrices * width);
    expect(bytes("0.16", "fp8", mi300x)).toBe(bytes("0.16", "fp8"));
  });

  it("falls with tensor-parallel size but never below an even share", () => {
    fc.assert(
      fc.property(fc.constantFrom(llama8b, llama70b, deepSeekV3), fc.integer({ min: 0, max: 4 }), (of, exponent) => {
        const size = 2 ** exponent;
        const whole = weightsGib(of, one);
        const sharded = weightsGib(of, tensor(size));
        expect(sharded).toBeGreaterThanOrEqual(whole / size);
        expect(weightsGib(of, tensor(size * 2))).toBeLessThan(sharded);
      }),
    );
  });

  it("spreads experts over data-parallel ranks, whole or in slices", () => {
    const sliced = weightsGib(deepSeekV3, { ...one, data: 8 }, "fp8");
    const whole = weightsGib(deepSeekV3, { ...one, data: 8, expert: 8 }, "fp8");
    expect(whole).toBeCloseTo(sliced, 6);
    expect(sliced).toBeGreaterThan(weightsGib(deepSeekV3, tensor(8), "fp8"));
    expect(weightsGib(llama8b, { ...one, data: 8 })).toBe(weightsGib(llama8b, one));
  });
});

describe("activationBytes", () => {
  const peak = (of: Model, version: string, parallelism: Parallelism, maxNumSeqs: number, maxBatchedTokens: number, weights: "bf16" | "fp32" = "bf16"): number => {
    const stage = pipelineStages(of, 1)[0];
    if (stage === undefined) throw new Error("no stage");
    return gibFromBytes(activationBytes(of, stage, { engine: engine("vllm", version), parallelism, weights, maxNumSeqs, maxBatchedTokens }));
  };
  // "torch peak memory increase" in vLLM logs, GiB.
  it.each([
    ["Llama 3.1 8B, 0.19", llama8b, "0.19", one, 1024, 8192, "bf16", 1.89],
    ["the same on four: the sampler is not sharded", llama8b, "0.19", tensor(4), 1024, 8192, "bf16", 1.89],
    ["Llama 3.1 8B, 0.19, 32 bit", llama8b, "0.19", one, 1024, 8192, "fp32", 2.21],
    ["Llama 3.1 8B, 0.11: sort-based sampler", llama8b, "0.11", one, 1024, 8192, "bf16", 4.76],
    ["Llama 3.3 70B on two, 0.19", llama70b, "0.19", tensor(2), 1024, 8192, "bf16", 1.96],
    ["Llama 3.1 8B, V0, 20000 tokens: forward pass", llama8b, "0.6", one, 256, 20000, "bf16", 2.07],
    ["Llama 3.1 8B, V0, 29000 tokens", llama8b, "0.6", one, 256, 29000, "bf16", 2.99],
  ] as const)("%s", (_, of, version, parallelism, requests, tokens, weights, gib) => {
    expect(Math.abs(peak(of, version, parallelism, requests, tokens, weights) - gib)).toBeLessThan(0.11);
  });

  it("samples on the last stage only", () => {
    // Forward pass of Llama 3.1 8B: 8192 x 2 x (3 x 14336 + 2 x 4096) bytes and the constant of 0.13 GiB; log of the first of two stages 1.10 GiB.
    const [first, last] = pipelineStages(llama8b, 2).map((stage) =>
      gibFromBytes(activationBytes(llama8b, stage, { engine: vllm19, parallelism: { ...one, pipeline: 2 }, weights: "bf16", maxNumSeqs: 1024, maxBatchedTokens: 8192 })),
    );
    expect(first).toBeCloseTo((8192 * 2 * (3 * 14336 + 2 * 4096)) / 2 ** 30 + 0.13, 6);
    expect(last).toBeGreaterThan(1.8);
  });

  it("keeps a workspace for experts", () => {
    const peakOf = (expertIntermediateSize: number, gated: boolean, parallelism: Parallelism = one, latentSize?: number): number => {
      const block = { kind: "experts", experts: 8, expertsPerToken: 2, expertIntermediateSize, sharedIntermediateSize: 0, gated, ...(latentSize === undefined ? {} : { latentSize }) } as const;
      const of = model({ hiddenSize: 1024, vocabularySize: 1024, parameters: { total: 0 }, layers: [{ count: 1, mixer: null, feedForward: block }] });
      const [stage] = pipelineStages(of, 1);
      if (stage === undefined) throw new Error("no stage");
      const bytes = activationBytes(of, stage, { engine: vllm19, parallelism, weights: "bf16", maxNumSeqs: 1, maxBatchedTokens: 1000 });
      return Math.round((bytes - vllm19.memory.activations.floorBytes) / 2000 - 4 * 1024);
    };
    expect(peakOf(2048, true)).toBe(2 * (4096 + 2048));
    expect(peakOf(2048, false)).toBe(2 * (2048 + 2048));
    expect(peakOf(256, true)).toBe(2 * (1024 + 256));
    expect(peakOf(256, true, one, 128)).toBe(2 * (512 + 256));
    expect(peakOf(2048, true, tensor(2))).toBe(2 * (2048 + 1024));
    expect(peakOf(2048, true, { ...one, tensor: 2, expert: 2 })).toBe(2 * (4096 + 2048));
  });

  it("never falls with requests or tokens", () => {
    const size = fc.integer({ min: 1, max: 20000 });
    fc.assert(
      fc.property(size, size, size, size, (requests, tokens, moreRequests, moreTokens) => {
        expect(peak(deepSeekV3, "0.19", one, requests + moreRequests, tokens + moreTokens)).toBeGreaterThanOrEqual(peak(deepSeekV3, "0.19", one, requests, tokens));
      }),
    );
  });
});

describe("nonTorchBytes", () => {
  it("is that of the logs by version and size", () => {
    const gib = (version: string, parallelism: Parallelism): number => gibFromBytes(nonTorchBytes(engine("vllm", version), h100, parallelism));
    expect(gib("0.19", one)).toBeCloseTo(0.25, 2);
    expect(gib("0.19", { ...one, pipeline: 2 })).toBeCloseTo(0.07, 2);
    expect(gib("0.19", tensor(2))).toBeCloseTo(2.07, 2);
    expect(gib("0.11", tensor(2))).toBeCloseTo(0.55, 2);
    expect(gib("0.19", tensor(3))).toBe(gib("0.19", tensor(4)));
    expect(gib("0.19", tensor(16))).toBe(gib("0.19", tensor(8)));
    expect(gib("0.19", { ...one, data: 4 })).toBe(gib("0.19", tensor(4)));
  });

  it("is larger on AMD", () => {
    const mi300x = gpu(191.98, { vendor: "AMD", architecture: "CDNA3" });
    expect(gibFromBytes(nonTorchBytes(vllm19, mi300x, one))).toBeCloseTo(1.1, 2);
  });
});

describe("contextBytes", () => {
  it("is larger with several GPUs", () => {
    expect(gibFromBytes(contextBytes(vllm19, one))).toBeCloseTo(0.51, 2);
    expect(gibFromBytes(contextBytes(vllm19, { ...one, pipeline: 2 }))).toBeCloseTo(1.5, 2);
  });
});

describe("cudaGraphBytes", () => {
  // vLLM logs, GiB: Llama 3.1 8B on an H100 0.91, Llama 3.3 70B on four H200 0.96, DeepSeek R1 on eight H200 2.27.
  it.each([
    ["H100", llama8b, h100, 0.91, 0.1],
    ["H200", llama70b, h200, 0.96, 0.15],
    ["H200, latent", deepSeekV3, h200, 2.27, 0.4],
  ] as const)("%s", (_, of, card, gib, tolerance) => {
    expect(Math.abs(gibFromBytes(cudaGraphBytes(of, vllm19, card, 1)) - gib)).toBeLessThan(tolerance);
  });

  it("counts the layers of a stage", () => {
    expect(cudaGraphBytes(llama8b, vllm19, h100, 1) - cudaGraphBytes(llama8b, vllm19, h100, 4)).toBeCloseTo(bytesFromGib(0.015) * 24, -3);
  });
});

describe("staticFraction", () => {
  // Computed by SGLang's rule for a text model, mid-2026.
  it.each([
    [81559, 1, 8192, 0.83],
    [81559, 4, 8192, 0.819],
    [81559, 8, 8192, 0.812],
    [143771, 1, 8192, 0.903],
    [143771, 8, 8192, 0.893],
    [183359, 1, 16384, 0.854],
    [183359, 8, 16384, 0.849],
  ])("%d MiB on %d GPUs", (mib, gpus, chunkTokens, fraction) => {
    const found = staticFraction({ driverBytes: bytesFromMib(mib), parallelism: tensor(gpus), chunkTokens, latentAttention: false });
    expect(Math.abs(found - fraction)).toBeLessThan(0.0015);
  });
});

describe("visibleMemoryBytes", () => {
  it("falls back from what an engine sees to the driver's and the marketed figure", () => {
    const memory = { marketedBytes: 80e9, driverBytes: bytesFromGib(79.65), visibleBytes: bytesFromGib(79.19) };
    expect(visibleMemoryBytes(gpu(1, { memory }))).toBe(bytesFromGib(79.19));
    expect(visibleMemoryBytes(gpu(1, { memory: { ...memory, visibleBytes: null } }))).toBe(bytesFromGib(79.15));
    expect(visibleMemoryBytes(gpu(1, { memory: { ...memory, visibleBytes: null }, vendor: "AMD" }))).toBe(bytesFromGib(79.65));
    expect(visibleMemoryBytes(gpu(1, { memory: { marketedBytes: 80e9, driverBytes: null, visibleBytes: null } }))).toBe(80e9);
  });
});

describe("pipelineStages", () => {
  it("gives every layer to one stage, the last never the most", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 16 }), (few, many, stages) => {
        fc.pre(few + many >= stages);
        const [first] = llama8b.layers;
        if (first === undefined) throw new Error("no layers");
        const two = { ...llama8b, layers: [{ ...first, count: few }, { ...first, count: many }] };
        const split = pipelineStages(two, stages);
        const counts = split.map(({ layers }) => layers.reduce((sum, { count }) => sum + count, 0));
        expect(counts.reduce((a, b) => a + b, 0)).toBe(few + many);
        expect(split.at(0)?.first).toBe(true);
        expect(split.at(-1)?.last).toBe(true);
        for (const count of counts) expect(Math.abs(count - (few + many) / stages)).toBeLessThan(2.5);
      }),
    );
  });

  it("leaves the remainder to stages before the last, as vLLM does", () => {
    const [first] = llama8b.layers;
    if (first === undefined) throw new Error("no layers");
    const counts = pipelineStages({ ...llama8b, layers: [{ ...first, count: 34 }] }, 4).map(({ layers }) => layers[0]?.count);
    expect(counts).toEqual([8, 9, 9, 8]);
  });
});
