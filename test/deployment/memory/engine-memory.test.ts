import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineAtVersion, compareVersions } from "../../../src/catalog/engine.js";
import { InfrascaleError } from "../../../src/errors.js";
import {
  batchDefaults,
  deploymentMemory,
  type DeploymentMemory,
  type DeploymentMemoryOptions,
} from "../../../src/deployment/memory/index.js";
import { bytesFromGib, gibFromBytes } from "../../../src/units.js";
import {
  deepSeekV3,
  engine,
  engines,
  gemma3,
  glm5,
  gpu,
  h100,
  h200,
  llama70b,
  llama8b,
  qwen27,
  qwen35Layers,
  rtxPro6000,
} from "./fixtures.js";

const base: DeploymentMemoryOptions = {
  model: llama8b,
  gpu: h100,
  engine: engine("vllm", "0.19"),
  precision: { weights: "bf16", kvCache: "bf16" },
  maxModelLen: 8192,
  utilization: 0.95,
};
const code = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    if (error instanceof InfrascaleError) return `${error.code} ${error.field}`;
    throw error;
  }
  return undefined;
};

describe("deploymentMemory", () => {
  // vLLM start-up logs on H100 80GB (79.19 GiB) and H200 (139.81 GiB): GiB of cache, tokens, maximum concurrency.
  it.each([
    ["Llama 3.1 8B", {}, 58.11, 476016, 58.11],
    ["8-bit cache", { precision: { weights: "bf16", kvCache: "fp8" } }, 58.11, 952032, 116.21],
    ["8-bit weights", { precision: { weights: "fp8", kvCache: "bf16" } }, 64.61, 529248, 64.61],
    ["two GPUs", { parallelism: { tensor: 2 } }, 63.76, 1044688, 127.53],
    ["four GPUs", { parallelism: { tensor: 4 } }, 67.44, 2209792, 269.75],
    ["two stages", { parallelism: { pipeline: 2 } }, 65.63, 1075312, 131.26],
    ["four stages", { parallelism: { pipeline: 4 } }, 68.89, 2257264, 275.54],
    [
      "70B, 8 bit, two GPUs",
      { model: llama70b, parallelism: { tensor: 2 }, precision: { weights: "fp8", kvCache: "bf16" } },
      37.28,
      244304,
      29.82,
    ],
    [
      "70B on four H200, 0.18",
      { model: llama70b, gpu: h200, engine: engine("vllm", "0.18"), parallelism: { tensor: 4 }, utilization: 0.92 },
      91.57,
      1200192,
      146.51,
    ],
    [
      "70B on four H200, 0.20: graphs inside the budget",
      {
        model: llama70b,
        gpu: h200,
        engine: engine("vllm", "0.20"),
        parallelism: { tensor: 4 },
        utilization: 0.92,
        maxModelLen: 131072,
      },
      90.66,
      1188336,
      9.07,
    ],
  ] as const)("%s", (_, changes, gib, tokens, concurrency) => {
    const memory = deploymentMemory({ ...base, ...changes });
    expect(Math.abs(gibFromBytes(memory.kvCacheBytes) / gib - 1)).toBeLessThan(0.005);
    expect(Math.abs(memory.kvTokens / tokens - 1)).toBeLessThan(0.005);
    expect(Math.abs(memory.maxConcurrency() / concurrency - 1)).toBeLessThan(0.005);
    expect(memory.fits).toBe(true);
    expect(memory.shortage).toBeNull();
  });

  it("sums up: usable memory is parts in the budget and cache", () => {
    const { usableBytes, parts, kvCacheBytes } = deploymentMemory(base);
    expect(parts.weights + parts.activations + parts.nonTorch + kvCacheBytes).toBeCloseTo(usableBytes, 0);
    const newer = deploymentMemory({ ...base, engine: engine("vllm", "0.20") });
    const all =
      newer.parts.weights +
      newer.parts.activations +
      newer.parts.nonTorch +
      newer.budgetedGraphBytes +
      newer.kvCacheBytes;
    expect(all).toBeCloseTo(newer.usableBytes, 0);
  });

  it("says why a deployment does not start", () => {
    expect(deploymentMemory({ ...base, model: llama70b }).shortage).toBe("parts");
    expect(
      deploymentMemory({ ...base, model: llama70b, parallelism: { tensor: 2 }, maxModelLen: 131072 }).shortage,
    ).toBe("one-request");
    // Largest utilization that starts is free / total: 0.993 on one H100.
    expect(deploymentMemory({ ...base, utilization: 0.993 }).fits).toBe(true);
    expect(deploymentMemory({ ...base, utilization: 0.995 }).shortage).toBe("start-up");
    const none = deploymentMemory({ ...base, model: llama70b });
    expect([none.kvCacheBytes, none.kvBlocks, none.kvTokens, none.maxConcurrency()]).toEqual([0, 0, 0, 0]);
  });

  it("takes batch limits by memory of the GPU", () => {
    expect(batchDefaults(base.engine, h100)).toMatchObject({ maxNumSeqs: 1024, maxBatchedTokens: 8192 });
    expect(batchDefaults(base.engine, gpu(44.42))).toMatchObject({ maxNumSeqs: 256, maxBatchedTokens: 2048 });
    expect(batchDefaults(base.engine, gpu(79.15, { name: "NVIDIA A100 80GB" }))).toMatchObject({
      maxNumSeqs: 256,
      maxBatchedTokens: 2048,
    });
    expect(batchDefaults(engine("sglang"), gpu(178.35))).toMatchObject({ maxBatchedTokens: 16384 });
    expect(deploymentMemory({ ...base, maxNumSeqs: 4096, maxBatchedTokens: 512 }).maxNumSeqs).toBe(512);
    expect(deploymentMemory({ ...base, maxNumSeqs: 1, maxModelLen: 100 }).maxBatchedTokens).toBe(100);
  });

  it("profiles the whole context in V0 up to 32768 tokens", () => {
    const v0 = { ...base, engine: engine("vllm", "0.6.3") };
    expect(deploymentMemory({ ...v0, maxModelLen: 20000 }).maxBatchedTokens).toBe(20000);
    expect(deploymentMemory({ ...v0, maxModelLen: 131072 }).maxBatchedTokens).toBe(2048);
  });

  it("takes 64-token blocks for latent attention, 16 on AMD, and those asked for", () => {
    const latent = {
      ...base,
      model: deepSeekV3,
      precision: { weights: "fp8", kvCache: "bf16" },
      parallelism: { tensor: 8 },
      gpu: h200,
    } as const;
    const blockTokens = (options: DeploymentMemoryOptions): number | undefined =>
      deploymentMemory(options).kvPool.groups[0]?.blockTokens;
    expect(blockTokens(latent)).toBe(64);
    expect(blockTokens({ ...latent, gpu: gpu(191.98, { vendor: "AMD" }) })).toBe(16);
    expect(blockTokens({ ...latent, blockTokens: 128 })).toBe(128);
  });

  it("gives SGLang the static fraction: what is left of it after weights", () => {
    // Rule of SGLang on an H100: (79.19 - 0.51) x 0.83 - 14.99 GiB, 131072 bytes a token.
    const memory = deploymentMemory({
      model: llama8b,
      gpu: gpu(79.19),
      engine: engine("sglang"),
      precision: base.precision,
      maxModelLen: 8192,
    });
    expect(Math.abs(memory.kvTokens / ((((79.19 - 0.51) * 0.83 - 14.99) * 2 ** 30) / 131072) - 1)).toBeLessThan(0.003);
    expect(memory.fits).toBe(true);
  });

  it("gives TensorRT-LLM a share of what is free", () => {
    const at = (utilization: number): number =>
      deploymentMemory({ ...base, engine: engine("tensorrt-llm"), utilization }).kvCacheBytes;
    expect(at(0.9) / at(0.45)).toBeCloseTo(2, 9);
  });

  it("adds the ranks of data parallelism to concurrency only", () => {
    const sparse = { ...base, model: deepSeekV3, precision: { weights: "fp8", kvCache: "bf16" }, gpu: h200 } as const;
    const ranks = deploymentMemory({ ...sparse, parallelism: { data: 8, expert: 8 } });
    expect(ranks.ranks).toBe(8);
    expect(ranks.maxConcurrency()).toBeCloseTo((8 * ranks.kvBlocks) / 128, 6);
  });

  it("refuses what cannot be, by code and field", () => {
    expect(code(() => deploymentMemory({ ...base, parallelism: { tensor: 5 } }))).toBe(
      "impossible-parallelism parallelism.tensor",
    );
    expect(code(() => deploymentMemory({ ...base, parallelism: { pipeline: 33 } }))).toBe(
      "impossible-parallelism parallelism.pipeline",
    );
    expect(code(() => deploymentMemory({ ...base, parallelism: { expert: 2 } }))).toBe(
      "impossible-parallelism parallelism.expert",
    );
    expect(code(() => deploymentMemory({ ...base, model: deepSeekV3, parallelism: { tensor: 8, expert: 4 } }))).toBe(
      "impossible-parallelism parallelism.expert",
    );
    expect(code(() => deploymentMemory({ ...base, parallelism: { tensor: 0 } }))).toBe(
      "out-of-range parallelism.tensor",
    );
    expect(code(() => deploymentMemory({ ...base, utilization: 1.1 }))).toBe("out-of-range utilization");
    expect(code(() => deploymentMemory({ ...base, maxModelLen: NaN }))).toBe("out-of-range maxModelLen");
    expect(
      code(() =>
        deploymentMemory({ ...base, model: { ...llama8b, maxContextTokens: null }, maxModelLen: undefined as never }),
      ),
    ).toBe("invalid-type maxModelLen");
    expect(code(() => deploymentMemory({ ...base, precision: { weights: "bf17" as never, kvCache: "bf16" } }))).toBe(
      "out-of-range precision.weights",
    );
  });

  it("never has a smaller cache with more memory or utilization, nor a larger one with more requests at once", () => {
    const anyModel = fc.constantFrom(llama8b, llama70b, gemma3, deepSeekV3, glm5);
    const anyEngine = fc.constantFrom(...engines);
    const share = fc.double({ min: 0.05, max: 0.95, noNaN: true });
    fc.assert(
      fc.property(
        anyModel,
        anyEngine,
        share,
        share,
        fc.integer({ min: 20, max: 150 }),
        fc.integer({ min: 0, max: 100 }),
        (of, by, a, b, gib, more) => {
          const cache = (utilization: number, visible: number, maxNumSeqs: number): number =>
            deploymentMemory({
              ...base,
              model: of,
              engine: by,
              gpu: gpu(visible),
              utilization,
              maxNumSeqs,
              maxBatchedTokens: 4096,
              parallelism: { tensor: 8 },
            }).kvCacheBytes;
          expect(cache(Math.max(a, b), gib, 256)).toBeGreaterThanOrEqual(cache(Math.min(a, b), gib, 256));
          // Graph pools are measured apart on GPUs above 100 GiB, so memory is compared on one side of it.
          const limit = gib < 100 ? 99 : 400;
          expect(cache(a, Math.min(limit, gib + more), 256)).toBeGreaterThanOrEqual(cache(a, gib, 256));
          expect(cache(a, gib, 256 + more)).toBeLessThanOrEqual(cache(a, gib, 256));
        },
      ),
    );
  });

  it("holds fewer long requests than short ones, and no NaN", () => {
    const length = fc.integer({ min: 1, max: 200000 });
    fc.assert(
      fc.property(
        fc.constantFrom(llama8b, gemma3, deepSeekV3),
        fc.constantFrom(...engines),
        length,
        length,
        (of, by, a, b) => {
          const memory = deploymentMemory({ ...base, model: of, engine: by, parallelism: { tensor: 8 } });
          const [short, long] = [memory.maxConcurrency(Math.min(a, b)), memory.maxConcurrency(Math.max(a, b))];
          expect(long).toBeLessThanOrEqual(short);
          expect(Number.isFinite(short)).toBe(true);
        },
      ),
    );
  });
});

describe("engineAtVersion", () => {
  it("finds the range that holds a version, and the newest without one", () => {
    const id = (name: "vllm" | "sglang" | "tensorrt-llm" | "generic", version?: string): string | undefined =>
      engineAtVersion(engines, name, version)?.id;
    expect(
      [
        "0.6.3",
        "0.11.2+rhai5",
        "0.16.0",
        "0.17.1",
        "0.18.0",
        "0.19.0",
        "0.20.0",
        "0.20.2",
        "0.22",
        "0.26.1rc1",
        "0.28.1rc1",
        "0.31",
        undefined,
      ].map((version) => id("vllm", version)),
    ).toEqual([
      "vllm@0",
      "vllm@0.16",
      "vllm@0.16",
      "vllm@0.17",
      "vllm@0.19",
      "vllm@0.19",
      "vllm@0.20.0",
      "vllm@0.20",
      "vllm@0.21",
      "vllm@0.26",
      "vllm@0.28",
      "vllm@0.29",
      "vllm@0.29",
    ]);
    expect(["0.4.6.post5", "0.5.2", "0.5.9", "0.5.12"].map((version) => id("sglang", version))).toEqual([
      "sglang@0.4",
      "sglang@0.5.0",
      "sglang@0.5.3",
      "sglang@0.5",
    ]);
    expect([id("sglang"), id("tensorrt-llm", "1.2"), id("generic")]).toEqual([
      "sglang@0.5",
      "tensorrt-llm@1",
      "generic@1",
    ]);
    expect(engineAtVersion([], "vllm")).toBeUndefined();
  });

  it("covers every version of every engine once", () => {
    fc.assert(
      fc.property(fc.constantFrom(...engines), fc.nat(3), fc.nat(40), (by, major, minor) => {
        const version = `${major}.${minor}`;
        const holding = engines.filter(
          (each) =>
            each.engine === by.engine &&
            compareVersions(version, each.fromVersion) >= 0 &&
            (each.belowVersion === null || compareVersions(version, each.belowVersion) < 0),
        );
        expect(holding).toHaveLength(1);
      }),
    );
  });
});

describe("compareVersions", () => {
  it("compares numbers, not text", () => {
    expect(compareVersions("0.9", "0.10")).toBeLessThan(0);
    expect(compareVersions("0.20.0rc1", "0.20")).toBe(0);
    expect(compareVersions("v1.0", "0.99")).toBeGreaterThan(0);
  });
});

describe("what an engine refuses to start with", () => {
  const mtp = { ...qwen27, id: "Qwen/Qwen3.8-27B" };
  const hybrid: DeploymentMemoryOptions = {
    ...base,
    model: mtp,
    engine: engine("vllm", "0.27"),
    precision: { weights: "fp8", kvCache: "bf16" },
    maxModelLen: 262144,
  };
  const of = (changes: Partial<DeploymentMemoryOptions>): DeploymentMemory =>
    deploymentMemory({ ...hybrid, ...changes });

  it("more requests than blocks of states, from 0.20.0 on, unless no graphs are captured", () => {
    // vllm-project/recipes#551: on an H100 the default of 1,024 is refused.
    expect(of({ maxNumSeqs: 1024 }).shortage).toBe("states");
    expect(of({ maxNumSeqs: 1024, engine: engine("vllm", "0.19") }).shortage).toBeNull();
    expect(of({ maxNumSeqs: 1024, enforceEager: true }).shortage).toBeNull();
    expect(of({ maxNumSeqs: 256 }).shortage).toBeNull();
  });

  it("is planned around: the limit falls to the blocks that there are", () => {
    const refused = of({ maxNumSeqs: 1024 });
    for (const planned of [of({}), of({ plannedNumSeqs: 1024 })]) {
      expect(planned.maxNumSeqs).toBe(refused.kvBlocks);
      expect(planned.fits).toBe(true);
      expect(of({ maxNumSeqs: planned.maxNumSeqs }).fits).toBe(true);
    }
    expect(of({ plannedNumSeqs: 64 }).maxNumSeqs).toBe(64);
    expect(code(() => of({ plannedNumSeqs: 64, maxNumSeqs: 64 }))).toBe("contradictory-options plannedNumSeqs");
  });

  it("a block of states longer than a step, with a prefix cache", () => {
    // vllm-project/vllm#36734: 35B-A3B with an 8-bit cache has blocks of 2,096 tokens; cards below 70 GiB read 2,048 a step.
    const small = {
      model: { ...qwen27, parameters: { ...qwen27.parameters, total: 3e9, active: 3e9 }, layers: qwen35Layers },
      gpu: gpu(31.4),
      precision: { weights: "fp4", kvCache: "fp8" },
      maxModelLen: 8192,
      maxNumSeqs: 8,
      prefixCaching: true,
    } as const;
    expect(of({ ...small, maxBatchedTokens: 2048 }).shortage).toBe("step");
    expect(of({ ...small, maxBatchedTokens: 4096 }).shortage).toBeNull();
    expect(of({ ...small, maxBatchedTokens: 2048, prefixCaching: false }).shortage).toBeNull();
  });

  it("no room for the cache that graphs are profiled with, whatever the utilization", () => {
    // vllm-project/recipes, Qwen3.8-27B on one RTX 5090: 24 GiB of weights, dies in capture at 0.80 and 0.93 with 256 requests, not with 8.
    const heavy = {
      ...mtp,
      checkpoint: {
        weights: "fp4",
        scaling: "block",
        partBytes: { attention: 2, states: 1.2, dense: 0.5625, head: 0.5625 },
      },
    } as const;
    const card: Partial<DeploymentMemoryOptions> = {
      model: heavy,
      gpu: { ...rtxPro6000, memory: { ...rtxPro6000.memory, visibleBytes: bytesFromGib(31.4) } },
      precision: { weights: "fp4", kvCache: "fp8" },
      maxModelLen: 32768,
      maxBatchedTokens: 2048,
    };
    for (const utilization of [0.85, 0.93])
      expect(of({ ...card, utilization, maxNumSeqs: 256, engine: engine("vllm", "0.25") }).shortage).not.toBeNull();
    expect(of({ ...card, utilization: 0.93, maxNumSeqs: 32, engine: engine("vllm", "0.25") }).shortage).toBeNull();
    expect(of({ ...card, utilization: 0.93, maxNumSeqs: 8 }).shortage).toBeNull();
  });
});

describe("settings of an engine", () => {
  it("take a fixed cache whatever the utilization, and at most so much of TensorRT-LLM's", () => {
    const fixed = deploymentMemory({ ...base, kvCacheBytes: bytesFromGib(20), utilization: 0.5 });
    expect(fixed.kvCacheBytes).toBe(bytesFromGib(20));
    expect(fixed.fits).toBe(true);
    expect(deploymentMemory({ ...base, kvCacheBytes: bytesFromGib(70) }).shortage).toBe("parts");
    expect(
      deploymentMemory({ ...base, engine: engine("tensorrt-llm"), kvCacheBytes: bytesFromGib(500) }).kvCacheBytes,
    ).toBeLessThan(bytesFromGib(60));
    expect(
      deploymentMemory({ ...base, engine: engine("tensorrt-llm"), kvCacheBytes: bytesFromGib(5) }).kvCacheBytes,
    ).toBe(bytesFromGib(5));
  });

  it("spread the context of latent attention, and refuse to beyond what holds the same heads", () => {
    const kimi = {
      ...base,
      model: deepSeekV3,
      gpu: h200,
      precision: { weights: "fp8", kvCache: "bf16" },
      parallelism: { tensor: 8 },
      maxModelLen: 131072,
    } as const;
    expect(
      deploymentMemory({ ...kimi, contextGpus: 8 }).maxConcurrency() / deploymentMemory(kimi).maxConcurrency(),
    ).toBeCloseTo(8, 1);
    expect(code(() => deploymentMemory({ ...kimi, contextGpus: 3 }))).toBe("impossible-parallelism contextGpus");
    expect(code(() => deploymentMemory({ ...base, parallelism: { tensor: 8 }, contextGpus: 2 }))).toBe(
      "impossible-parallelism contextGpus",
    );
    expect(code(() => deploymentMemory({ ...base, model: gemma3, parallelism: { tensor: 8 }, contextGpus: 2 }))).toBe(
      "impossible-parallelism contextGpus",
    );
  });

  it("load what drafts: one layer of attention, its block, and two widths to one", () => {
    const at = (draftTokens: number): DeploymentMemory =>
      deploymentMemory({ ...base, model: qwen27, draftTokens, maxNumSeqs: 8, maxModelLen: 4096 });
    // 0.425 B weights, 0.79 GiB in 16 bit.
    expect(gibFromBytes(at(3).parts.weights - at(0).parts.weights)).toBeCloseTo(0.79, 2);
    expect(deploymentMemory({ ...base, draftTokens: 3 }).parts.weights).toBe(deploymentMemory(base).parts.weights);
  });

  it("print tokens of the longest request from 0.20.1 on, of the blocks before", () => {
    const at = (version: string): DeploymentMemory =>
      deploymentMemory({ ...base, model: gemma3, engine: engine("vllm", version), maxModelLen: 8192 });
    expect(at("0.20.0").loggedTokens()).toBe(at("0.20.0").kvTokens);
    expect(at("0.20.1").loggedTokens()).toBe(Math.floor(at("0.20.1").maxConcurrency() * 8192));
  });

  it("leave the cache open by what graphs are estimated to, and by what publishers of a format keep", () => {
    const old = deploymentMemory(base);
    expect([old.kvCacheRange.low, old.kvCacheRange.high]).toEqual([old.kvCacheBytes, old.kvCacheBytes]);
    const newer = deploymentMemory({ ...base, engine: engine("vllm", "0.20.2") });
    expect(newer.kvCacheBytes - newer.kvCacheRange.low).toBeCloseTo(newer.budgetedGraphBytes, -2);
    expect(newer.kvCacheRange.high - newer.kvCacheBytes).toBeCloseTo(newer.budgetedGraphBytes / 2, -2);
    const fp4 = (id: string): DeploymentMemory =>
      deploymentMemory({
        ...base,
        model: { ...qwen27, id, checkpoint: { weights: "fp4", scaling: "block" } },
        precision: { weights: "fp4", kvCache: "fp8" },
        maxNumSeqs: 8,
      });
    expect(fp4("nvidia/Qwen3.6-27B-NVFP4").kvCacheRange.low).toBe(fp4("nvidia/Qwen3.6-27B-NVFP4").kvCacheBytes);
    // Files of 21.9 and 26.4 GB are published of one model.
    expect(
      fp4("someone/Qwen3.8-27B-NVFP4").kvCacheBytes - fp4("someone/Qwen3.8-27B-NVFP4").kvCacheRange.low,
    ).toBeGreaterThan(bytesFromGib(4));
  });
});
