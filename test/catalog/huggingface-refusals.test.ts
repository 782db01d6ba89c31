import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modelFromHuggingFace } from "../../src/catalog/huggingface/index.js";
import { checkModel } from "../../src/catalog/validate.js";
import { InfrascaleError } from "../../src/errors.js";

const TINY = {
  model_type: "llama",
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  intermediate_size: 128,
  vocab_size: 100,
  hidden_act: "silu",
};

function refusal(config: unknown, id?: unknown): InfrascaleError | null {
  try {
    modelFromHuggingFace(config, id === undefined ? {} : { id: id as string });
    return null;
  } catch (error) {
    if (error instanceof InfrascaleError) return error;
    throw error;
  }
}

describe("what is not understood is named", () => {
  test.each<readonly [string, object]>([
    ["config.model_type", { model_type: undefined }],
    ["config.hidden_size", { hidden_size: undefined }],
    ["config.hidden_size", { hidden_size: 6.4 }],
    ["config.hidden_size", { hidden_size: "64" }],
    ["config.vocab_size", { vocab_size: null }],
    ["config.num_hidden_layers", { num_hidden_layers: 0 }],
    ["config.num_hidden_layers", { num_hidden_layers: 1e9 }],
    ["config.num_attention_heads", { num_attention_heads: undefined }],
    ["config.num_key_value_heads", { num_key_value_heads: 3 }],
    ["config.head_dim", { num_attention_heads: 6, num_key_value_heads: 2 }],
    ["config.intermediate_size", { intermediate_size: undefined }],
    ["config.tie_word_embeddings", { tie_word_embeddings: "yes" }],
    ["config.torch_dtype", { torch_dtype: "float8" }],
    ["config.layer_types", { layer_types: ["full_attention"] }],
    ["config.layer_types[1]", { layer_types: ["full_attention", "hyper_attention"] }],
    ["config.sliding_window", { layer_types: ["full_attention", "sliding_attention"] }],
    ["config.attn_type_list[1]", { attn_type_list: [1, 0] }],
    ["config.mlp_layer_types[0]", { num_experts: 4, num_experts_per_tok: 2, mlp_layer_types: ["wide", "dense"] }],
    ["config.num_experts_per_tok", { num_experts: 4 }],
    ["config.num_experts_per_tok", { num_experts: 4, num_experts_per_tok: 5 }],
    ["config.gating", { gating: "per-token" }],
    ["config.qk_rope_head_dim", { kv_lora_rank: 24 }],
    [
      "config.indexer_types",
      {
        kv_lora_rank: 24,
        qk_rope_head_dim: 4,
        qk_nope_head_dim: 8,
        index_topk: 16,
        index_n_heads: 2,
        index_head_dim: 8,
        index_topk_freq: 4,
      },
    ],
    ["config.linear_key_head_dim", { layer_types: ["full_attention", "linear_attention"] }],
    ["config.hybrid_override_pattern[1]", { hybrid_override_pattern: "*X" }],
    ["config.hybrid_override_pattern", { hybrid_override_pattern: "*-*" }],
    [
      "config.block_configs[0].attention.replace_with_linear",
      { block_configs: [{ attention: { replace_with_linear: true }, ffn: {} }, {}] },
    ],
    ["config.compress_ratios", { compress_ratios: [4, 128] }],
    ["config.sparse_attention_config", { sparse_attention_config: { sparse_block_size: 128 } }],
    ["config.is_encoder_decoder", { is_encoder_decoder: true }],
    ["config.latent_head_rank", { latent_head_rank: 8 }],
    ["config.quantization_config.quant_method", { quantization_config: { quant_method: "hqq" } }],
    ["config.quantization_config.quant_method", { quantization_config: { bits: 4 } }],
    ["config.quantization_config.bits", { quantization_config: { quant_method: "gptq", bits: 3 } }],
    ["config.quantization_config.ignore", { quantization_config: { quant_method: "fp8", ignore: ["re:(?i)(.*"] } }],
    [
      "config.quantization_config.config_groups.group_0.weights.num_bits",
      { quantization_config: { config_groups: { group_0: { weights: { num_bits: 6 } } } } },
    ],
    ["config.quantization_config", { quantization_config: { quant_method: "fp8", ignore: ["self_attn", "mlp"] } }],
  ])("%s in %j", (field, fields) => {
    expect(refusal({ ...TINY, ...fields })).toMatchObject({ code: "unsupported-model", field });
  });

  test("the path leads into the nested part", () => {
    expect(refusal({ model_type: "mllama", text_config: { ...TINY, cross_attention_layers: [1] } })).toMatchObject({
      field: "config.text_config.cross_attention_layers",
    });
  });

  test("a known family may have fields that do not speak of shape; an unknown one must be understood in full", () => {
    expect(refusal({ ...TINY, tone: "friendly" })).toBeNull();
    expect(refusal({ ...TINY, model_type: "novel" })).toBeNull();
    expect(refusal({ ...TINY, model_type: "novel", tone: "friendly" })).toMatchObject({ field: "config.tone" });
    expect(refusal({ ...TINY, model_type: "novel", tone: null, latent_head_rank: 0 })).toBeNull();
    expect(refusal({ ...TINY, model_type: "novel", hidden_act: "gelu" })).toMatchObject({ field: "config.hidden_act" });
  });
});

describe("what is no config", () => {
  test.each([["[]"], ["{"], ["null"], ["12"]])("the text %s", (text) => {
    expect(refusal(text)).toMatchObject({ code: "invalid-type", field: "config" });
  });
  test.each([[null], [undefined], [[]], [3]])("the value %j", (value) => {
    expect(refusal(value)).toMatchObject({ code: "invalid-type", field: "config" });
  });
  test.each([[""], [7]])("the id %j", (id) => {
    expect(refusal(TINY, id)).toMatchObject({ code: "invalid-type", field: "options.id" });
  });
});

describe("any field of any value", () => {
  const FIELDS = [
    ...Object.keys(TINY),
    "head_dim",
    "kv_lora_rank",
    "q_lora_rank",
    "layer_types",
    "sliding_window",
    "sliding_window_pattern",
    "num_experts",
    "num_experts_per_tok",
    "moe_layer_freq",
    "linear_attn_config",
    "linear_num_value_heads",
    "hybrid_override_pattern",
    "block_configs",
    "quantization_config",
    "gating",
    "text_config",
    "num_nextn_predict_layers",
    "tie_word_embeddings",
  ];
  const value = fc.oneof(
    fc.jsonValue(),
    fc.nat(64),
    fc.constantFrom("qwen2", "gemma3_text", "deepseek_v3", "nemotron_h", "gpt2", "falcon", "qwen"),
  );

  test("gives a sound model or a typed refusal", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...FIELDS), value), (changes) => {
        const config = { ...TINY, ...changes };
        if (refusal(config) !== null) return;
        const { parameters } = checkModel(modelFromHuggingFace(config), "model");
        expect(Number.isFinite(parameters.total)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
