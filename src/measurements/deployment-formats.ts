import type { Model } from "../catalog/model.js";
import { bytesPerElement, type Precision } from "../catalog/precision.js";
import type { WeightStorage } from "../deployment/formats.js";
import type { CacheFormat, WeightFormat } from "./resolve-precision.js";

/**
 * Scales of the checkpoint: its own where the row runs the published format. FP8 checkpoints of Qwen 3 have blocks of 128
 * (their model cards); the others that the tables name are NVIDIA's and have fixed scales.
 */
export function storageOf(model: Model, { weights, weightOnly }: WeightFormat): WeightStorage {
  const { checkpoint } = model;
  if (weights === checkpoint.weights && checkpoint.scaling !== undefined) return { weights, scaling: checkpoint.scaling, weightOnly };
  if (weights !== "fp8") return { weights, weightOnly };
  return { weights, scaling: model.family.startsWith("Qwen3") ? "block" : "tensor", weightOnly };
}

/** NVIDIA's quantised checkpoints ask for an 8-bit cache, which TensorRT-LLM follows; the other engines stay in 16 bit by default. */
export function cacheOf(cache: CacheFormat, engine: string, weights: Precision): Precision {
  if (cache !== "engine-default") return cache;
  return engine === "tensorrt-llm" && bytesPerElement(weights) <= 1 ? "fp8" : "bf16";
}
