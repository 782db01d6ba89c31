import { describe, expect, test } from "vitest";
import {
  engineModel,
  estimateGpus,
  findModel,
  models,
  predictServing,
  predictWaiting,
  type Assumption,
  type EstimateRequest,
  type ServingRequest,
} from "../../src/index.js";
import { simulate } from "../../src/simulate.js";

const lengths = { inputTokens: 500, outputTokens: 100 };
const served = { model: "Qwen3-8B-Base", gpu: "h100", precision: { weights: "fp8" } } as const;
const deployment = { ...served, engine: "vLLM (ROCm)@nightly-5b8c" };
const asked: ServingRequest = { ...deployment, load: { kind: "closed-loop", requestsInFlight: 4 }, ...lengths };
const workload = { requestsInFlight: 4, ...lengths };
const estimate: EstimateRequest = { ...deployment, workload, targets: { tokensPerSecond: 5 } };

const ASSUMED: readonly Assumption[] = [
  { code: "engine", asked: "vLLM (ROCm)", used: "vllm" },
  { code: "engine-version", asked: "nightly-5b8c", used: "0.30" },
  { code: "same-shape", asked: "Qwen3-8B-Base", used: "Qwen/Qwen3-8B" },
  { code: "fp8-scales", used: "block" },
  { code: "sixteen-bit-cache", used: "bf16" },
];

describe("every door says what it assumed", () => {
  test.each<[string, readonly Assumption[]]>([
    ["predictServing", predictServing(asked).assumed],
    ["predictWaiting", predictWaiting({ ...deployment, workload }).assumed],
    ["simulate", simulate({ ...deployment, workload, requests: 50 }).assumed],
    ["estimateGpus", estimateGpus(estimate).assumed],
    ["estimateGpus, replayed", estimateGpus(estimate, { verify: { requests: 50 } }).assumed],
    ["estimateGpus, infeasible", estimateGpus({ ...estimate, targets: { tokensPerSecond: 1e6 } }).assumed],
  ])("%s", (_door, assumed) => {
    expect(assumed).toEqual(ASSUMED);
  });

  test("nothing where all is said", () => {
    expect(
      predictServing({
        ...asked,
        model: "Qwen/Qwen3-32B",
        engine: "vllm@0.19.0",
        precision: { weights: "fp8", scaling: "block", kvCache: "bf16" },
      }).assumed,
    ).toEqual([]);
  });

  test("of no engine, where the caller brings the performance model", () => {
    expect(
      estimateGpus(
        { ...served, workload, targets: { tokensPerSecond: 5 } },
        { performance: engineModel("sglang@0.5.9") },
      ).assumed,
    ).toEqual(ASSUMED.slice(2));
  });
});

describe("a prefix cache", () => {
  const hybrid: ServingRequest = {
    ...asked,
    model: "qwen3.5-397b-a17b",
    gpu: "b200",
    engine: "sglang@0.5.9",
    parallelism: { tensor: 4 },
    settings: { maxNumSeqs: 4096 },
  };
  const caching = (request: ServingRequest): unknown =>
    predictServing(request).assumed.find(({ code }) => code === "prefix-caching");

  test("is assumed as the engine has it, where states take room for it", () => {
    expect(caching(hybrid)).toEqual({ code: "prefix-caching", used: "on" });
    expect(caching({ ...hybrid, engine: "vllm@0.27.0" })).toEqual({ code: "prefix-caching", used: "off" });
    expect(caching({ ...hybrid, engine: "tensorrt-llm" })).toBeUndefined();
    expect(caching({ ...hybrid, settings: { prefixCaching: true } })).toBeUndefined();
    expect(caching(asked)).toBeUndefined();
  });

  test("takes three slots of states for a request of SGLang (kv_cache_configurator.py)", () => {
    const [without, kept] = [false, true].map(
      (prefixCaching) => predictServing({ ...hybrid, settings: { maxNumSeqs: 4096, prefixCaching } }).slots,
    );
    expect(without).toBeGreaterThan(2.99 * (kept ?? NaN));
    expect(without).toBeLessThan(3.03 * (kept ?? NaN));
  });

  test("has to be there for prompts to be in it", () => {
    for (const cached of [{ sharedPrefixTokens: 100 }, { prefixCacheHitRate: 0.5 }])
      expect(() => predictServing({ ...asked, ...cached, settings: { prefixCaching: false } })).toThrow(
        expect.objectContaining({ code: "contradictory-options", field: "settings.prefixCaching" }),
      );
    expect(() => predictServing({ ...asked, settings: { prefixCaching: "off" as never } })).toThrow(
      expect.objectContaining({ code: "invalid-type", field: "settings.prefixCaching" }),
    );
  });
});

describe("formats that are not said", () => {
  // vLLM and SGLang turn an "auto" cache into what `kv_cache_quant_algo` of a checkpoint says.
  test("the cache is as the checkpoint asks for it, where its weights are served", () => {
    const llama = findModel("llama-3.1-8b", models);
    const model = { ...llama, checkpoint: { weights: "fp8", scaling: "tensor", kvCache: "fp8" } } as const;
    const served: ServingRequest = { ...asked, engine: "vllm@0.19.0", model, precision: {} };
    const cacheOf = (request: ServingRequest): unknown =>
      predictServing(request).assumed.find(({ code }) => code.endsWith("-cache"));
    expect(cacheOf(served)).toEqual({ code: "published-cache", used: "fp8" });
    expect(cacheOf({ ...served, precision: { weights: "bf16" } })).toEqual({ code: "sixteen-bit-cache", used: "bf16" });
    const slots = (kvCache?: "fp8" | "bf16"): number =>
      predictServing({
        ...served,
        settings: { maxNumSeqs: 1024 * 1024 },
        precision: kvCache === undefined ? {} : { kvCache },
      }).slots;
    expect(slots()).toBe(slots("fp8"));
    expect(slots()).toBeGreaterThan(1.5 * slots("bf16"));
  });

  const tpot = (changes: Partial<ServingRequest>): number =>
    predictServing({ ...asked, model: "llama-3.1-8b", engine: "vllm@0.19.0", ...changes }).tpotSeconds;

  test("8-bit weights have one fixed scale for a tensor, those of Qwen 3 blocks", () => {
    expect(tpot({})).toBe(tpot({ precision: { weights: "fp8", scaling: "tensor" } }));
    expect(tpot({ model: "qwen3-8b" })).toBe(
      tpot({ model: "qwen3-8b", precision: { weights: "fp8", scaling: "block" } }),
    );
    expect(tpot({})).not.toBe(tpot({ precision: { weights: "fp8", scaling: "dynamic" } }));
  });

  test("a checkpoint's own scales go before", () => {
    const request = { model: "deepseek-ai/DeepSeek-R1", gpu: "h200", parallelism: { tensor: 8 } } as const;
    expect(tpot(request)).toBe(tpot({ ...request, precision: { weights: "fp8", scaling: "block" } }));
    expect(tpot({ model: "RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic", precision: {} })).toBe(
      tpot({ precision: { weights: "fp8", scaling: "dynamic" } }),
    );
  });

  test("TensorRT-LLM caches quantised models in 8 bit, other engines do not", () => {
    const slots = (engine: string, precision: NonNullable<ServingRequest["precision"]>): number =>
      predictServing({ ...asked, model: "llama-3.1-8b", engine, precision }).memory.kvTokens;
    expect(slots("TRT-LLM@1.0", { weights: "fp8" })).toBe(
      slots("tensorrt-llm@1.0", { weights: "fp8", kvCache: "fp8" }),
    );
    expect(slots("TRT-LLM@1.0", {})).toBe(slots("tensorrt-llm@1.0", { kvCache: "bf16" }));
    expect(slots("vllm@0.19.0", { weights: "fp8" })).toBe(slots("vllm@0.19.0", { weights: "fp8", kvCache: "bf16" }));
  });

  test("NVFP4 copies compute in 4 bit, as the same weights without a name do", () => {
    const blackwell = { gpu: "b200", engine: "vllm@0.19.0" } as const;
    expect(tpot({ ...blackwell, model: "nvidia/Llama-3.1-8B-Instruct-NVFP4", precision: {} })).toBe(
      tpot({ ...blackwell, precision: { weights: "fp4" } }),
    );
  });
});

describe("names", () => {
  test.each([
    [{ model: "llama-3.1-9b" }, "unknown-id", "model"],
    [{ model: "m".repeat(100_000) }, "unknown-id", "model"],
    [{ model: null as never }, "invalid-type", "model"],
    [{ gpu: "h9000" }, "unknown-id", "gpu"],
    [{ engine: "vlm" }, "unknown-id", "engine"],
    [{ engine: "" }, "unknown-id", "engine"],
    [{ precision: "fp8" as never }, "invalid-type", "precision"],
    [{ precision: { weights: 8 as never } }, "invalid-type", "precision.weights"],
  ])("that are none are refused: %j", (changes, code, field) => {
    expect(() => predictServing({ ...asked, ...changes })).toThrow(expect.objectContaining({ code, field }) as Error);
  });

  test("of the catalog are the same as its objects", () => {
    const object = findModel("qwen3-32b", models);
    expect(predictServing({ ...asked, model: "Qwen3-32B" }).tpotSeconds).toBe(
      predictServing({ ...asked, model: object }).tpotSeconds,
    );
  });
});
