import { describe, expect, test } from "vitest";
import { gpus, models } from "../../src/index.js";
import { resolveEngine } from "../../src/measurements/resolve-engine.js";
import { resolveGpu } from "../../src/measurements/resolve-gpu.js";
import { resolveModel } from "../../src/measurements/resolve-model.js";
import { resolveCache, resolveWeights } from "../../src/measurements/resolve-precision.js";

describe("engines", () => {
  test.each([
    ["vLLM", "v0.6.1", "vllm", "0.6.1"],
    ["vLLM", "V0.6.1", "vllm", "0.6.1"],
    ["vLLM (ROCm fork)", "0.9.0.1", "vllm", "0.9.0.1"],
    ["MangoBoost LLMBoost (vLLM-based)", "", "vllm", null],
    ["vLLM", "0.19.1rc1.dev339+gedc364896", "vllm", "0.19.1"],
    ["vllm", "V0 dev (PR 2031)", "vllm", "0"],
    ["vllm", "V1 (pre-0.20 message in log)", "vllm", "0.19"],
    ["vLLM", "nightly-5b8c30d62b754b57", "vllm", null],
    ["1Cat-vLLM", "1.0.0+flash_attn_v100-1.0.0", "vllm", null],
    ["NVIDIA NIM (TensorRT-LLM)", "", "tensorrt-llm", null],
    ["TensorRT-LLM (Triton tensorrtllm_backend)", "0.14.0", "tensorrt-llm", "0.14.0"],
    ["TensorRT-LLM", "feat/1.2-mlpinf", "tensorrt-llm", "1.2"],
    ["TensorRT-LLM", "0.20 (release inferred)", "tensorrt-llm", "0.20"],
    ["SGLang", "0.5.8+", "sglang", "0.5.8"],
    ["SGLang", "main 2026-07", "sglang", null],
    ["sglang", "0.0.0.dev1+g5f55db35e", "sglang", null],
    ["LMDeploy-TurboMind", "0.2.0", "generic", "0.2.0"],
  ])("%s %s is %s %s", (name, version, engine, number) => {
    expect(resolveEngine(name, version)).toEqual({ engine, version: number });
  });

  test("an empty name is none", () => {
    expect(resolveEngine("", "1.0")).toBeNull();
  });
});

describe("GPUs", () => {
  test.each([
    ["A100-SXM4-40GB", "a100-sxm4-40gb"],
    ["A100", "a100-sxm4-80gb"],
    ["H100 80GB", "h100-sxm5-80gb"],
    ["H100-PCIe-80GB", "h100-pcie-80gb"],
    ["B200 180GB", "b200-sxm-180gb"],
    ["B300-SXM-288GB", "b300-sxm"],
    ["RTXA6000", "rtx-a6000"],
    ["RTX PRO 6000 96GB", "rtx-pro-6000-blackwell"],
    ["RTX6000Ada", "rtx-6000-ada"],
  ])("%s is %s", (name, id) => {
    expect(resolveGpu(name, gpus)?.id).toBe(id);
  });

  // Cards of their own: another link, memory or power than the one they resemble.
  test.each(["A800-SXM4-80GB", "RTX4090D", "H20-3e-141GB", "V100S-PCIe-32GB", "MI250", "80GB class"])("%s is not in the catalog", (name) => {
    expect(resolveGpu(name, gpus)).toBeNull();
  });
});

describe("models", () => {
  test.each([
    ["meta-llama/Llama-2-70b-chat-hf", "meta-llama/Llama-2-70b-hf"],
    ["meta-llama/Llama-3.1-70B", "meta-llama/Llama-3.1-70B-Instruct"],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16", "meta-llama/Llama-3.1-8B-Instruct"],
    ["redhatai/Llama-3.3-70B-Instruct-fp8-dynamic", "meta-llama/Llama-3.3-70B-Instruct"],
    ["nvidia/DeepSeek-R1-0528-NVFP4", "deepseek-ai/DeepSeek-R1"],
    ["nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16"],
    ["nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8"],
    ["mistralai/Mistral-7B-Instruct-v0.1", "mistralai/Mistral-7B-v0.1"],
    ["mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1"],
    ["Qwen/Qwen3-30B-A3B-Base", "Qwen/Qwen3-30B-A3B"],
    ["Qwen/Qwen3.6-35B-A3B-FP8", "Qwen/Qwen3.5-35B-A3B"],
    ["deepseek-ai/DeepSeek-V3.2-Exp", "deepseek-ai/DeepSeek-V3.2"],
  ])("%s has the shape of %s", (name, id) => {
    expect(resolveModel(name, models)?.id).toBe(id);
  });

  // Near in name, another shape: 4.2 is not 3.1, Ministral 3 is not Ministral, R1-Distill is no R1.
  test.each(["ibm-granite/granite-4.2-8b", "mistralai/Ministral-3-8B-Instruct-2512", "Qwen/Qwen1.5-7B", "zai-org/GLM-5.2-FP8", "EleutherAI/gpt-j-6b"])("%s is not in the catalog", (name) => {
    expect(resolveModel(name, models)).toBeNull();
  });
});

describe("formats", () => {
  const model = (name: string): NonNullable<ReturnType<typeof resolveModel>> => {
    const found = resolveModel(name, models);
    if (found === null) throw new Error(name);
    return found;
  };

  test.each([
    // The column decides.
    ["fp8", "meta-llama/Llama-3.1-8B-Instruct", "fp8", false],
    ["int8 (w8a16)", "RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w8a16", "int8", true],
    ["int8 (w8a8)", "RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w8a8", "int8", false],
    ["int4-awq", "meta-llama/Llama-2-7b-chat-hf", "int4", true],
    ["nvfp4 (w4a4)", "Qwen/Qwen3-32B", "fp4", false],
    ["bfloat16", "meta-llama/Llama-3.1-8B-Instruct", "bf16", false],
    ["fp8", "openai/gpt-oss-120b", "fp8", false],
    // Else the name.
    ["compressed-tensors", "RedHatAI/Llama-3.3-70B-Instruct-quantized.w8a8", "int8", false],
    ["modelopt", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8", "fp8", false],
    ["", "nvidia/DeepSeek-V3.1-NVFP4", "fp4", false],
    // Else the published checkpoint.
    ["", "openai/gpt-oss-120b", "fp4", true],
    ["full_prec", "meta-llama/Meta-Llama-3-8B", "bf16", false],
    ["", "deepseek-ai/DeepSeek-R1", "fp8", false],
  ])("'%s' of %s is %s, weights only: %s", (stated, name, weights, weightOnly) => {
    expect(resolveWeights(stated, name, model(name))).toEqual({ weights, weightOnly });
  });

  test("an unknown word is no format", () => {
    expect(resolveWeights("ternary", "Qwen/Qwen3-32B", model("Qwen/Qwen3-32B"))).toBeNull();
  });

  test.each([
    ["", "engine-default"],
    ["auto", "engine-default"],
    ["bfloat16 (auto)", "bf16"],
    ["fp8 (fp8_ds_mla)", "fp8"],
    ["fp8_e4m3", "fp8"],
    ["fp16", "fp16"],
    ["int8", "int8"],
    ["int3 (K4V2)", null],
  ])("a cache of '%s' is %s", (stated, format) => {
    expect(resolveCache(stated)).toBe(format);
  });
});
