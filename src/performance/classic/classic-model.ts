import type { Gpu } from "../../catalog/gpu.js";
import { layerCount } from "../../catalog/model.js";
import { bytesPerElement, type Precision } from "../../catalog/precision.js";
import { InfrascaleError } from "../../errors.js";
import { checkFraction, checkFunction, checkKeys, checkNonNegative, checkObject } from "../../internal/check.js";
import { bytesFromGigabytes } from "../../units.js";
import { maxBatchSize } from "../decision.js";
import { classicBatchScaling, classicGpuScaling } from "../../scaling/classic-scaling.js";
import type { BatchScaling, GpuScaling } from "../../scaling/scaling-functions.js";
import { guarded, type PerformanceModel } from "../performance-model.js";
import { checkScenario, type Scenario } from "../../deployment/scenario.js";
import {
  classicBatchSeconds,
  classicMemoryGigabytes,
  classicPrefillSeconds,
  type ClassicInputs,
} from "./classic-formulas.js";
import { performanceRule } from "../../rules/performance.js";

/** Options of {@link classicModel}. */
export interface ClassicModelOptions {
  /**
   * h: overhead on all memory, percent, >= 0.
   *
   * @defaultValue 20
   */
  readonly memoryOverheadPercent?: number;
  /**
   * E: what each GPU after the first is worth, in (0, 1].
   *
   * @defaultValue 0.85
   */
  readonly efficiency?: number;
  /** Another f(S) for speed; memory keeps the original's. */
  readonly gpuScaling?: GpuScaling;
  /** Another g(B,Q); it multiplies seconds per token. */
  readonly batchScaling?: BatchScaling;
}

const CLASSIC_SEARCH = { gpusPerReplica: [1, 2, 4, 8, 16, 32, 64], batchExponent: [0, 9], minQueueRatio: 0.1 } as const;

/**
 * InfraScale's own performance model, to the letter: reproducible, documented, and left as it is. It computes times at
 * the full batch 2^B, puts occupancy into g only, ignores S in the wait, and divides speed by Q below 1 too.
 *
 * Marketed gigabytes are the memory, the bytes of one weight count for everything, and the peak is the dense one at
 * the weights' precision (16 bit where the GPU lacks that precision).
 *
 * @param options - overhead, efficiency, and scaling functions of your own.
 * @returns a performance model for `estimateGpus` and the constraint functions.
 * @throws {@link InfrascaleError} `out-of-range` or `invalid-type` for a bad option.
 * @example
 * ```ts
 * import { classicModel, estimateGpus } from "infrascale";
 *
 * const estimate = estimateGpus(
 *   {
 *     model: "meta-llama/Llama-3.1-8B-Instruct",
 *     gpu: "h100-sxm5-80gb",
 *     workload: { requestsInFlight: 100, inputTokens: 1000, outputTokens: 200 },
 *     targets: { tokensPerSecond: 20, waitSeconds: 2 },
 *   },
 *   { performance: classicModel({ memoryOverheadPercent: 20, efficiency: 0.85 }) },
 * );
 * estimate.status; // => "feasible"
 * ```
 * @see [The classic model](../../../docs/classic-model.md)
 */
export function classicModel(options: ClassicModelOptions = {}): PerformanceModel {
  checkKeys(checkObject(options, "options"), "options", [
    "memoryOverheadPercent",
    "efficiency",
    "gpuScaling",
    "batchScaling",
  ]);
  const memoryOverheadPercent = checkNonNegative(options.memoryOverheadPercent ?? 20, "options.memoryOverheadPercent");
  const efficiency = checkFraction(options.efficiency ?? 0.85, "options.efficiency");
  const gpuScaling: GpuScaling =
    options.gpuScaling ?? ((gpusPerReplica) => classicGpuScaling(gpusPerReplica, efficiency));
  const batchScaling: BatchScaling = options.batchScaling ?? classicBatchScaling;
  checkFunction(gpuScaling, "options.gpuScaling");
  checkFunction(batchScaling, "options.batchScaling");
  const inputsOf = rememberLast(classicInputs);

  const secondsPerOutputToken: PerformanceModel["secondsPerOutputToken"] = (decision, scenario) => {
    const { gpusPerReplica, batchExponent, queueRatio } = decision;
    const oneGpuSeconds =
      classicBatchSeconds(inputsOf(scenario), maxBatchSize(decision)) / scenario.workload.outputTokens;
    return (
      (oneGpuSeconds * batchScaling(batchExponent, queueRatio, scenario, gpusPerReplica)) /
      gpuScaling(gpusPerReplica, scenario)
    );
  };

  return guarded({
    name: "classic",
    searchDefaults: () => CLASSIC_SEARCH,
    memory: (decision, scenario) => {
      const gigabytes = classicMemoryGigabytes(inputsOf(scenario), maxBatchSize(decision), memoryOverheadPercent);
      const parts = {
        weights: bytesFromGigabytes(gigabytes.weights),
        activations: bytesFromGigabytes(gigabytes.activations),
        kvCache: bytesFromGigabytes(gigabytes.keyValueCache),
        overhead: bytesFromGigabytes(gigabytes.overhead),
      };
      return {
        demandBytes: parts.weights + parts.activations + parts.kvCache + parts.overhead,
        limitBytes: classicGpuScaling(decision.gpusPerReplica, efficiency) * scenario.gpu.memory.marketedBytes,
        parts,
      };
    },
    slots: maxBatchSize,
    requestTokensPerSecond: (decision, scenario) =>
      1 / (decision.queueRatio * secondsPerOutputToken(decision, scenario)),
    secondsPerOutputToken,
    secondsToFirstToken: (decision, scenario) => classicPrefillSeconds(inputsOf(scenario), maxBatchSize(decision)),
    secondsPerBatch: (decision, scenario) => classicBatchSeconds(inputsOf(scenario), maxBatchSize(decision)),
    gpuScaling,
    batchScaling,
  });
}

/**
 * The quantities of a scenario as the original's formulas take them.
 *
 * @param scenario - what is given.
 * @returns P, L, d, e, p, t, F and W.
 * @throws {@link InfrascaleError} `unsupported-precision` when the GPU has no arithmetic for these weights, not even in 16 bit;
 * `invalid-type` or `out-of-range` for what is no scenario.
 */
export function classicInputs(scenario: Scenario): ClassicInputs {
  const { model, gpu, precision, workload } = checkScenario(scenario);
  return {
    parameters: model.parameters.total,
    layers: layerCount(model),
    hiddenSize: model.hiddenSize,
    bytesPerParameter: bytesPerElement(precision.weights),
    promptTokens: workload.inputTokens,
    tokensPerRequest: workload.inputTokens + workload.outputTokens,
    flopsPerSecond: peakFlops(gpu, precision.weights),
    bandwidthBytesPerSecond: gpu.memoryBandwidthBytesPerSecond,
  };
}

function peakFlops(gpu: Gpu, precision: Precision): number {
  const peaks = gpu.peakFlopsPerSecond;
  const own = precision === "int4" ? null : peaks[precision];
  const peak = own ?? peaks.bf16 ?? peaks.fp16;
  if (peak == null)
    throw new InfrascaleError({
      code: "unsupported-precision",
      field: "precision.weights",
      ...performanceRule("gpu-computes-in-or-16-bit", { gpu: gpu.id }),
      value: precision,
    });
  return peak;
}

/** A search asks for the same scenario thousands of times. */
function rememberLast<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  let last: { readonly key: Key; readonly value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: compute(key) };
    return last.value;
  };
}
