import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Engine } from "../../../src/catalog/engine.js";
import type { Model } from "../../../src/catalog/model.js";
import {
  activationBytes,
  contextBytes,
  capturedGraphs,
  cudaGraphBytes,
  nonTorchBytes,
  pipelineStages,
  staticFraction,
  visibleMemoryBytes,
  stageWeights,
  type GraphBytes,
  type GraphOptions,
  type Parallelism,
  type StaticFractionOptions,
} from "../../../src/deployment/memory/index.js";
import { bytesFromGib, bytesFromMib, gibFromBytes } from "../../../src/units.js";
import {
  deepSeekV3,
  engine,
  gpu,
  h100,
  h200,
  llama70b,
  llama8b,
  nemotronNanoLayers,
  model,
  qwen27,
  qwen35Layers,
  rtxPro6000,
  self,
} from "./fixtures.js";

const one: Parallelism = { tensor: 1, pipeline: 1, expert: 1, data: 1 };
const tensor = (size: number): Parallelism => ({ ...one, tensor: size });
const vllm19 = engine("vllm", "0.19");

function weightsGib(
  of: Model,
  parallelism: Parallelism,
  weights: "bf16" | "fp8" | "fp32" | "int4" | "fp4" = "bf16",
  stage = 0,
): number {
  const found = pipelineStages(of, parallelism.pipeline)[stage];
  if (found === undefined) throw new Error("no such stage");
  return gibFromBytes(stageWeights(of, found, { engine: vllm19, gpu: h100, parallelism, weights }).bytes);
}

describe("stageWeights", () => {
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
    const replicated =
      bytesFromGib(weightsGib(llama70b, tensor(16))) - bytesFromGib(weightsGib(llama70b, tensor(8))) / 2;
    const onEveryGpu = (80 * 2 + 1) * 8192 * 2 + 131072 * 128 * 2;
    const heads = (80 * 8192 * 8 * 256 * 2) / 16;
    expect(replicated).toBeCloseTo(heads + onEveryGpu / 2, -3);
  });

  it("keeps all but the routed experts of a 4-bit mixture in 16 bit", () => {
    const experts = model({
      hiddenSize: 1024,
      vocabularySize: 64000,
      maxContextTokens: 0,
      parameters: { total: 0 },
      layers: [
        {
          count: 1,
          mixer: { kind: "self", queryHeads: 8, keyValueHeads: 8, headSize: 128 },
          feedForward: {
            kind: "experts",
            experts: 8,
            expertsPerToken: 2,
            expertIntermediateSize: 512,
            sharedIntermediateSize: 256,
            gated: true,
          },
        },
      ],
    });
    const attention = 4 * 1024 * 1024;
    const shared = 3 * 1024 * 256;
    const routed = 8 * 3 * 1024 * 512;
    const router = 8 * 1024;
    const ends = 2 * 64000 * 1024;
    const total = attention + shared + routed + router + ends;
    const counted = { ...experts, parameters: { ...experts.parameters, total } };
    expect(bytesFromGib(weightsGib(counted, one, "fp4"))).toBeCloseTo(
      2 * (total - routed) + routed * (0.5 + 1 / 16),
      0,
    );
    const stated = { ...counted, checkpoint: { weights: "fp4", partBytes: { attention: 1, shared: 1.5 } } as const };
    expect(bytesFromGib(weightsGib(stated, one, "fp4"))).toBeCloseTo(
      2 * (ends + router) + attention + 1.5 * shared + routed * (0.5 + 1 / 16),
      0,
    );
  });

  it("stores one 16-bit scale for 128 weights of 4 bit, for 32 in a block-scaled checkpoint", () => {
    const layers = 32 * (4096 * 128 * (32 + 32 + 8 + 8) + 3 * 4096 * 14336);
    const other = weightsGib(llama8b, one) - (2 * layers) / 2 ** 30;
    expect(weightsGib(llama8b, one, "int4") - other).toBeCloseTo((layers * (0.5 + 2 / 128)) / 2 ** 30, 6);
    const native = { ...llama8b, checkpoint: { weights: "int4", scaling: "block" } as const };
    expect(weightsGib(native, one, "int4") - other).toBeCloseTo((layers * (0.5 + 2 / 32)) / 2 ** 30, 6);
  });

  it("keeps attention between Mamba 2 layers, and as many of those, in 16 bit", () => {
    const plain = model({
      hiddenSize: 2688,
      vocabularySize: 131072,
      maxContextTokens: 0,
      parameters: { total: 0 },
      layers: nemotronNanoLayers,
    });
    const attention = 6 * 2688 * 128 * (32 + 32 + 2 + 2);
    const mamba = 23 * 38742208;
    const ends = 2 * 131072 * 2688;
    const hybrid = { ...plain, parameters: { ...plain.parameters, total: attention + mamba + ends } };
    expect(bytesFromGib(weightsGib(hybrid, one, "fp8"))).toBeCloseTo(
      2 * (ends + attention + 6 * 38742208) + 17 * 38742208,
      0,
    );
  });

  it("pads 8-bit experts to 128 from 0.17 on, and gives 16-bit ones more room on AMD", () => {
    const width = 1856;
    const block = {
      kind: "experts",
      experts: 128,
      expertsPerToken: 6,
      expertIntermediateSize: width,
      sharedIntermediateSize: 0,
      gated: false,
    } as const;
    const experts = model({
      hiddenSize: 2688,
      vocabularySize: 131072,
      maxContextTokens: 0,
      parameters: { total: 0 },
      layers: [{ count: 23, mixer: null, feedForward: block }],
    });
    const [stage] = pipelineStages(experts, 1);
    if (stage === undefined) throw new Error("no stage");
    const mi300x = gpu(191.98, { vendor: "AMD", architecture: "CDNA3" });
    const bytes = (version: string, weights: "fp8" | "bf16", card = h100): number =>
      stageWeights(experts, stage, { engine: engine("vllm", version), gpu: card, parallelism: one, weights }).bytes;
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
  const peak = (
    of: Model,
    version: string,
    parallelism: Parallelism,
    maxNumSeqs: number,
    maxBatchedTokens: number,
    weights: "bf16" | "fp32" = "bf16",
  ): number => {
    const stage = pipelineStages(of, 1)[0];
    if (stage === undefined) throw new Error("no stage");
    return gibFromBytes(
      activationBytes(of, stage, {
        engine: engine("vllm", version),
        parallelism,
        weights,
        maxNumSeqs,
        maxBatchedTokens,
      }),
    );
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

  it("encodes images in the profile of Qwen3.5 and its successors, on the GPUs of the encoder together", () => {
    // Qwen3.8-27B in 16 bit, 256 requests, RTX PRO 6000, 0.29: 2.58 GiB with 0.69 of graphs in it; 0.85 GiB of text alone in another log.
    const seeing = { ...qwen27, parameters: { ...qwen27.parameters, vision: 460.5e6 } };
    expect(peak(seeing, "0.29", one, 256, 8192)).toBeCloseTo(2.58 - 0.69, 1);
    expect(peak(seeing, "0.29", tensor(2), 2, 8192)).toBeCloseTo(0.95, 2);
    expect(peak(qwen27, "0.29", one, 256, 8192)).toBeLessThan(1.1);
  });

  it("rejects drafts in two rows for each request: 26 bytes a logit", () => {
    const [stage] = pipelineStages(llama8b, 1);
    const at = (draftTokens: number): number =>
      stage === undefined
        ? NaN
        : activationBytes(llama8b, stage, {
            engine: engine("vllm", "0.27"),
            parallelism: one,
            weights: "bf16",
            maxNumSeqs: 1024,
            maxBatchedTokens: 8192,
            draftTokens,
          });
    expect(at(3) - at(0)).toBe((26 - 14) * 1024 * 128256);
    expect(at(5)).toBe(at(1));
  });

  it("samples on the last stage only", () => {
    // Forward pass of Llama 3.1 8B: 8192 x 2 x (3 x 14336 + 2 x 4096) bytes and the constant of 0.13 GiB; log of the first of two stages 1.10 GiB.
    const [first, last] = pipelineStages(llama8b, 2).map((stage) =>
      gibFromBytes(
        activationBytes(llama8b, stage, {
          engine: vllm19,
          parallelism: { ...one, pipeline: 2 },
          weights: "bf16",
          maxNumSeqs: 1024,
          maxBatchedTokens: 8192,
        }),
      ),
    );
    expect(first).toBeCloseTo((8192 * 2 * (3 * 14336 + 2 * 4096)) / 2 ** 30 + 0.13, 6);
    expect(last).toBeGreaterThan(1.8);
  });

  it("keeps a workspace for experts", () => {
    const peakOf = (
      expertIntermediateSize: number,
      gated: boolean,
      parallelism: Parallelism = one,
      latentSize?: number,
    ): number => {
      const block = {
        kind: "experts",
        experts: 8,
        expertsPerToken: 2,
        expertIntermediateSize,
        sharedIntermediateSize: 0,
        gated,
        ...(latentSize === undefined ? {} : { latentSize }),
      } as const;
      const of = model({
        hiddenSize: 1024,
        vocabularySize: 1024,
        parameters: { total: 0 },
        layers: [{ count: 1, mixer: null, feedForward: block }],
      });
      const [stage] = pipelineStages(of, 1);
      if (stage === undefined) throw new Error("no stage");
      const bytes = activationBytes(of, stage, {
        engine: vllm19,
        parallelism,
        weights: "bf16",
        maxNumSeqs: 1,
        maxBatchedTokens: 1000,
      });
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
        expect(peak(deepSeekV3, "0.19", one, requests + moreRequests, tokens + moreTokens)).toBeGreaterThanOrEqual(
          peak(deepSeekV3, "0.19", one, requests, tokens),
        );
      }),
    );
  });
});

describe("nonTorchBytes", () => {
  it("is that of the logs by version and size", () => {
    const gib = (version: string, parallelism: Parallelism): number =>
      gibFromBytes(nonTorchBytes(engine("vllm", version), h100, parallelism));
    expect(gib("0.19", one)).toBeCloseTo(0.25, 2);
    expect(gib("0.19", { ...one, pipeline: 2 })).toBeCloseTo(0.07, 2);
    expect(gib("0.19", tensor(2))).toBeCloseTo(2.07, 2);
    expect(gib("0.11", tensor(2))).toBeCloseTo(0.55, 2);
    expect(gib("0.19", tensor(3))).toBe(gib("0.19", tensor(4)));
    expect(gib("0.19", tensor(16))).toBe(gib("0.19", tensor(8)));
    expect(gib("0.19", { ...one, data: 4 })).toBe(gib("0.19", tensor(4)));
  });

  it("is smaller on cards that share PCIe, from 0.18 on", () => {
    // Logs of 2026: two RTX 5090 and two RTX 3090 0.3-0.8 by difference, four cards of 95 GiB 1.70.
    const gib = (version: string, size: number): number =>
      gibFromBytes(nonTorchBytes(engine("vllm", version), rtxPro6000, tensor(size)));
    expect([gib("0.27", 1), gib("0.27", 2), gib("0.27", 4)].map((value) => value.toFixed(2))).toEqual([
      "0.43",
      "0.60",
      "1.70",
    ]);
    expect(gib("0.16", 2)).toBeCloseTo(0.55, 2);
    // Small cards of AMD have no figures of their own.
    expect(nonTorchBytes(engine("vllm", "0.27"), gpu(31.9, { vendor: "AMD" }), tensor(2))).toBe(
      nonTorchBytes(engine("vllm", "0.27"), rtxPro6000, tensor(2)),
    );
  });

  it("is larger on AMD", () => {
    const mi300x = gpu(191.98, { vendor: "AMD", architecture: "CDNA3" });
    expect(gibFromBytes(nonTorchBytes(vllm19, mi300x, one))).toBeCloseTo(1.1, 2);
  });
});

describe("contextBytes", () => {
  it("is larger with several GPUs", () => {
    expect(gibFromBytes(contextBytes(vllm19, h100, one))).toBeCloseTo(0.51, 2);
    expect(gibFromBytes(contextBytes(vllm19, h100, { ...one, pipeline: 2 }))).toBeCloseTo(1.5, 2);
    // Logs of 2026: four cards of 95 GiB on PCIe 0.96 and 1.18 GiB; GB10 9 to 10 of the host.
    expect(gibFromBytes(contextBytes(vllm19, rtxPro6000, tensor(4)))).toBeCloseTo(1.0, 2);
    expect(
      gibFromBytes(
        contextBytes(
          vllm19,
          gpu(121.69, {
            id: "gb10",
            name: "GB10",
            memory: { marketedBytes: 128e9, driverBytes: null, visibleBytes: bytesFromGib(121.69), unified: "shared" },
          }),
          one,
        ),
      ),
    ).toBeCloseTo(9.5, 2);
  });
});

const graphs = (of: Model, by: Engine, changes: Partial<GraphOptions>): GraphBytes =>
  cudaGraphBytes(of, {
    engine: by,
    gpu: h100,
    pipeline: 1,
    weights: "bf16",
    maxNumSeqs: 256,
    maxBatchedTokens: 8192,
    draftTokens: 0,
    enforceEager: false,
    ...changes,
  });

describe("cudaGraphBytes", () => {
  // vLLM logs, GiB: Llama 3.1 8B on an H100 0.91, Llama 3.3 70B on four H200 0.96, DeepSeek R1 on eight H200 2.27.
  it.each([
    ["H100", llama8b, h100, 0.91, 0.1],
    ["H200", llama70b, h200, 0.96, 0.15],
    ["H200, latent", deepSeekV3, h200, 2.27, 0.4],
  ] as const)("%s", (_, of, card, gib, tolerance) => {
    expect(Math.abs(gibFromBytes(graphs(of, vllm19, { gpu: card }).captured) - gib)).toBeLessThan(tolerance);
    expect(graphs(of, vllm19, { gpu: card }).budgeted).toBe(0);
  });

  // "Estimated CUDA graph memory" in public logs, GiB: layers, requests, kind; known to a factor of two.
  it.each([
    ["64 layers with states, RTX PRO 6000, 0.29", 64, "0.29.0", 256, 8192, 0.69],
    ["28 layers, 32 requests", 28, "0.24.0", 32, 2048, 0.08],
    ["28 layers, 40 GB card", 28, "0.20.2", 256, 2048, 0.55],
    ["24 layers, RTX PRO 6000", 24, "0.20.2", 256, 8192, 0.21],
  ] as const)("estimates %s", (_, layers, version, maxNumSeqs, maxBatchedTokens, gib) => {
    const of = model({
      hiddenSize: 1024,
      vocabularySize: 64000,
      parameters: { total: 0 },
      layers: [{ count: layers, mixer: self(8, 8, 128), feedForward: null }],
    });
    const { budgeted } = graphs(
      of,
      {
        ...engine("vllm", version),
        memory: { ...engine("vllm", version).memory, secondRunner: { families: [], quantised: false } },
      },
      { maxNumSeqs, maxBatchedTokens },
    );
    expect(gibFromBytes(budgeted)).toBeGreaterThan(gib / 2);
    expect(gibFromBytes(budgeted)).toBeLessThan(gib * 2);
  });

  it("captures so many graphs", () => {
    const count = (maxNumSeqs: number, draftTokens = 0, version = "0.20", card = h100) =>
      capturedGraphs({ engine: engine("vllm", version), gpu: card, maxNumSeqs, maxBatchedTokens: 8192, draftTokens });
    expect(
      [count(1), count(2), count(32), count(256), count(1024)].map(({ piecewise, full }) => [piecewise, full]),
    ).toEqual([
      [2, 1],
      [3, 2],
      [11, 7],
      [51, 35],
      [51, 51],
    ]);
    expect(count(8, 3)).toEqual(count(32));
    expect(count(1024, 0, "0.28", gpu(178.35, { architecture: "Blackwell" })).largest).toBe(1024);
    expect(count(1024, 0, "0.28", rtxPro6000).largest).toBe(512);
  });

  it("charges the scratch of gated delta nets from 0.26 to 0.28, 128 KiB for each token of a step", () => {
    const of = { ...llama8b, layers: qwen35Layers };
    const at = (version: string): number => graphs(of, engine("vllm", version), { maxBatchedTokens: 8192 }).budgeted;
    expect(at("0.26") - at("0.25")).toBe(2 ** 30);
    expect(at("0.28") - at("0.29")).toBe(2 ** 30);
  });

  it("takes nothing from the budget for the second runner, on AMD up to 0.25, or without graphs", () => {
    expect(graphs({ ...llama8b, family: "Qwen 3" }, engine("vllm", "0.22"), {}).budgeted).toBe(0);
    expect(
      graphs({ ...llama8b, family: "Qwen 3" }, engine("vllm", "0.22"), { weights: "fp8" }).budgeted,
    ).toBeGreaterThan(0);
    expect(graphs({ ...llama8b, family: "Llama 3.1" }, engine("vllm", "0.22"), {}).budgeted).toBeGreaterThan(0);
    expect(graphs({ ...llama8b, family: "Phi" }, engine("vllm", "0.25"), {}).budgeted).toBe(0);
    expect(graphs({ ...llama8b, layers: qwen35Layers }, engine("vllm", "0.25"), {}).budgeted).toBeGreaterThan(0);
    const mi300x = gpu(191.98, { vendor: "AMD", architecture: "CDNA3" });
    expect([
      graphs(deepSeekV3, engine("vllm", "0.24"), { gpu: mi300x }).budgeted > 0,
      graphs(deepSeekV3, engine("vllm", "0.26"), { gpu: mi300x }).budgeted > 0,
    ]).toEqual([false, true]);
    expect(graphs(deepSeekV3, engine("vllm", "0.26"), { enforceEager: true })).toEqual({ captured: 0, budgeted: 0 });
  });

  it("counts the layers of a stage", () => {
    expect(graphs(llama8b, vllm19, {}).captured - graphs(llama8b, vllm19, { pipeline: 4 }).captured).toBeCloseTo(
      bytesFromGib(0.015) * 24,
      -3,
    );
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
    const found = staticFraction({
      driverBytes: bytesFromMib(mib),
      parallelism: tensor(gpus),
      chunkTokens,
      latentAttention: false,
    });
    expect(Math.abs(found - fraction)).toBeLessThan(0.0015);
  });
});

describe("staticFraction by version, model and vendor", () => {
  const at = (mib: number, gpus: number, chunkTokens: number, changes: Partial<StaticFractionOptions> = {}): number =>
    staticFraction({
      driverBytes: bytesFromMib(mib),
      parallelism: tensor(gpus),
      chunkTokens,
      latentAttention: false,
      ...changes,
    });

  // sglang/srt/server_args.py of 06 to 08-2026: without and with prefill graphs, on one, four and eight GPUs.
  it.each([
    ["RTX 3090", 24576, 2048, [0.847, 0.827, 0.806], [0.833, 0.813, 0.792]],
    ["RTX 5090", 32607, 2048, [0.885, 0.869, 0.854], [0.874, 0.859, 0.843]],
    ["L40S", 46068, 4096, [0.851, 0.837, 0.826], [0.843, 0.829, 0.818]],
    ["H100", 81559, 8192, [0.835, 0.824, 0.818], [0.83, 0.819, 0.812]],
    ["RTX PRO 6000", 97887, 8192, [0.863, 0.854, 0.848], [0.858, 0.849, 0.844]],
    ["H200", 143771, 8192, [0.907, 0.9, 0.897], [0.903, 0.897, 0.893]],
    ["B200", 183359, 16384, [0.857, 0.855, 0.852], [0.854, 0.852, 0.849]],
  ] as const)("%s", (_, mib, chunkTokens, without, withGraphs) => {
    [1, 4, 8].forEach((gpus, index) => {
      expect(Math.abs(at(mib, gpus, chunkTokens, { rule: "graphs" }) - (without[index] ?? 0))).toBeLessThan(0.0015);
      expect(Math.abs(at(mib, gpus, chunkTokens) - (withGraphs[index] ?? 0))).toBeLessThan(0.0015);
    });
  });

  it("captures no prefill graphs on AMD, with drafts, in stages or of images", () => {
    expect(at(294912, 1, 16384, { amd: true })).toBeCloseTo(0.911, 3);
    expect(at(81559, 1, 8192, { amd: true })).toBe(at(81559, 1, 8192, { rule: "graphs" }));
    expect(at(81559, 1, 8192, { parallelism: { ...one, pipeline: 2 } })).toBe(
      at(81559, 1, 8192, { rule: "graphs", parallelism: { ...one, pipeline: 2 } }),
    );
  });

  it("named shares by GPUs up to 0.4.6, GiB by GPUs up to 0.5.2", () => {
    expect([1, 2, 4, 8].map((gpus) => at(81559, gpus, 8192, { rule: "shares" }))).toEqual([0.88, 0.87, 0.85, 0.81]);
    expect(at(81559, 1, 8192, { rule: "shares", drafts: true })).toBeCloseTo(0.88 * 0.95, 3);
    expect(at(183359, 1, 8192, { rule: "shares" })).toBeCloseTo(0.79, 3);
    expect(at(81559, 8, 8192, { rule: "gpus" })).toBeCloseTo(1 - (13.5 * 1024) / 81559, 3);
  });

  it("leaves 0.95 of the share beside an encoder of images, by its size 0.8 to 1.05 of that", () => {
    const usual = at(81559, 1, 8192, { rule: "graphs" });
    // An encoder of 24 layers of 1,024 has 12 x 24 x 1024^2 parameters.
    expect(at(81559, 1, 8192, { visionParameters: 12 * 24 * 1024 ** 2 })).toBeCloseTo(0.95 * usual, 3);
    expect(at(81559, 1, 8192, { visionParameters: 1e10 })).toBeCloseTo(0.8 * 0.95 * usual, 3);
  });
});

describe("visibleMemoryBytes", () => {
  it("falls back from what an engine sees to the driver's and the marketed figure", () => {
    const memory = { marketedBytes: 80e9, driverBytes: bytesFromGib(79.65), visibleBytes: bytesFromGib(79.19) };
    expect(visibleMemoryBytes(gpu(1, { memory }))).toBe(bytesFromGib(79.19));
    expect(visibleMemoryBytes(gpu(1, { memory: { ...memory, visibleBytes: null } }))).toBe(bytesFromGib(79.15));
    expect(visibleMemoryBytes(gpu(1, { memory: { ...memory, visibleBytes: null }, vendor: "AMD" }))).toBe(
      bytesFromGib(79.65),
    );
    expect(visibleMemoryBytes(gpu(1, { memory: { marketedBytes: 80e9, driverBytes: null, visibleBytes: null } }))).toBe(
      80e9,
    );
  });
});

describe("pipelineStages", () => {
  it("gives every layer to one stage, the last never the most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 16 }),
        (few, many, stages) => {
          fc.pre(few + many >= stages);
          const [first] = llama8b.layers;
          if (first === undefined) throw new Error("no layers");
          const two = {
            ...llama8b,
            layers: [
              { ...first, count: few },
              { ...first, count: many },
            ],
          };
          const split = pipelineStages(two, stages);
          const counts = split.map(({ layers }) => layers.reduce((sum, { count }) => sum + count, 0));
          expect(counts.reduce((a, b) => a + b, 0)).toBe(few + many);
          expect(split.at(0)?.first).toBe(true);
          expect(split.at(-1)?.last).toBe(true);
          for (const count of counts) expect(Math.abs(count - (few + many) / stages)).toBeLessThan(2.5);
        },
      ),
    );
  });

  it("leaves the remainder to stages before the last, as vLLM does", () => {
    const [first] = llama8b.layers;
    if (first === undefined) throw new Error("no layers");
    const counts = pipelineStages({ ...llama8b, layers: [{ ...first, count: 34 }] }, 4).map(
      ({ layers }) => layers[0]?.count,
    );
    expect(counts).toEqual([8, 9, 9, 8]);
  });
});
