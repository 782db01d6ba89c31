import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Mixer } from "../../../src/catalog/model.js";
import {
  kvCacheBytesPerToken,
  latentCacheLayout,
  layerKvCacheBytesPerToken,
  stateBytes,
} from "../../../src/deployment/memory/index.js";
import { deepSeekV3, deepSeekV32, gemma3, glm5, gpu, llama70b, llama8b, self } from "./fixtures.js";

describe("kvCacheBytesPerToken", () => {
  // Bytes per token and GPU that reproduce the cache sizes in vLLM start-up logs of 2025-26.
  it.each([
    ["Llama 3.1 8B on one GPU", llama8b, 1, "bf16", undefined, 131072],
    ["Llama 3.1 8B, 8 bit", llama8b, 1, "fp8", undefined, 65536],
    ["Llama 3.1 8B, 32 bit", llama8b, 1, "fp32", undefined, 262144],
    ["Llama 3.3 70B on four", llama70b, 4, "bf16", undefined, 81920],
    ["Llama 3.3 70B on sixteen: a head each, replicated", llama70b, 16, "bf16", undefined, 40960],
    ["DeepSeek V3 on one", deepSeekV3, 1, "bf16", undefined, 70272],
    ["DeepSeek V3 on eight: latent entries are not sharded", deepSeekV3, 8, "bf16", undefined, 70272],
    ["DeepSeek V3.2", deepSeekV32, 8, "bf16", undefined, 78324],
    ["DeepSeek V3.2, plain 8 bit", deepSeekV32, 8, "fp8", "plain", 43188],
    ["GLM-5, scaled 8 bit", glm5, 8, "fp8", "scaled", 61464],
  ] as const)("%s", (_, model, tensor, kvCache, latentLayout, bytes) => {
    expect(
      kvCacheBytesPerToken(model, { tensor, kvCache, ...(latentLayout === undefined ? {} : { latentLayout }) }),
    ).toBe(bytes);
  });

  it("counts scales of a 4-bit cache: half a byte and a sixteenth per element", () => {
    expect(kvCacheBytesPerToken(llama8b, { tensor: 1, kvCache: "fp4" })).toBe((131072 * (0.5 + 1 / 16)) / 2);
  });

  it("takes windowed layers in full", () => {
    // 62 layers x 16 heads x 2 x 128 x 2 bytes
    expect(kvCacheBytesPerToken(gemma3, { tensor: 1, kvCache: "bf16" })).toBe(507904);
  });

  it("takes nothing for layers that share a cache, keep a state or mix nothing", () => {
    const options = { tensor: 1, kvCache: "bf16" } as const;
    expect(layerKvCacheBytesPerToken(null, options)).toBe(0);
    expect(
      layerKvCacheBytesPerToken({ ...(self(8, 8, 64) as Mixer & { kind: "self" }), bidirectional: true }, options),
    ).toBe(0);
    expect(
      layerKvCacheBytesPerToken({ ...(self(8, 8, 64) as Mixer & { kind: "self" }), sharesCache: true }, options),
    ).toBe(0);
    expect(
      layerKvCacheBytesPerToken({ kind: "linear", family: "mamba2", stateElements: 1, parameters: 1 }, options),
    ).toBe(0);
  });

  it("halves with twice the GPUs until every GPU has one head", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), (headsExponent, gpusExponent) => {
        const mixer = self(64, 2 ** headsExponent, 128);
        const one = layerKvCacheBytesPerToken(mixer, { tensor: 1, kvCache: "bf16" });
        const sharded = layerKvCacheBytesPerToken(mixer, { tensor: 2 ** gpusExponent, kvCache: "bf16" });
        expect(sharded).toBe(one / 2 ** Math.min(headsExponent, gpusExponent));
      }),
    );
  });
});

describe("stateBytes", () => {
  it("keeps the recurrent part in 32 bit and the convolution in 16, sharded", () => {
    // Nemotron 3 Nano: 64 heads x 64 x 128 x 4 + 6144 x 3 x 2
    const mixer = {
      kind: "linear",
      family: "mamba2",
      stateElements: 542720,
      convolutionElements: 18432,
      parameters: 1,
    } as const;
    expect(stateBytes(mixer, 1)).toBe(2134016);
    expect(stateBytes(mixer, 2)).toBe(1067008);
    expect(stateBytes({ ...mixer, statePrecision: "bf16" }, 1)).toBe(2 * 542720);
  });
});

describe("stateBytes with drafts", () => {
  it("keeps a column more of the convolution for each drafted token", () => {
    // Qwen3.5-27B: 48 heads of 128 x 128 in 32 bit, 10,240 channels over 4 tokens.
    const mixer = {
      kind: "linear",
      family: "gated-delta",
      stateElements: 817152,
      convolutionElements: 30720,
      parameters: 1,
    } as const;
    expect(stateBytes(mixer, 1)).toBe(3145728 + 10240 * 3 * 2);
    expect(stateBytes(mixer, 1, 3)).toBe(3145728 + 10240 * 6 * 2);
    expect(
      stateBytes({ ...mixer, stateElements: 2 * 2048, convolutionElements: 2 * 2048, convolutionTokens: 3 }, 1, 1),
    ).toBe(2048 * 3 * 2);
  });
});

describe("latentCacheLayout", () => {
  it("is plain on datacentre Blackwell only", () => {
    expect(latentCacheLayout(gpu(178.35, { architecture: "Blackwell" }))).toBe("plain");
    expect(latentCacheLayout(gpu(95, { architecture: "Blackwell (GB202)" }))).toBe("scaled");
    expect(latentCacheLayout(gpu(79.19))).toBe("scaled");
  });
});
