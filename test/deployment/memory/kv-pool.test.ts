import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LayerGroup } from "../../../src/catalog/model.js";
import {
  blocksPerRequest,
  kvPool,
  poolConcurrency,
  poolTokens,
  type KvPoolOptions,
} from "../../../src/deployment/memory/index.js";
import { bytesFromGib } from "../../../src/units.js";
import { gemma3, llama8b, nemotronNanoLayers, qwen35Layers, scoutLayers, self } from "./fixtures.js";

const options: KvPoolOptions = { tensor: 1, kvCache: "bf16", blockTokens: 16, maxModelLen: 8192, groupRatio: 1.25 };
const batchedTokens = 8192;

describe("kvPool", () => {
  // vLLM start-up logs: available cache in GiB -> logged tokens and maximum concurrency at the longest request.
  it.each([
    ["Llama 3.1 8B, 0.19", llama8b.layers, {}, 58.11, 476016, 58.11],
    ["Llama 3.1 8B, 0.19, two GPUs", llama8b.layers, { tensor: 2 }, 63.76, 1044688, 127.53],
    ["Gemma 3 27B, 0.19: 7 groups of 10 layers, 8 padded", gemma3.layers, {}, 19.53, 36560, 4.46],
    ["Llama 4 Scout, 0.19, four GPUs: chunked", scoutLayers, { tensor: 4 }, 16.75, 365968, 44.68],
    [
      "Nemotron 3 Nano, 0.13: blocks of 4176 tokens hold a state",
      nemotronNanoLayers,
      { kvCache: "fp8" },
      93.13,
      6506208,
      1299,
    ],
    [
      "Nemotron 3 Nano, 0.20, 262144 tokens",
      nemotronNanoLayers,
      { kvCache: "fp8", maxModelLen: 262144 },
      94.45,
      6602256,
      117.99,
    ],
    ["Qwen 3.5 35B, 0.18: gated delta net", qwen35Layers, {}, 89.92, 1178496, 405.82],
    ["Qwen 3.5 35B, 0.18, 10000 tokens", qwen35Layers, { maxModelLen: 10000 }, 89.92, 1178496, 343.38],
  ] as const)("%s", (_, layers, changes, gib, tokens, concurrency) => {
    const settings = { ...options, ...changes };
    const pool = kvPool(layers, settings);
    const blocks = Math.floor(bytesFromGib(gib) / pool.blockBytes);
    // The log states GiB with two decimals: 0.005 of 16 GiB is 0.03 %.
    expect(Math.abs(poolTokens(pool, blocks) / tokens - 1)).toBeLessThan(5e-4);
    expect(Math.abs(poolConcurrency(pool, blocks, settings.maxModelLen, batchedTokens) / concurrency - 1)).toBeLessThan(
      1e-3,
    );
  });

  it("gives the smaller page more tokens", () => {
    // Gemma 4 31B: full layers 4 heads of 512, windowed ones 16 of 256; vLLM logs blocks of 32 and 16 tokens.
    const layers: LayerGroup[] = [
      { count: 10, mixer: self(32, 4, 512), feedForward: null },
      { count: 50, mixer: self(32, 16, 256, 1024), feedForward: null },
    ];
    const { groups } = kvPool(layers, options);
    expect(groups.filter(({ kind }) => kind === "full").map(({ blockTokens }) => blockTokens)).toEqual([32]);
    expect(groups.filter(({ kind }) => kind === "sliding").map(({ blockTokens }) => blockTokens)).toEqual([
      16, 16, 16, 16, 16,
    ]);
  });

  it("pads kinds of nearly equal number to the larger", () => {
    const layers: LayerGroup[] = [
      { count: 9, mixer: self(8, 8, 64), feedForward: null },
      { count: 11, mixer: self(8, 8, 64, 128), feedForward: null },
    ];
    expect(kvPool(layers, options).groups).toHaveLength(2);
    expect(kvPool(layers, { ...options, groupRatio: 1 }).groups).toHaveLength(3);
  });

  it("charges all layers as full attention without a hybrid manager", () => {
    const pool = kvPool(gemma3.layers, { ...options, groupRatio: null });
    expect(pool.groups).toHaveLength(1);
    expect(pool.blockBytes).toBe(507904 * 16);
  });

  it("keeps pools apart for SGLang", () => {
    // full_tokens = M / (F n_full + 0.8 S n_swa)
    const pool = kvPool(gemma3.layers, { ...options, blockTokens: 1, groupRatio: null, windowShare: 0.8 });
    expect(pool.blockBytes).toBeCloseTo(8192 * (10 + 0.8 * 52), 6);
    expect(poolConcurrency(pool, 100000, 1000, 8192)).toBeCloseTo(80000 / 1001, 6);
    expect(poolConcurrency(pool, 1e6, 100000, 100)).toBeCloseTo(10, 6);
  });

  it("is empty for a model without a cache", () => {
    const pool = kvPool([{ count: 2, mixer: null, feedForward: null }], options);
    expect(pool.groups).toEqual([]);
    expect(poolConcurrency(pool, 0, 100, 100)).toBe(Infinity);
    expect(poolTokens(pool, 0)).toBe(0);
  });
});

describe("blocksPerRequest", () => {
  const pools = [llama8b.layers, gemma3.layers, scoutLayers, nemotronNanoLayers, qwen35Layers].map((layers) =>
    kvPool(layers, options),
  );
  const anyPool = fc.constantFrom(...pools);
  const length = fc.integer({ min: 1, max: 300000 });

  it("rounds up to whole blocks", () => {
    const pool = kvPool(llama8b.layers, options);
    expect([1, 16, 17].map((tokens) => blocksPerRequest(pool, tokens, 2048))).toEqual([1, 1, 2]);
  });

  it("never falls with length, nor concurrency rise with it", () => {
    fc.assert(
      fc.property(anyPool, length, length, fc.integer({ min: 1, max: 16384 }), (pool, a, b, step) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)];
        expect(blocksPerRequest(pool, short, step)).toBeLessThanOrEqual(blocksPerRequest(pool, long, step));
        expect(poolConcurrency(pool, 1000, long, step)).toBeLessThanOrEqual(poolConcurrency(pool, 1000, short, step));
      }),
    );
  });

  it("stops growing in sliding layers beyond window and step", () => {
    const pool = kvPool([{ count: 4, mixer: self(8, 8, 64, 1024), feedForward: null }], options);
    expect(blocksPerRequest(pool, 1e6, 2048)).toBe(Math.ceil((1023 + 2048) / 16) + 1);
    expect(blocksPerRequest(pool, 1e6, 2048)).toBe(blocksPerRequest(pool, 3071, 2048));
    // window - 1 + step is 192 blocks exactly: one token more would be another block
    expect(blocksPerRequest(pool, 1e6, 2049)).toBe(193);
  });

  it("wastes less than one block of full attention", () => {
    fc.assert(
      fc.property(length, fc.constantFrom(16, 32, 64), (tokens, blockTokens) => {
        const pool = kvPool(llama8b.layers, { ...options, blockTokens });
        const waste = blocksPerRequest(pool, tokens, 8192) * blockTokens - tokens;
        expect(waste).toBeGreaterThanOrEqual(0);
        expect(waste).toBeLessThan(blockTokens);
      }),
    );
  });
});

describe("states with drafts and a prefix cache", () => {
  // Qwen3.5 to 3.8 of 27 B: 16 layers of attention, 48 of gated delta nets.
  const layers27: readonly LayerGroup[] = [
    { count: 16, mixer: self(24, 4, 256), feedForward: null },
    {
      count: 48,
      mixer: {
        kind: "linear",
        family: "gated-delta",
        stateElements: 817152,
        convolutionElements: 30720,
        parameters: 115875840,
      },
      feedForward: null,
    },
  ];
  const draft = (count: number): LayerGroup => ({ count, mixer: self(24, 4, 256), feedForward: null });
  const hybrid = { ...options, groupRatio: 1.5, maxModelLen: 262144 };
  const mib = (bytes: number): number => bytes / 2 ** 20;

  // Printed by vLLM 0.24 to 0.29 ("Setting attention block size to ..."), public logs and issues of 2026: tokens of a block; MiB of one in the pool.
  it.each([
    ["16-bit cache", { kvCache: "bf16" }, 0, 784, 49],
    ["8-bit cache", { kvCache: "fp8" }, 0, 1568, 49],
    ["8-bit cache, 3 drafted tokens", { kvCache: "fp8", draftTokens: 3 }, 1, 1600, 53.125],
    ["8-bit cache, 4 drafted tokens", { kvCache: "fp8", draftTokens: 4 }, 1, 1616, 53.65625],
  ] as const)("%s", (_, changes, draftLayers, blockTokens, blockMib) => {
    const pool = kvPool(draftLayers === 0 ? layers27 : [...layers27, draft(1)], { ...hybrid, ...changes });
    expect(pool.groups[0]?.blockTokens).toBe(blockTokens);
    expect(mib(pool.blockBytes)).toBeCloseTo(blockMib, 5);
    expect(
      mib(
        kvPool(draftLayers === 0 ? layers27 : [...layers27, draft(1)], { ...hybrid, ...changes, tensor: 2 }).blockBytes,
      ),
    ).toBeCloseTo(blockMib / 2, 5);
  });

  // Blocks and what the engine printed: concurrency at 262,144 tokens, and that times the length.
  it.each([
    [
      "vllm-project/vllm#46329: RTX PRO 6000, 0.28.1, 8-bit, MTP 3, prefix cache",
      { kvCache: "fp8", draftTokens: 3, stateBlocks: 2 },
      1,
      1195,
      1750067,
    ],
    [
      "vllm-project/recipes#810: two RTX 5090, 0.26, 16-bit, prefix cache",
      { kvCache: "bf16", tensor: 2, stateBlocks: 2 },
      0,
      491,
      377456,
    ],
    [
      "noonghunna/club-3090#849: two RTX 5090, 0.25.1, 8-bit, MTP 3, none",
      { kvCache: "fp8", tensor: 2, draftTokens: 3, stateBlocks: 1 },
      1,
      565,
      841541,
    ],
    [
      "noonghunna/club-3090: two RTX 3090, 0.27.1, 8-bit, prefix cache",
      { kvCache: "fp8", tensor: 2, stateBlocks: 2 },
      0,
      433,
      652346,
    ],
    ["the same with MTP 4", { kvCache: "fp8", tensor: 2, draftTokens: 4, stateBlocks: 2 }, 1, 392, 567737],
  ] as const)("%s", (_, changes, draftLayers, blocks, tokens) => {
    const pool = kvPool(draftLayers === 0 ? layers27 : [...layers27, draft(1)], { ...hybrid, ...changes });
    expect(Math.floor(poolConcurrency(pool, blocks, 262144, 8192) * 262144)).toBe(tokens);
  });

  it("aligns blocks to 128 tokens beside latent attention", () => {
    const latent = {
      kind: "latent",
      heads: 32,
      queryRank: null,
      keyValueRank: 512,
      ropeHeadSize: 64,
      nopeHeadSize: 128,
      valueHeadSize: 128,
    } as const;
    const kimi: LayerGroup[] = [
      { count: 7, mixer: latent, feedForward: null },
      {
        count: 20,
        mixer: {
          kind: "linear",
          family: "kimi-delta",
          stateElements: 561152,
          convolutionElements: 36864,
          parameters: 1,
        },
        feedForward: null,
      },
    ];
    expect((kvPool(kimi, { ...hybrid, blockTokens: 64 }).groups[0]?.blockTokens ?? 1) % 128).toBe(0);
  });
});

describe("windows and contexts over several GPUs", () => {
  // vllm-project/vllm#49878, Gemma 4 31B, steps of 32,768 tokens: one request of 262,144 needs 45.79 GiB in 0.25.1 and 70.79 in 0.26.0.
  const gemma4: LayerGroup[] = [
    { count: 10, mixer: self(32, 4, 512), feedForward: null },
    { count: 50, mixer: self(32, 16, 256, 1024), feedForward: null },
  ];

  it.each([
    [1, 45.79],
    [2, 70.79],
  ])("with the tokens of %d batches in flight a request takes %d GiB", (batchesInFlight, gib) => {
    const pool = kvPool(gemma4, { ...options, batchesInFlight });
    expect((blocksPerRequest(pool, 262144, 32768) * pool.blockBytes) / 2 ** 30).toBeCloseTo(gib, 2);
  });

  it("spreads full attention over the GPUs of decode context parallelism", () => {
    const whole = kvPool(llama8b.layers, options);
    const spread = kvPool(llama8b.layers, { ...options, contextGpus: 8 });
    expect(blocksPerRequest(whole, 262144, 8192) / blocksPerRequest(spread, 262144, 8192)).toBe(8);
    expect(blocksPerRequest(spread, 100, 8192)).toBe(1);
  });
});
