import type { Checkpoint, FeedForward, LatentAttention, LayerGroup, MixtureOfExperts, Mixer, Model, SelfAttention } from "../../src/catalog/model.js";
import { countParameters } from "../../src/catalog/parameters.js";
import type { Precision } from "../../src/catalog/precision.js";
import { GATHERED, required, type ModelFacts } from "./facts.js";
import { linearLayer } from "./linear-layer.js";

/** Families whose feed-forward blocks have two matrices instead of three. */
const UNGATED: readonly string[] = ["gpt2", "opt", "bloom", "falcon", "nemotron", "nemotron_h"];

/** Checkpoints of 8 bit whose config.json names a static scale for a whole tensor; the others name blocks of 128 x 128. */
const SCALED_BY_TENSOR: readonly string[] = ["mistralai/Devstral-Small-2-24B-Instruct-2512", "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-FP8"];

type Counted<T> = readonly [count: number, value: T];

/** What people chose or looked up elsewhere, and no fact holds. */
export interface Curated {
  readonly aliases: readonly string[];
  /** Number format of recurrent states; undefined for fp32. */
  readonly statePrecision: Precision | undefined;
}

/**
 * A model of the catalog from gathered facts.
 *
 * @param facts - what was gathered.
 * @param curated - aliases and state precision.
 * @returns the entry.
 */
export function reshapeModel(facts: ModelFacts, { aliases, statePrecision }: Curated): Model {
  const model = (intermediateSize: number, notes: string | null): Model => ({
    id: facts.id,
    family: facts.family,
    aliases,
    parameters: {
      total: facts.params_language_model,
      active: facts.params_active_language_model,
      embedding: facts.params_embedding,
      head: facts.params_lm_head,
      vision: facts.params_vision ?? 0,
      multiTokenPrediction: facts.params_mtp,
    },
    hiddenSize: facts.hidden_size,
    vocabularySize: facts.vocab_size,
    maxContextTokens: facts.max_position_embeddings,
    layers: layers(facts, intermediateSize, statePrecision),
    checkpoint: checkpoint(facts),
    provenance: {
      sources: [facts.source.replace(/^hf-configs\/\S+ \(from (.*)\)$/, "config.json as stored in $1")],
      verified: false,
      gathered: GATHERED,
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

function layers(facts: ModelFacts, intermediateSize: number, statePrecision: Precision | undefined): readonly LayerGroup[] {
  const mixing = mixers(facts, statePrecision);
  const transforming = feedForwards(facts, intermediateSize);
  const apart = facts.attention.linear_layers?.mlp_or_moe_layers;
  if (apart === undefined) return pair(mixing, transforming);
  return [...mixing.map(([count, mixer]) => ({ count, mixer, feedForward: null })), { count: apart, mixer: null, feedForward: transforming[0]?.[1] ?? null }];
}

/** Layers with both their blocks. Which attention goes with which block matters to neither memory nor speed, only counts do. */
function pair(mixing: readonly Counted<Mixer | null>[], transforming: readonly Counted<FeedForward>[]): readonly LayerGroup[] {
  const groups: LayerGroup[] = [];
  const left = transforming.map(([count, feedForward]) => ({ count, feedForward }));
  for (const [layersOfMixer, mixer] of mixing) {
    for (let rest = layersOfMixer; rest > 0; ) {
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
  if (attention.kind === "mla") return [[all, latentAttention(facts)]];
  const self = selfAttention(facts);
  const { linear_layers: linear, attention_layers: attending } = attention;
  if (attention.sliding_window !== undefined) return windowed(facts, self);
  if (linear !== undefined) return [[linear.attention_layers, self], [linear.layers, linearLayer(linear, facts.hidden_size, statePrecision)]];
  return attending === undefined ? [[all, self]] : [[attending, self], [all - attending, null]];
}

function selfAttention({ attention, num_attention_heads, num_key_value_heads, head_dim }: ModelFacts): SelfAttention {
  return {
    kind: "self",
    queryHeads: num_attention_heads,
    keyValueHeads: num_key_value_heads,
    headSize: head_dim,
    // The softmax layers between gated delta nets have an output gate of the queries' size (config: attn_output_gate).
    ...(attention.linear_layers?.kind === "gated_deltanet" && { outputGate: true }),
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
    ...(indexer !== undefined && { indexer: { heads: indexer.heads, headSize: indexer.head_dim, topTokens: indexer.topk } }),
  };
}

/** Window layers first, then layers that see the whole context, then those of both kinds that share a cache. */
function windowed({ attention, kv_cache: cached }: ModelFacts, self: SelfAttention): readonly Counted<SelfAttention>[] {
  const { sliding_window: window, global_layers: wide, window_is_chunked: chunked = false, kv_shared_layers: shared } = attention;
  if (window === undefined) return [];
  const near: SelfAttention = { ...self, windowTokens: window.window, ...(chunked && { chunked }) };
  const far: SelfAttention =
    wide === undefined
      ? self
      : { ...self, headSize: wide.head_dim, keyValueHeads: wide.num_key_value_heads, ...(wide.k_equals_v === true && { keysAreValues: true }) };
  const sharing = shared === undefined ? { near: 0, far: 0 } : { near: window.layers_with_window - cached.window_layers, far: window.layers_global - cached.global_layers };
  const groups: readonly Counted<SelfAttention>[] = [
    [window.layers_with_window - sharing.near, near],
    [window.layers_global - sharing.far, far],
    [sharing.near, { ...near, sharesCache: true }],
    [sharing.far, { ...far, sharesCache: true }],
  ];
  return groups.filter(([count]) => count > 0);
}

function feedForwards(facts: ModelFacts, intermediateSize: number): readonly Counted<FeedForward>[] {
  const { moe, num_layers: all, model_type } = facts;
  const dense = (width: number): FeedForward => ({ kind: "dense", intermediateSize: width, gated: !UNGATED.includes(model_type) });
  if (moe === null) return [[all, dense(intermediateSize)]];
  const shared = moe.num_shared_experts === 0 ? 0 : (moe.shared_expert_intermediate_size ?? moe.num_shared_experts * moe.moe_intermediate_size);
  const experts: MixtureOfExperts = {
    kind: "experts",
    experts: moe.num_experts,
    expertsPerToken: moe.experts_per_token,
    expertIntermediateSize: moe.moe_intermediate_size,
    sharedIntermediateSize: shared,
    gated: moe.expert_matrices !== 2,
    ...(moe.latent_size !== undefined && { latentSize: moe.latent_size }),
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
    default:
      throw new Error(`${id}: no checkpoint of ${format} is known`);
  }
}
