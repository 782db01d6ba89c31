import { findModel } from "../../catalog/lookup.js";
import type { Model } from "../../catalog/model.js";
import { InfrascaleError } from "../../errors.js";

/** Endings of a name that leave the shape of the model as it is: quantisation, training stage, date, checkpoint format. */
const ENDINGS: readonly RegExp[] = [
  /-MTP$/i,
  /-(?:NVFP4|MXFP4|FP4|FP8-dynamic|FP8-KV|FP8|BF16|INT4|INT8|AWQ|GPTQ(?:-Int\d)?)$/i,
  /-quantized\.w\d+a\d+$/i,
  /-(?:hf|chat|Instruct|it|Base)$/i,
  /-v0\.1$/i,
  /-(?:0528|Exp)$/i,
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
    const found = lookUp(rest, models) ?? lookUp(SAME_SHAPE[bare] ?? bare, models);
    if (found !== null) return found;
    const ending = ENDINGS.find((pattern) => pattern.test(rest));
    if (ending === undefined) return null;
    rest = rest.replace(ending, "");
  }
}

function lookUp(name: string, models: readonly Model[]): Model | null {
  try {
    return findModel(name, models);
  } catch (error) {
    if (error instanceof InfrascaleError) return null;
    throw error;
  }
}
