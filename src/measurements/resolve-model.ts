import { findModel } from "../catalog/lookup.js";
import type { Model } from "../catalog/model.js";
import { parseModelName } from "../catalog/names.js";
import { InfrascaleError } from "../errors.js";

/** Endings of a name that leave the shape of the model as it is: quantisation, training stage, date, checkpoint format. */
const ENDINGS: readonly RegExp[] = [
  /-MTP$/i,
  /-(?:NVFP4|MXFP4|FP4|FP8-dynamic|FP8-KV|FP8|BF16|INT4|INT8|AWQ|GPTQ(?:-Int\d)?)$/i,
  /-quantized\.w\d+a\d+$/i,
  /-(?:hf|chat|Instruct|it|Base|Thinking)$/i,
  /-v0\.1$/i,
  /-(?:0528|2507|Exp)$/i,
];

/**
 * Models whose shape is that of an entry, with other weights: same widths, layers, heads and vocabulary in the
 * config.json of both, or named as the base by the model card (Qwen3-Coder-Next, DeepSeek-Math-V2).
 */
const SAME_SHAPE: Readonly<Record<string, string>> = {
  "llama-7b": "Llama-2-7b-hf",
  "Qwen2-7B": "Qwen2.5-7B",
  "Qwen2-72B": "Qwen2.5-72B",
  "Qwen2.5-Math-1.5B": "Qwen2.5-1.5B",
  "Qwen3-Coder-Next": "Qwen3-Next-80B-A3B",
  "Qwen3.6-27B": "Qwen3.5-27B",
  "Qwen3.6-35B-A3B": "Qwen3.5-35B-A3B",
  "MiniMax-M2.7": "MiniMax-M2.5",
  "DeepSeek-Math-V2": "DeepSeek-V3.2",
  "GLM-5.1": "GLM-5",
  "granite-3.1-8b": "granite-3.3-8b-instruct",
};

/** A language model of the catalog behind a vision encoder. */
interface VisionLanguage {
  readonly text: string;
  readonly visionParameters: number;
  readonly contextTokens: number;
}

/**
 * Vision-language models whose text model has the shape of an entry. Parameters of the encoder by the config.json:
 * depth x (4 d d + 2 d f), patch and position embeddings, and four mergers of (4 d)(4 d + d_text).
 */
const VISION_LANGUAGE: Readonly<Record<string, VisionLanguage>> = {
  "Qwen3-VL-2B": { text: "Qwen3-1.7B", visionParameters: 406e6, contextTokens: 262144 },
  "Qwen3-VL-4B": { text: "Qwen3-4B", visionParameters: 415e6, contextTokens: 262144 },
  "Qwen3-VL-8B": { text: "Qwen3-8B", visionParameters: 576e6, contextTokens: 262144 },
  "Qwen3-VL-32B": { text: "Qwen3-32B", visionParameters: 595e6, contextTokens: 262144 },
  "Qwen3-VL-30B-A3B": { text: "Qwen3-30B-A3B", visionParameters: 538e6, contextTokens: 262144 },
  "Qwen3-VL-235B-A22B": { text: "Qwen3-235B-A22B", visionParameters: 576e6, contextTokens: 262144 },
};

/**
 * The catalog entry of a model's name: as it stands, then without its organisation and one ending after the other.
 *
 * @param name - `RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16` ...
 * @param models - the catalog.
 * @returns the model, or null when the catalog holds none of that shape.
 */
export function resolveModel(name: string, models: readonly Model[]): Model | null {
  let rest = name.trim();
  for (;;) {
    const bare = rest.slice(rest.lastIndexOf("/") + 1);
    const found = lookUp(rest, models) ?? lookUp(SAME_SHAPE[bare] ?? bare, models) ?? lookUpVision(bare, models);
    if (found !== null) return found;
    const shorter = withoutEnding(rest);
    if (shorter === null) return null;
    rest = shorter;
  }
}

/** The name without its last ending; null when it has none. */
function withoutEnding(name: string): string | null {
  const ending = ENDINGS.find((pattern) => pattern.test(name));
  if (ending !== undefined) return name.replace(ending, "");
  const { base, checkpoint } = parseModelName(name);
  return checkpoint === null ? null : base;
}

function lookUpVision(bare: string, models: readonly Model[]): Model | null {
  const known = VISION_LANGUAGE[bare];
  const text = known === undefined ? null : lookUp(known.text, models);
  if (known === undefined || text === null) return null;
  return { ...text, maxContextTokens: known.contextTokens, parameters: { ...text.parameters, vision: known.visionParameters } };
}

function lookUp(name: string, models: readonly Model[]): Model | null {
  try {
    return findModel(name, models);
  } catch (error) {
    if (error instanceof InfrascaleError) return null;
    throw error;
  }
}
