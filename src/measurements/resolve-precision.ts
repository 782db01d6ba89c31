import type { Model } from "../catalog/model.js";
import { parseModelName } from "../catalog/names.js";
import type { Precision } from "../catalog/precision.js";

/** Number format of the weights, and whether arithmetic stays in 16 bit. */
export interface WeightFormat {
  readonly weights: Precision;
  readonly weightOnly: boolean;
}

/** Formats by what the column `weights_dtype` or the name of a checkpoint says, lower case; the first that fits decides. */
const FORMATS: readonly (readonly [RegExp, WeightFormat])[] = [
  [/w4a16|awq|gptq|\bint4\b/, { weights: "int4", weightOnly: true }],
  [/w8a16/, { weights: "int8", weightOnly: true }],
  [/w8a8|\bint8_sq\b|\bint8\b/, { weights: "int8", weightOnly: false }],
  [/(?:nv|mx)?fp4(?![a-z0-9])/, { weights: "fp4", weightOnly: false }],
  [/(?:mx)?fp8(?![a-z0-9])/, { weights: "fp8", weightOnly: false }],
  [/\bbf16\b|bfloat16/, { weights: "bf16", weightOnly: false }],
  [/\bfp16\b|float16/, { weights: "fp16", weightOnly: false }],
  [/\bfp32\b|float32/, { weights: "fp32", weightOnly: false }],
];

/** Words of the column that name a tool or leave the format to the checkpoint. */
const LEFT_TO_CHECKPOINT = new Set(["", "auto", "full_prec", "compressed-tensors", "modelopt"]);

/**
 * Format of the weights: what the column states, else what the name states, else what the published checkpoint holds.
 *
 * @param stated - cell of `weights_dtype`.
 * @param name - name of the model in the row.
 * @param model - its catalog entry.
 * @returns the format, or null when the column says something unknown.
 */
export function resolveWeights(stated: string, name: string, model: Model): WeightFormat | null {
  const column = stated.trim().toLowerCase();
  const format = LEFT_TO_CHECKPOINT.has(column) ? (formatOfName(name) ?? { weights: model.checkpoint.weights, weightOnly: false }) : formatIn(column);
  if (format === null) return null;
  const asPublished = format.weights === model.checkpoint.weights;
  return asPublished && model.checkpoint.weightOnly === true ? { ...format, weightOnly: true } : format;
}

/** By the ending of a name, else by a word within it. */
function formatOfName(name: string): WeightFormat | null {
  const { checkpoint } = parseModelName(name);
  if (checkpoint === null) return formatIn(name.toLowerCase());
  return { weights: checkpoint.weights, weightOnly: checkpoint.weightOnly === true };
}

const formatIn = (text: string): WeightFormat | null => FORMATS.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/** What a row says about the key-value cache. */
export type CacheFormat = Precision | "engine-default";

/**
 * Format of the key-value cache.
 *
 * @param stated - cell of `kv_dtype`.
 * @returns the format; `engine-default` when the cell is empty or `auto`; null when it says something unknown.
 */
export function resolveCache(stated: string): CacheFormat | null {
  const column = stated.trim().toLowerCase();
  if (column === "" || column === "auto") return "engine-default";
  if (/^fp8/.test(column)) return "fp8";
  return formatIn(column)?.weights ?? null;
}
