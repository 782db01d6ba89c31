import { checkKeys, checkObject, checkText, optional } from "../../internal/check.js";
import { InfrascaleError } from "../../errors.js";
import type { Model } from "../model.js";
import { parseModelName } from "../names/parse-model-name.js";
import { layerGroups, modelParameters } from "./assemble.js";
import { seesAll } from "./attention.js";
import { checkpointOf } from "./checkpoint.js";
import { flagAt, integerAt, isList, refuse, requiredInteger, textAt, type ConfigPart } from "./config-part.js";
import { FAMILIES, TEXT_ARCHITECTURES, type ArchitectureFamily } from "./families.js";
import { checkKnownFields } from "./known-fields.js";
import { layersOf, multiTokenPredictionLayers } from "./layers.js";
import { parseConfig, textPart } from "./parse-config.js";
import { imageEncoderOf } from "./image-encoder.js";
import { visionParameters } from "./vision.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";

/** What a config.json does not say. */
export interface HuggingFaceOptions {
  /** Name of the repository, `Qwen/Qwen3-8B`. @defaultValue the config's `_name_or_path`, else its `model_type` */
  readonly id?: string;
  /** The repository's `hf_quant_config.json`, object or text, where its tool keeps the quantisation there. */
  readonly quantisation?: unknown;
  /** Day on which the config was read, YYYY-MM-DD, for the provenance. @defaultValue `"undated"` */
  readonly gathered?: string;
}

/**
 * The model that a Hugging Face config.json describes: groups of layers, parameters counted from them, and how the
 * checkpoint stores them.
 *
 * The text model is read, nested or not; the weights of a vision encoder are counted, those of audio are not. A model type that is not known is read
 * by the common names of fields, if it has all that are needed and none that is not understood. Where the config has no
 * `quantization_config`, the `hf_quant_config.json` that is given counts, else a precision that the id states (`-NVFP4`).
 *
 * @param config - the object, or the text of the file; the bare tokens Infinity and NaN that Python writes are read too.
 * @param options - name and date.
 * @returns the model.
 * @throws {@link InfrascaleError} `unsupported-model`, with the path of the field that is not understood; `invalid-type`
 * when the config is no object or no JSON.
 * @example
 * ```ts
 * import { modelFromHuggingFace } from "infrascale/import";
 *
 * const model = modelFromHuggingFace(
 *   {
 *     model_type: "llama",
 *     hidden_size: 4096,
 *     num_hidden_layers: 32,
 *     num_attention_heads: 32,
 *     num_key_value_heads: 8,
 *     intermediate_size: 14336,
 *     vocab_size: 128256,
 *     torch_dtype: "bfloat16",
 *   },
 *   { id: "my-org/my-llama" },
 * );
 * model.parameters.total; // => 8030261248
 * ```
 */
export function modelFromHuggingFace(config: unknown, options: HuggingFaceOptions = {}): Model {
  checkKeys(checkObject(options, "options"), "options", ["id", "gathered", "quantisation"]);
  optional(checkText)(options.gathered, "options.gathered");
  const whole = parseConfig(config);
  const part = textPart(whole);
  const family = familyOf(part, whole);
  const read = withDefaults(
    uniform(part),
    part === whole ? family.defaults : { ...family.nestedDefaults, ...family.defaults },
  );
  checkKnownFields(read, family.unknown !== true);
  const id = options.id ?? textAt(whole, "_name_or_path") ?? family.name;
  if (typeof id !== "string" || id === "")
    throw new InfrascaleError({
      code: "invalid-type",
      field: "options.id",
      ...valueRule("text"),
      value: id,
    });
  const hiddenSize = requiredInteger(read, "hidden_size", "n_embd", "d_model");
  const vocabularySize = requiredInteger(read, "vocab_size", "padded_vocab_size");
  const positions = integerAt(
    read,
    "max_position_embeddings",
    "n_positions",
    "n_ctx",
    "seq_length",
    "max_sequence_length",
  );
  const maxContextTokens = positions ? Math.max(1, positions - (family.reservedPositions ?? 0)) : null;
  const layers = layersOf({ part: read, family, hiddenSize, contextTokens: maxContextTokens });
  const kind = kindOf(whole, id, seesAll(read, family));
  // What answers with a vector or a score has no head, whatever its config says of one.
  const tied =
    kind !== undefined || (flagAt(read, "tie_word_embeddings") ?? flagAt(whole, "tie_word_embeddings") ?? null);
  const draftLayers = multiTokenPredictionLayers(read) || multiTokenPredictionLayers(whole);
  const vision = visionParameters(whole, hiddenSize);
  const parameters = {
    ...modelParameters(layers, {
      part: read,
      family,
      hiddenSize,
      vocabularySize,
      tied,
      multiTokenPredictionLayers: draftLayers,
    }),
    vision: vision ?? 0,
  };
  const { checkpoint, note } = checkpointOf(
    [
      read,
      whole,
      ...(options.quantisation === undefined ? [] : [parseConfig(options.quantisation, "options.quantisation")]),
    ],
    layers,
    parseModelName(id).checkpoint,
  );
  const notes = remarks(note, read, whole, vision);
  const imageEncoder = imageEncoderOf(whole);
  return {
    id,
    family: family.name,
    ...(kind !== undefined && { kind }),
    aliases: [],
    parameters,
    ...(imageEncoder !== undefined && { imageEncoder }),
    hiddenSize,
    vocabularySize,
    maxContextTokens,
    layers: layerGroups(layers),
    ...(draftLayers > 0 && { draftLayers }),
    checkpoint,
    provenance: { sources: [`config.json of ${id}`], verified: false, gathered: options.gathered ?? "undated", notes },
  };
}

/** What the figures leave out, in one sentence; null when nothing. */
function remarks(note: string | null, part: ConfigPart, whole: ConfigPart, vision: number | null): string | null {
  const found = note === null ? [] : [note];
  if (whole.fields["vision_config"] != null)
    found.push(vision === null ? "the vision encoder is not counted" : "the vision encoder is counted from its sizes");
  if (integerAt(part, "attn_res_block_size"))
    found.push("residual connections between blocks of layers (attn_res_block_size) are not counted");
  return found.length === 0 ? null : found.join("; ");
}

type ReadFamily = ArchitectureFamily & { readonly unknown?: boolean };

function familyOf(part: ConfigPart, whole: ConfigPart): ReadFamily {
  const type =
    ofArchitecture(whole) ??
    textAt(part, "model_type") ??
    textAt(whole, "model_type") ??
    refuse(part, "model_type", configRule("stated"));
  const known = Object.hasOwn(FAMILIES, type) ? FAMILIES[type] : undefined;
  return known ?? { name: type, unknown: true };
}

/** Classes of decoders without an output head. */
const HEADLESS = /^(?:Mistral|Qwen[23]|Llama|LlamaBidirectional|Gemma[23]?(?:Text)?)Model$/;

/** What a model answers with: by its class, as engines tell it, or by its name, where a decoder that makes vectors has the class of one that writes. */
function kindOf({ fields }: ConfigPart, id: string, isEncoder: boolean): Model["kind"] {
  const architecture = Array.isArray(fields["architectures"]) ? String(fields["architectures"][0]) : "";
  if (architecture.endsWith("ForSequenceClassification") || /rerank/i.test(id)) return "reranker";
  return isEncoder || HEADLESS.test(architecture) || /embed/i.test(id) ? "embedding" : undefined;
}

/** The text model of LLaVA's first configs, which name it by the class alone. */
function ofArchitecture({ fields }: ConfigPart): string | undefined {
  const name = Array.isArray(fields["architectures"]) ? String(fields["architectures"][0]) : "";
  return Object.hasOwn(TEXT_ARCHITECTURES, name) ? TEXT_ARCHITECTURES[name] : undefined;
}

/** Fields that Hunyuan states for each layer; one number where all are equal. */
const PER_LAYER = ["moe_topk", "moe_intermediate_size", "num_shared_expert"] as const;

function uniform(part: ConfigPart): ConfigPart {
  const fields = { ...part.fields };
  for (const name of PER_LAYER) {
    const value = fields[name];
    if (!isList(value)) continue;
    if (value.length === 0 || value.some((entry) => entry !== value[0]))
      refuse(part, name, configRule("same-in-every-layer"));
    fields[name] = value[0];
  }
  return { path: part.path, fields };
}

const withDefaults = (part: ConfigPart, defaults: ArchitectureFamily["defaults"]): ConfigPart =>
  defaults === undefined ? part : { path: part.path, fields: { ...defaults, ...part.fields } };
