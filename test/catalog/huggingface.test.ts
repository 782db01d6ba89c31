import { describe, expect, test } from "vitest";
import { modelFromHuggingFace } from "../../src/catalog/huggingface/index.js";
import type { LayerGroup } from "../../src/catalog/model.js";
import { checkModel } from "../../src/catalog/validate.js";

/**
 * A model of 2 layers, 64 wide, with 8 query heads of 8 elements, 2 key-value heads, a gated block of 128, 100 tokens.
 *
 * Layer: q 64 x 64 = 4096, k and v 64 x 16 = 1024 each, o 4096, block 3 x 64 x 128 = 24576, two norms 128: 34944.
 * Outside: embedding 6400, head 6400, last norm 64: 12864.
 */
const TINY = {
  model_type: "llama",
  hidden_size: 64,
  num_hidden_layers: 2,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  intermediate_size: 128,
  vocab_size: 100,
  max_position_embeddings: 1024,
  torch_dtype: "bfloat16",
};
const LAYER = 34944;
const OUTSIDE = 12864;

const read = (config: object): ReturnType<typeof modelFromHuggingFace> =>
  checkModel(modelFromHuggingFace(config, { id: "org/tiny" }), "model");
const total = (config: object): number => read(config).parameters.total;
const mixers = (config: object): readonly (readonly [number, LayerGroup["mixer"]])[] =>
  read(config).layers.map(({ count, mixer }) => [count, mixer]);
const windows = (config: object): readonly (readonly [number, number | undefined])[] =>
  read(config).layers.map(({ count, mixer }) => [count, mixer?.kind === "self" ? mixer.windowTokens : undefined]);
const blocks = (config: object): readonly (readonly [number, LayerGroup["feedForward"]])[] =>
  read(config).layers.map(({ count, feedForward }) => [count, feedForward]);

describe("attention", () => {
  test("grouped queries: every part of the model", () => {
    expect(read(TINY)).toEqual({
      id: "org/tiny",
      family: "Llama",
      aliases: [],
      parameters: {
        total: 2 * LAYER + OUTSIDE,
        active: 2 * LAYER + OUTSIDE,
        embedding: 6400,
        head: 6400,
        vision: 0,
        multiTokenPrediction: 0,
      },
      hiddenSize: 64,
      vocabularySize: 100,
      maxContextTokens: 1024,
      layers: [
        {
          count: 2,
          mixer: { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 8 },
          feedForward: { kind: "dense", intermediateSize: 128, gated: true },
        },
      ],
      checkpoint: { weights: "bf16" },
      provenance: { sources: ["config.json of org/tiny"], verified: false, gathered: "undated", notes: null },
    });
  });

  test("without key-value heads every query head has its own: 6 x 512 more in k and in v", () => {
    expect(total({ ...TINY, num_key_value_heads: undefined })).toBe(2 * (LAYER + 2 * 3072) + OUTSIDE);
  });

  test("one key-value head: 512 less in k and in v", () => {
    expect(total({ ...TINY, num_key_value_heads: 1 })).toBe(2 * (LAYER - 1024) + OUTSIDE);
  });

  test("a head size of its own: 16 instead of 8 doubles the four projections", () => {
    expect(total({ ...TINY, head_dim: 16 })).toBe(2 * (LAYER + 10240) + OUTSIDE);
  });

  test("a tied head is not counted", () => {
    expect(read({ ...TINY, tie_word_embeddings: true }).parameters).toMatchObject({
      total: 2 * LAYER + OUTSIDE - 6400,
      head: 0,
    });
  });

  test("biases: attention_bias is of all four projections, 64 + 16 + 16 + 64", () => {
    expect(total({ ...TINY, attention_bias: true })).toBe(2 * (LAYER + 160) + OUTSIDE);
  });

  test("Qwen 2 has biases of queries, keys and values: 64 + 16 + 16", () => {
    expect(total({ ...TINY, model_type: "qwen2" })).toBe(2 * (LAYER + 96) + OUTSIDE);
  });

  test("Qwen 3 has norms of one query and one key head: 8 + 8", () => {
    expect(total({ ...TINY, model_type: "qwen3" })).toBe(2 * (LAYER + 16) + OUTSIDE);
  });

  test("OLMo 2 has norms of all query and all key heads: 64 + 16", () => {
    expect(total({ ...TINY, model_type: "olmo2" })).toBe(2 * (LAYER + 80) + OUTSIDE);
  });

  test("Laguna: heads by layer, a gate of 64 weights a head, a dense first layer", () => {
    const laguna = {
      ...TINY,
      model_type: "laguna",
      num_attention_heads_per_layer: [8, 16],
      head_dim: 8,
      gating: "per-head",
    };
    expect(mixers(laguna).map(([, mixer]) => mixer?.kind === "self" && mixer.queryHeads)).toEqual([8, 16]);
    // 8 + 16 heads: gates 512 and 1024; the second layer has 4096 more in q and in o; norms 16 in each.
    expect(total(laguna)).toBe(2 * (LAYER + 16) + 512 + 1024 + 2 * 4096 + OUTSIDE);
  });

  test("a gate for each element doubles the query projection", () => {
    const gated = { ...TINY, attn_output_gate: true };
    expect(mixers(gated)[0]?.[1]).toMatchObject({ outputGate: true });
    expect(total(gated)).toBe(2 * (LAYER + 4096) + OUTSIDE);
  });

  test("Gemma 4: full layers with larger heads whose keys are values", () => {
    const gemma = {
      ...TINY,
      model_type: "gemma4_text",
      num_hidden_layers: 2,
      head_dim: 8,
      global_head_dim: 16,
      num_global_key_value_heads: 1,
      attention_k_eq_v: true,
      sliding_window: 32,
      layer_types: ["sliding_attention", "full_attention"],
      tie_word_embeddings: true,
    };
    expect(mixers(gemma)).toEqual([
      [1, { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 8, windowTokens: 32, queryKeyNorm: "head" }],
      [1, { kind: "self", queryHeads: 8, keyValueHeads: 1, headSize: 16, keysAreValues: true, queryKeyNorm: "head" }],
    ]);
    // Sliding: 10240 + norms 16. Full: q 8192, k 1024, o 8192, norms 32. Both: block 24576 and 4 norms, 256.
    expect(total(gemma)).toBe(10240 + 16 + (8192 + 1024 + 8192 + 32) + 2 * (24576 + 256) + 6400 + 64);
  });

  test("MiMo: sliding layers with heads of their own, value heads smaller than keys, a sink for each head", () => {
    const mimo = {
      ...TINY,
      model_type: "mimo_v2_flash",
      head_dim: 12,
      v_head_dim: 8,
      swa_num_key_value_heads: 4,
      swa_head_dim: 12,
      swa_v_head_dim: 8,
      sliding_window: 32,
      hybrid_layer_pattern: [0, 1],
    };
    expect(mixers(mimo)).toEqual([
      [1, { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 12, valueHeadSize: 8 }],
      [1, { kind: "self", queryHeads: 8, keyValueHeads: 4, headSize: 12, valueHeadSize: 8, windowTokens: 32 }],
    ]);
    // q 6144, o 4096; k 1536 and v 1024, twice that when sliding, with 8 sinks.
    expect(total(mimo)).toBe(2 * (6144 + 4096 + 24576 + 128) + 3 * (1536 + 1024) + 8 + OUTSIDE);
  });
});

describe("windows", () => {
  test.each([
    ["Mistral has one in every layer", { model_type: "mistral", sliding_window: 64 }, [[4, 64]]],
    ["Llama ignores the field", { sliding_window: 64 }, [[4, undefined]]],
    ["none when it is as long as the context", { model_type: "mistral", sliding_window: 1024 }, [[4, undefined]]],
    [
      "Gemma 2: even layers",
      { model_type: "gemma2", sliding_window: 64 },
      [
        [2, 64],
        [2, undefined],
      ],
    ],
    [
      "Gemma 3: all but every third",
      { model_type: "gemma3_text", sliding_window: 64, sliding_window_pattern: 3 },
      [
        [3, 64],
        [1, undefined],
      ],
    ],
    [
      "Gemma 3: all but every sixth",
      { model_type: "gemma3_text", num_hidden_layers: 7, sliding_window: 64 },
      [
        [6, 64],
        [1, undefined],
      ],
    ],
    [
      "letters",
      { model_type: "mistral", sliding_window: 64, sliding_window_pattern: "LG" },
      [
        [2, 64],
        [2, undefined],
      ],
    ],
    [
      "Qwen 2 switches them off",
      { model_type: "qwen2", sliding_window: 64, use_sliding_window: false },
      [[4, undefined]],
    ],
    ["Qwen 2 has none unless told", { model_type: "qwen2", sliding_window: 64 }, [[4, undefined]]],
    [
      "Qwen 2: layers from max_window_layers on",
      { model_type: "qwen2", sliding_window: 64, use_sliding_window: true, max_window_layers: 3 },
      [
        [3, undefined],
        [1, 64],
      ],
    ],
    [
      "a list of types",
      {
        layer_types: ["sliding_attention", "full_attention", "sliding_attention", "full_attention"],
        sliding_window: 64,
      },
      [
        [2, 64],
        [2, undefined],
      ],
    ],
  ])("%s", (_, fields, expected) => {
    expect(windows({ ...TINY, num_hidden_layers: 4, ...fields })).toEqual(expected);
  });

  test("Llama 4: chunks in all but every fourth layer, or where no_rope_layers has a 1", () => {
    const llama4 = {
      ...TINY,
      model_type: "llama4_text",
      num_hidden_layers: 8,
      attention_chunk_size: 128,
      intermediate_size_mlp: 128,
    };
    const chunked = { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 8, windowTokens: 128, chunked: true };
    const full = { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 8 };
    expect(mixers(llama4)).toEqual([
      [6, chunked],
      [2, full],
    ]);
    expect(mixers({ ...llama4, no_rope_layers: [1, 0, 0, 0, 0, 0, 0, 0] })).toEqual([
      [1, chunked],
      [7, full],
    ]);
  });
});

/** Ranks 16 and 24, heads of 8 + 4 for keys and 8 for values. */
const LATENT = { q_lora_rank: 16, kv_lora_rank: 24, qk_nope_head_dim: 8, qk_rope_head_dim: 4, v_head_dim: 8 };

describe("latent attention", () => {
  test("with compressed queries", () => {
    const deepseek = { ...TINY, model_type: "deepseek_v2", ...LATENT };
    expect(mixers(deepseek)).toEqual([
      [
        2,
        {
          kind: "latent",
          heads: 8,
          queryRank: 16,
          keyValueRank: 24,
          ropeHeadSize: 4,
          nopeHeadSize: 8,
          valueHeadSize: 8,
        },
      ],
    ]);
    // q 64 x 16 + 16 x 96 = 2560; kv 64 x 28 + 24 x 128 = 4864; o 4096; norms of the ranks 40.
    expect(total(deepseek)).toBe(2 * (2560 + 4864 + 4096 + 40 + 24576 + 128) + OUTSIDE);
  });

  test("without: q 64 x 96 = 6144 instead of 2560 and a norm of 16", () => {
    const lite = { ...TINY, model_type: "deepseek_v2", ...LATENT, q_lora_rank: null };
    expect(mixers(lite)[0]?.[1]).toMatchObject({ queryRank: null });
    expect(total(lite)).toBe(2 * (6144 + 4864 + 4096 + 24 + 24576 + 128) + OUTSIDE);
  });

  test("MiniCPM 3 lets value heads divide the width", () => {
    expect(mixers({ ...TINY, model_type: "minicpm3", ...LATENT, v_head_dim: undefined })[0]?.[1]).toMatchObject({
      valueHeadSize: 8,
    });
  });

  test("an index of its own, or that of the layer before", () => {
    const sparse = {
      ...TINY,
      model_type: "glm_moe_dsa",
      ...LATENT,
      index_topk: 256,
      index_n_heads: 2,
      index_head_dim: 8,
      index_topk_freq: 2,
      indexer_types: ["full", "shared"],
    };
    const model = read(sparse);
    expect(model.layers.map(({ mixer }) => mixer?.kind === "latent" && mixer.indexer)).toEqual([
      { heads: 2, headSize: 8, topTokens: 256 },
      { heads: 0, headSize: 0, topTokens: 256 },
    ]);
    // Index: 16 x 16 + 64 x 8 + 64 x 2 = 896, norm with bias 16; in one layer only.
    expect(model.parameters.total).toBe(2 * (2560 + 4864 + 4096 + 40 + 24576 + 128) + 896 + 16 + OUTSIDE);
  });

  test("layers that predict further tokens are counted apart", () => {
    const deepseek = { ...TINY, model_type: "deepseek_v2", ...LATENT, num_nextn_predict_layers: 1 };
    // One layer more, a projection of 128 to 64, three norms.
    expect(read(deepseek).parameters.multiTokenPrediction).toBe(2560 + 4864 + 4096 + 40 + 24576 + 128 + 8192 + 192);
  });
});

/** 4 experts of 32, 2 for each token: 3 x 64 x 32 = 6144 each; router 256. */
const EXPERTS = { num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 32 };
const ATTENTION = 10240;

describe("experts", () => {
  test("total and active", () => {
    const { total: all, active } = read({ ...TINY, model_type: "qwen3_moe", ...EXPERTS }).parameters;
    expect(all).toBe(2 * (ATTENTION + 16 + 128 + 256 + 4 * 6144) + OUTSIDE);
    expect(active).toBe(2 * (ATTENTION + 16 + 128 + 256 + 2 * 6144) + OUTSIDE);
  });

  test("width in intermediate_size, count in num_local_experts", () => {
    const mixtral = { ...TINY, model_type: "mixtral", num_local_experts: 4, num_experts_per_tok: 2 };
    expect(blocks(mixtral)).toEqual([
      [
        2,
        {
          kind: "experts",
          experts: 4,
          expertsPerToken: 2,
          expertIntermediateSize: 128,
          sharedIntermediateSize: 0,
          gated: true,
        },
      ],
    ]);
  });

  const which = (fields: object): string =>
    blocks({ ...TINY, model_type: "qwen3_moe", num_hidden_layers: 4, ...EXPERTS, ...fields })
      .map(([count, block]) => `${count} ${block?.kind ?? "none"}`)
      .join(", ");
  test.each([
    [{}, "4 experts"],
    [{ first_k_dense_replace: 1 }, "1 dense, 3 experts"],
    [{ first_k_dense_replace: 1, moe_layer_freq: 2 }, "3 dense, 1 experts"],
    [{ moe_layer_freq: [0, 0, 1, 1] }, "2 dense, 2 experts"],
    [{ decoder_sparse_step: 2 }, "2 dense, 2 experts"],
    [{ mlp_only_layers: [0, 3] }, "2 dense, 2 experts"],
    [{ interleave_moe_layer_step: 4 }, "3 dense, 1 experts"],
    [{ moe_layers: [2] }, "3 dense, 1 experts"],
    [{ mlp_layer_types: ["dense", "sparse", "sparse", "sparse"] }, "1 dense, 3 experts"],
  ])("which layers have them: %j", (fields, expected) => {
    expect(which(fields)).toBe(expected);
  });

  test("shared experts: a count of routed widths, or a width, with Qwen's gate of 64", () => {
    const two = read({
      ...TINY,
      model_type: "deepseek",
      ...EXPERTS,
      num_experts: undefined,
      n_routed_experts: 4,
      n_shared_experts: 2,
    });
    expect(two.layers[0]?.feedForward).toMatchObject({ sharedIntermediateSize: 64 });
    expect(two.parameters.total).toBe(2 * (ATTENTION + 128 + 256 + 6 * 6144) + OUTSIDE);
    const wide = read({ ...TINY, model_type: "qwen2_moe", ...EXPERTS, shared_expert_intermediate_size: 96 });
    expect(wide.layers[0]?.feedForward).toMatchObject({ sharedIntermediateSize: 96 });
    expect(wide.parameters.total).toBe(2 * (ATTENTION + 96 + 128 + 256 + 7 * 6144 + 64) + OUTSIDE);
  });

  test("DeepSeek V3 chooses with a bias for each expert", () => {
    const v3 = { ...TINY, model_type: "deepseek_v3", ...LATENT, ...EXPERTS };
    expect(total(v3)).toBe(2 * (2560 + 4864 + 4096 + 40 + 128 + 256 + 4 + 4 * 6144) + OUTSIDE);
  });

  test("gpt-oss: sinks, and biases of attention, router and experts", () => {
    const oss = {
      ...TINY,
      model_type: "gpt_oss",
      num_local_experts: 4,
      num_experts_per_tok: 2,
      intermediate_size: 32,
      sliding_window: 32,
    };
    const model = read(oss);
    // Attention 10240 + biases 160 + sinks 8; router 256 + 4; each expert 6144 + 64 + 64.
    expect(model.parameters.total).toBe(2 * (ATTENTION + 160 + 8 + 128 + 260 + 4 * 6272) + OUTSIDE);
    expect(model.parameters.active).toBe(2 * (ATTENTION + 160 + 8 + 128 + 260 + 2 * 6272) + OUTSIDE);
    expect(windows(oss)).toEqual([
      [1, 32],
      [1, undefined],
    ]);
  });

  test("Llama 4: one shared expert as wide as a routed one, dense layers wider", () => {
    const llama4 = {
      ...TINY,
      model_type: "llama4_text",
      num_local_experts: 4,
      num_experts_per_tok: 1,
      intermediate_size: 32,
      intermediate_size_mlp: 64,
      interleave_moe_layer_step: 2,
    };
    expect(blocks(llama4)).toEqual([
      [1, { kind: "dense", intermediateSize: 64, gated: true }],
      [
        1,
        {
          kind: "experts",
          experts: 4,
          expertsPerToken: 1,
          expertIntermediateSize: 32,
          sharedIntermediateSize: 32,
          gated: true,
        },
      ],
    ]);
  });

  test("Gemma 4: the dense block beside the experts is counted as shared", () => {
    const gemma = {
      ...TINY,
      model_type: "gemma4_text",
      enable_moe_block: true,
      num_experts: 4,
      top_k_experts: 2,
      moe_intermediate_size: 32,
    };
    expect(blocks(gemma)[0]?.[1]).toMatchObject({ sharedIntermediateSize: 128, expertIntermediateSize: 32 });
    // Norms of heads 16; 4 norms of the layer 256; dense 24576; experts 4 x 6144; router 256 with scales 64 and 4; 3 norms 192.
    expect(total(gemma)).toBe(2 * (ATTENTION + 16 + 256 + 24576 + 4 * 6144 + 256 + 64 + 4 + 192) + OUTSIDE - 6400);
  });
});

describe("layers with a state", () => {
  const delta = {
    ...TINY,
    model_type: "qwen3_next",
    num_hidden_layers: 4,
    linear_key_head_dim: 8,
    linear_num_key_heads: 2,
    linear_value_head_dim: 8,
    linear_num_value_heads: 4,
    linear_conv_kernel_dim: 4,
  };

  test("gated delta net: three of four layers", () => {
    // Channels 16 + 16 + 32 = 64: qkv 64 x 64, z 64 x 32, a and b 64 x 4 each, out 32 x 64; convolution 256; 4 + 4 + 8.
    const parameters = 4096 + 2048 + 512 + 2048 + 256 + 16;
    expect(mixers(delta)).toEqual([
      [
        3,
        {
          kind: "linear",
          family: "gated-delta",
          stateElements: 4 * 64 + 64 * 3,
          convolutionElements: 192,
          statePrecision: "bf16",
          parameters,
        },
      ],
      [1, { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 8, outputGate: true, queryKeyNorm: "head" }],
    ]);
    expect(total(delta)).toBe(3 * parameters + (ATTENTION + 4096 + 16) + 4 * (24576 + 128) + OUTSIDE);
  });

  test("a state that the config asks for in 32 bit", () => {
    expect(mixers({ ...delta, mamba_ssm_dtype: "float32" })[0]?.[1]).not.toHaveProperty("statePrecision");
  });

  test("layer_types counts before the interval", () => {
    expect(
      mixers({
        ...delta,
        layer_types: ["linear_attention", "linear_attention", "full_attention", "full_attention"],
      }).map(([count]) => count),
    ).toEqual([2, 2]);
  });

  const nemotron = {
    model_type: "nemotron_h",
    hidden_size: 64,
    vocab_size: 100,
    num_attention_heads: 8,
    num_key_value_heads: 2,
    head_dim: 8,
    intermediate_size: 128,
    mamba_num_heads: 4,
    mamba_head_dim: 16,
    ssm_state_size: 8,
    n_groups: 2,
    conv_kernel: 4,
    mamba_ssm_cache_dtype: "float32",
    n_routed_experts: 4,
    num_experts_per_tok: 2,
    moe_intermediate_size: 32,
    moe_shared_expert_intermediate_size: 48,
  };
  // Inner width 64, convolution 64 + 2 x 2 x 8 = 96: in 64 x (64 + 96 + 4), out 64 x 64; convolution 96 x 5; norm 64; 3 x 4.
  const MAMBA = 10496 + 4096 + 480 + 64 + 12;

  test("Nemotron H: half layers by letters", () => {
    const model = read({ ...nemotron, hybrid_override_pattern: "ME*-M" });
    expect(model.layers).toEqual([
      {
        count: 2,
        mixer: {
          kind: "linear",
          family: "mamba2",
          stateElements: 64 * 8 + 96 * 3,
          convolutionElements: 288,
          parameters: MAMBA,
        },
        feedForward: null,
      },
      {
        count: 1,
        mixer: null,
        feedForward: {
          kind: "experts",
          experts: 4,
          expertsPerToken: 2,
          expertIntermediateSize: 32,
          sharedIntermediateSize: 48,
          gated: false,
        },
      },
      { count: 1, mixer: { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 8 }, feedForward: null },
      { count: 1, mixer: null, feedForward: { kind: "dense", intermediateSize: 128, gated: false } },
    ]);
    // Experts: 2 x 64 x 32 = 4096 each, shared 6144, router 256 with bias 4; dense 16384; a norm of 64 in each of 5.
    expect(model.parameters.total).toBe(2 * MAMBA + (4 * 4096 + 6144 + 260) + ATTENTION + 16384 + 5 * 64 + OUTSIDE);
  });

  test("Nemotron H: by words, experts of a latent width", () => {
    const latent = read({ ...nemotron, layers_block_type: ["mamba", "moe"], moe_latent_size: 16 });
    expect(latent.layers[1]?.feedForward).toMatchObject({ latentSize: 16 });
    // Experts 2 x 16 x 32 = 1024 each; down and up 2 x 64 x 16.
    expect(latent.parameters.total).toBe(MAMBA + (4 * 1024 + 6144 + 260 + 2048) + 2 * 64 + OUTSIDE);
  });

  test("Kimi: delta attention in the listed layers, counted from 1", () => {
    const kimi = {
      ...TINY,
      model_type: "kimi_linear",
      ...LATENT,
      linear_attn_config: {
        kda_layers: [1],
        full_attn_layers: [2],
        num_heads: 4,
        head_dim: 8,
        short_conv_kernel_size: 4,
      },
    };
    // Width 32: q, k, v, o 2048 each; decay and gate 64 x 8 + 8 x 32 each; b 256; convolutions 384; 4 + 32 + 8.
    const parameters = 4 * 2048 + 2 * 768 + 256 + 384 + 44;
    expect(mixers(kimi)).toEqual([
      [
        1,
        { kind: "linear", family: "kimi-delta", stateElements: 4 * 64 + 96 * 3, convolutionElements: 288, parameters },
      ],
      [
        1,
        {
          kind: "latent",
          heads: 8,
          queryRank: 16,
          keyValueRank: 24,
          ropeHeadSize: 4,
          nopeHeadSize: 8,
          valueHeadSize: 8,
        },
      ],
    ]);
  });
});

describe("other shapes", () => {
  test("Nemotron NAS: heads and widths by layer, halves that do nothing", () => {
    const block = (group: number | null, multiple: number): object => ({
      attention: { n_heads_in_group: group, no_op: group === null, window_length: null },
      ffn: { ffn_mult: multiple, no_op: false },
    });
    const nas = {
      ...TINY,
      model_type: "nemotron-nas",
      hidden_size: 768,
      num_key_value_heads: null,
      intermediate_size: null,
      block_configs: [block(4, 1.5), block(null, 1)],
    };
    expect(read(nas).layers).toEqual([
      {
        count: 1,
        mixer: { kind: "self", queryHeads: 8, keyValueHeads: 2, headSize: 96 },
        feedForward: { kind: "dense", intermediateSize: 768, gated: true },
      },
      // 2 x 1 x 768 / 3 = 512, a multiple of 256.
      { count: 1, mixer: null, feedForward: { kind: "dense", intermediateSize: 512, gated: true } },
    ]);
    // q and o 589824 each, k and v 147456 each; 3 x 768 x 768; 3 x 768 x 512; norms 3 x 768; outside 2 x 76800 + 768.
    expect(total(nas)).toBe(2 * 589824 + 2 * 147456 + 1769472 + 1179648 + 3 * 768 + 2 * 76800 + 768);
  });

  test("a nested text model, tied as the whole says", () => {
    const model = read({
      model_type: "qwen3_vl",
      text_config: { ...TINY, model_type: "qwen3_vl_text" },
      vision_config: { depth: 2 },
      tie_word_embeddings: true,
    });
    expect(model.parameters.total).toBe(2 * (LAYER + 16) + OUTSIDE - 6400);
    expect(model.provenance?.notes).toBe("the vision encoder is not counted");
  });

  test("an unknown type with all fields is read; its activation says whether there is a gate", () => {
    expect(total({ ...TINY, model_type: "novel", hidden_act: "silu" })).toBe(2 * LAYER + OUTSIDE);
    expect(total({ ...TINY, model_type: "novel", hidden_act: "relu2" })).toBe(2 * (LAYER - 8192) + OUTSIDE);
  });

  test("text with the tokens that Python writes for infinities; inside strings they stay", () => {
    const text = JSON.stringify({ ...TINY, _name_or_path: 'To "Infinity", NaN' }).replace(
      /}$/,
      ', "time_step_limit": [-Infinity, Infinity, NaN]}',
    );
    expect(modelFromHuggingFace(text)).toEqual(modelFromHuggingFace(TINY, { id: 'To "Infinity", NaN' }));
  });

  test("an id: the option, the config's own, or the family", () => {
    expect(modelFromHuggingFace({ ...TINY, _name_or_path: "a/b" }).id).toBe("a/b");
    expect(modelFromHuggingFace(TINY).id).toBe("Llama");
    expect(modelFromHuggingFace(TINY, { id: "c", gathered: "2026-01-02" })).toMatchObject({
      id: "c",
      provenance: { gathered: "2026-01-02" },
    });
  });
});

describe("families of 2025 and 2026", () => {
  const total = (config: object): number =>
    Math.round(modelFromHuggingFace(config, { id: "org/model" }).parameters.total / 1e7) / 100;
  // Published sizes: LFM2-1.2B 1.17 B, ERNIE-4.5-0.3B 0.36 B, ERNIE-4.5-21B-A3B 21.8 B, Hunyuan-A13B 80.4 B and 13 B active, LongCat-Flash 560 B and 27 B active.
  const lfm2 = {
    model_type: "lfm2",
    hidden_size: 2048,
    num_hidden_layers: 16,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    intermediate_size: 12288,
    block_auto_adjust_ff_dim: true,
    block_ffn_dim_multiplier: 1,
    block_multiple_of: 256,
    conv_L_cache: 3,
    vocab_size: 65536,
    max_position_embeddings: 128000,
    layer_types: [
      "conv",
      "conv",
      "full_attention",
      "conv",
      "conv",
      "full_attention",
      "conv",
      "conv",
      "full_attention",
      "conv",
      "full_attention",
      "conv",
      "full_attention",
      "conv",
      "full_attention",
      "conv",
    ],
  };
  const ernie = {
    hidden_size: 1024,
    num_hidden_layers: 18,
    num_attention_heads: 16,
    num_key_value_heads: 2,
    head_dim: 128,
    intermediate_size: 3072,
    vocab_size: 103424,
    tie_word_embeddings: true,
  };
  const ernieMoe = {
    model_type: "ernie4_5_moe",
    hidden_size: 2560,
    num_hidden_layers: 28,
    num_attention_heads: 20,
    num_key_value_heads: 4,
    intermediate_size: 12288,
    moe_num_experts: 64,
    moe_k: 6,
    moe_intermediate_size: 1536,
    moe_num_shared_experts: 2,
    moe_layer_start_index: 1,
    moe_layer_end_index: 27,
    moe_layer_interval: 1,
    vocab_size: 103424,
    tie_word_embeddings: true,
  };
  const hunyuan = {
    model_type: "hunyuan_v1_moe",
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    head_dim: 128,
    intermediate_size: 3072,
    num_experts: 64,
    moe_topk: Array<number>(32).fill(8),
    moe_intermediate_size: Array<number>(32).fill(3072),
    num_shared_expert: Array<number>(32).fill(1),
    use_qk_norm: true,
    vocab_size: 128167,
    tie_word_embeddings: true,
  };
  const longCat = {
    model_type: "longcat_flash",
    hidden_size: 6144,
    num_layers: 28,
    num_attention_heads: 64,
    ffn_hidden_size: 12288,
    expert_ffn_hidden_size: 2048,
    n_routed_experts: 512,
    zero_expert_num: 256,
    moe_topk: 12,
    q_lora_rank: 1536,
    kv_lora_rank: 512,
    qk_nope_head_dim: 128,
    qk_rope_head_dim: 64,
    v_head_dim: 128,
    vocab_size: 131072,
  };

  test("have the sizes that are published", () => {
    expect([lfm2, { model_type: "ernie4_5", ...ernie }, ernieMoe, hunyuan, longCat].map(total)).toEqual([
      1.17, 0.36, 21.83, 80.39, 560.62,
    ]);
    expect(modelFromHuggingFace(longCat, { id: "org/model" }).parameters.active / 1e9).toBeCloseTo(27.9, 1);
  });

  test("encoders make a vector, of tokens that all see one another, with types and a pooler beside the layers", () => {
    const bert = {
      model_type: "bert",
      hidden_size: 1024,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      intermediate_size: 4096,
      vocab_size: 30522,
      max_position_embeddings: 512,
      type_vocab_size: 2,
      torch_dtype: "float32",
    };
    const model = modelFromHuggingFace(bert, { id: "BAAI/bge-large-en-v1.5" });
    // 335 M on its card; xlm-roberta-large without its head 560 M, bge-m3 568 M with 8,194 positions.
    expect([model.kind, Math.round(model.parameters.total / 1e5) / 10]).toEqual(["embedding", 335.1]);
    expect(model.layers[0]?.mixer).toMatchObject({ bidirectional: true });
    const m3 = {
      ...bert,
      model_type: "xlm-roberta",
      vocab_size: 250002,
      max_position_embeddings: 8194,
      type_vocab_size: 1,
    };
    expect(total(m3)).toBe(0.57);
    // Rotary positions have no table of their own.
    const rotary = modelFromHuggingFace({ ...m3, position_embedding_type: "rotary" }, { id: "org/model" }).parameters
      .total;
    expect(modelFromHuggingFace(m3, { id: "org/model" }).parameters.total - rotary).toBe(8194 * 1024);
  });

  // Published totals: 149 M, 137 M, 434 M and 305 M (model cards of ModernBERT-base, nomic-embed-text-v1.5, gte-large-en-v1.5, snowflake-arctic-embed-m-v2.0).
  test.each([
    [
      "ModernBERT",
      149.0,
      {
        model_type: "modernbert",
        hidden_size: 768,
        num_hidden_layers: 22,
        num_attention_heads: 12,
        intermediate_size: 1152,
        vocab_size: 50368,
        max_position_embeddings: 8192,
        global_attn_every_n_layers: 3,
        local_attention: 128,
        position_embedding_type: "absolute",
        sparse_pred_ignore_index: -100,
      },
    ],
    [
      "NomicBERT",
      136.7,
      {
        model_type: "nomic_bert",
        n_embd: 768,
        n_layer: 12,
        n_head: 12,
        n_inner: 3072,
        vocab_size: 30528,
        n_positions: 8192,
        type_vocab_size: 2,
        qkv_proj_bias: false,
        pad_vocab_size_multiple: 64,
        activation_function: "swiglu",
      },
    ],
    [
      "GTE",
      434.1,
      {
        model_type: "new",
        hidden_size: 1024,
        num_hidden_layers: 24,
        num_attention_heads: 16,
        intermediate_size: 4096,
        vocab_size: 30528,
        max_position_embeddings: 8192,
        type_vocab_size: 2,
        position_embedding_type: "rope",
        pack_qkv: true,
        layer_norm_type: "layer_norm",
      },
    ],
    [
      "GTE",
      305.4,
      {
        model_type: "gte",
        hidden_size: 768,
        num_hidden_layers: 12,
        num_attention_heads: 12,
        intermediate_size: 3072,
        vocab_size: 250048,
        max_position_embeddings: 8192,
        type_vocab_size: 1,
        position_embedding_type: "rope",
        pack_qkv: true,
      },
    ],
  ])("%s of %d M is a gated encoder without a pooler", (family, millions, config) => {
    const model = modelFromHuggingFace({ ...config, torch_dtype: "float32" }, { id: "org/model" });
    expect([model.family, model.kind, Math.round(model.parameters.total / 1e5) / 10, model.parameters.head]).toEqual([
      family,
      "embedding",
      millions,
      0,
    ]);
    expect(model.layers[0]).toMatchObject({ mixer: { bidirectional: true }, feedForward: { gated: true } });
    // Every third layer of 22, from the first on, sees the whole prompt.
    if (family === "ModernBERT")
      expect(model.layers.map(({ count, mixer }) => [count, mixer?.kind === "self" ? mixer.windowTokens : 0])).toEqual([
        [8, undefined],
        [14, 128],
      ]);
  });

  test("what a model answers with is told by its class, by its name, or by who sees whom; a head is then left out", () => {
    const plain = {
      model_type: "qwen2",
      hidden_size: 64,
      num_hidden_layers: 2,
      num_attention_heads: 4,
      num_key_value_heads: 2,
      intermediate_size: 128,
      vocab_size: 1000,
      max_position_embeddings: 512,
      torch_dtype: "bfloat16",
      tie_word_embeddings: false,
    };
    const of = (changes: object, id = "org/model"): readonly unknown[] => {
      const { kind, parameters, layers } = modelFromHuggingFace({ ...plain, ...changes }, { id });
      return [kind, parameters.head, layers[0]?.mixer?.kind === "self" && layers[0].mixer.bidirectional === true];
    };
    expect(of({ architectures: ["Qwen2ForCausalLM"] })).toEqual([undefined, 64_000, false]);
    expect(of({ architectures: ["Qwen2Model"] })).toEqual(["embedding", 0, false]);
    expect(of({ architectures: ["Qwen2ForSequenceClassification"] })).toEqual(["reranker", 0, false]);
    expect(of({ architectures: ["Qwen2ForCausalLM"] }, "Qwen/Qwen3-Embedding-8B")).toEqual(["embedding", 0, false]);
    expect(of({ architectures: ["Qwen2ForCausalLM"] }, "Qwen/Qwen3-Reranker-8B")).toEqual(["reranker", 0, false]);
    expect(of({ is_causal: false })).toEqual(["embedding", 0, true]);
    expect(of({ use_bidirectional_attention: true })).toEqual(["embedding", 0, true]);
    expect(of({ use_bidirectional_attention: "vision" })).toEqual([undefined, 64_000, false]);
  });

  test("two positions of RoBERTa stand for no token", () => {
    const roberta = {
      model_type: "xlm-roberta",
      architectures: ["XLMRobertaForSequenceClassification"],
      hidden_size: 1024,
      num_hidden_layers: 24,
      num_attention_heads: 16,
      intermediate_size: 4096,
      vocab_size: 250002,
      max_position_embeddings: 8194,
      type_vocab_size: 1,
      torch_dtype: "float32",
    };
    expect(modelFromHuggingFace(roberta, { id: "BAAI/bge-reranker-v2-m3" })).toMatchObject({
      kind: "reranker",
      maxContextTokens: 8192,
    });
  });

  test("a short convolution keeps its last two tokens, and no cache", () => {
    const [mixer] = modelFromHuggingFace(lfm2, { id: "org/model" })
      .layers.map((group) => group.mixer)
      .filter((found) => found?.kind === "linear");
    expect(mixer).toMatchObject({
      family: "short-conv",
      stateElements: 2 * 2048,
      convolutionElements: 2 * 2048,
      convolutionTokens: 3,
    });
  });

  test("lists of what differs by layer are refused", () => {
    expect(() => modelFromHuggingFace({ ...hunyuan, moe_topk: [8, 4] }, { id: "org/model" })).toThrow(/moe_topk/);
  });

  test("a nested text model may leave out what its class has by default, a plain one may not", () => {
    const nested = {
      model_type: "llava",
      text_config: { model_type: "llama", vocab_size: 32064, torch_dtype: "float16" },
    };
    expect(total(nested)).toBe(6.74);
    expect(() => modelFromHuggingFace(nested.text_config, { id: "org/model" })).toThrow(/hidden_size/);
    expect(
      modelFromHuggingFace(
        { ...ernie, architectures: ["LlavaQwenForCausalLM"], model_type: "llava", mm_hidden_size: 1152 },
        { id: "org/model" },
      ).family,
    ).toBe("Qwen 2");
  });

  test("an encoder of images is counted: 460 M of Qwen3.5, logged as 0.86 GiB", () => {
    const vision_config = {
      model_type: "qwen3_5",
      depth: 27,
      hidden_size: 1152,
      intermediate_size: 4304,
      num_heads: 16,
      out_hidden_size: 5120,
      patch_size: 16,
      temporal_patch_size: 2,
      spatial_merge_size: 2,
      num_position_embeddings: 2304,
      deepstack_visual_indexes: [],
    };
    const { parameters } = modelFromHuggingFace(
      { text_config: { model_type: "llama", ...ernie, hidden_size: 5120 }, vision_config },
      { id: "org/model" },
    );
    expect((parameters.vision * 2) / 2 ** 30).toBeCloseTo(0.86, 2);
  });
});
