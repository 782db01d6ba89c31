import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findModel, InfrascaleError, models } from "../../../src/index.js";
import { nearestModels } from "../../../src/catalog/names/nearest.js";
import { resolveModelName } from "../../../src/catalog/names/resolve-model-name.js";

const shapeOf = (name: string): string | undefined => resolveModelName(name, models)?.entry.id;

describe("a model's name", () => {
  test.each([
    ["meta-llama/Llama-3.1-70B", "meta-llama/Llama-3.1-70B-Instruct"],
    ["meta-llama/Llama-2-70b-chat-hf", "meta-llama/Llama-2-70b-hf"],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16", "meta-llama/Llama-3.1-8B-Instruct"],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic", "meta-llama/Llama-3.1-8B-Instruct"],
    ["redhatai/Llama-3.3-70B-Instruct-fp8-dynamic", "meta-llama/Llama-3.3-70B-Instruct"],
    ["unsloth/Meta-Llama-3.1-8B-Instruct-bnb-4bit", "meta-llama/Llama-3.1-8B-Instruct"],
    ["somebody/Llama-3.1-8B-FP8-Instruct", "meta-llama/Llama-3.1-8B-Instruct"],
    ["somebody/Qwen3-32B-W8A8-INT8", "Qwen/Qwen3-32B"],
    ["Qwen/Qwen3-235B-A22B-Instruct-2507-FP8", "Qwen/Qwen3-235B-A22B"],
    ["Qwen/Qwen3-30B-A3B-Thinking-2507", "Qwen/Qwen3-30B-A3B"],
    ["Qwen/Qwen3-30B-A3B-Base", "Qwen/Qwen3-30B-A3B"],
    ["Qwen/Qwen3.6-35B-A3B-FP8", "Qwen/Qwen3.5-35B-A3B"],
    ["qwen3.6-27b", "Qwen/Qwen3.5-27B"],
    ["nvidia/DeepSeek-R1-0528-NVFP4", "deepseek-ai/DeepSeek-R1"],
    ["deepseek-ai/DeepSeek-V3.2-Exp", "deepseek-ai/DeepSeek-V3.2"],
    ["nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16"],
    ["nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8"],
    ["mistralai/Mistral-7B-Instruct-v0.1", "mistralai/Mistral-7B-v0.1"],
    ["mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1"],
    ["lukealonso/GLM-5.1-NVFP4-MTP", "zai-org/GLM-5"],
    ["ibm-granite/granite-3.1-8b-instruct", "ibm-granite/granite-3.3-8b-instruct"],
  ])("%s has the shape of %s", (name, id) => {
    expect(shapeOf(name)).toBe(id);
  });

  // Near in name, another shape: 4.2 is not 3.1, Ministral 3 is not Ministral, R1-Distill is no R1.
  test.each(["ibm-granite/granite-4.2-8b", "mistralai/Ministral-3-8B-Instruct-2512", "Qwen/Qwen1.5-7B", "zai-org/GLM-5.2-FP8", "EleutherAI/gpt-j-6b", "", "constructor", "__proto__"])("'%s' is not in the catalog", (name) => {
    expect(resolveModelName(name, models)).toBeNull();
  });

  test("is said to stand for another only where it does", () => {
    expect(resolveModelName("meta-llama/Llama-3.1-8B", models)?.assumed).toEqual([]);
    expect(resolveModelName("Qwen3.6-27B", models)?.assumed).toEqual([{ code: "same-shape", asked: "Qwen3.6-27B", used: "Qwen/Qwen3.5-27B" }]);
    expect(resolveModelName("Qwen/Qwen3-30B-A3B-Thinking-2507", models)?.assumed).toMatchObject([{ code: "same-shape", used: "Qwen/Qwen3-30B-A3B" }]);
  });

  test.each([
    ["somebody/Llama-3.1-8B-Instruct-AWQ", { weights: "int4", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-GPTQ-Int8", { weights: "int8", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-NVFP4", { weights: "fp4", scaling: "block" }],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic", { weights: "fp8", scaling: "dynamic" }],
    ["somebody/Llama-3.1-8B-FP8-Instruct", { weights: "fp8" }],
  ])("of a copy states its checkpoint: %s", (name, checkpoint) => {
    const found = resolveModelName(name, models);
    expect(found).toMatchObject({ statesFormat: true, model: { id: name, checkpoint }, entry: { id: "meta-llama/Llama-3.1-8B-Instruct" } });
    expect(found?.model.checkpoint).toEqual(checkpoint);
    expect(found?.model.layers).toBe(found?.entry.layers);
  });

  test("of an entry keeps the entry's own checkpoint, whatever it ends in", () => {
    expect(resolveModelName("nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", models)).toMatchObject({ statesFormat: false, model: { checkpoint: { weights: "fp8", scaling: "tensor" } } });
  });
});

describe("models with a vision encoder", () => {
  test("carry its weights and their own context", () => {
    const found = resolveModelName("RedHatAI/Qwen3-VL-235B-A22B-Instruct-FP8-dynamic", models);
    expect(found?.entry).toMatchObject({ id: "Qwen/Qwen3-235B-A22B", maxContextTokens: 262144, parameters: { vision: 576e6 } });
    expect(found?.model).toMatchObject({ maxContextTokens: 262144, checkpoint: { weights: "fp8" } });
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
    const vision = resolveModelName(`Qwen/${name}`, models)?.model.parameters.vision ?? NaN;
    expect(Math.abs(vision / counted - 1)).toBeLessThan(0.005);
  });
});

describe("near names", () => {
  test.each([
    ["llama-3.1-9b", ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-70B-Instruct", "meta-llama/Llama-3.1-405B-Instruct"]],
    ["qwen3-33b", ["Qwen/Qwen3-32B", "Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-14B"]],
    ["openai/gpt-oss", ["openai/gpt-oss-20b", "openai/gpt-oss-120b", "openai-community/gpt2"]],
    ["kimi k3", ["moonshotai/Kimi-K2.5", "moonshotai/Kimi-K2-Instruct", "moonshotai/Kimi-K2-Thinking"]],
  ])("of %s are of its family, then its generation, then its size", (name, ids) => {
    expect(nearestModels(name, models)).toEqual(ids);
  });

  test("forgive a slip", () => {
    expect(nearestModels("lama-3.1-70b", models)[0]).toBe("meta-llama/Llama-3.1-70B-Instruct");
    expect(nearestModels("zai-org/GLM-5.2-FP8", models)[0]).toBe("zai-org/GLM-5");
  });
});

test("a name of 100,000 characters is refused without being compared", () => {
  const name = "llama-".repeat(20_000);
  expect(resolveModelName(name, models)).toBeNull();
  expect(() => findModel(name, models)).toThrow(expect.objectContaining({ code: "unknown-id", field: "model", value: name.length, suggestions: [] }) as InfrascaleError);
});

test("no text makes it throw, and what it finds is a model of the catalog's shape", () => {
  const part = fc.constantFrom("meta-llama/", "Llama-3.1-8B", "Qwen3-32B", "-Instruct", "-FP8", "-NVFP4", "-AWQ", "-MTP", "-2507", "-hf", "/", "-", " ", "gpt-oss-120b", "Qwen3-VL-8B");
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 300 }), fc.array(part, { maxLength: 8 }).map((parts) => parts.join(""))), (name) => {
      const found = resolveModelName(name, models);
      if (found !== null) expect(found.model.layers).toBe(found.entry.layers);
    }),
  );
});
