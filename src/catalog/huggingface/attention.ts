import type { LatentAttention, SelfAttention } from "../model.js";
import { flagAt, integerAt, layerListAt, refuse, requiredInteger, type ConfigPart } from "./config-part.js";
import type { ArchitectureFamily } from "./families.js";
import type { LayerKind } from "./layer-kinds.js";
import type { BlockPlan, NamedMatrix } from "./layer-plan.js";
import { catalogRule } from "../../rules/catalog.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";

/** What attention needs to know of the model around it. */
export interface LayerContext {
  readonly part: ConfigPart;
  readonly family: ArchitectureFamily;
  readonly hiddenSize: number;
  /** Number of the layer, from 0. */
  readonly layer: number;
}

interface Heads {
  readonly queryHeads: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly valueHeadSize: number;
}

/** Softmax attention with key and value heads of its own. */
export function selfAttention(context: LayerContext, kind: LayerKind): BlockPlan<SelfAttention> {
  const { part, family, hiddenSize } = context;
  const heads = headsOf(context, kind);
  const { queryHeads, keyValueHeads, headSize, valueHeadSize } = heads;
  if (queryHeads % keyValueHeads !== 0)
    refuse(part, "num_key_value_heads", catalogRule("divides-query-heads", { heads: queryHeads }));
  const keysAreValues = kind.mixing === "full" && flagAt(part, "attention_k_eq_v") === true;
  const outputGate = gateOf(context) === "element";
  const queryKeyNorm = queryKeyNormOf(context);
  const shape: SelfAttention = {
    kind: "self",
    queryHeads,
    keyValueHeads,
    headSize,
    ...(valueHeadSize !== headSize && { valueHeadSize }),
    ...(kind.windowTokens !== undefined && { windowTokens: kind.windowTokens }),
    ...(kind.mixing === "chunked" && { chunked: true }),
    ...(keysAreValues && { keysAreValues }),
    ...(outputGate && { outputGate }),
    ...(queryKeyNorm !== undefined && { queryKeyNorm }),
    ...(seesAll(part, family) && { bidirectional: true }),
  };
  const matrices: readonly NamedMatrix[] = [
    { name: "self_attn.q_proj", parameters: hiddenSize * queryHeads * headSize * (outputGate ? 2 : 1) },
    { name: "self_attn.k_proj", parameters: hiddenSize * keyValueHeads * headSize },
    { name: "self_attn.v_proj", parameters: keysAreValues ? 0 : hiddenSize * keyValueHeads * valueHeadSize },
    { name: "self_attn.o_proj", parameters: queryHeads * valueHeadSize * hiddenSize },
  ];
  const headGate = gateOf(context) === "head" ? hiddenSize * queryHeads : 0;
  const sinks = family.sinks === "all" || (family.sinks === "sliding" && kind.mixing === "sliding") ? queryHeads : 0;
  return { shape, matrices, small: biases(context, heads) + normParameters(queryKeyNorm, heads) + headGate + sinks };
}

/** Decoders that were trained on to see all of a prompt say so: gte-Qwen2, EmbeddingGemma, Llama's embedding models of NVIDIA. */
export const seesAll = (part: ConfigPart, { encoder }: ArchitectureFamily): boolean =>
  encoder === true ||
  part.fields["is_causal"] === false ||
  part.fields["use_bidirectional_attention"] === true ||
  part.fields["bidirectional_attention"] === true;

function headsOf({ part, hiddenSize, layer }: LayerContext, kind: LayerKind): Heads {
  const sliding = kind.mixing === "sliding";
  const perLayer = layerListAt(part, "num_attention_heads_per_layer", layer + 1)?.[layer];
  const common = requiredInteger(part, "num_attention_heads", "n_head", "num_heads");
  const queryHeads =
    typeof perLayer === "number"
      ? perLayer
      : ((sliding ? integerAt(part, "swa_num_attention_heads") : undefined) ?? common);
  const keyValueHeads =
    (sliding ? integerAt(part, "swa_num_key_value_heads") : integerAt(part, "num_global_key_value_heads")) ??
    keyValueHeadsOf(part) ??
    common;
  const headSize =
    (sliding ? integerAt(part, "swa_head_dim") : integerAt(part, "global_head_dim")) ??
    headSizeOf(part, hiddenSize, common);
  const valueHeadSize =
    (sliding ? integerAt(part, "swa_v_head_dim") : undefined) ?? integerAt(part, "v_head_dim") ?? headSize;
  for (const [name, value] of Object.entries({
    num_attention_heads: queryHeads,
    num_key_value_heads: keyValueHeads,
    head_dim: headSize,
    v_head_dim: valueHeadSize,
  }))
    if (value < 1) refuse(part, name, valueRule("integer-at-least", { least: 1 }));
  return { queryHeads, keyValueHeads, headSize, valueHeadSize };
}

function keyValueHeadsOf(part: ConfigPart): number | undefined {
  const stated = integerAt(part, "num_key_value_heads");
  if (stated !== undefined) return stated;
  // Falcon keeps `num_kv_heads` in old configs too, where one head serves all queries.
  if (flagAt(part, "multi_query") === true && flagAt(part, "new_decoder_architecture") !== true) return 1;
  if (flagAt(part, "multi_query_attention") === true) return integerAt(part, "multi_query_group_num");
  return integerAt(part, "num_kv_heads");
}

function headSizeOf(part: ConfigPart, hiddenSize: number, heads: number): number {
  const stated = integerAt(part, "head_dim", "attention_head_dim", "kv_channels");
  if (stated !== undefined) return stated;
  const size = hiddenSize / heads;
  return Number.isInteger(size)
    ? size
    : refuse(part, "head_dim", configRule("stated-head-size", { heads, width: hiddenSize }));
}

/** A gate on attention's output: one for each element, one for each head (a small matrix), or none. */
function gateOf({ part, family, layer }: LayerContext): "element" | "head" | null {
  if (
    family.outputGate === true ||
    flagAt(part, "attn_output_gate") === true ||
    flagAt(part, "attention_output_gate") === true
  )
    return "element";
  // Laguna: `true` is one gate for each head, as SGLang reads it (sglang/srt/models/laguna.py).
  const gating = layerListAt(part, "gating_types", layer + 1)?.[layer] ?? part.fields["gating"];
  if (gating == null || gating === false) return null;
  if (gating === true || gating === "per-head" || gating === "per_head") return "head";
  if (gating === "per-element" || gating === "per_element") return "element";
  return refuse(part, "gating", configRule("gating"));
}

function biases(
  { part, family, hiddenSize }: LayerContext,
  { queryHeads, keyValueHeads, headSize, valueHeadSize }: Heads,
): number {
  const qkvOnly = flagAt(part, "add_qkv_bias") ?? flagAt(part, "use_qkv_bias") ?? false;
  const stated = flagAt(part, "attention_bias") ?? flagAt(part, "use_bias") ?? flagAt(part, "bias");
  const biased = family.bias ?? (qkvOnly ? "qkv" : (family.attentionBias ?? "all"));
  if (stated === false || (stated === undefined && family.bias === undefined && !qkvOnly)) return 0;
  const output = biased === "all" && flagAt(part, "attention_out_bias") !== false ? hiddenSize : 0;
  return queryHeads * headSize + keyValueHeads * (headSize + valueHeadSize) + output;
}

function queryKeyNormOf({ part, family }: LayerContext): SelfAttention["queryKeyNorm"] {
  const stated = flagAt(part, "use_qk_norm") ?? flagAt(part, "qk_layernorm");
  return stated === false ? undefined : family.queryKeyNorm;
}

function normParameters(norm: SelfAttention["queryKeyNorm"], { queryHeads, keyValueHeads, headSize }: Heads): number {
  if (norm === undefined) return 0;
  return norm === "head" ? 2 * headSize : (queryHeads + keyValueHeads) * headSize;
}

/** Multi-head latent attention; with DeepSeek's sparse attention, a layer has an index of its own or shares the one before. */
export function latentAttention({ part, hiddenSize, layer }: LayerContext): BlockPlan<LatentAttention> {
  const heads = requiredInteger(part, "num_attention_heads");
  const queryRank = integerAt(part, "q_lora_rank") || null;
  const keyValueRank = requiredInteger(part, "kv_lora_rank");
  const ropeHeadSize = requiredInteger(part, "qk_rope_head_dim");
  const nopeHeadSize = requiredInteger(part, "qk_nope_head_dim");
  // MiniCPM 3 leaves the value heads to divide the width of the model.
  const valueHeadSize = integerAt(part, "v_head_dim") ?? hiddenSize / heads;
  if (!Number.isInteger(valueHeadSize) || valueHeadSize < 1)
    refuse(part, "v_head_dim", valueRule("integer-at-least", { least: 1 }));
  const indexer = indexerOf(part, layer);
  const shape: LatentAttention = {
    kind: "latent",
    heads,
    queryRank,
    keyValueRank,
    ropeHeadSize,
    nopeHeadSize,
    valueHeadSize,
    ...(indexer && { indexer }),
  };
  const queryWidth = heads * (nopeHeadSize + ropeHeadSize);
  const query: readonly NamedMatrix[] =
    queryRank === null
      ? [{ name: "self_attn.q_proj", parameters: hiddenSize * queryWidth }]
      : [
          { name: "self_attn.q_a_proj", parameters: hiddenSize * queryRank },
          { name: "self_attn.q_b_proj", parameters: queryRank * queryWidth },
        ];
  const matrices: NamedMatrix[] = [
    ...query,
    { name: "self_attn.kv_a_proj_with_mqa", parameters: hiddenSize * (keyValueRank + ropeHeadSize) },
    { name: "self_attn.kv_b_proj", parameters: keyValueRank * heads * (nopeHeadSize + valueHeadSize) },
    { name: "self_attn.o_proj", parameters: heads * valueHeadSize * hiddenSize },
  ];
  let small = (queryRank ?? 0) + keyValueRank;
  if (indexer !== undefined) {
    matrices.push(
      { name: "self_attn.indexer.wq_b", parameters: (queryRank ?? hiddenSize) * indexer.heads * indexer.headSize },
      { name: "self_attn.indexer.wk", parameters: hiddenSize * indexer.headSize },
      { name: "self_attn.indexer.weights_proj", parameters: hiddenSize * indexer.heads },
    );
    small += 2 * indexer.headSize;
  }
  // Kimi K3 gates the output of latent attention, which `LatentAttention` has no field for; 0.1 % of the model.
  if (flagAt(part, "mla_use_output_gate") === true) small += hiddenSize * heads * valueHeadSize;
  return { shape, matrices, small };
}

/** GLM 5.2: a `shared` layer takes the tokens that the layer before it chose, and has neither weights nor cache for choosing. */
function indexerOf(part: ConfigPart, layer: number): LatentAttention["indexer"] {
  const topTokens = integerAt(part, "index_topk");
  if (!topTokens) return undefined;
  const types = layerListAt(part, "indexer_types", layer + 1);
  if (types === undefined && (integerAt(part, "index_topk_freq") ?? 1) > 1)
    refuse(part, "indexer_types", configRule("stated-indexers"));
  const type = types?.[layer] ?? "full";
  if (type === "shared") return { heads: 0, headSize: 0, topTokens };
  if (type !== "full") refuse(part, `indexer_types[${layer}]`, configRule("full-or-shared"), type);
  return {
    heads: requiredInteger(part, "index_n_heads"),
    headSize: requiredInteger(part, "index_head_dim"),
    topTokens,
  };
}
