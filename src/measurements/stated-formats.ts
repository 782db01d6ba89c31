import type { Precision } from "../catalog/precision.js";
import type { DeploymentPrecision } from "../deployment/formats.js";

/** Formats by what a source says of them, lower case; the first that fits decides. */
const FORMATS: readonly (readonly [RegExp, Precision, boolean])[] = [
  [/w4a16|awq|gptq|\bint4\b/, "int4", true],
  [/w8a16/, "int8", true],
  [/w8a8|\bint8_sq\b|\bint8\b/, "int8", false],
  [/(?:nv|mx)?fp4(?![a-z0-9])/, "fp4", false],
  [/(?:mx)?fp8(?![a-z0-9])/, "fp8", false],
  [/\bbf16\b|bfloat16/, "bf16", false],
  [/\bfp16\b|float16/, "fp16", false],
  [/\bfp32\b|float32/, "fp32", false],
];

/** Words that name a tool or leave the format to the checkpoint. */
const LEFT_TO_CHECKPOINT = new Set(["", "auto", "full_prec", "compressed-tensors", "modelopt"]);

/**
 * Format of the weights by what a source says: `fp8`, `int4 (w4a16)`, `nvfp4`, `compressed-tensors` ...
 *
 * @param stated - the text; absent where the source is silent.
 * @returns the format, none where it is left to the checkpoint, or null when the text says something unknown.
 */
export function weightFormat(stated = ""): Pick<Partial<DeploymentPrecision>, "weights" | "weightOnly"> | null {
  const text = stated.trim().toLowerCase();
  if (LEFT_TO_CHECKPOINT.has(text)) return {};
  const format = formatIn(text);
  return format === undefined ? null : { weights: format[1], ...(format[2] ? { weightOnly: true } : {}) };
}

/**
 * Format of the key-value cache, likewise.
 *
 * @param stated - the text; absent where the source is silent.
 * @returns the format, none where it is left to the engine, or null when the text says something unknown.
 */
export function cacheFormat(stated = ""): Pick<Partial<DeploymentPrecision>, "kvCache"> | null {
  const text = stated.trim().toLowerCase();
  if (text === "" || text === "auto") return {};
  const format = /^fp8/.test(text) ? "fp8" : formatIn(text)?.[1];
  return format === undefined ? null : { kvCache: format };
}

/** Longer texts are no formats. */
const LONGEST = 64;

const formatIn = (text: string): (typeof FORMATS)[number] | undefined =>
  text.length > LONGEST ? undefined : FORMATS.find(([pattern]) => pattern.test(text));
