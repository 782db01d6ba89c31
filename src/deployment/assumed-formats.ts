import type { EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { bytesPerElement } from "../catalog/precision.js";
import { publishedCache, servedFormat, sixteenBit, type DeploymentPrecision } from "./formats.js";

/** What is served by what, as far as formats depend on it. */
export interface FormatContext {
  /** With the checkpoint that is served. */
  readonly model: Model;
  readonly gpu: Gpu;
  /** Null where no engine is known. */
  readonly engine: EngineName | null;
  /** True when the checkpoint's format is that of the model's name. */
  readonly statesFormat: boolean;
}

/**
 * Number formats that nobody stated, as checkpoints and engines usually have them: weights as published, those of encoders in 16 bit, 8-bit weights of
 * Qwen 3 in blocks of 128 (their model cards), others with one fixed scale for a tensor, which is what the errors of
 * predictions were measured with; a cache as the checkpoint asks for it, else in 16 bit, or in 8 bit where
 * TensorRT-LLM follows a quantised checkpoint, as NVIDIA's ask for it.
 *
 * @param given - formats that are stated.
 * @param context - what is served by what.
 * @returns the formats that are stated or assumed here (the rest is `checkPrecision`'s), and what was assumed.
 */
export function assumedFormats(
  given: Partial<DeploymentPrecision>,
  { model, gpu, engine, statesFormat }: FormatContext,
): { readonly precision: Partial<DeploymentPrecision>; readonly assumed: readonly Assumption[] } {
  const assumed: Assumption[] = [];
  let precision = given;
  const { checkpoint } = model;
  const weights = given.weights ?? (checkpoint.weights === "fp32" ? servedFormat(model, gpu) : checkpoint.weights);
  if (given.weights === undefined)
    assumed.push(
      statesFormat
        ? { code: "format-from-name", asked: model.id, used: weights }
        : { code: weights === checkpoint.weights ? "published-format" : "sixteen-bit-weights", used: weights },
    );
  if (
    weights === "fp8" &&
    given.scaling === undefined &&
    !(checkpoint.weights === weights && checkpoint.scaling !== undefined)
  ) {
    const scaling = model.family.startsWith("Qwen3") ? "block" : "tensor";
    precision = { ...precision, scaling };
    assumed.push({ code: "fp8-scales", used: scaling });
  }
  if (given.kvCache === undefined) {
    const published = publishedCache(model, weights);
    const isSmall = engine === "tensorrt-llm" && bytesPerElement(weights) <= 1;
    if (published === undefined && isSmall) precision = { ...precision, kvCache: "fp8" };
    if (published !== undefined) assumed.push({ code: "published-cache", used: published });
    else if (isSmall) assumed.push({ code: "eight-bit-cache", used: "fp8" });
    else assumed.push({ code: "sixteen-bit-cache", used: sixteenBit(gpu) });
  }
  return { precision, assumed };
}
