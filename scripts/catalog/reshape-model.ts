import type {
  Checkpoint,
  FeedForward,
  LatentAttention,
  LayerGroup,
  MixtureOfExperts,
  Mixer,
  Model,
  SelfAttention,
} from "../../src/catalog/model.js";
import { FAMILIES } from "../../src/catalog/huggingface/families.js";
import { countParameters } from "../../src/catalog/parameters.js";
import type { Precision } from "../../src/catalog/precision.js";
import { required, type Curated, type ModelFacts } from "./facts.js";
import { linearLayer } from "./linear-layer.js";

/** Families whose feed-forward blocks have two matrices instead of three. */
const UNGATED: readonly string[] = ["gpt2", "opt", "bloom", "falcon", "nemotron", "nemotron_h", "bert", "xlm-roberta"];

/** Checkpoints of 8 bit whose config.json names a static scale for a whole tensor; the others name blocks of 128 x 128. */
const SCALED_BY_TENSOR: readonly string[] = [
  "mistralai/Devstral-Small-2-24B-Instruct-2512",
  "mistralai/Devstral-2-123B-Instruct-2512",
  "mistralai/Ministral-3-3B-Instruct-2512",
  "mistralai/Ministral-3-8B-Instruct-2512",
  "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8",
];

/** What no law here knows, by the kind of attention or the type of model. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  compressed_mla: "its attention keeps a compressed cache",
  sparse: "its attention picks blocks of the cache before it reads them",
};

/** Models that answer with a vector or a score: their model cards. */
const EMBEDDING = /embed|bge-|MiniLM|e5-|gte-/i;
const RERANKER = /rerank/i;
/** Decoders whose config.json says `is_causal: false`. */
const NOT_CAUSAL: readonly string[] = ["Alibaba-NLP/gte-Qwen2-7B-instruct"];

/** Of a family with norms of queries and keys, whose config.json says `use_qk_norm: false` or leaves it out. */
const NO_QUERY_KEY_NORM: readonly string[] = ["zai-org/GLM-4.5-Air", "CohereLabs/c4ai-command-r-v01"];

/** Layers that compute the index of a sparse attention; the others read the one of a layer before (`indexer_types` of the config.json). */
const INDEXING_LAYERS: Readonly<Record<string, number>> = { "zai-org/GLM-5.2": 21, "zai-org/GLM-5.3": 21 };

/** Layers that read the cache of another have blocks of twice the width (`use_double_wide_mlp` of the config.json). */
const DOUBLE_WIDE: readonly string[] = ["google/gemma-4-E2B-it"];

/** Width of the blocks where the config.json's is cut down: `block_auto_adjust_ff_dim`, 2/3 rounded to 256. */
const CUT_WIDTH: Readonly<Record<string, number>> = { "LiquidAI/LFM2-1.2B": 8192 };

/** Routed experts work in a space of their own: `routed_expert_hidden_size` of the config.json. */
const EXPERT_SPACE: Readonly<Record<string, number>> = { "moonshotai/Kimi-K3": 3584 };

type Counted<T> = readonly [count: number, value: T];

/**
 * A model of the catalog from gathered facts.
 *
 * @param facts - what was gathered.
 * @param curated - aliases, state precision, and encoders that the facts leave out.
 * @returns the entry.
 */
export function reshapeModel(
  facts: ModelFacts,
  { aliases, statePrecision, gathered, vision = 0, imageEncoder }: Curated & { readonly vision?: number },
): Model {
  const model = (intermediateSize: number, notes: string | null): Model => ({
    id: facts.id,
    family: facts.family,
    ...kindOf(facts),
    aliases,
    parameters: {
      total: facts.params_language_model,
      active: facts.params_active_language_model,
      embedding: facts.params_embedding,
      head: facts.params_lm_head,
      vision: facts.params_vision ?? vision,
      multiTokenPrediction: facts.params_mtp,
    },
    ...(imageEncoder !== undefined && { imageEncoder }),
    hiddenSize: facts.hidden_size,
    vocabularySize: facts.vocab_size,
    maxContextTokens: facts.max_position_embeddings,
    layers: layers(facts, intermediateSize, statePrecision),
    checkpoint: checkpoint(facts),
    provenance: {
      sources: [
        facts.source
          .replace(/^hf-configs\/\S+ \((?:from )?(.*?)\)$/, "config.json as stored in $1")
          .replaceAll(/hf-configs\/(\S+?)__(\S+?)\.json/g, "config.json of $1/$2"),
      ],
      verified: false,
      gathered,
      notes,
    },
  });
  const notes = facts.notes ?? null;
  if (facts.intermediate_size !== null || facts.moe !== null) return model(facts.intermediate_size ?? 0, notes);
  // Every layer has a width of its own: the mean is one, and what is left of the published total.
  const rest = facts.params_language_model - countParameters(model(1, null)).total;
  const mean = 1 + Math.round(rest / (facts.num_layers * 3 * facts.hidden_size));
  return model(mean, `${notes ?? ""}; intermediateSize here is the mean width that gives the published total`);
}

function kindOf({ id, attention }: ModelFacts): Pick<Model, "kind" | "unsupported"> {
  const unsupported = UNSUPPORTED[attention.sparse === undefined ? attention.kind : "sparse"];
  return {
    ...(RERANKER.test(id) ? { kind: "reranker" } : EMBEDDING.test(id) ? { kind: "embedding" } : {}),
    ...(unsupported !== undefined && { unsupported }),
  };
}

function layers(
  facts: ModelFacts,
  intermediateSize: number,
  statePrecision: Precision | undefined,
): readonly LayerGroup[] {
  if (facts.attention.attention_per_layer !== undefined)
    return shortcutLayers(facts, facts.attention.attention_per_layer, intermediateSize);
  const mixing = mixers(facts, statePrecision);
  const transforming = feedForwards(facts, intermediateSize);
  const apart = facts.attention.linear_layers?.mlp_or_moe_layers;
  if (apart === undefined) return pair(mixing, transforming);
  return [
    ...mixing.map(([count, mixer]) => ({ count, mixer, feedForward: null })),
    { count: apart, mixer: null, feedForward: transforming[0]?.[1] ?? null },
  ];
}

/** LongCat: each layer has its attentions, each with a dense block, and the experts beside them. */
function shortcutLayers(facts: ModelFacts, attentions: number, intermediateSize: number): readonly LayerGroup[] {
  const [experts] = feedForwards(facts, intermediateSize).map(([, feedForward]) => feedForward);
  const dense: FeedForward = { kind: "dense", intermediateSize, gated: true };
  return [
    { count: attentions * facts.num_layers, mixer: latentAttention(facts), feedForward: dense },
    { count: facts.num_layers, mixer: null, feedForward: experts ?? null },
  ];
}

/** Layers with both their blocks. Which attention goes with which block matters to neither memory nor speed, only counts do. */
function pair(
  mixing: readonly Counted<Mixer | null>[],
  transforming: readonly Counted<FeedForward>[],
): readonly LayerGroup[] {
  const groups: LayerGroup[] = [];
  const left = transforming.map(([count, feedForward]) => ({ count, feedForward }));
  for (const [layersOfMixer, mixer] of mixing) {
    for (let rest = layersOfMixer; rest > 0;) {
      const next = left[0];
      if (next === undefined) throw new Error("more mixers than feed-forward blocks");
      const count = Math.min(rest, next.count);
      groups.push({ count, mixer, feedForward: next.feedForward });
      rest -= count;
      next.count -= count;
      if (next.count === 0) left.shift();
    }
  }
  if (left.length > 0) throw new Error("more feed-forward blocks than mixers");
  return groups;
}

function mixers(facts: ModelFacts, statePrecision: Precision | undefined): readonly Counted<Mixer | null>[] {
  const { attention, num_layers: all } = facts;
  const self: Mixer = attention.kind === "mla" ? latentAttention(facts) : selfAttention(facts);
  const { linear_layers: linear, attention_layers: attending } = attention;
  if (attention.sliding_window !== undefined && self.kind === "self") return windowed(facts, self);
  const indexing = INDEXING_LAYERS[facts.id];
  if (indexing !== undefined && self.kind === "latent" && self.indexer !== undefined)
    return [
      [indexing, self],
      [all - indexing, { ...self, indexer: { ...self.indexer, heads: 0, headSize: 0 } }],
    ];
  if (linear !== undefined)
    return [
      [linear.attention_layers, self],
      [linear.layers, linearLayer(linear, facts.hidden_size, statePrecision)],
    ];
  return attending === undefined
    ? [[all, self]]
    : [
        [attending, self],
        [all - attending, null],
      ];
}

function selfAttention({
  id,
  attention,
  num_attention_heads,
  num_key_value_heads,
  head_dim,
  model_type,
}: ModelFacts): SelfAttention {
  const { queryKeyNorm } = FAMILIES[model_type] ?? FAMILIES[`${model_type}_text`] ?? {};
  return {
    kind: "self",
    queryHeads: num_attention_heads,
    keyValueHeads: num_key_value_heads,
    headSize: head_dim,
    ...(attention.v_head_dim !== undefined && { valueHeadSize: attention.v_head_dim }),
    // The softmax layers between gated delta nets have an output gate of the queries' size (config: attn_output_gate).
    ...((attention.output_gate === true || attention.linear_layers?.kind === "gated_deltanet") && { outputGate: true }),
    ...(queryKeyNorm !== undefined && !NO_QUERY_KEY_NORM.includes(id) && { queryKeyNorm }),
    ...((attention.kind === "bidirectional" || NOT_CAUSAL.includes(id)) && { bidirectional: true }),
  };
}

function latentAttention({ attention, num_attention_heads: heads }: ModelFacts): LatentAttention {
  const { sparse_indexer: indexer } = attention;
  return {
    kind: "latent",
    heads,
    queryRank: attention.q_lora_rank ?? null,
    keyValueRank: required(attention.kv_lora_rank, "kv_lora_rank"),
    ropeHeadSize: required(attention.qk_rope_head_dim, "qk_rope_head_dim"),
    nopeHeadSize: required(attention.qk_nope_head_dim, "qk_nope_head_dim"),
    valueHeadSize: required(attention.v_head_dim, "v_head_dim"),
    ...(indexer !== undefined && {
      indexer: { heads: indexer.heads, headSize: indexer.head_dim, topTokens: indexer.topk },
    }),
  };
}

/** Window layers first, then layers that see the whole context, then those of both kinds that share a cache. */
function windowed({ attention, kv_cache: cached }: ModelFacts, self: SelfAttention): readonly Counted<SelfAttention>[] {
  const {
    sliding_window: window,
    window_layers: narrow,
    global_layers: wide,
    window_is_chunked: chunked = false,
    kv_shared_layers: shared,
  } = attention;
  if (window === undefined) return [];
  const near: SelfAttention = {
    ...self,
    ...(narrow !== undefined && { keyValueHeads: narrow.num_key_value_heads }),
    windowTokens: window.window,
    ...(chunked && { chunked }),
  };
  const far: SelfAttention =
    wide === undefined
      ? self
      : {
          ...self,
          headSize: wide.head_dim,
          keyValueHeads: wide.num_key_value_heads,
          ...(wide.k_equals_v === true && { keysAreValues: true }),
        };
  const sharing =
    shared === undefined
      ? { near: 0, far: 0 }
      : {
          near: window.layers_with_window - cached.window_layers,
          far: window.layers_global - required(cached.global_layers, "layers that cache the whole context"),
        };
  const groups: readonly Counted<SelfAttention>[] = [
    [window.layers_with_window - sharing.near, near],
    [window.layers_global - sharing.far, far],
    [sharing.near, { ...near, sharesCache: true }],
    [sharing.far, { ...far, sharesCache: true }],
  ];
  return groups.filter(([count]) => count > 0);
}

function feedForwards(facts: ModelFacts, intermediateSize: number): readonly Counted<FeedForward>[] {
  const { id, moe, num_layers: all, model_type } = facts;
  const dense = (width: number): FeedForward => ({
    kind: "dense",
    intermediateSize: width,
    gated: !UNGATED.includes(model_type),
  });
  if (moe === null) {
    const wide = DOUBLE_WIDE.includes(id) ? (facts.attention.kv_shared_layers ?? 0) : 0;
    const width = CUT_WIDTH[id] ?? intermediateSize;
    const narrow: Counted<FeedForward> = [all - wide, dense(width)];
    return wide === 0 ? [narrow] : [narrow, [wide, dense(2 * width)]];
  }
  const shared =
    moe.num_shared_experts === 0
      ? 0
      : (moe.shared_expert_intermediate_size ?? moe.num_shared_experts * moe.moe_intermediate_size);
  const latentSize = moe.latent_size ?? EXPERT_SPACE[id];
  const experts: MixtureOfExperts = {
    kind: "experts",
    experts: moe.num_experts,
    expertsPerToken: moe.experts_per_token,
    expertIntermediateSize: moe.moe_intermediate_size,
    sharedIntermediateSize: shared,
    gated: moe.expert_matrices !== 2,
    ...(latentSize !== undefined && { latentSize }),
  };
  if (moe.moe_layers !== undefined) return [[moe.moe_layers, experts]];
  const expertLayers = Math.floor((all - moe.first_dense_layers) / (moe.moe_layer_step ?? moe.moe_layer_period ?? 1));
  const denseLayers = all - expertLayers;
  const sparse: Counted<FeedForward> = [expertLayers, experts];
  return denseLayers === 0 ? [sparse] : [[denseLayers, dense(moe.dense_intermediate_size ?? intermediateSize)], sparse];
}

function checkpoint({ id, native_weights_dtype: format }: ModelFacts): Checkpoint {
  switch (format) {
    case "fp32":
    case "bf16":
    case "fp16":
      return { weights: format };
    case "fp8":
      return { weights: "fp8", scaling: SCALED_BY_TENSOR.includes(id) ? "tensor" : "block" };
    case "mxfp4":
      return { weights: "fp4", scaling: "block", weightOnly: true };
    case "int4":
      return { weights: "int4", scaling: "block", weightOnly: true };
    case "fp8 (routed experts fp4)":
      return { weights: "fp4", scaling: "block", outsideExperts: "fp8" };
    case "mxfp4 (routed experts), rest bf16":
      return {
        weights: "fp4",
        scaling: "block",
        weightOnly: true,
        partBytes: { attention: 2, states: 2, dense: 2, shared: 2 },
      };
    default:
      throw new Error(`${id}: no checkpoint of ${format} is known`);
  }
}
