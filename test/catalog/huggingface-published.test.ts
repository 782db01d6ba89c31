import { describe, expect, test } from "vitest";
import { models } from "../../src/catalog/catalog-data.js";
import { modelFromHuggingFace } from "../../src/catalog/huggingface/index.js";

/** Architectures without a gate, with position embeddings, biases or parallel blocks; the fields are those of their config.json. */
const CONFIGS: readonly (readonly [id: string, config: object])[] = [
  [
    "bigscience/bloom",
    {
      model_type: "bloom",
      hidden_size: 14336,
      n_layer: 70,
      num_attention_heads: 112,
      vocab_size: 250880,
      seq_length: 2048,
    },
  ],
  ["bigscience/bloom-7b1", { model_type: "bloom", hidden_size: 4096, n_layer: 30, n_head: 32, vocab_size: 250880 }],
  [
    "facebook/opt-6.7b",
    {
      model_type: "opt",
      hidden_size: 4096,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      ffn_dim: 16384,
      vocab_size: 50272,
      max_position_embeddings: 2048,
      word_embed_proj_dim: 4096,
    },
  ],
  [
    "openai-community/gpt2-xl",
    {
      model_type: "gpt2",
      n_embd: 1600,
      n_layer: 48,
      n_head: 25,
      n_positions: 1024,
      n_inner: null,
      vocab_size: 50257,
      activation_function: "gelu_new",
    },
  ],
  [
    "tiiuae/falcon-7b",
    {
      model_type: "falcon",
      hidden_size: 4544,
      num_hidden_layers: 32,
      num_attention_heads: 71,
      multi_query: true,
      new_decoder_architecture: false,
      parallel_attn: true,
      vocab_size: 65024,
      bias: false,
    },
  ],
  [
    "tiiuae/falcon-40b",
    {
      model_type: "falcon",
      hidden_size: 8192,
      num_hidden_layers: 60,
      num_attention_heads: 128,
      num_kv_heads: 8,
      multi_query: true,
      new_decoder_architecture: true,
      parallel_attn: true,
      vocab_size: 65024,
      bias: false,
    },
  ],
  [
    "CohereLabs/c4ai-command-r-plus",
    {
      model_type: "cohere",
      hidden_size: 12288,
      num_hidden_layers: 64,
      num_attention_heads: 96,
      num_key_value_heads: 8,
      intermediate_size: 33792,
      vocab_size: 256000,
      use_qk_norm: true,
    },
  ],
  [
    "nvidia/Nemotron-4-340B-Instruct",
    {
      model_type: "nemotron",
      hidden_size: 18432,
      num_hidden_layers: 96,
      num_attention_heads: 96,
      num_key_value_heads: 8,
      intermediate_size: 73728,
      vocab_size: 256000,
      hidden_act: "relu2",
    },
  ],
  [
    "ibm-granite/granite-3.1-2b-instruct",
    {
      model_type: "granite",
      hidden_size: 2048,
      num_hidden_layers: 40,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      intermediate_size: 8192,
      vocab_size: 49155,
      attention_bias: false,
    },
  ],
];

describe("parameters of the catalog's models, whose totals are those that were published", () => {
  test.each(CONFIGS)("%s", (id, config) => {
    const known = models.find((model) => model.id === id);
    const model = modelFromHuggingFace(config, { id });
    expect(known).toBeDefined();
    expect(model.parameters.total).toBe(known?.parameters.total);
    expect(model.parameters.active).toBe(known?.parameters.active);
  });

  test("StarCoder: one key-value head, tied head, 8192 learned positions", () => {
    const config = {
      model_type: "gpt_bigcode",
      n_embd: 2048,
      n_head: 16,
      n_inner: 8192,
      n_layer: 24,
      n_positions: 8192,
      multi_query: true,
      vocab_size: 49152,
    };
    // Embedding 100663296, positions 16777216, last norm 4096; a layer: q and o 8388608, k and v 524288, their biases 4352,
    // block 33554432 with biases 10240, norms 8192: 42490112. bigcode/starcoderbase-1b lists 1,137,207,296.
    expect(modelFromHuggingFace(config).parameters.total).toBe(100663296 + 16777216 + 4096 + 24 * 42490112);
    expect(100663296 + 16777216 + 4096 + 24 * 42490112).toBe(1137207296);
  });
});
