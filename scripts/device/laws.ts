import { engines, gpus, models } from "../../src/catalog/catalog-data.js";
import { engineAtVersion } from "../../src/catalog/engine.js";
import type { Gpu } from "../../src/catalog/gpu.js";
import { findGpu, findModel } from "../../src/catalog/lookup.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { decodeAttentionTime } from "../../src/kernels/decode-attention.js";
import { elementwiseTime } from "../../src/kernels/elementwise.js";
import { expertsTime } from "../../src/kernels/experts.js";
import { gemmTime } from "../../src/kernels/gemm.js";
import { totalSeconds, type KernelTime } from "../../src/kernels/kernel-time.js";
import { prefillAttentionTime } from "../../src/kernels/prefill-attention.js";
import { speedProfile } from "../../src/kernels/choose-profile.js";
import type { SpeedProfile } from "../../src/kernels/speed-profile.js";
import { decodeStep, prefillStep } from "../../src/kernels/step.js";

/** A time of scripts/device/measure.py. */
export interface Timing {
  readonly section: string;
  readonly kernel: string;
  readonly part: string;
  readonly format: "bf16" | "fp8";
  /** A number of the row; NaN when its cell is empty. */
  readonly value: (column: string) => number;
}

const HEAD_SIZE = 128;
const ACTIVATION_BYTES = 2;
/** Of a gated block: gate and up are read, their product is written. */
const ACTIVATION_PASSES = 3;
const NORM_PASSES = 4;
const ROTARY_PASSES = 2;
const EXPERT_MATRICES = 3;
/** 16 bit is read, 8 bit is written. */
const QUANTISED_BYTES = 3;

/** The GPU that was measured. */
export const gpu: Gpu = findGpu("h100-sxm5-80gb", gpus);

/** What the engine finds in use before its weights load, on one GPU. */
export const contextBytesOfEngine: number =
  engineAtVersion(engines, "vllm", "0.20")?.memory.context.singleBytes ?? Number.NaN;

const { laws } = shippedConstants();
const model = findModel("meta-llama/Llama-3.1-8B-Instruct", models);
const profileOf = (weights: "bf16" | "fp8", cache: "bf16" | "fp8", scaling: "tensor" | "dynamic"): SpeedProfile =>
  speedProfile(
    {
      model,
      gpu,
      engine: "vllm",
      storage: weights === "fp8" ? { weights, scaling } : { weights },
      cache,
      parallelism: { tensor: 1, pipeline: 1, expert: 1, data: 1 },
    },
    laws,
  );
/** Weights of the format, cache in 16 bit; scales are fixed. */
const ofWeights = { bf16: profileOf("bf16", "bf16", "tensor"), fp8: profileOf("fp8", "bf16", "tensor") } as const;
const ofCache = { bf16: ofWeights.bf16, fp8: profileOf("bf16", "fp8", "tensor") } as const;
/** Scales are computed as the model runs: what that adds is the law's time of quantising. */
const dynamic = profileOf("fp8", "bf16", "dynamic");

/** What the law says a timing should be, seconds; null where there is none. */
export function lawSeconds(timing: Timing): number | null {
  const time = lawTime(timing);
  return time === null ? null : totalSeconds(time);
}

function lawTime(timing: Timing): KernelTime | null {
  const { section, format, value } = timing;
  switch (section) {
    case "gemm": {
      const { constants, peaks, weightBytes, activationBytes } = ofWeights[format].dense;
      return gemmTime(
        { tokens: value("tokens"), outputs: value("outputs"), inputs: value("inputs"), weightBytes, activationBytes },
        constants,
        peaks,
      );
    }
    case "decode attention": {
      const { cacheBytes, decodeAttention } = ofCache[format];
      const shape = {
        sequences: value("sequences"),
        contextTokens: value("context"),
        keyValueHeads: value("key_value_heads"),
        entryElements: 2 * HEAD_SIZE,
        cacheBytes,
      };
      return decodeAttentionTime(shape, decodeAttention.constants, decodeAttention.peaks.bytesPerSecond);
    }
    case "prefill attention": {
      const { constants, peaks } = ofCache[format].prefillAttention;
      const heads = {
        queryHeads: value("query_heads"),
        keyValueHeads: value("key_value_heads"),
        entryElements: 2 * HEAD_SIZE,
      };
      return prefillAttentionTime(
        { sequences: value("sequences"), tokens: value("tokens"), windowTokens: Infinity, ...heads },
        constants,
        peaks,
      );
    }
    case "experts":
    case "expert products": {
      const { constants, peaks, weightBytes } = ofWeights[format].experts;
      const sizes = {
        hiddenSize: value("hidden"),
        intermediateSize: value("intermediate"),
        matrices: EXPERT_MATRICES,
        weightBytes,
        expertGpus: 1,
        sliceGpus: 1,
      };
      return expertsTime(
        { tokens: value("tokens"), experts: value("experts"), expertsPerToken: value("experts_per_token"), ...sizes },
        constants,
        peaks,
      );
    }
    case "elementwise":
      return elementwiseLaw(timing);
    case "decode step":
      return decodeStep(ofWeights[format], value("sequences"), value("context"));
    case "prefill step":
      return prefillStep(ofWeights[format], value("tokens"), value("sequences"));
    default:
      return null;
  }
}

function elementwiseLaw({ part, value }: Timing): KernelTime | null {
  const { elementwise, bytesPerSecond } = ofWeights.bf16;
  const tokens = value("tokens");
  const bytesOf = (passes: number, elements: number): number => passes * tokens * elements * ACTIVATION_BYTES;
  switch (part) {
    case "addNorm":
      return elementwiseTime(bytesOf(NORM_PASSES, value("hidden")), elementwise.addNorm, bytesPerSecond);
    case "rotary":
      return elementwiseTime(
        bytesOf(ROTARY_PASSES, (value("query_heads") + value("key_value_heads")) * HEAD_SIZE),
        elementwise.rotary,
        bytesPerSecond,
      );
    case "activation":
      return elementwiseTime(bytesOf(ACTIVATION_PASSES, value("intermediate")), elementwise.activation, bytesPerSecond);
    case "quantise": {
      const { launchSeconds, quantisationPasses } = dynamic.dense.constants;
      const memorySeconds = (quantisationPasses * QUANTISED_BYTES * tokens * value("hidden")) / bytesPerSecond;
      return {
        computeSeconds: 0,
        memorySeconds,
        communicationSeconds: 0,
        overheadSeconds: launchSeconds - ofWeights.fp8.dense.constants.launchSeconds,
      };
    }
    default:
      return null;
  }
}
