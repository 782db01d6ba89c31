import type { Checkpoint } from "../model.js";
import type { Precision } from "../precision.js";
import { usualGroup } from "../stored-weights.js";
import { integerAt, isSet, objectAt, refuse, textAt, type ConfigPart } from "./config-part.js";
import { namePatterns, type NamePattern } from "./name-patterns.js";
import { configRule } from "../../rules/config.js";
import { valueRule } from "../../rules/values.js";

/** A number format for the modules that its targets name. */
export interface FormatGroup {
  readonly checkpoint: Checkpoint;
  /** Modules that it holds for; null for all. */
  readonly targets: NamePattern | null;
}

/** How a checkpoint is quantised: formats by module, modules that keep the model's own, and the format of the cache; null for 16 bit. */
export interface Quantisation {
  readonly formats: readonly FormatGroup[];
  readonly ignored: NamePattern;
  readonly kvCache: Precision | null;
}

/** Groups of weights that share one scale, up to which a 4-bit integer format counts as block-scaled. */
const SMALL_INTEGER_GROUP = 32;

/** The quantisation that a config or a `hf_quant_config.json` states, or null when its weights are plain. */
export function quantisationOf(part: ConfigPart): Quantisation | null {
  const config = objectAt(part, "quantization_config") ?? objectAt(part, "quantization");
  if (config === undefined || !isSet(config.fields)) return null;
  return {
    formats: formatsOf(config),
    ignored: patternsOf(config, "ignore", ignoredNames(config)),
    kvCache: cacheOf(config),
  };
}

const patternsOf = (part: ConfigPart, field: string, names: readonly string[]): NamePattern =>
  namePatterns(names, (expression) => refuse(part, field, configRule("regular-expressions"), expression));

function formatsOf(config: ConfigPart): readonly FormatGroup[] {
  if (isSet(config.fields["config_groups"])) return groupedFormats(config);
  if (isSet(config.fields["quantized_layers"])) return listedFormats(config);
  const method = textAt(config, "quant_method", "quant_library")?.toLowerCase();
  if (method !== undefined && method !== "modelopt")
    return [{ checkpoint: formatOfMethod(config, method), targets: null }];
  return [{ checkpoint: formatOfAlgorithm(config), targets: null }];
}

/** Tools that say by their own fields how weights are stored. */
const METHODS: Readonly<Record<string, (config: ConfigPart) => Checkpoint>> = {
  fp8: (config) => ({
    weights: "fp8",
    scaling: isSet(config.fields["weight_block_size"])
      ? "block"
      : textAt(config, "activation_scheme") === "static"
        ? "tensor"
        : "dynamic",
  }),
  fbgemm_fp8: () => ({ weights: "fp8", scaling: "dynamic" }),
  mxfp4: () => ({ weights: "fp4", scaling: "block", weightOnly: true }),
  awq: integers,
  gptq: integers,
  "auto-round": integers,
  inc: integers,
  bitsandbytes: (config) => {
    // NF4: a 32-bit scale for 64 weights, as many bytes as two for 32; scales that are quantised themselves take a quarter.
    if (config.fields["load_in_4bit"] === true)
      return {
        weights: "int4",
        weightOnly: true,
        ...(config.fields["bnb_4bit_use_double_quant"] !== true && { scaleGroup: SMALL_INTEGER_GROUP }),
      };
    return config.fields["load_in_8bit"] === true
      ? { weights: "int8", scaling: "dynamic" }
      : refuse(config, "load_in_4bit", configRule("load-in-8bit"));
  },
};

function integers(config: ConfigPart): Checkpoint {
  return weightOnlyInteger(
    config,
    "bits",
    integerAt(config, "bits", "w_bit"),
    integerAt(config, "group_size", "q_group_size"),
  );
}

const formatOfMethod = (config: ConfigPart, method: string): Checkpoint =>
  (Object.hasOwn(METHODS, method) ? METHODS[method]?.(config) : undefined) ??
  refuse(config, "quant_method", configRule("understood"));

/** Algorithms of ModelOpt (hf_quant_config.json). */
const ALGORITHMS: Readonly<Record<string, Checkpoint>> = {
  fp8: { weights: "fp8", scaling: "tensor" },
  fp8_pb_wo: { weights: "fp8", scaling: "block" },
  fp8_block: { weights: "fp8", scaling: "block" },
  mxfp8: { weights: "fp8", scaling: "block", scaleGroup: 32 },
  nvfp4: { weights: "fp4", scaling: "block" },
  w4a16_nvfp4: { weights: "fp4", scaling: "block", weightOnly: true, scaleGroup: 16 },
  w4a16_awq: { weights: "int4", weightOnly: true },
  w4a8_awq: { weights: "int4", weightOnly: true },
};

function formatOfAlgorithm(config: ConfigPart): Checkpoint {
  const algorithm = textAt(config, "quant_algo")?.toLowerCase() ?? refuse(config, "quant_method", configRule("stated"));
  return (
    (Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined) ??
    refuse(config, "quant_algo", configRule("understood"))
  );
}

/** Mixtures of formats that name the modules of each. */
function listedFormats(config: ConfigPart): readonly FormatGroup[] {
  const layers = objectAt(config, "quantized_layers") as ConfigPart;
  const byAlgorithm = new Map<string, { readonly checkpoint: Checkpoint; readonly names: string[] }>();
  for (const name of Object.keys(layers.fields)) {
    const layer = objectAt(layers, name) ?? refuse(layers, name, valueRule("object"));
    const algorithm = textAt(layer, "quant_algo") ?? "";
    const known = byAlgorithm.get(algorithm) ?? { checkpoint: formatOfAlgorithm(layer), names: [] };
    known.names.push(name);
    byAlgorithm.set(algorithm, known);
  }
  return [...byAlgorithm.values()].map(({ checkpoint, names }) => ({
    checkpoint,
    targets: patternsOf(config, "quantized_layers", names),
  }));
}

/** The cache that ModelOpt and compressed-tensors ask for: 8 bit or nothing. */
function cacheOf(config: ConfigPart): Precision | null {
  const name = textAt(config, "kv_cache_quant_algo", "kv_cache_scheme");
  if (name !== undefined) return name.toLowerCase() === "fp8" ? "fp8" : null;
  const scheme = typeof config.fields["kv_cache_scheme"] === "object" ? objectAt(config, "kv_cache_scheme") : undefined;
  return scheme !== undefined && integerAt(scheme, "num_bits") === 8
    ? textAt(scheme, "type") === "int"
      ? "int8"
      : "fp8"
    : null;
}

function weightOnlyInteger(
  config: ConfigPart,
  field: string,
  bits: number | undefined,
  groupSize: number | undefined,
): Checkpoint {
  if (bits === 8) return { weights: "int8", weightOnly: true };
  if (bits !== 4) return refuse(config, field, configRule("four-or-eight"));
  const small = groupSize !== undefined && groupSize > 0 && groupSize <= SMALL_INTEGER_GROUP;
  return grouped({ weights: "int4", ...(small && { scaling: "block" as const }), weightOnly: true }, groupSize);
}

/** Groups of compressed-tensors and modelopt: each says bits and type of weights and activations, and for which modules. */
function groupedFormats(config: ConfigPart): readonly FormatGroup[] {
  const groups = objectAt(config, "config_groups");
  if (groups === undefined) return refuse(config, "config_groups", valueRule("object"));
  return Object.keys(groups.fields).map((name) => {
    const group = objectAt(groups, name) ?? refuse(groups, name, valueRule("object"));
    const weights = objectAt(group, "weights") ?? refuse(group, "weights", valueRule("object"));
    const { targets } = group.fields;
    const names = Array.isArray(targets) ? targets.filter((target) => typeof target === "string") : [];
    return {
      checkpoint: groupFormat(weights, objectAt(group, "input_activations")),
      targets: names.length === 0 || names.includes("Linear") ? null : patternsOf(group, "targets", names),
    };
  });
}

function groupFormat(weights: ConfigPart, activations: ConfigPart | undefined): Checkpoint {
  const bits = integerAt(weights, "num_bits");
  const type = textAt(weights, "type") ?? "int";
  const plain = activations === undefined;
  const groupSize = integerAt(weights, "group_size");
  if (type === "int" && bits === 4 && plain) return weightOnlyInteger(weights, "num_bits", bits, groupSize);
  const precision = PRECISIONS_OF_TYPE[`${type}${bits ?? ""}`];
  if (precision === undefined) return refuse(weights, "num_bits", configRule("known-weight-type"));
  const blocks = precision === "fp4" || textAt(weights, "strategy") === "block";
  const dynamic = activations?.fields["dynamic"] === true;
  if (plain)
    return grouped({ weights: precision, ...(blocks && { scaling: "block" as const }), weightOnly: true }, groupSize);
  return grouped({ weights: precision, scaling: blocks ? "block" : dynamic ? "dynamic" : "tensor" }, groupSize);
}

/** A format with the group of its scales, where that is not the usual one. */
function grouped(checkpoint: Checkpoint, groupSize: number | undefined): Checkpoint {
  const usual = usualGroup(checkpoint.weights, checkpoint);
  return usual === null || groupSize === undefined || groupSize < 1 || groupSize === usual
    ? checkpoint
    : { ...checkpoint, scaleGroup: groupSize };
}

const PRECISIONS_OF_TYPE: Readonly<Record<string, Precision>> = {
  float4: "fp4",
  float8: "fp8",
  int4: "int4",
  int8: "int8",
};

/** Names of modules that stay as they are, under the key that each tool uses. */
function ignoredNames(config: ConfigPart): readonly string[] {
  const names: string[] = [];
  for (const key of [
    "ignore",
    "modules_to_not_convert",
    "ignored_layers",
    "llm_int8_skip_modules",
    "exclude_modules",
    "exclude",
  ]) {
    const value = config.fields[key];
    if (Array.isArray(value)) for (const name of value) if (typeof name === "string") names.push(name);
  }
  // AutoRound: layers of 16 bit are listed with their bits.
  for (const [name, layer] of Object.entries(objectAt(config, "extra_config")?.fields ?? {}))
    if ((layer as { bits?: unknown } | null)?.bits === 16) names.push(name);
  // GPTQModel: `-:` before a regular expression excludes what it matches.
  for (const key of Object.keys(objectAt(config, "dynamic")?.fields ?? {}))
    if (key.startsWith("-:")) names.push(`re:${key.slice(2)}`);
  return names;
}
