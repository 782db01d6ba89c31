import { latentAttention, selfAttention, type LayerContext } from "./attention.js";
import {
  integerAt,
  isList,
  isSet,
  layerListAt,
  refuse,
  requiredInteger,
  textAt,
  type ConfigPart,
} from "./config-part.js";
import type { ArchitectureFamily } from "./families.js";
import { dense, expertLayers, experts, feedForward } from "./feed-forward.js";
import { layerKinds, type LayerKind } from "./layer-kinds.js";
import type { BlockPlan, LayerPlan } from "./layer-plan.js";
import { linearAttention, mamba2, shortConvolution } from "./linear.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";

/** What the layers are read from. */
export interface LayersContext {
  readonly part: ConfigPart;
  readonly family: ArchitectureFamily;
  readonly hiddenSize: number;
  readonly contextTokens: number | null;
}

/** Every layer of the model in order: a pattern of half layers, a list of searched blocks, or a uniform stack. */
export function layersOf(context: LayersContext): readonly LayerPlan[] {
  const { part } = context;
  if (part.fields["hybrid_override_pattern"] != null || part.fields["layers_block_type"] != null)
    return hybridLayers(context);
  if (part.fields["block_configs"] != null) return searchedLayers(context);
  if (integerAt(part, "expert_ffn_hidden_size") !== undefined) return shortcutLayers(context);
  return uniformLayers(context);
}

/** More layers than any model has: a bound on the work that a config can ask for. */
const MOST_LAYERS = 10_000;

function layerCountOf(part: ConfigPart): number {
  const count = requiredInteger(part, "num_hidden_layers", "num_layers", "n_layer", "n_layers");
  return count <= MOST_LAYERS
    ? count
    : refuse(part, "num_hidden_layers", valueRule("at-most", { most: MOST_LAYERS }), count);
}

function normWeights({ family, hiddenSize }: LayersContext, norms: number): number {
  return norms * hiddenSize * (family.normBias === true ? 2 : 1);
}

function uniformLayers(context: LayersContext): readonly LayerPlan[] {
  const { part, family, hiddenSize, contextTokens } = context;
  const count = layerCountOf(part);
  const kinds = layerKinds(part, family, count, contextTokens);
  const sparse = expertLayers(part, count);
  const norms = normWeights(context, normsOf(part, family));
  return kinds.map((kind, layer) => {
    const layerContext: LayerContext = { part, family, hiddenSize, layer };
    return {
      mixer: mixerOf(layerContext, kind),
      feedForward: feedForward(layerContext, sparse[layer] === true),
      norms,
    };
  });
}

/** Falcon's new decoders have a norm before each of the two parallel blocks; Gemma 4 scales each layer by one weight. */
function normsOf(part: ConfigPart, family: ArchitectureFamily): number {
  const { norms = 2 } = family;
  return part.fields["new_decoder_architecture"] === true && integerAt(part, "num_ln_in_parallel_attn") !== 1
    ? norms + 1
    : norms;
}

function mixerOf(context: LayerContext, kind: LayerKind): LayerPlan["mixer"] {
  if (kind.mixing === "convolution") return shortConvolution(context.part, context.hiddenSize);
  if (kind.mixing === "recurrent") return linearAttention(context.part, context.hiddenSize);
  return integerAt(context.part, "kv_lora_rank") ? latentAttention(context) : selfAttention(context, kind);
}

/** Letters and words of Nemotron H's half layers: each is attention, Mamba, experts or a dense block. */
const HALF_LAYERS: Readonly<Record<string, "attention" | "mamba" | "experts" | "dense">> = {
  "*": "attention",
  M: "mamba",
  E: "experts",
  "-": "dense",
  attention: "attention",
  mamba: "mamba",
  moe: "experts",
  mlp: "dense",
};

function hybridLayers(context: LayersContext): readonly LayerPlan[] {
  const { part, family, hiddenSize } = context;
  const name = part.fields["layers_block_type"] != null ? "layers_block_type" : "hybrid_override_pattern";
  const value = part.fields[name];
  const types: readonly unknown[] =
    typeof value === "string"
      ? value.split("")
      : isList(value)
        ? value
        : refuse(part, name, configRule("text-or-list"));
  const count = integerAt(part, "num_hidden_layers");
  if (types.length === 0 || (count !== undefined && count !== types.length))
    refuse(part, name, configRule("describes-each-layer", { layers: count ?? 1 }));
  const norms = normWeights(context, family.norms ?? 1);
  const plan = (type: unknown, layer: number): LayerPlan => {
    const layerContext: LayerContext = { part, family, hiddenSize, layer };
    switch (typeof type === "string" && Object.hasOwn(HALF_LAYERS, type) ? HALF_LAYERS[type] : undefined) {
      case "attention":
        return { mixer: selfAttention(layerContext, { mixing: "full" }), feedForward: null, norms };
      case "mamba":
        return { mixer: mamba2(part, hiddenSize), feedForward: null, norms };
      case "experts":
        return { mixer: null, feedForward: experts(layerContext), norms };
      case "dense":
        return { mixer: null, feedForward: dense(layerContext, requiredInteger(part, "intermediate_size")), norms };
      default:
        return refuse(
          part,
          `${name}[${layer}]`,
          configRule("letter-of-layer", { letters: Object.keys(HALF_LAYERS) }),
          type,
        );
    }
  };
  return types.map(plan).map(({ mixer, feedForward, norms: own }) => ({
    mixer: asMixer(mixer),
    feedForward: asMixer(feedForward),
    norms: own,
  }));
}

/** Half layers have one block, whose matrices are all named `mixer`. */
const asMixer = <Shape>(block: BlockPlan<Shape> | null): BlockPlan<Shape> | null =>
  block && {
    ...block,
    matrices: block.matrices.map(({ name, parameters }) => ({
      name: name.replace(/^(?:self_attn|mlp)\./, "mixer."),
      parameters,
    })),
  };

/**
 * LongCat Flash: a layer is attention and a dense block twice, and beside these one mixture, whose experts that do nothing have no weights
 * (vllm/model_executor/models/longcat_flash.py).
 */
function shortcutLayers(context: LayersContext): readonly LayerPlan[] {
  const { part, family, hiddenSize } = context;
  const norms = normWeights(context, 2);
  return Array.from({ length: layerCountOf(part) }, (_, layer) => {
    const layerContext: LayerContext = { part, family, hiddenSize, layer };
    const half: LayerPlan = {
      mixer: latentAttention(layerContext),
      feedForward: dense(layerContext, requiredInteger(part, "ffn_hidden_size")),
      norms,
    };
    return [half, half, { mixer: null, feedForward: experts(layerContext), norms: 0 }];
  }).flat();
}

/** Widths of searched feed-forward blocks are rounded up to a multiple of this (modeling_decilm.py of Nemotron NAS). */
const SEARCHED_WIDTH_MULTIPLE = 256;

/** Nemotron NAS: `block_configs` says for each layer how many query heads share a key head, and how wide the block is. */
function searchedLayers(context: LayersContext): readonly LayerPlan[] {
  const { part, family, hiddenSize } = context;
  const blocks =
    layerListAt(part, "block_configs", layerCountOf(part)) ?? refuse(part, "block_configs", configRule("blocks"));
  const oneNorm = normWeights(context, 1);
  return blocks.map((block, layer): LayerPlan => {
    const attention = halfBlock(part, block, layer, "attention", ["n_heads_in_group", "no_op"]);
    const wide = halfBlock(part, block, layer, "ffn", ["ffn_mult", "no_op"]);
    const heads = requiredInteger(part, "num_attention_heads");
    const group = attention === null ? 1 : requiredInteger(attention, "n_heads_in_group");
    // The group belongs to the block, so that the reader of a uniform stack sees it as that layer's number of heads.
    const layerPart: ConfigPart = { path: part.path, fields: { ...part.fields, num_key_value_heads: heads / group } };
    const layerContext: LayerContext = { part: layerPart, family, hiddenSize, layer };
    return {
      mixer: attention === null ? null : selfAttention(layerContext, { mixing: "full" }),
      feedForward: wide === null ? null : dense(layerContext, searchedWidth(wide, hiddenSize)),
      norms: (attention === null ? 0 : oneNorm) + (wide === null ? 0 : oneNorm),
    };
  });
}

/** One half of a searched block; null when it does nothing. Fields beyond `understood` must not be set. */
function halfBlock(
  part: ConfigPart,
  block: unknown,
  layer: number,
  half: "attention" | "ffn",
  understood: readonly string[],
): ConfigPart | null {
  const fields = (block as Readonly<Record<string, unknown>> | null)?.[half];
  const path = `block_configs[${layer}].${half}`;
  if (typeof fields !== "object" || fields === null) return refuse(part, path, valueRule("object"));
  const read: ConfigPart = { path: `${part.path}.${path}`, fields: fields as Readonly<Record<string, unknown>> };
  for (const [name, value] of Object.entries(read.fields))
    if (isSet(value) && !understood.includes(name)) refuse(read, name, configRule("understood"));
  return read.fields["no_op"] === true ? null : read;
}

function searchedWidth(part: ConfigPart, hiddenSize: number): number {
  const multiple = part.fields["ffn_mult"];
  if (typeof multiple !== "number" || !(multiple > 0)) return refuse(part, "ffn_mult", configRule("positive-number"));
  return Math.ceil(Math.trunc((2 * multiple * hiddenSize) / 3) / SEARCHED_WIDTH_MULTIPLE) * SEARCHED_WIDTH_MULTIPLE;
}

/** Layers that predict further tokens: each is one more layer like the last, a projection of two widths to one, and three norms. */
export function multiTokenPredictionLayers(part: ConfigPart): number {
  if (textAt(part, "mtp_hybrid_override_pattern") !== undefined || part.fields["mtp_layers_block_type"] != null)
    return 0;
  return integerAt(part, "num_nextn_predict_layers", "mtp_num_hidden_layers") ?? 0;
}
