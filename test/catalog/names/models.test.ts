import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findModel, models, type InfrascaleError } from "../../../src/index.js";
import { thrown } from "../../support/refusal.js";
import { nearestModels } from "../../../src/catalog/names/nearest.js";
import { isNameRefused } from "../../../src/catalog/names/name-refusal.js";
import { resolveModelName, type NamedModel } from "../../../src/catalog/names/resolve-model-name.js";

/** The model of a name, which must stand for one. */
function resolved(name: string): NamedModel {
  const found = resolveModelName(name, models);
  if (isNameRefused(found)) throw new Error(name);
  return found;
}

const shapeOf = (name: string): string => resolved(name).entry.id;

const refusalOf = (name: string): string | null => {
  const found = resolveModelName(name, models);
  return isNameRefused(found) ? found.refusal : null;
};

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
    ["Qwen/Qwen3-235B-A22B-Instruct-2507-FP8", "Qwen/Qwen3-235B-A22B-Instruct-2507"],
    ["Qwen/Qwen3-30B-A3B-Thinking-2507", "Qwen/Qwen3-30B-A3B-Instruct-2507"],
    ["Qwen/Qwen3-30B-A3B-Base", "Qwen/Qwen3-30B-A3B"],
    ["Qwen/Qwen3.6-35B-A3B-FP8", "Qwen/Qwen3.6-35B-A3B"],
    ["qwen3.6-27b", "Qwen/Qwen3.6-27B"],
    ["nvidia/DeepSeek-R1-0528-NVFP4-v2", "deepseek-ai/DeepSeek-R1-0528"],
    ["deepseek-ai/DeepSeek-V3.2-Speciale", "deepseek-ai/DeepSeek-V3.2"],
    ["nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-FP8", "nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16"],
    ["nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8", "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8"],
    ["mistralai/Mistral-7B-Instruct-v0.1", "mistralai/Mistral-7B-v0.1"],
    ["mistralai/Mixtral-8x7B-v0.1", "mistralai/Mixtral-8x7B-Instruct-v0.1"],
    ["lukealonso/GLM-5.1-NVFP4-MTP", "zai-org/GLM-5.1"],
    ["ibm-granite/granite-3.1-8b-instruct", "ibm-granite/granite-3.3-8b-instruct"],
    // Short names, spellings and copies.
    ["llama-31-8b", "meta-llama/Llama-3.1-8B-Instruct"],
    ["llama3-1-8b", "meta-llama/Llama-3.1-8B-Instruct"],
    ["qwen3-235b", "Qwen/Qwen3-235B-A22B"],
    ["qwen3-coder-30b", "Qwen/Qwen3-Coder-30B-A3B-Instruct"],
    ["r1-0528", "deepseek-ai/DeepSeek-R1-0528"],
    ["seed-oss", "ByteDance-Seed/Seed-OSS-36B-Instruct"],
    ["phi-4-14b", "microsoft/phi-4"],
    ["google/gemma-4-31B-it-qat-w4a16-ct", "google/gemma-4-31B-it"],
    ["Intel/Qwen3.6-35B-A3B-int4-mixed-AutoRound", "Qwen/Qwen3.6-35B-A3B"],
    ["bartowski/google_gemma-3-27b-it-GGUF", "google/gemma-3-27b-it"],
    ["bartowski/Qwen_Qwen3-8B-GGUF:Q6_K", "Qwen/Qwen3-8B"],
    ["Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf", "meta-llama/Llama-3.1-8B-Instruct"],
    ["NousResearch/Hermes-3-Llama-3.1-8B", "meta-llama/Llama-3.1-8B-Instruct"],
    ["nvidia/Llama-3_3-Nemotron-Super-49B-v1_5", "nvidia/Llama-3_3-Nemotron-Super-49B-v1"],
    // Tags of Ollama: another model than the same words with a dash at times.
    ["llama3.3:70b", "meta-llama/Llama-3.3-70B-Instruct"],
    ["llama3.1", "meta-llama/Llama-3.1-8B-Instruct"],
    ["qwen3:30b", "Qwen/Qwen3-30B-A3B-Instruct-2507"],
    ["qwen3:30b-a3b", "Qwen/Qwen3-30B-A3B"],
    ["deepseek-r1:8b", "deepseek-ai/DeepSeek-R1-0528-Qwen3-8B"],
    ["llama3.1:8b-instruct-q8_0", "meta-llama/Llama-3.1-8B-Instruct"],
  ])("%s has the shape of %s", (name, id) => {
    expect(shapeOf(name)).toBe(id);
  });

  // Near in name, another shape: 4.2 is not 3.1, Mistral Small 2409 has 22 B, 57 B are not 2.5 and 7 B.
  test.each([
    ["ibm-granite/granite-4.2-8b", "unknown"],
    ["Qwen/Qwen1.5-7B", "unknown"],
    ["EleutherAI/gpt-j-6b", "unknown"],
    ["mistralai/Mistral-Small-Instruct-2409", "unknown"],
    ["qwen2-57b", "unknown"],
    ["yuhuili/EAGLE3-LLaMA3.1-Instruct-8B", "unknown"],
    ["llava-hf/llava-v1.6-mistral-7b-hf", "unknown"],
    ["", "unknown"],
    ["constructor", "unknown"],
    ["__proto__", "unknown"],
    ["qwen3", "ambiguous"],
    ["llama", "ambiguous"],
    ["llama-3", "ambiguous"],
    ["Llama-3.1-Instruct", "ambiguous"],
    ["mistralai/Ministral-3-14B-Instruct-2512", "no-public-config"],
    ["google/gemma-4-12B-it", "no-public-config"],
    ["tencent/Hy3-FP8", "no-public-config"],
    ["google/flan-t5-xxl", "encoder-decoder"],
    ["openai/whisper-large-v3", "encoder-decoder"],
    ["turboderp/Llama-3.1-8B-Instruct-exl3", "bits-not-stated"],
  ])("'%s' is refused: %s", (name, refusal) => {
    expect(refusalOf(name)).toBe(refusal);
  });

  test.each([
    ["llama-3", "ambiguous-name", ["meta-llama/Meta-Llama-3-8B-Instruct", "meta-llama/Meta-Llama-3-70B-Instruct"]],
    ["Mistral-Large-3", "no-public-config", null],
    ["google/t5gemma-2-4b", "unsupported-model", []],
    ["Llama-3.1-8B-exl2", "unsupported-precision", []],
    ["llama-3.1-9b", "unknown-id", null],
  ] as const)("%s is an error of its kind: %s", (name, code, suggestions) => {
    const error = thrown(() => findModel(name, models));
    expect(error).toMatchObject({ code, field: "model", value: name });
    if (suggestions !== null) expect(error.suggestions).toEqual(suggestions);
  });

  test("is said to stand for another only where it does", () => {
    expect(resolved("meta-llama/Llama-3.1-8B").assumed).toEqual([]);
    expect(resolved("Qwen/Qwen3-30B-A3B").assumed).toEqual([]);
    expect(resolved("Qwen/Qwen3-30B-A3B-Base").assumed).toEqual([
      { code: "same-shape", asked: "Qwen/Qwen3-30B-A3B-Base", used: "Qwen/Qwen3-30B-A3B" },
    ]);
    expect(resolved("QwQ-32B").assumed).toEqual([
      { code: "same-shape", asked: "QwQ-32B", used: "Qwen/Qwen2.5-32B-Instruct" },
    ]);
    expect(resolved("gpt-oss").assumed).toEqual([
      { code: "checkpoint", asked: "gpt-oss", used: "openai/gpt-oss-120b" },
    ]);
    expect(resolved("nvidia/Qwen3-32B-NVFP4").assumed).toEqual([
      { code: "checkpoint", asked: "nvidia/Qwen3-32B-NVFP4", used: "Qwen/Qwen3-32B" },
    ]);
  });

  // max_position_embeddings of each config.json.
  test.each([
    ["moonshotai/Kimi-K2-Instruct-0905", 262144],
    ["microsoft/Phi-3-mini-4k-instruct", 4096],
    ["microsoft/Phi-4-reasoning-plus", 32768],
    ["Qwen/Qwen2.5-Math-1.5B", 4096],
    ["Qwen/Qwen2.5-7B-Instruct-1M", 1010000],
    ["huggyllama/llama-7b", 2048],
  ])("of a version with its own context has it: %s, %d tokens", (name, tokens) => {
    expect(resolved(name).model.maxContextTokens).toBe(tokens);
    expect(resolved(name).assumed).toContainEqual({ code: "context-from-name", asked: name, used: tokens });
  });

  test.each(["Qwen/Qwen3-235B-A22B-Thinking-2507", "Qwen/Qwen3-4B-Thinking-2507-FP8", "qwen3-30b-2507"])(
    "of July 2025 has 262,144 tokens: %s",
    (name) => {
      expect(resolved(name).model.maxContextTokens).toBe(262144);
    },
  );

  test("of embedding models are the sizes of BERT and XLM-RoBERTa that they are made of", () => {
    for (const [name, id] of [
      ["mixedbread-ai/mxbai-embed-large-v1", "BAAI/bge-large-en-v1.5"],
      ["BAAI/bge-base-en-v1.5", "Snowflake/snowflake-arctic-embed-m"],
      ["Snowflake/snowflake-arctic-embed-l-v2.0", "BAAI/bge-m3"],
    ] as const)
      expect([resolved(name).entry.id, resolved(name).model.kind]).toEqual([id, "embedding"]);
    expect(resolved("BAAI/bge-reranker-large").model).toMatchObject({ kind: "reranker", maxContextTokens: 512 });
  });

  test("of a reranker in the shape of a decoder is a reranker, without its head", () => {
    expect(resolved("Qwen/Qwen3-Reranker-8B").model.parameters).toMatchObject({
      head: 0,
      total: resolved("Qwen/Qwen3-8B").entry.parameters.total - resolved("Qwen/Qwen3-8B").entry.parameters.head,
    });
    expect(resolved("Qwen/Qwen3-Reranker-8B").model).toMatchObject({
      kind: "reranker",
      layers: resolved("Qwen/Qwen3-8B").entry.layers,
    });
  });

  test.each([
    ["somebody/Llama-3.1-8B-Instruct-AWQ", { weights: "int4", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-GPTQ-Int8", { weights: "int8", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-NVFP4", { weights: "fp4", scaling: "block" }],
    ["RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic", { weights: "fp8", scaling: "dynamic" }],
    ["somebody/Llama-3.1-8B-FP8-Instruct", { weights: "fp8" }],
    ["somebody/Llama-3.1-8B-Instruct-GGUF", { weights: "int4", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-GGUF:Q8_0", { weights: "int8", weightOnly: true }],
    ["Meta-Llama-3.1-8B-Instruct-UD-IQ2_XXS.gguf", { weights: "int4", weightOnly: true }],
    ["llama3.1:8b-instruct-fp16", { weights: "fp16" }],
    ["somebody/Llama-3.1-8B-Instruct-int4-AutoRound", { weights: "int4", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-int8-AutoRound", { weights: "int8", weightOnly: true }],
    ["somebody/Llama-3.1-8B-Instruct-MXFP8", { weights: "fp8", scaling: "block" }],
    ["amd/Llama-3.1-8B-Instruct-w-mxfp4-a-fp8", { weights: "fp4", scaling: "block", weightOnly: true }],
  ])("of a copy states its checkpoint: %s", (name, checkpoint) => {
    const found = resolved(name);
    expect(found).toMatchObject({
      statesFormat: true,
      model: { id: name, checkpoint },
      entry: { id: "meta-llama/Llama-3.1-8B-Instruct" },
    });
    expect(found.model.checkpoint).toEqual(checkpoint);
    expect(found.model.layers).toBe(found.entry.layers);
    expect(findModel(name, models)).toEqual({ ...found.model, id: found.entry.id });
  });

  test("of a file in the format that is published keeps the checkpoint", () => {
    for (const name of ["gpt-oss:20b", "unsloth/gpt-oss-20b-GGUF"])
      expect(resolved(name)).toMatchObject({
        statesFormat: false,
        model: { checkpoint: { weights: "fp4", weightOnly: true } },
      });
  });

  test("of an entry keeps the entry's own checkpoint, whatever it ends in", () => {
    expect(resolved("nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8")).toMatchObject({
      statesFormat: false,
      model: { checkpoint: { weights: "fp8", scaling: "tensor" } },
    });
  });
});

describe("models with a vision encoder", () => {
  test("carry its weights and their own context", () => {
    const found = resolved("RedHatAI/Qwen3-VL-235B-A22B-Instruct-FP8-dynamic");
    expect(found.entry).toMatchObject({
      id: "Qwen/Qwen3-VL-235B-A22B-Instruct",
      maxContextTokens: 262144,
      parameters: { vision: 576e6 },
    });
    expect(found.model).toMatchObject({ maxContextTokens: 262144, checkpoint: { weights: "fp8" } });
    expect(resolved("Qwen/Qwen2.5-VL-7B-Instruct")).toMatchObject({
      entry: { id: "Qwen/Qwen2.5-7B-Instruct" },
      model: { maxContextTokens: 128000 },
    });
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
    const counted =
      depth * (4 * width ** 2 + 2 * width * inner) +
      (3 * 2 * 16 * 16 + 2304) * width +
      4 * (merged ** 2 + merged * text);
    const { vision } = resolved(`Qwen/${name}`).model.parameters;
    expect(Math.abs(vision / counted - 1)).toBeLessThan(0.005);
  });
});

// 32 layers of 4 d d + 3 d f, patches of 1176, one merger of (4 d)(4 d + d_text); widths of the config.json.
test.each([
  ["Qwen2.5-VL-3B-Instruct", 3420, 2048],
  ["Qwen2.5-VL-7B-Instruct", 3420, 3584],
  ["Qwen2.5-VL-32B-Instruct", 3456, 5120],
  ["Qwen2.5-VL-72B-Instruct", 3456, 8192],
])("the encoder of %s has the parameters that its shape gives", (name, inner, text) => {
  const counted = 32 * (4 * 1280 ** 2 + 3 * 1280 * inner) + 1176 * 1280 + 5120 * (5120 + text);
  expect(Math.abs(resolved(`Qwen/${name}`).model.parameters.vision / counted - 1)).toBeLessThan(0.005);
});

describe("near names", () => {
  test.each([
    [
      "llama-3.1-9b",
      ["meta-llama/Llama-3.1-8B-Instruct", "meta-llama/Llama-3.1-70B-Instruct", "meta-llama/Llama-3.1-405B-Instruct"],
    ],
    ["qwen3-33b", ["Qwen/Qwen3-32B", "Qwen/Qwen3-30B-A3B", "Qwen/Qwen3-30B-A3B-Instruct-2507"]],
    ["openai/gpt-oss-70b", ["openai/gpt-oss-120b", "openai/gpt-oss-20b", "openai-community/gpt2-xl"]],
  ])("of %s are of its family, then its generation, then its size", (name, ids) => {
    expect(nearestModels(name, models)).toEqual(ids);
  });

  test("forgive a slip", () => {
    expect(nearestModels("lama-3.1-70b", models)[0]).toBe("meta-llama/Llama-3.1-70B-Instruct");
    expect(nearestModels("zai-org/GLM-5.4-FP8", models)[0]).toBe("zai-org/GLM-5.3");
  });
});

test("a name of 100,000 characters is refused without being compared", () => {
  const name = "llama-".repeat(20_000);
  expect(refusalOf(name)).toBe("unknown");
  expect(() => findModel(name, models)).toThrow(
    expect.objectContaining({
      code: "unknown-id",
      field: "model",
      value: name.length,
      suggestions: [],
    }) as InfrascaleError,
  );
});

test("no text makes it throw, and what it finds is a model of the catalog's shape", () => {
  const part = fc.constantFrom(
    "meta-llama/",
    "Llama-3.1-8B",
    "Qwen3-32B",
    "-Instruct",
    "-FP8",
    "-NVFP4",
    "-AWQ",
    "-MTP",
    "-2507",
    "-hf",
    ":8b",
    "-Q4_K_M",
    "-GGUF",
    "eagle-",
    "/",
    "-",
    " ",
    "gpt-oss-120b",
    "Qwen3-VL-8B",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ maxLength: 300 }),
        fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
      ),
      (name) => {
        const found = resolveModelName(name, models);
        if (!isNameRefused(found)) expect(found.model.layers).toBe(found.entry.layers);
      },
    ),
  );
});
