import { flagAt, integerAt, layerListAt, refuse, textAt, type ConfigPart } from "./config-part.js";
import type { ArchitectureFamily } from "./families.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";

/** How one layer looks back. A `convolution` looks at the last tokens alone. */
export interface LayerKind {
  /** `recurrent` layers keep a state; the others a cache. */
  readonly mixing: "full" | "sliding" | "chunked" | "recurrent" | "convolution";
  /** Tokens that a sliding or chunked layer looks back over. */
  readonly windowTokens?: number;
}

const FULL: LayerKind = { mixing: "full" };
const RECURRENT: LayerKind = { mixing: "recurrent" };
const CONVOLUTION: LayerKind = { mixing: "convolution" };
const MIXING_OF_TYPE: Readonly<Record<string, LayerKind["mixing"]>> = {
  full_attention: "full",
  attention: "full",
  sliding_attention: "sliding",
  chunked_attention: "chunked",
  deepseek_sparse_attention: "full",
  linear_attention: "recurrent",
  conv: "convolution",
};
/** Llama 4 rotates positions, and chunks attention, in all but every fourth layer (`nope_layer_interval`). */
const CHUNKED_FULL_EVERY = 4;

/**
 * The kind of every layer. A config says it in one of seven ways; the first that is present counts: a list of types, a local window, a 0/1
 * pattern, lists of layer numbers, an interval of linear layers, a chunk size, a window with a rule of its family.
 */
export function layerKinds(
  part: ConfigPart,
  family: ArchitectureFamily,
  count: number,
  contextTokens: number | null,
): readonly LayerKind[] {
  // MiniMax M1 marks layers of lightning attention with 0.
  const lightning = layerListAt(part, "attn_type_list", count)?.findIndex((type) => type !== 1) ?? -1;
  if (lightning >= 0)
    refuse(part, `attn_type_list[${lightning}]`, configRule("softmax-attention"), part.fields["attn_type_list"]);
  const kinds =
    fromTypes(part, count) ??
    fromLocal(part, count) ??
    fromPattern(part, count) ??
    fromLayerNumbers(part, count) ??
    fromInterval(part, family, count) ??
    fromChunks(part, count) ??
    fromWindow(part, family, count);
  // A window as long as the context is none.
  return kinds.map((kind) =>
    kind.windowTokens !== undefined && contextTokens !== null && kind.windowTokens >= contextTokens ? FULL : kind,
  );
}

function fromTypes(part: ConfigPart, count: number): readonly LayerKind[] | undefined {
  return layerListAt(part, "layer_types", count)
    ?.slice(0, count)
    .map((type, layer) => {
      const mixing = typeof type === "string" && Object.hasOwn(MIXING_OF_TYPE, type) ? MIXING_OF_TYPE[type] : undefined;
      switch (mixing) {
        case "full":
          return FULL;
        case "recurrent":
          return RECURRENT;
        case "convolution":
          return CONVOLUTION;
        case "sliding":
          return windowed(part, "sliding_window");
        case "chunked":
          return windowed(part, "attention_chunk_size");
        default:
          return refuse(
            part,
            `layer_types[${layer}]`,
            valueRule("one-of", { allowed: Object.keys(MIXING_OF_TYPE) }),
            type,
          );
      }
    });
}

function windowed(part: ConfigPart, field: "sliding_window" | "attention_chunk_size"): LayerKind {
  const windowTokens = integerAt(part, field) ?? 0;
  if (windowTokens < 1) refuse(part, field, configRule("window-named"));
  return { mixing: field === "sliding_window" ? "sliding" : "chunked", windowTokens };
}

/** MiMo: 1 for a sliding layer. */
const fromPattern = (part: ConfigPart, count: number): readonly LayerKind[] | undefined =>
  layerListAt(part, "hybrid_layer_pattern", count)
    ?.slice(0, count)
    .map((sliding) => (sliding === 1 ? windowed(part, "sliding_window") : FULL));

/** Kimi Linear: numbers of the linear layers, counted from 1. */
function fromLayerNumbers(part: ConfigPart, count: number): readonly LayerKind[] | undefined {
  const linear = part.fields["linear_attn_config"] as Readonly<Record<string, unknown>> | null | undefined;
  const numbers = linear?.["kda_layers"];
  if (!Array.isArray(numbers)) return undefined;
  return Array.from({ length: count }, (_, layer) => (numbers.includes(layer + 1) ? RECURRENT : FULL));
}

/** Qwen3-Next: every so many layers one has attention, the others a state. */
function fromInterval(part: ConfigPart, family: ArchitectureFamily, count: number): readonly LayerKind[] | undefined {
  if (integerAt(part, "linear_num_value_heads") === undefined) return undefined;
  const interval = integerAt(part, "full_attention_interval") ?? family.fullAttentionEvery;
  if (interval === undefined || interval < 1) refuse(part, "full_attention_interval", configRule("linear-described"));
  return Array.from({ length: count }, (_, layer) => ((layer + 1) % interval === 0 ? FULL : RECURRENT));
}

/** ModernBERT: every so many layers, from the first on, one sees the whole prompt; the others half a window to either side. */
function fromLocal(part: ConfigPart, count: number): readonly LayerKind[] | undefined {
  const every = integerAt(part, "global_attn_every_n_layers");
  const windowTokens = integerAt(part, "local_attention");
  if (!every || !windowTokens) return undefined;
  return Array.from({ length: count }, (_, layer) =>
    layer % every === 0 ? FULL : { mixing: "sliding", windowTokens },
  );
}

/** Llama 4: layers without rotary positions (0 in `no_rope_layers`) see the whole context. */
function fromChunks(part: ConfigPart, count: number): readonly LayerKind[] | undefined {
  if (integerAt(part, "swa_num_attention_heads") !== undefined || !integerAt(part, "attention_chunk_size"))
    return undefined;
  const chunked = windowed(part, "attention_chunk_size");
  const rotated = layerListAt(part, "no_rope_layers", count);
  const interval = integerAt(part, "nope_layer_interval") || CHUNKED_FULL_EVERY;
  return Array.from({ length: count }, (_, layer) => {
    const full = rotated === undefined ? (layer + 1) % interval === 0 : rotated[layer] === 0;
    return full ? FULL : chunked;
  });
}

function fromWindow(part: ConfigPart, family: ArchitectureFamily, count: number): readonly LayerKind[] {
  const { window = "all" } = family;
  const used = flagAt(part, "use_sliding_window") ?? window !== "opt-in";
  if (!used || window === "none" || !integerAt(part, "sliding_window"))
    return Array.from({ length: count }, () => FULL);
  const sliding = windowed(part, "sliding_window");
  const every = patternLength(part) || integerAt(part, "layer_switch") || family.fullAttentionEvery;
  return Array.from({ length: count }, (_, layer) => {
    if (every !== undefined) return (layer + 1) % every === 0 ? FULL : sliding;
    if (window === "even") return layer % 2 === 0 ? sliding : FULL;
    if (window === "opt-in") return layer >= (integerAt(part, "max_window_layers") ?? 0) ? sliding : FULL;
    return sliding;
  });
}

/** `sliding_window_pattern`: a number (Gemma 3), or one letter a layer with G for the full one at the end (EXAONE 4: LLLG). */
function patternLength(part: ConfigPart): number | undefined {
  const letters = textAt(part, "sliding_window_pattern");
  if (letters === undefined) return integerAt(part, "sliding_window_pattern", "_sliding_window_pattern");
  if (!/^L*G$/.test(letters)) refuse(part, "sliding_window_pattern", configRule("window-pattern"));
  return letters.length;
}
