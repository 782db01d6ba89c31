import { describe, expect, test } from "vitest";
import { modelFromHuggingFace } from "../../src/catalog/huggingface/index.js";
import type { Checkpoint } from "../../src/catalog/model.js";
import { formatBytes } from "../../src/catalog/stored-weights.js";

/** Each layer: attention 4096 + 2 x 1024 + 4096 = 10240 weights, block 3 x 8192 = 24576; together 34816. */
const TINY = {
  model_type: "llama",
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  intermediate_size: 128,
  vocab_size: 100,
  torch_dtype: "bfloat16",
};
const ATTENTION = 10240;
const LAYER = 34816;

const checkpoint = (fields: object, id = "org/model"): Checkpoint =>
  modelFromHuggingFace({ ...TINY, ...fields }, { id }).checkpoint;
const quantised = (config: object): Checkpoint => checkpoint({ quantization_config: config });
/** Share of the layers' weights that take two bytes instead of one. */
const share = (config: object): number => {
  const { partBytes = {} } = quantised(config);
  return (ATTENTION * ((partBytes.attention ?? 1) - 1) + (LAYER - ATTENTION) * ((partBytes.dense ?? 1) - 1)) / LAYER;
};

const float8 = { num_bits: 8, type: "float" };
const float4 = { num_bits: 4, type: "float", group_size: 16 };
const group = (weights: object, activations: object | null, targets = ["Linear"]): object => ({
  weights,
  input_activations: activations,
  targets,
});
const tensors = (...groups: object[]): object => ({
  quant_method: "compressed-tensors",
  config_groups: Object.fromEntries(groups.map((entry, index) => [`group_${index}`, entry])),
});

describe("plain weights", () => {
  test.each([
    ["bfloat16", "bf16"],
    ["float16", "fp16"],
    ["float32", "fp32"],
    ["torch.bfloat16", "bf16"],
  ])("%s", (name, weights) => {
    expect(checkpoint({ torch_dtype: name })).toEqual({ weights });
    expect(checkpoint({ torch_dtype: undefined, dtype: name })).toEqual({ weights });
  });

  test("where nothing is stated, bf16 with a remark", () => {
    const model = modelFromHuggingFace({ ...TINY, torch_dtype: undefined });
    expect(model.checkpoint).toEqual({ weights: "bf16" });
    expect(model.provenance?.notes).toMatch(/bf16 is assumed/);
  });

  test("the name counts where the config has no quantization_config, and only there", () => {
    expect(checkpoint({}, "nvidia/Tiny-NVFP4")).toEqual({ weights: "fp4", scaling: "block" });
    expect(
      checkpoint({ quantization_config: { quant_method: "fp8", activation_scheme: "static" } }, "x/Tiny-NVFP4"),
    ).toMatchObject({ weights: "fp8" });
  });
});

describe("formats", () => {
  test.each<readonly [string, object, Checkpoint]>([
    [
      "FP8 by block",
      { quant_method: "fp8", activation_scheme: "dynamic", weight_block_size: [128, 128] },
      { weights: "fp8", scaling: "block" },
    ],
    [
      "FP8 with scales as it runs",
      { quant_method: "fp8", activation_scheme: "dynamic" },
      { weights: "fp8", scaling: "dynamic" },
    ],
    [
      "FP8 with stored scales",
      { quant_method: "fp8", activation_scheme: "static", weight_block_size: null },
      { weights: "fp8", scaling: "tensor" },
    ],
    ["FBGEMM", { quant_method: "fbgemm_fp8", activation_scale_ub: 1200 }, { weights: "fp8", scaling: "dynamic" }],
    ["AWQ", { quant_method: "awq", bits: 4, group_size: 128 }, { weights: "int4", weightOnly: true }],
    [
      "GPTQ",
      { quant_method: "gptq", bits: 4, group_size: 128, desc_act: false },
      { weights: "int4", weightOnly: true },
    ],
    [
      "GPTQ of small groups",
      { quant_method: "gptq", bits: 4, group_size: 32 },
      { weights: "int4", scaling: "block", weightOnly: true },
    ],
    ["GPTQ of 8 bit", { quant_method: "gptq", bits: 8 }, { weights: "int8", weightOnly: true }],
    [
      "bitsandbytes, 4 bit",
      { quant_method: "bitsandbytes", load_in_4bit: true },
      { weights: "int4", weightOnly: true, scaleGroup: 32 },
    ],
    [
      "bitsandbytes, 4 bit, scales quantised too",
      { quant_method: "bitsandbytes", load_in_4bit: true, bnb_4bit_use_double_quant: true },
      { weights: "int4", weightOnly: true },
    ],
    ["AutoRound", { quant_method: "auto-round", bits: 4, group_size: 128 }, { weights: "int4", weightOnly: true }],
    [
      "GPTQ of groups of 64",
      { quant_method: "gptq", bits: 4, group_size: 64 },
      { weights: "int4", weightOnly: true, scaleGroup: 64 },
    ],
    [
      "ModelOpt W4A16 NVFP4",
      { quant_algo: "W4A16_NVFP4" },
      { weights: "fp4", scaling: "block", weightOnly: true, scaleGroup: 16 },
    ],
    ["ModelOpt MXFP8", { quant_algo: "MXFP8" }, { weights: "fp8", scaling: "block", scaleGroup: 32 }],
    [
      "bitsandbytes, 8 bit",
      { quant_method: "bitsandbytes", load_in_8bit: true },
      { weights: "int8", scaling: "dynamic" },
    ],
    ["MXFP4", { quant_method: "mxfp4" }, { weights: "fp4", scaling: "block", weightOnly: true }],
    [
      "ModelOpt FP8",
      {
        quant_algo: "FP8",
        config_groups: { group_0: group({ ...float8, dynamic: false }, { ...float8, dynamic: false }) },
      },
      { weights: "fp8", scaling: "tensor" },
    ],
    [
      "ModelOpt NVFP4",
      {
        quant_method: "modelopt",
        quant_algo: "NVFP4",
        config_groups: { group_0: group(float4, { ...float4, dynamic: false }) },
      },
      { weights: "fp4", scaling: "block" },
    ],
    [
      "ModelOpt NVFP4 without groups",
      { quant_method: "modelopt", quant_algo: "NVFP4" },
      { weights: "fp4", scaling: "block" },
    ],
    [
      "compressed-tensors FP8 by channel",
      tensors(group({ ...float8, strategy: "channel" }, { ...float8, dynamic: true })),
      { weights: "fp8", scaling: "dynamic" },
    ],
    [
      "compressed-tensors FP8 by block",
      tensors(group({ ...float8, strategy: "block" }, { ...float8, dynamic: true })),
      { weights: "fp8", scaling: "block" },
    ],
    [
      "compressed-tensors w8a8",
      tensors(group({ num_bits: 8, type: "int", strategy: "channel" }, { num_bits: 8, type: "int", dynamic: true })),
      { weights: "int8", scaling: "dynamic" },
    ],
    [
      "compressed-tensors w8a16",
      tensors(group({ num_bits: 8, type: "int" }, null)),
      { weights: "int8", weightOnly: true },
    ],
    [
      "compressed-tensors w4a16",
      tensors(group({ num_bits: 4, type: "int", group_size: 128 }, null)),
      { weights: "int4", weightOnly: true },
    ],
    [
      "compressed-tensors int4 in groups of 32",
      tensors(group({ num_bits: 4, type: "int", group_size: 32 }, null)),
      { weights: "int4", scaling: "block", weightOnly: true },
    ],
    [
      "compressed-tensors MXFP4",
      tensors(group({ num_bits: 4, type: "float", group_size: 32 }, null)),
      { weights: "fp4", scaling: "block", weightOnly: true },
    ],
  ])("%s", (_, config, expected) => {
    const { partBytes, ...format } = quantised(config);
    expect(format).toEqual(expected);
    const bytes = formatBytes(expected.weights, expected);
    expect(partBytes).toEqual({ attention: bytes, dense: bytes, head: 2, draft: bytes });
  });
});

describe("what stays in 16 bit", () => {
  const fp8 = { quant_method: "fp8", activation_scheme: "dynamic" };
  test.each<readonly [string, readonly string[], number]>([
    [
      "head, embedding, norms, routers are no part of the share",
      ["lm_head", "model.embed_tokens", "model.layers.0.input_layernorm", "model.layers.0.mlp.gate"],
      0,
    ],
    ["a matrix of one layer", ["model.layers.1.self_attn.q_proj"], 4096],
    ["all below a path", ["model.layers.0.self_attn"], ATTENTION],
    ["a bare name in every layer", ["self_attn"], 2 * ATTENTION],
    ["a name is not the start of another", ["gate", "self_attn.q"], 0],
    ["a wildcard at the end", ["model.layers.0*"], LAYER],
    ["a wildcard within", ["model.layers.*.self_attn"], 2 * ATTENTION],
    [
      "other stems",
      ["model.language_model.layers.0.self_attn*", "language_model.model.layers.1.mlp.up_proj"],
      ATTENTION + 8192,
    ],
    ["a regular expression", ["re:.*\\.self_attn\\.(q|o)_proj$"], 4 * 4096],
    ["a dot is no other character", ["mlp.up.proj"], 0],
    ["another name of the block", ["model.layers.0.block_sparse_moe"], 24576],
  ])("%s", (_, names, kept) => {
    const expected = kept / (2 * LAYER);
    expect(share({ ...fp8, modules_to_not_convert: names })).toBeCloseTo(expected, 12);
    expect(share({ ...tensors(group(float8, { ...float8, dynamic: true })), ignore: names })).toBeCloseTo(expected, 12);
  });

  test("GPTQModel's and AutoRound's exclusions", () => {
    const int4 = 0.5 + 2 / 128;
    expect(
      quantised({ quant_method: "gptq", bits: 4, dynamic: { "-:.*self_attn.*": {}, "+:.*mlp.*": { bits: 8 } } })
        .partBytes,
    ).toMatchObject({ attention: 2, dense: int4 });
    expect(
      quantised({ quant_method: "auto-round", bits: 4, extra_config: { "model.layers.0.self_attn": { bits: 16 } } })
        .partBytes?.attention,
    ).toBeCloseTo((2 + int4) / 2, 12);
  });

  test("experts apart from shared and dense blocks, as Kimi K2.5 lists them", () => {
    const experts = {
      model_type: "deepseek_v3",
      n_routed_experts: 4,
      num_experts_per_tok: 2,
      moe_intermediate_size: 32,
      n_shared_experts: 1,
      first_k_dense_replace: 1,
    };
    const config = {
      ...tensors(group({ num_bits: 4, type: "int", group_size: 32 }, null)),
      ignore: ["lm_head", "re:.*self_attn.*", "re:.*shared_experts.*", "re:.*mlp\\.(gate|up|gate_up|down)_proj.*"],
    };
    expect(checkpoint({ ...experts, quantization_config: config }).partBytes).toMatchObject({
      attention: 2,
      dense: 2,
      shared: 2,
      experts: 0.5 + 2 / 32,
    });
  });

  test("formats by module, the head among them where it is named", () => {
    const mixed = {
      quant_method: "modelopt",
      quant_algo: "MIXED_PRECISION",
      config_groups: {
        a: group(float8, float8, ["re:.*self_attn.*"]),
        b: group(float4, float4, ["re:.*mlp.*", "lm_head"]),
      },
      ignore: ["mtp*"],
    };
    expect(quantised(mixed)).toEqual({
      weights: "fp4",
      scaling: "block",
      partBytes: { attention: 1, dense: 0.5625, head: 0.5625, draft: 2 },
    });
  });

  test("the cache that a checkpoint asks for", () => {
    expect(quantised({ quant_algo: "FP8", kv_cache_quant_algo: "FP8" }).kvCache).toBe("fp8");
    expect(
      quantised({ ...tensors(group(float8, float8)), kv_cache_scheme: { num_bits: 8, type: "float", dynamic: false } })
        .kvCache,
    ).toBe("fp8");
    expect(quantised({ quant_algo: "FP8", kv_cache_quant_algo: null }).kvCache).toBeUndefined();
  });
});

describe("hf_quant_config.json", () => {
  const layers = {
    "model.layers.0.self_attn.q_proj": { quant_algo: "FP8" },
    "model.layers.1.self_attn.q_proj": { quant_algo: "FP8" },
    "model.layers.0.mlp": { quant_algo: "NVFP4" },
    "model.layers.1.mlp": { quant_algo: "NVFP4" },
  };

  test("counts where the config is silent, formats listed layer by layer", () => {
    const quantisation = {
      producer: { name: "modelopt" },
      quantization: {
        quant_algo: "MIXED_PRECISION",
        kv_cache_quant_algo: "FP8",
        quantized_layers: layers,
        exclude_modules: ["lm_head"],
      },
    };
    const model = modelFromHuggingFace(TINY, { id: "org/model", quantisation: JSON.stringify(quantisation) });
    expect(model.checkpoint).toMatchObject({
      weights: "fp4",
      scaling: "block",
      kvCache: "fp8",
      partBytes: { dense: 0.5625, head: 2 },
    });
    expect(model.checkpoint.partBytes?.attention).toBeCloseTo((4096 * 1 + 6144 * 2) / ATTENTION, 12);
  });

  test("its mistakes are told with its own path", () => {
    expect(() => modelFromHuggingFace(TINY, { quantisation: { quantization: { quant_algo: "W2" } } })).toThrow(
      /options\.quantisation\.quantization\.quant_algo/,
    );
  });
});
