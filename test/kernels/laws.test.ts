import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allReduceTime } from "../../src/kernels/all-reduce.js";
import { decodeAttentionTime } from "../../src/kernels/decode-attention.js";
import { elementwiseTime } from "../../src/kernels/elementwise.js";
import { expertsTime, touchedExperts } from "../../src/kernels/experts.js";
import { gemmTime } from "../../src/kernels/gemm.js";
import { overlapped, totalSeconds, type PeakRates } from "../../src/kernels/kernel-time.js";
import { latentDecodeTime, latentPrefillTime } from "../../src/kernels/latent-attention.js";
import { causalPairs, prefillAttentionTime } from "../../src/kernels/prefill-attention.js";
import { laws, only } from "./fixtures.js";

/*
 * Known answers: the formulas of the docstrings with the constants of catalogs/kernel-laws.json and the peaks they were
 * fitted with (H100 989 TFLOP/s and 3.35 TB/s, H200 4.8 TB/s), computed apart in microseconds.
 */
const h100: PeakRates = { flopsPerSecond: 989e12, bytesPerSecond: 3.35e12 };
const h100Fp8: PeakRates = { ...h100, flopsPerSecond: 1978e12 };
const h200: PeakRates = { flopsPerSecond: 989e12, bytesPerSecond: 4.8e12 };
const gpu = "h100-sxm5-80gb";
const microseconds = (time: Parameters<typeof totalSeconds>[0]): number => totalSeconds(time) * 1e6;

describe("gemmTime", () => {
  const { constants } = only(laws.gemm, { gpu, engine: "vllm", precision: "bf16" });
  const bf16 = { weightBytes: 2, activationBytes: 2 };

  it.each([
    ["bound by bandwidth", { tokens: 64, outputs: 4096, inputs: 4096 }, 15.148947826],
    ["bound by arithmetic", { tokens: 8192, outputs: 28672, inputs: 4096 }, 2426.191424373],
  ])("%s", (_, sizes, expected) => {
    expect(microseconds(gemmTime({ ...sizes, ...bf16 }, constants, h100))).toBeCloseTo(expected, 6);
  });

  it("adds the passes that quantise activations", () => {
    const fp8 = only(laws.gemm, { gpu, engine: "tensorrt-llm", precision: "fp8" }).constants;
    const shape = { tokens: 256, outputs: 8192, inputs: 8192, weightBytes: 1, activationBytes: 1 };
    expect(microseconds(gemmTime(shape, fp8, h100Fp8))).toBeCloseTo(50.567290803, 6);
    expect(
      microseconds(gemmTime(shape, { ...fp8, launchSeconds: 3.5e-6, quantisationPasses: 0 }, h100Fp8)),
    ).toBeCloseTo(36.694369728, 6);
  });
});

describe("decodeAttentionTime", () => {
  it("32 sequences of 4096 tokens, 8 heads", () => {
    const { constants } = only(laws.decodeAttention, { gpu, engine: "vllm", precision: "bf16" });
    const shape = { sequences: 32, contextTokens: 4096, keyValueHeads: 8, entryElements: 256, cacheBytes: 2 };
    expect(microseconds(decodeAttentionTime(shape, constants, h100.bytesPerSecond))).toBeCloseTo(193.581683238, 6);
  });
});

describe("prefillAttentionTime", () => {
  it("4096 tokens, 32 query heads and 8 key-value heads", () => {
    const { constants } = only(laws.prefillAttention, { gpu, engine: "vllm", precision: "bf16" });
    const shape = {
      sequences: 1,
      tokens: 4096,
      windowTokens: Infinity,
      queryHeads: 32,
      keyValueHeads: 8,
      entryElements: 256,
    };
    expect(microseconds(prefillAttentionTime(shape, constants, h100))).toBeCloseTo(272.281412015, 6);
  });

  it("counts pairs by hand", () => {
    // Tokens 1 to 5 see 1, 2, 3, 4, 5 keys; with a window of 3: 1, 2, 3, 3, 3.
    expect(causalPairs(5, Infinity)).toBe(15);
    expect(causalPairs(5, 3)).toBe(12);
    expect(causalPairs(2, 3)).toBe(3);
  });
});

describe("latent attention", () => {
  const key = { gpu: "h200-sxm-141gb", engine: "tensorrt-llm", precision: "bf16" };

  it("decodes 32 sequences of 4096 tokens, 16 heads", () => {
    const { constants } = only(laws.latentDecode, key);
    const shape = {
      sequences: 32,
      contextTokens: 4096,
      heads: 16,
      keyElements: 576,
      valueElements: 512,
      cacheBytes: 2,
    };
    expect(microseconds(latentDecodeTime(shape, constants, h200))).toBeCloseTo(49.246517455, 6);
  });

  it("reads 4096 tokens, 16 heads", () => {
    const { constants } = only(laws.latentPrefill, key);
    const shape = {
      sequences: 1,
      tokens: 4096,
      windowTokens: Infinity,
      heads: 16,
      keyElements: 192,
      valueElements: 128,
    };
    expect(microseconds(latentPrefillTime(shape, constants, h200))).toBeCloseTo(188.9036697, 6);
  });
});

describe("expertsTime", () => {
  const { constants } = only(laws.experts, { gpu, engine: "vllm", precision: "bf16" });
  const mixtral = {
    experts: 8,
    expertsPerToken: 2,
    hiddenSize: 4096,
    intermediateSize: 14336,
    matrices: 3,
    weightBytes: 2,
    expertGpus: 1,
    sliceGpus: 2,
  };

  it.each([
    ["few tokens, sliced experts", { ...mixtral, tokens: 32 }, 462.845661784],
    ["many tokens", { ...mixtral, tokens: 4096 }, 2643.227673679],
    [
      "whole experts on four GPUs",
      { ...mixtral, tokens: 64, experts: 128, expertsPerToken: 8, intermediateSize: 1536, expertGpus: 4, sliceGpus: 1 },
      358.423828174,
    ],
  ])("%s", (_, shape, expected) => {
    expect(microseconds(expertsTime(shape, constants, h100))).toBeCloseTo(expected, 5);
  });

  it("touches as many experts as a token needs, and at most all", () => {
    const of = (tokens: number, expertGpus = 1): number =>
      touchedExperts({ experts: 128, expertsPerToken: 8, tokens, expertGpus });
    expect(of(1)).toBeCloseTo(8, 9);
    expect(of(1e12)).toBeCloseTo(128, 6);
    expect(of(1e12, 4)).toBeCloseTo(32, 6);
    // Of the 120 others a second token reads x/(1 + x), x = 8/128: 120/17.
    expect(of(2)).toBeCloseTo(8 + 120 / 17, 9);
    expect(of(0.25)).toBeCloseTo(2, 9);
  });

  it("touches fewer experts than even routing would, by three tenths at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 512 }),
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 1, max: 1e4, noNaN: true }),
        (experts, expertsPerToken, tokens) => {
          const even = experts * (1 - (1 - expertsPerToken / experts) ** tokens);
          const touched = touchedExperts({ experts, expertsPerToken, tokens, expertGpus: 1 });
          expect(touched).toBeLessThanOrEqual(even * (1 + 1e-9));
          expect(touched).toBeGreaterThan(0.7 * even);
        },
      ),
    );
  });

  it("touches no fewer experts for more tokens", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        (tokens, factor) => {
          const of = (count: number): number =>
            touchedExperts({ experts: 64, expertsPerToken: 6, tokens: count, expertGpus: 1 });
          expect(of(tokens * factor)).toBeGreaterThanOrEqual(of(tokens) * (1 - 1e-12));
        },
      ),
    );
  });
});

describe("allReduceTime", () => {
  const { constants } = only(laws.allReduce, { gpu, engine: "vllm" });
  const KIB_512 = 524288;

  it.each([
    [2, 6.276983385],
    [4, 9.356156529],
    [8, 11.207644214],
  ])("512 KiB over %d GPUs", (gpus, expected) => {
    expect(microseconds(allReduceTime(KIB_512, gpus, constants))).toBeCloseTo(expected, 6);
  });

  it("is nothing on one GPU, and all of it communication", () => {
    expect(totalSeconds(allReduceTime(KIB_512, 1, constants))).toBe(0);
    const { communicationSeconds, ...rest } = allReduceTime(KIB_512, 4, constants);
    expect(communicationSeconds).toBeGreaterThan(0);
    expect(rest).toEqual({ computeSeconds: 0, memorySeconds: 0, overheadSeconds: 0 });
  });

  it("lies between its neighbours at numbers that were not measured", () => {
    // Logarithmic middle of 2 and 4, and a third of the way from 1 to 2.
    expect(microseconds(allReduceTime(KIB_512, Math.sqrt(8), constants))).toBeCloseTo(
      (6.276983385 + 9.356156529) / 2,
      6,
    );
    expect(microseconds(allReduceTime(KIB_512, 2 ** (1 / 3), constants))).toBeCloseTo(6.276983385 / 3, 6);
    expect(microseconds(allReduceTime(KIB_512, 16, constants))).toBeGreaterThan(11.207644214);
  });

  it("takes longer for more bytes", () => {
    const size = fc.double({ min: 1, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(size, size, fc.double({ min: 1.01, max: 64, noNaN: true }), (bytes, more, gpus) => {
        expect(totalSeconds(allReduceTime(bytes + more, gpus, constants))).toBeGreaterThan(
          totalSeconds(allReduceTime(bytes, gpus, constants)),
        );
      }),
    );
  });
});

describe("elementwiseTime", () => {
  it("norm with residual of 64 tokens of 4096", () => {
    expect(microseconds(elementwiseTime(4 * 64 * 4096 * 2, laws.elementwise.addNorm, h100.bytesPerSecond))).toBeCloseTo(
      4.590513149,
      6,
    );
  });
});

describe("overlapped", () => {
  it("lies between the longest part and the sum", () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(part, part, part, (compute, memory, serial) => {
        const total = totalSeconds(overlapped(compute, memory, serial));
        expect(total).toBeGreaterThanOrEqual(Math.max(compute, memory, serial) * (1 - 1e-12));
        expect(total).toBeLessThanOrEqual((compute + memory + serial) * (1 + 1e-12));
      }),
    );
  });

  it("gives most to the part that binds", () => {
    const { computeSeconds, memorySeconds } = overlapped(2, 1);
    // (2^2.5 + 1)^0.4 shared out 2^2.5 : 1.
    expect(computeSeconds + memorySeconds).toBeCloseTo((2 ** 2.5 + 1) ** 0.4, 12);
    expect(computeSeconds / memorySeconds).toBeCloseTo(2 ** 2.5, 12);
  });
});
