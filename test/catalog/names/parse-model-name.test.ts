import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Checkpoint } from "../../../src/catalog/model.js";
import { parseModelName } from "../../../src/catalog/names/parse-model-name.js";

const INT4: Checkpoint = { weights: "int4", weightOnly: true };
const INT8: Checkpoint = { weights: "int8", scaling: "dynamic" };

describe("names", () => {
  test.each<readonly [string, string, Checkpoint | null]>([
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16", "Meta-Llama-3.1-8B-Instruct", INT4],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w8a8", "Meta-Llama-3.1-8B-Instruct", INT8],
    [
      "neuralmagic/Llama-3.2-3B-Instruct-quantized.w8a16",
      "Llama-3.2-3B-Instruct",
      { weights: "int8", weightOnly: true },
    ],
    ["RedHatAI/Qwen3-8B-FP8-dynamic", "Qwen3-8B", { weights: "fp8", scaling: "dynamic" }],
    ["RedHatAI/Qwen3-8B-FP8-block", "Qwen3-8B", { weights: "fp8", scaling: "block" }],
    ["Qwen/Qwen3-32B-FP8", "Qwen3-32B", { weights: "fp8" }],
    ["Qwen/Qwen3-32B-FP8-Static-PerTensor", "Qwen3-32B", { weights: "fp8", scaling: "tensor" }],
    ["nvidia/Llama-3.1-70B-Instruct-FP8", "Llama-3.1-70B-Instruct", { weights: "fp8", scaling: "tensor" }],
    ["amd/Llama-3.1-405B-Instruct-FP8-KV", "Llama-3.1-405B-Instruct", { weights: "fp8", scaling: "tensor" }],
    ["nvidia/DeepSeek-R1-NVFP4", "DeepSeek-R1", { weights: "fp4", scaling: "block" }],
    ["nvidia/DeepSeek-R1-FP4", "DeepSeek-R1", { weights: "fp4", scaling: "block" }],
    ["amd/DeepSeek-R1-MXFP4", "DeepSeek-R1", { weights: "fp4", scaling: "block", weightOnly: true }],
    ["Qwen/Qwen2.5-7B-Instruct-AWQ", "Qwen2.5-7B-Instruct", INT4],
    ["hugging-quants/Meta-Llama-3.1-70B-Instruct-AWQ-INT4", "Meta-Llama-3.1-70B-Instruct", INT4],
    ["Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4", "Qwen2.5-7B-Instruct", INT4],
    ["Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8", "Qwen2.5-7B-Instruct", { weights: "int8", weightOnly: true }],
    ["TheBloke/Llama-2-7B-GPTQ", "Llama-2-7B", INT4],
    ["unsloth/Llama-3.2-1B-Instruct-bnb-4bit", "Llama-3.2-1B-Instruct", INT4],
    ["unsloth/Qwen3-8B-unsloth-bnb-4bit", "Qwen3-8B", INT4],
    ["org/Model-INT8", "Model", INT8],
    ["nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", "NVIDIA-Nemotron-3-Nano-30B-A3B", { weights: "bf16" }],
    ["org/Model-FP8-BF16", "Model", { weights: "bf16" }],
    ["openbmb/MiniCPM-2B-dpo-bf16", "MiniCPM-2B-dpo", { weights: "bf16" }],
    ["meta-llama/Llama-3.1-8B-Instruct", "Llama-3.1-8B-Instruct", null],
    ["Llama-2-7b-hf", "Llama-2-7b-hf", null],
    ["org/AWQ", "AWQ", null],
    ["org/-AWQ", "-AWQ", null],
  ])("%s", (name, base, checkpoint) => {
    expect(parseModelName(name)).toEqual({
      organisation: name.includes("/") ? name.slice(0, name.indexOf("/")) : null,
      base,
      checkpoint,
    });
  });

  test("spaces around and an empty organisation are dropped", () => {
    expect(parseModelName("  /Model-AWQ ")).toEqual({ organisation: null, base: "Model", checkpoint: INT4 });
  });

  test("a base name has no ending left", () => {
    const part = fc.constantFrom(
      "Llama",
      "-8B",
      "-FP8",
      "-AWQ",
      "-Instruct",
      "-GPTQ-Int4",
      ".w4a16",
      "-bf16",
      "/",
      "-NVFP4",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const { base } = parseModelName(parts.join(""));
        expect(parseModelName(base)).toMatchObject({ base, checkpoint: null });
      }),
    );
  });
});
