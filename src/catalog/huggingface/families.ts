/** What an architecture does that its config.json does not say. Everything else is read from the fields. */
export interface ArchitectureFamily {
  readonly name: string;
  /** False for feed-forward blocks of two matrices. @defaultValue true */
  readonly gated?: boolean;
  /** Norms of the model's width in one layer. @defaultValue 2 */
  readonly norms?: number;
  /** True when norms have a bias (LayerNorm). @defaultValue false */
  readonly normBias?: boolean;
  /** Norms of queries and keys: one head wide, or as wide as all heads. */
  readonly queryKeyNorm?: "head" | "width";
  /** Projections of attention that have a bias unless the config denies it. */
  readonly bias?: "qkv" | "all";
  /** Projections that have one when `attention_bias` is true. @defaultValue "all" */
  readonly attentionBias?: "qkv" | "all";
  /** True when feed-forward matrices always have a bias. */
  readonly feedForwardBias?: boolean;
  /** True when the head shares the embedding unless the config says otherwise. @defaultValue false */
  readonly tied?: boolean;
  /** Rows of a learned position embedding beyond the context's length; absent without such an embedding. */
  readonly extraPositions?: number;
  /** Positions that stand for no token. @defaultValue 0 */
  readonly reservedPositions?: number;
  /** True when the embedding is followed by a norm. */
  readonly embeddingNorm?: boolean;
  /** True when the output head has a bias. */
  readonly headBias?: boolean;
  /** Which layers `sliding_window` holds for. @defaultValue "all" */
  readonly window?: "all" | "even" | "opt-in" | "none";
  /** Every so many layers one has full attention, when the config does not say. */
  readonly fullAttentionEvery?: number;
  /** Attention layers with a learned sink of one weight a head. */
  readonly sinks?: "all" | "sliding";
  /** True when a gate as wide as the queries multiplies attention's output. */
  readonly outputGate?: boolean;
  /** True when a gate of one weight vector multiplies the shared expert. */
  readonly sharedExpertGate?: boolean;
  /** True when each expert is chosen with a bias of its own. */
  readonly routerBias?: boolean;
  /** True when the matrices of experts have biases. */
  readonly expertBias?: boolean;
  /** True when `intermediate_size` counts gate and up projection together. */
  readonly jointIntermediate?: boolean;
  /** Width of the vocabulary, context and window where the class has defaults that its configs leave out. */
  readonly defaults?: Readonly<Record<string, number>>;
  /** Defaults of the class that a config which nests the text model may leave out. */
  readonly nestedDefaults?: Readonly<Record<string, number>>;
  /** True for encoders, whose tokens all see one another and whose output is a vector. */
  readonly encoder?: boolean;
  /** True when a square matrix makes the vector, as BERT has one. */
  readonly pooler?: boolean;
}

/** Text models by the class of multimodal ones that state their fields beside those of the encoder. */
export const TEXT_ARCHITECTURES: Readonly<Record<string, string>> = {
  LlavaLlamaForCausalLM: "llama",
  LlavaMistralForCausalLM: "mistral",
  LlavaQwenForCausalLM: "qwen2",
  XLMRobertaModel: "xlm-roberta",
};

const gptStyle = { gated: false, normBias: true, bias: "all", feedForwardBias: true } as const;
const encoder = { tied: true, embeddingNorm: true, encoder: true, window: "none" } as const;
const bert = { ...gptStyle, ...encoder, pooler: true } as const;
const gte = { name: "GTE", ...encoder, normBias: true, bias: "all" } as const;
const gemma = { tied: true, norms: 4 } as const;
const qwen2 = { bias: "qkv", window: "opt-in" } as const;
const qwen3 = { queryKeyNorm: "head", window: "opt-in" } as const;
const deepseek = { routerBias: true } as const;
const gatedDelta = {
  queryKeyNorm: "head",
  outputGate: true,
  sharedExpertGate: true,
  window: "none",
  fullAttentionEvery: 4,
} as const;

/**
 * Families by `model_type`. Sources: the modelling files of Hugging Face transformers of the same name, and, for models that
 * bring their own code, the modelling files in their repositories.
 */
export const FAMILIES: Readonly<Record<string, ArchitectureFamily>> = {
  baichuan: { name: "Baichuan" },
  bert: { name: "BERT", ...bert, extraPositions: 0 },
  bloom: { name: "BLOOM", ...gptStyle, tied: true, embeddingNorm: true },
  chatglm: { name: "ChatGLM" },
  cohere: { name: "Command R", norms: 1, queryKeyNorm: "width", tied: true },
  cohere2: { name: "Command R7B", norms: 1, tied: true, fullAttentionEvery: 4 },
  deepseek: { name: "DeepSeek MoE" },
  deepseek_v2: { name: "DeepSeek V2" },
  deepseek_v3: { name: "DeepSeek V3", ...deepseek },
  deepseek_v32: { name: "DeepSeek V3.2", ...deepseek },
  ernie4_5: { name: "ERNIE 4.5", tied: true },
  ernie4_5_moe: { name: "ERNIE 4.5 MoE", tied: true, routerBias: true },
  exaone: { name: "EXAONE 3" },
  falcon: { name: "Falcon", gated: false, normBias: true, norms: 1, tied: true },
  gemma: { name: "Gemma", tied: true },
  gemma2: { name: "Gemma 2", ...gemma, window: "even" },
  gemma3_text: {
    name: "Gemma 3",
    ...gemma,
    queryKeyNorm: "head",
    fullAttentionEvery: 6,
    defaults: { vocab_size: 262208, max_position_embeddings: 131072 },
  },
  gemma4_text: { name: "Gemma 4", ...gemma, queryKeyNorm: "head" },
  glm4_moe: { name: "GLM 4.5", ...deepseek, queryKeyNorm: "head", bias: "qkv" },
  glm4_moe_lite: { name: "GLM 4.7 Flash", ...deepseek },
  glm_moe_dsa: { name: "GLM 5", ...deepseek },
  gpt2: { name: "GPT-2", ...gptStyle, tied: true, extraPositions: 0 },
  gpt_bigcode: { name: "StarCoder", ...gptStyle, tied: true, extraPositions: 0 },
  gpt_neox: { name: "GPT-NeoX", ...gptStyle },
  gpt_oss: { name: "gpt-oss", bias: "all", sinks: "all", window: "even", expertBias: true },
  gte,
  granite: { name: "Granite", tied: true },
  hunyuan_v1_dense: { name: "Hunyuan", queryKeyNorm: "head", tied: true },
  hunyuan_v1_moe: { name: "Hunyuan MoE", queryKeyNorm: "head", tied: true },
  internlm2: { name: "InternLM 2" },
  kimi_k2: { name: "Kimi K2", ...deepseek },
  kimi_linear: { name: "Kimi Linear", ...deepseek },
  laguna: { name: "Laguna", queryKeyNorm: "head", routerBias: true },
  lfm2: { name: "LFM2", queryKeyNorm: "head", tied: true },
  lfm2_moe: { name: "LFM2 MoE", queryKeyNorm: "head", tied: true, routerBias: true },
  llama: {
    name: "Llama",
    window: "none",
    nestedDefaults: {
      hidden_size: 4096,
      intermediate_size: 11008,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      vocab_size: 32000,
      max_position_embeddings: 2048,
    },
  },
  llama4_text: { name: "Llama 4", window: "none" },
  longcat_flash: { name: "LongCat Flash", norms: 4, routerBias: true },
  mimo: { name: "MiMo", attentionBias: "qkv", window: "opt-in" },
  mimo_v2_flash: { name: "MiMo V2", ...deepseek, sinks: "sliding" },
  minicpm: { name: "MiniCPM", tied: true },
  minicpm3: { name: "MiniCPM 3", tied: true },
  minimax_m2: { name: "MiniMax M2", queryKeyNorm: "width", routerBias: true },
  ministral3: { name: "Ministral 3" },
  mistral: {
    name: "Mistral",
    nestedDefaults: {
      hidden_size: 4096,
      intermediate_size: 14336,
      num_hidden_layers: 32,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      vocab_size: 32000,
    },
  },
  mixtral: { name: "Mixtral" },
  "nemotron-nas": { name: "Nemotron NAS" },
  modernbert: { name: "ModernBERT", ...encoder, window: "all" },
  mpnet: { name: "MPNet", ...bert, extraPositions: 0, reservedPositions: 2 },
  nemotron: { name: "Nemotron 4", gated: false, normBias: true },
  nemotron_h: { name: "Nemotron H", gated: false, norms: 1, routerBias: true },
  new: gte,
  nomic_bert: { name: "NomicBERT", ...encoder, normBias: true },
  olmo2: { name: "OLMo 2", queryKeyNorm: "width" },
  olmo3: { name: "OLMo 3", queryKeyNorm: "width" },
  opt: { name: "OPT", ...gptStyle, tied: true, extraPositions: 2 },
  orion: { name: "Orion", normBias: true },
  phi: { name: "Phi 2", ...gptStyle, norms: 1, headBias: true },
  phi3: { name: "Phi 3" },
  phimoe: { name: "Phi 3.5 MoE", normBias: true, headBias: true },
  qwen: { name: "Qwen", bias: "qkv", jointIntermediate: true },
  qwen2: { name: "Qwen 2", ...qwen2 },
  qwen2_5_vl: { name: "Qwen 2.5 VL", ...qwen2 },
  qwen2_5_vl_text: { name: "Qwen 2.5 VL", ...qwen2 },
  qwen2_vl: { name: "Qwen 2 VL", ...qwen2 },
  qwen2_moe: { name: "Qwen 2 MoE", ...qwen2, sharedExpertGate: true },
  qwen3: { name: "Qwen 3", ...qwen3 },
  qwen3_moe: { name: "Qwen 3 MoE", ...qwen3 },
  qwen3_next: { name: "Qwen3-Next", ...gatedDelta },
  qwen3_5_text: { name: "Qwen 3.5", ...gatedDelta },
  qwen3_5_moe_text: { name: "Qwen 3.5 MoE", ...gatedDelta },
  qwen3_vl_text: { name: "Qwen 3 VL", ...qwen3 },
  qwen3_vl_moe_text: { name: "Qwen 3 VL MoE", ...qwen3 },
  roberta: { name: "RoBERTa", ...bert, extraPositions: 0, reservedPositions: 2 },
  seed_oss: { name: "Seed OSS" },
  smollm3: { name: "SmolLM 3", tied: true, window: "opt-in" },
  stablelm: { name: "StableLM", normBias: true },
  "xlm-roberta": { name: "XLM-RoBERTa", ...bert, extraPositions: 0, reservedPositions: 2 },
  starcoder2: { name: "StarCoder 2", gated: false, normBias: true, bias: "all", feedForwardBias: true, tied: true },
};
