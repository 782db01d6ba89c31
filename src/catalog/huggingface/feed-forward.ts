import type { DenseFeedForward, FeedForward, MixtureOfExperts } from "../model.js";
import type { LayerContext } from "./attention.js";
import { flagAt, integerAt, layerListAt, refuse, requiredInteger, textAt, type ConfigPart } from "./config-part.js";
import type { ArchitectureFamily } from "./families.js";
import type { BlockPlan, NamedMatrix } from "./layer-plan.js";
import { catalogRule } from "../../rules/catalog.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";

const EXPERT_COUNT = ["num_experts", "num_local_experts", "n_routed_experts", "moe_num_experts"] as const;
const EXPERTS_PER_TOKEN = [
  "num_experts_per_tok",
  "num_experts_per_token",
  "top_k_experts",
  "experts_per_token",
  "moe_top_k",
  "moe_topk",
  "moe_k",
] as const;
const EXPERT_WIDTH = [
  "moe_intermediate_size",
  "expert_intermediate_size",
  "expert_ffn_hidden_size",
  "intermediate_size",
] as const;
const SHARED_WIDTH = [
  "shared_expert_intermediate_size",
  "moe_shared_expert_intermediate_size",
  "shared_intermediate_size",
  "share_expert_dim",
] as const;
const DENSE_WIDTH = [
  "dense_intermediate_size",
  "intermediate_size_mlp",
  "intermediate_size",
  "ffn_hidden_size",
  "ffn_dim",
  "n_inner",
  "ff_intermediate_size",
] as const;
/** Architectures of 2019 to 2022 whose configs leave the width out: four times that of the model. */
const DEFAULT_WIDENING = 4;

/** Which layers hold experts: lists first, then the rules that three families of fields state. */
export function expertLayers(part: ConfigPart, count: number): readonly boolean[] {
  const all = (holds: (layer: number) => boolean): readonly boolean[] =>
    Array.from({ length: count }, (_, layer) => holds(layer));
  if (!integerAt(part, ...EXPERT_COUNT)) return all(() => false);
  const types = layerListAt(part, "mlp_layer_types", count);
  if (types !== undefined) return all((layer) => sparse(part, types[layer], layer));
  const frequencies = layerListAt(part, "moe_layer_freq", count);
  if (frequencies !== undefined) return all((layer) => frequencies[layer] === 1);
  const listed = part.fields["moe_layers"];
  if (Array.isArray(listed)) return all((layer) => listed.includes(layer));
  const step = integerAt(part, "interleave_moe_layer_step");
  if (step) return all((layer) => (layer + 1) % step === 0);
  const first = integerAt(part, "moe_layer_start_index");
  if (first !== undefined) {
    // ERNIE 4.5: from a layer to another, every so many.
    const last = Math.min(integerAt(part, "moe_layer_end_index") ?? count - 1, count - 1);
    const interval = integerAt(part, "moe_layer_interval") || 1;
    return all((layer) => layer >= first && layer <= last && (layer + 1) % interval === 0);
  }
  const firstSparse = integerAt(part, "first_k_dense_replace", "num_dense_layers") ?? 0;
  const frequency = integerAt(part, "moe_layer_freq") || 1;
  const every = integerAt(part, "decoder_sparse_step") || 1;
  const dense = part.fields["mlp_only_layers"];
  return all(
    (layer) =>
      layer >= firstSparse &&
      layer % frequency === 0 &&
      (layer + 1) % every === 0 &&
      !(Array.isArray(dense) && dense.includes(layer)),
  );
}

function sparse(part: ConfigPart, type: unknown, layer: number): boolean {
  if (type !== "dense" && type !== "sparse")
    refuse(part, `mlp_layer_types[${layer}]`, configRule("dense-or-sparse"), type);
  return type === "sparse";
}

/** The feed-forward block of one layer. */
export function feedForward(context: LayerContext, sparseLayer: boolean): BlockPlan<FeedForward> {
  return sparseLayer ? experts(context) : dense(context, denseWidth(context));
}

function denseWidth({ part, family, hiddenSize }: LayerContext): number {
  const width = integerAt(part, ...DENSE_WIDTH);
  if (width !== undefined && flagAt(part, "block_auto_adjust_ff_dim") === true) return adjustedWidth(part, width);
  if (width !== undefined) return family.jointIntermediate === true ? width / 2 : width;
  if (family.gated === false) return DEFAULT_WIDENING * hiddenSize;
  return refuse(
    part,
    "intermediate_size",
    configRule("stated-as", { names: DENSE_WIDTH.filter((name) => name !== "intermediate_size") }),
  );
}

/** LFM2: two thirds of the stated width, rounded up to a multiple (transformers/models/lfm2). */
function adjustedWidth(part: ConfigPart, width: number): number {
  const multiplier = part.fields["block_ffn_dim_multiplier"];
  const multiple = requiredInteger(part, "block_multiple_of");
  return (
    Math.ceil(Math.trunc((typeof multiplier === "number" ? multiplier : 1) * Math.trunc((2 * width) / 3)) / multiple) *
    multiple
  );
}

/** A block with one path of a given width. */
export function dense(
  { part, family, hiddenSize }: LayerContext,
  intermediateSize: number,
): BlockPlan<DenseFeedForward> {
  if (intermediateSize < 1 || !Number.isInteger(intermediateSize))
    refuse(part, "intermediate_size", valueRule("integer-at-least", { least: 1 }));
  const gated = isGated(part, family);
  const biased = family.feedForwardBias ?? flagAt(part, "mlp_bias") ?? false;
  return {
    shape: { kind: "dense", intermediateSize, gated },
    matrices: matricesOf("mlp", gated, hiddenSize * intermediateSize),
    small: biased ? (gated ? 2 : 1) * intermediateSize + hiddenSize : 0,
  };
}

/** Families say whether a gate is there; of an unknown one the activation does, where practice is uniform. */
function isGated(part: ConfigPart, family: ArchitectureFamily & { readonly unknown?: boolean }): boolean {
  if (family.unknown !== true) return family.gated ?? true;
  const activation = textAt(part, "hidden_act", "hidden_activation", "activation_function", "mlp_hidden_act") ?? "silu";
  if (["silu", "swish", "swiglu", "swigluoai"].includes(activation)) return true;
  if (["relu", "relu2"].includes(activation)) return false;
  return refuse(part, "hidden_act", configRule("known-gate"));
}

const matricesOf = (path: string, gated: boolean, parameters: number): readonly NamedMatrix[] =>
  [...(gated ? ["gate_proj"] : []), "up_proj", "down_proj"].map((name) => ({ name: `${path}.${name}`, parameters }));

/** Routed experts, with shared ones or a parallel dense block counted as shared. */
export function experts(context: LayerContext): BlockPlan<MixtureOfExperts> {
  const { part, family, hiddenSize } = context;
  const count = requiredInteger(part, ...EXPERT_COUNT);
  const chosen = requiredInteger(part, ...EXPERTS_PER_TOKEN);
  // LongCat: of the experts that a token chooses, those that do nothing are as frequent as they are many.
  const expertsPerToken = Math.max(
    1,
    Math.round((chosen * count) / (count + (integerAt(part, "zero_expert_num") ?? 0))),
  );
  if (expertsPerToken > count)
    refuse(
      part,
      EXPERTS_PER_TOKEN.find((name) => part.fields[name] != null) ?? EXPERTS_PER_TOKEN[0],
      catalogRule("at-most-experts", { experts: count }),
    );
  const expertIntermediateSize = requiredInteger(part, ...EXPERT_WIDTH);
  const sharedIntermediateSize = sharedWidth(part, expertIntermediateSize);
  const latentSize = integerAt(part, "moe_latent_size", "routed_expert_hidden_size") || undefined;
  const gated = isGated(part, family);
  const shape: MixtureOfExperts = {
    kind: "experts",
    experts: count,
    expertsPerToken,
    expertIntermediateSize,
    sharedIntermediateSize,
    gated,
    ...(latentSize !== undefined && { latentSize }),
  };
  const matrices: NamedMatrix[] = [
    ...matricesOf(
      flagAt(part, "enable_moe_block") === true ? "experts.0" : "mlp.experts.0",
      gated,
      count * (latentSize ?? hiddenSize) * expertIntermediateSize,
    ),
  ];
  if (sharedIntermediateSize > 0)
    matrices.push(...matricesOf(sharedPath(part), gated, hiddenSize * sharedIntermediateSize));
  if (latentSize !== undefined) matrices.push({ name: "mlp.latent_proj", parameters: 2 * hiddenSize * latentSize });
  return { shape, matrices, ...smallOf(context, shape) };
}

function sharedWidth(part: ConfigPart, expertWidth: number): number {
  const stated = integerAt(part, ...SHARED_WIDTH);
  if (stated !== undefined) return stated;
  const count = integerAt(part, "n_shared_experts", "num_shared_experts", "moe_num_shared_experts");
  if (count !== undefined) return count * expertWidth;
  // Hunyuan counts shared experts of the width of its dense blocks.
  const ofDense = integerAt(part, "num_shared_expert");
  if (ofDense !== undefined) return ofDense * requiredInteger(part, "intermediate_size");
  // Llama 4 has one shared expert as wide as a routed one; Gemma 4 a dense block beside the experts.
  if (integerAt(part, "intermediate_size_mlp") !== undefined) return expertWidth;
  return flagAt(part, "enable_moe_block") === true ? requiredInteger(part, "intermediate_size") : 0;
}

function sharedPath(part: ConfigPart): string {
  if (flagAt(part, "enable_moe_block") === true) return "mlp";
  return integerAt(part, "n_shared_experts", "num_shared_experts") === undefined
    ? "mlp.shared_expert"
    : "mlp.shared_experts";
}

/** Biases of router and experts, the shared expert's gate, norms beside the experts. */
function smallOf(
  { part, family, hiddenSize }: LayerContext,
  shape: MixtureOfExperts,
): { readonly small: number; readonly idle: number } {
  const { experts: count, expertsPerToken, expertIntermediateSize } = shape;
  const routerBias =
    family.routerBias ?? (flagAt(part, "use_routing_bias") === true || flagAt(part, "use_moe_router_bias") === true);
  let small = routerBias ? count : 0;
  let idle = 0;
  if (family.sharedExpertGate === true) small += hiddenSize;
  if (family.expertBias === true) {
    const biases = (shape.gated ? 2 : 1) * expertIntermediateSize + hiddenSize;
    small += count + count * biases;
    idle = (count - expertsPerToken) * biases;
  }
  // Gemma 4: three norms and a scale as wide as the model, a scale for each expert.
  if (flagAt(part, "enable_moe_block") === true) small += 4 * hiddenSize + count;
  if (flagAt(part, "latent_moe_use_norm") === true) small += shape.latentSize ?? 0;
  return { small, idle };
}
