import type { Gpu } from "../catalog/gpu.js";
import type { Model, WeightPart } from "../catalog/model.js";
import { isKeptPlain } from "../catalog/stored-weights.js";
import type { WeightStorage } from "../deployment/formats.js";

/** Number formats of matrix kernels: how weights are stored, and what the arithmetic is done in. */
export type KernelFormat =
  | "bf16"
  | "fp8"
  | "fp8-block"
  | "nvfp4"
  | "mxfp4"
  | "mxfp4-weight-only"
  | "int8"
  | "int8-weight-only"
  | "int4-weight-only";

/** What a kernel of a format reads, and the peak that its arithmetic has. */
export interface FormatCost {
  /** Bytes of one weight, scales included. */
  readonly weightBytes: number;
  /** Bytes of one activation. */
  readonly activationBytes: number;
  /** Format of the arithmetic. */
  readonly arithmetic: "bf16" | "fp8" | "int8" | "fp4";
}

/** NVFP4 has one byte of scale for 16 elements, MXFP4 one for 32. */
const NVFP4_BYTES = 9 / 16;
const MXFP4_BYTES = 17 / 32;

/** Bytes and arithmetic by format. */
export const FORMAT_COSTS: Readonly<Record<KernelFormat, FormatCost>> = {
  bf16: { weightBytes: 2, activationBytes: 2, arithmetic: "bf16" },
  fp8: { weightBytes: 1, activationBytes: 1, arithmetic: "fp8" },
  "fp8-block": { weightBytes: 1, activationBytes: 1, arithmetic: "fp8" },
  nvfp4: { weightBytes: NVFP4_BYTES, activationBytes: NVFP4_BYTES, arithmetic: "fp4" },
  // Activations are 8-bit: the arithmetic runs at the rate of the wider operand.
  mxfp4: { weightBytes: MXFP4_BYTES, activationBytes: 1, arithmetic: "fp8" },
  "mxfp4-weight-only": { weightBytes: MXFP4_BYTES, activationBytes: 2, arithmetic: "bf16" },
  int8: { weightBytes: 1, activationBytes: 1, arithmetic: "int8" },
  "int8-weight-only": { weightBytes: 1, activationBytes: 2, arithmetic: "bf16" },
  "int4-weight-only": { weightBytes: 0.5, activationBytes: 2, arithmetic: "bf16" },
};

/** Formats of the parts of a model. */
export interface ModelFormats {
  /** Projections of attention. */
  readonly attention: KernelFormat;
  /** Dense blocks. */
  readonly dense: KernelFormat;
  /** Shared experts. */
  readonly shared: KernelFormat;
  /** Routed experts. */
  readonly experts: KernelFormat;
  /** Projections of layers with a state. */
  readonly states: KernelFormat;
}

/**
 * Formats that the kernels of a deployment run in. A format that the GPU has no arithmetic for is stored, but computed in
 * 16 bit; so is what the checkpoint keeps in 16 bit, by its own list or its publisher's habit (`storedWeights`).
 *
 * @param model - a model.
 * @param gpu - a GPU.
 * @param storage - how the weights are stored.
 * @returns formats by part.
 */
export function modelFormats(model: Model, gpu: Gpu, storage: WeightStorage): ModelFormats {
  const format = kernelFormat(gpu, storage);
  const formatOf = (part: WeightPart): KernelFormat =>
    isKeptPlain(model, storage.weights, part) ? "bf16" : denseFormat(format);
  return {
    attention: formatOf("attention"),
    dense: formatOf("dense"),
    shared: formatOf("shared"),
    experts: format,
    states: formatOf("states"),
  };
}

/** The format of a GPU's matrix kernels for weights stored in this way. */
export function kernelFormat(
  { peakFlopsPerSecond: peaks }: Gpu,
  { weights, scaling, weightOnly = false }: WeightStorage,
): KernelFormat {
  switch (weights) {
    case "fp8":
      if (weightOnly || peaks.fp8 == null) return "int8-weight-only";
      return scaling === "block" ? "fp8-block" : "fp8";
    case "int8":
      return weightOnly || peaks.int8 == null ? "int8-weight-only" : "int8";
    case "int4":
      return "int4-weight-only";
    case "fp4":
      // Both have scales by block; of the two MXFP4 checkpoints quantise weights only (gpt-oss), NVFP4 activations too.
      if (scaling === "block" && weightOnly) return peaks.fp4 == null ? "mxfp4-weight-only" : "mxfp4";
      return peaks.fp4 == null || weightOnly ? "int4-weight-only" : "nvfp4";
    default:
      return "bf16";
  }
}

/** Plain products have no kernel of their own for MXFP4. */
const denseFormat = (format: KernelFormat): KernelFormat =>
  format === "mxfp4" ? "nvfp4" : format === "mxfp4-weight-only" ? "int4-weight-only" : format;
