import { describe, expect, test } from "vitest";
import {
  deploymentMemory,
  engineAtVersion,
  engines,
  findGpu,
  findModel,
  gpus,
  models,
  type DeploymentMemoryOptions,
  type Engine,
} from "../../../src/index.js";
import { bytesFromGib, gibFromBytes } from "../../../src/units.js";
import type { Row } from "../../../src/measurements/csv.js";
import { validatedLog } from "./fixtures.js";

const h100 = findGpu("h100-sxm5-80gb", gpus);
const OPTIONS: DeploymentMemoryOptions = {
  model: findModel("meta-llama/Llama-3.1-8B-Instruct", models),
  gpu: { ...h100, memory: { ...h100.memory, visibleBytes: bytesFromGib(79.19) } },
  engine: engineAtVersion(engines, "vllm", "0.19.0") as Engine,
  precision: { weights: "bf16", kvCache: "bf16" },
  maxModelLen: 8192,
  maxNumSeqs: 256,
  maxBatchedTokens: 8192,
  utilization: 0.9,
};

const predicted = (changes: Row): Readonly<Record<string, number>> => validatedLog(changes).row.predicted ?? {};

describe("a start-up log", () => {
  test("has the prediction of deploymentMemory in the table's units", () => {
    const memory = deploymentMemory(OPTIONS);
    const { activations, cudaGraphs, nonTorch, weights } = memory.parts;
    expect(validatedLog().row).toEqual({
      id: "invented-log-1",
      predicted: {
        weights_gib_per_gpu: gibFromBytes(weights),
        activation_peak_gib: gibFromBytes(activations),
        non_torch_gib: gibFromBytes(nonTorch),
        cuda_graph_gib: gibFromBytes(cudaGraphs),
        kv_cache_gib_per_gpu: gibFromBytes(memory.kvCacheBytes),
        kv_cache_tokens: memory.kvTokens,
        num_gpu_blocks: memory.kvBlocks,
        max_concurrency: memory.maxConcurrency(),
      },
      measured: { weights_gib_per_gpu: 15, kv_cache_gib_per_gpu: 54 },
      fromCache: { kv_cache_tokens: 442368, max_concurrency: 54 },
      start: { starts: true, reason: null },
      reason: null,
      assumed: [],
    });
  });

  test("says why a server does not start, and what follows from the cache that it logged", () => {
    const { start, fromCache } = validatedLog({
      max_model_len: "131072",
      gpu_memory_utilization: "0.3",
      kv_cache_gib_per_gpu: "8",
    }).row;
    expect(start).toEqual({
      starts: false,
      reason: expect.stringMatching(/holds no request of 131072 tokens$/) as string,
    });
    // 8 GiB of 131,072 bytes a token.
    expect(fromCache).toEqual({ kv_cache_tokens: 65536, max_concurrency: 0.5 });
  });

  test("is predicted the same whatever was measured", () => {
    expect(predicted({ weights_gib_per_gpu: "", kv_cache_gib_per_gpu: "1", kv_cache_tokens: "2" })).toEqual(
      predicted({}),
    );
  });

  test("counts the tokens of one data-parallel rank", () => {
    const both = predicted({ dp: "2" });
    const one = deploymentMemory({ ...OPTIONS, parallelism: { data: 2 } });
    expect(both["max_concurrency"]).toBeCloseTo(one.maxConcurrency() / 2, 9);
  });

  test("captures no graphs when it runs eagerly, and has that much more cache where graphs count", () => {
    const cells = { engine_version: "0.20.0" };
    const eager = predicted({ ...cells, settings: "no-prefix-caching|enforce-eager" });
    const graphs = predicted(cells);
    expect(graphs["cuda_graph_gib"]).toBeGreaterThan(0);
    expect(eager["cuda_graph_gib"]).toBe(0);
    expect((eager["kv_cache_gib_per_gpu"] ?? NaN) - (graphs["kv_cache_gib_per_gpu"] ?? NaN)).toBeCloseTo(
      graphs["cuda_graph_gib"] ?? NaN,
      9,
    );
  });

  test("spreads whole experts where it says so", () => {
    const cells = { model: "Qwen/Qwen3-30B-A3B", tp: "2" };
    const expected = deploymentMemory({
      ...OPTIONS,
      model: findModel("Qwen/Qwen3-30B-A3B", models),
      parallelism: { tensor: 2, expert: 2 },
    });
    expect(predicted({ ...cells, settings: "expert-parallel" })["weights_gib_per_gpu"]).toBeCloseTo(
      gibFromBytes(expected.parts.weights),
      9,
    );
    expect(predicted({ ...cells, ep: "2" })).toEqual(predicted({ ...cells, settings: "expert-parallel" }));
  });

  test("passes block size, batch limit and the layout of a latent cache on", () => {
    const changed = deploymentMemory({ ...OPTIONS, maxBatchedTokens: 2048, blockTokens: 32 });
    expect(predicted({ max_num_batched_tokens: "2048", block_size: "32" })).toMatchObject({
      activation_peak_gib: gibFromBytes(changed.parts.activations),
      num_gpu_blocks: changed.kvBlocks,
    });
    // Blackwell's own layout is the plain one: 576 bytes a token and layer instead of 656, index apart.
    const sparse = {
      model: "deepseek-ai/DeepSeek-V3.2",
      weights_dtype: "fp8",
      gpu: "B200",
      gpu_memory_gib: "",
      tp: "8",
    };
    const tokens = (kv: string): number => predicted({ ...sparse, kv_dtype: kv })["kv_cache_tokens"] ?? NaN;
    expect(tokens("fp8") / tokens("fp8 (fp8_ds_mla)")).toBeCloseTo((656 + 132) / (576 + 132), 2);
  });

  test("of a dense model takes no notice of expert parallelism", () => {
    expect(predicted({ tp: "2", ep: "2" })).toEqual(predicted({ tp: "2" }));
  });

  test("of a vision-language model holds the encoder", () => {
    const text = predicted({ model: "Qwen/Qwen3-30B-A3B" })["weights_gib_per_gpu"] ?? NaN;
    const both = predicted({ model: "Qwen/Qwen3-VL-30B-A3B-Instruct" })["weights_gib_per_gpu"] ?? NaN;
    // 538 million parameters, and rotary tables of 128 columns as long as the longer context, of two bytes each.
    expect(both - text).toBeCloseTo(gibFromBytes(2 * (538e6 + 128 * (262144 - 40960))), 9);
  });
});

describe("the GPU of a log", () => {
  test("without a name is the one with the nearest memory", () => {
    expect(validatedLog({ gpu: "", gpu_memory_gib: "44.4" }).group?.gpu).toMatch(/l40s|a40|l40|rtx-a6000|rtx-6000-ada/);
    // An MI210 has 64 GiB; no CUDA GPU comes near.
    expect(validatedLog({ gpu: "", gpu_memory_gib: "64" }).group?.gpu).toBe("not stated");
    expect(validatedLog({ gpu: "", gpu_memory_gib: "500" }).group?.gpu).toBe("not stated");
    expect(validatedLog({ gpu: "80GB class" }).group?.gpu).toMatch(/80gb/);
  });

  test("of several sizes with one name is the one with the memory that was seen", () => {
    expect(validatedLog({ gpu: "A100", gpu_memory_gib: "39.5" }).group?.gpu).toBe("a100-sxm4-40gb");
    expect(validatedLog({ gpu: "A100", gpu_memory_gib: "79.2" }).group?.gpu).toBe("a100-sxm4-80gb");
    expect(validatedLog({ gpu: "NVIDIA GeForce RTX 4090", gpu_memory_gib: "47.4" }).group?.gpu).toBe("rtx-4090-48gb");
  });

  test("is the one that is named, whatever memory it shows", () => {
    expect(validatedLog({ gpu: "H200", gpu_memory_gib: "79.19" }).group?.gpu).toBe("h200-sxm-141gb");
  });

  test("without name and memory leaves the weights alone predictable", () => {
    const { row, group } = validatedLog({ gpu: "", gpu_memory_gib: "" });
    expect(row.predicted).toEqual({ weights_gib_per_gpu: predicted({})["weights_gib_per_gpu"] });
    expect(group?.gpu).toBe("not stated");
  });

  test("that is not known is refused with its name", () => {
    expect(validatedLog({ gpu: "TPU-v6e", gpu_memory_gib: "" }).row.reason).toMatch(/^GPU not in the catalog: TPU-v6e/);
  });
});
