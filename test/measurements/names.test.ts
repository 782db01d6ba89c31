import { describe, expect, test } from "vitest";
import { models } from "../../src/index.js";
import { resolveModel } from "../../src/measurements/resolve-model.js";
import { resolveWeights } from "../../src/measurements/resolve-precision.js";
import { undatedVersion } from "../../src/measurements/undated-versions.js";

describe("models", () => {
  test.each([
    ["unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit", "meta-llama/Llama-3.1-8B-Instruct"],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic", "meta-llama/Llama-3.1-8B-Instruct"],
    ["somebody/Qwen3-32B-W8A8-INT8", "Qwen/Qwen3-32B"],
    ["Qwen/Qwen3-235B-A22B-Instruct-2507-FP8", "Qwen/Qwen3-235B-A22B"],
    ["Qwen/Qwen3-30B-A3B-Thinking-2507", "Qwen/Qwen3-30B-A3B"],
    ["lukealonso/GLM-5.1-NVFP4-MTP", "zai-org/GLM-5"],
    ["ibm-granite/granite-3.1-8b-instruct", "ibm-granite/granite-3.3-8b-instruct"],
  ])("%s has the shape of %s", (name, id) => {
    expect(resolveModel(name, models)?.id).toBe(id);
  });

  test("with a vision encoder carry its weights and their own context", () => {
    const found = resolveModel("RedHatAI/Qwen3-VL-235B-A22B-Instruct-FP8-dynamic", models);
    expect(found).toMatchObject({ id: "Qwen/Qwen3-235B-A22B", maxContextTokens: 262144, parameters: { vision: 576e6 } });
  });

  // Depth x (4 d d + 2 d f), patches of 3 x 2 x 16 x 16, 2304 positions, four mergers; widths of the config.json.
  test.each([
    ["Qwen3-VL-2B-Instruct", 24, 1024, 4096, 2048],
    ["Qwen3-VL-4B-Instruct", 24, 1024, 4096, 2560],
    ["Qwen3-VL-8B-Instruct", 27, 1152, 4304, 4096],
    ["Qwen3-VL-32B-Instruct", 27, 1152, 4304, 5120],
    ["Qwen3-VL-30B-A3B-Instruct", 27, 1152, 4304, 2048],
    ["Qwen3-VL-235B-A22B-Instruct", 27, 1152, 4304, 4096],
  ])("the encoder of %s has the parameters that its shape gives", (name, depth, width, inner, text) => {
    const merged = 4 * width;
    const counted = depth * (4 * width ** 2 + 2 * width * inner) + (3 * 2 * 16 * 16 + 2304) * width + 4 * (merged ** 2 + merged * text);
    const vision = resolveModel(`Qwen/${name}`, models)?.parameters.vision ?? NaN;
    expect(Math.abs(vision / counted - 1)).toBeLessThan(0.005);
  });
});

describe("formats", () => {
  const model = resolveModel("meta-llama/Llama-3.1-8B-Instruct", models);
  test.each([
    ["unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit", "int4", true],
    ["somebody/Llama-3.1-8B-Instruct-GPTQ-Int8", "int8", true],
    ["somebody/Llama-3.1-8B-Instruct-AWQ", "int4", true],
    ["somebody/Llama-3.1-8B-Instruct-NVFP4", "fp4", false],
    ["somebody/Llama-3.1-8B-FP8-Instruct", "fp8", false],
  ])("%s states %s, weights only: %s", (name, weights, weightOnly) => {
    expect(model && resolveWeights("", name, model)).toEqual({ weights, weightOnly });
  });
});

describe("versions of publications that state none", () => {
  test("are the releases of their time, by id or repository", () => {
    expect(undatedVersion({ id: "llm_inference_bench_argonne-00001" }, "vllm")).toBe("0.6.1");
    expect(undatedVersion({ source_repo: "argonne-lcf/LLM-Inference-Bench" }, "tensorrt-llm")).toBe("0.13");
    expect(undatedVersion({ id: "dli-nim-H100-c5" }, "tensorrt-llm")).toBe("0.10");
  });

  test("are not known of others", () => {
    expect(undatedVersion({ id: "mine-1" }, "vllm")).toBeNull();
    expect(undatedVersion({ id: "llm_inference_bench_argonne-00001" }, "sglang")).toBeNull();
  });
});
