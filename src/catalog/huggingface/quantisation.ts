import type { Checkpoint } from "../model.js";
import type { Precision } from "../precision.js";
import { integerAt, isSet, objectAt, refuse, textAt, type ConfigPart } from "./config-part.js";
import { namePatterns, type NamePattern } from "./name-patterns.js";

/** A number format for the modules that its targets name. */
export interface FormatGroup {
  readonly checkpoint: Checkpoint;
  /** Modules that it holds for; null for all. */
  readonly targets: NamePattern | null;
}

/** How a checkpoint is quantised: formats by module, and modules that keep the model's own. */
export interface Quantisation {
  readonly formats: readonly FormatGroup[];
  readonly ignored: NamePattern;
}

/** Groups of weights that share one scale, up to which a 4-bit integer format counts as block-scaled. */
const SMALL_INTEGER_GROUP = 32;

/** The quantisation that a config states, or null when its weights are plain. */
export function quantisationOf(part: ConfigPart): Quantisation | null {
  const config = objectAt(part, "quantization_config");
  if (config === undefined || !isSet(config.fields)) return null;
  const method = methodOf(config);
  return { formats: formatsOf(config, method), ignored: patternsOf(config, "ignore", ignoredNames(config)) };
}

const patternsOf = (part: ConfigPart, field: string, names: readonly string[]): NamePattern =>
  namePatterns(names, (expression) => refuse(part, field, "must hold regular expressions that JavaScript knows", expression));

function methodOf(config: ConfigPart): string {
  const method = textAt(config, "quant_method", "quant_library")?.toLowerCase();
  if (isSet(config.fields["config_groups"])) return "groups";
  if (method === "modelopt" || method === undefined) return textAt(config, "quant_algo")?.toLowerCase() ?? refuse(config, "quant_method", "must be stated");
  return method;
}

function formatsOf(config: ConfigPart, method: string): readonly FormatGroup[] {
  if (method === "groups") return groupedFormats(config);
  return [{ checkpoint: formatOfMethod(config, method), targets: null }];
}

function formatOfMethod(config: ConfigPart, method: string): Checkpoint {
  switch (method) {
    case "fp8":
      return { weights: "fp8", scaling: isSet(config.fields["weight_block_size"]) ? "block" : textAt(config, "activation_scheme") === "static" ? "tensor" : "dynamic" };
    case "fbgemm_fp8":
      return { weights: "fp8", scaling: "dynamic" };
    case "nvfp4":
      return { weights: "fp4", scaling: "block" };
    case "mxfp4":
      return { weights: "fp4", scaling: "block", weightOnly: true };
    case "awq":
    case "gptq":
    case "auto-round":
      return weightOnlyInteger(config, "bits", integerAt(config, "bits", "w_bit"), integerAt(config, "group_size", "q_group_size"));
    case "bitsandbytes":
      if (config.fields["load_in_4bit"] === true) return { weights: "int4", weightOnly: true };
      return config.fields["load_in_8bit"] === true ? { weights: "int8", scaling: "dynamic" } : refuse(config, "load_in_4bit", "or load_in_8bit must be true");
    default:
      return refuse(config, config.fields["quant_method"] == null ? "quant_algo" : "quant_method", "is not understood");
  }
}

function weightOnlyInteger(config: ConfigPart, field: string, bits: number | undefined, groupSize: number | undefined): Checkpoint {
  if (bits === 8) return { weights: "int8", weightOnly: true };
  if (bits !== 4) return refuse(config, field, "must be 4 or 8");
  const small = groupSize !== undefined && groupSize > 0 && groupSize <= SMALL_INTEGER_GROUP;
  return { weights: "int4", ...(small && { scaling: "block" as const }), weightOnly: true };
}

/** Groups of compressed-tensors and modelopt: each says bits and type of weights and activations, and for which modules. */
function groupedFormats(config: ConfigPart): readonly FormatGroup[] {
  const groups = objectAt(config, "config_groups");
  if (groups === undefined) return refuse(config, "config_groups", "must be an object");
  return Object.keys(groups.fields).map((name) => {
    const group = objectAt(groups, name) ?? refuse(groups, name, "must be an object");
    const weights = objectAt(group, "weights") ?? refuse(group, "weights", "must be an object");
    const { targets } = group.fields;
    const names = Array.isArray(targets) ? targets.filter((target) => typeof target === "string") : [];
    return { checkpoint: groupFormat(weights, objectAt(group, "input_activations")), targets: names.length === 0 || names.includes("Linear") ? null : patternsOf(group, "targets", names) };
  });
}

function groupFormat(weights: ConfigPart, activations: ConfigPart | undefined): Checkpoint {
  const bits = integerAt(weights, "num_bits");
  const type = textAt(weights, "type") ?? "int";
  const plain = activations === undefined;
  if (type === "int" && bits === 4 && plain) return weightOnlyInteger(weights, "num_bits", bits, integerAt(weights, "group_size"));
  const precision = PRECISIONS_OF_TYPE[`${type}${bits ?? ""}`];
  if (precision === undefined) return refuse(weights, "num_bits", "and type must be float 4, float 8, int 4 or int 8");
  const blocks = precision === "fp4" || textAt(weights, "strategy") === "block";
  const dynamic = activations?.fields["dynamic"] === true;
  if (plain) return { weights: precision, ...(blocks && { scaling: "block" as const }), weightOnly: true };
  return { weights: precision, scaling: blocks ? "block" : dynamic ? "dynamic" : "tensor" };
}

const PRECISIONS_OF_TYPE: Readonly<Record<string, Precision>> = { float4: "fp4", float8: "fp8", int4: "int4", int8: "int8" };

/** Names of modules that stay as they are, under the key that each tool uses. */
function ignoredNames(config: ConfigPart): readonly string[] {
  const names: string[] = [];
  for (const key of ["ignore", "modules_to_not_convert", "ignored_layers", "llm_int8_skip_modules", "exclude_modules", "exclude"]) {
    const value = config.fields[key];
    if (Array.isArray(value)) for (const name of value) if (typeof name === "string") names.push(name);
  }
  // GPTQModel: `-:` before a regular expression excludes what it matches.
  for (const key of Object.keys(objectAt(config, "dynamic")?.fields ?? {})) if (key.startsWith("-:")) names.push(`re:${key.slice(2)}`);
  return names;
}
