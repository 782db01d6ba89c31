import type { Engine } from "../catalog/engine.js";
import { engineModel as engineModelFromObjects } from "../performance/engine/engine-model.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { shippedConstants } from "./predict-serving.js";
import { shippedUncertainty } from "./serving-intervals.js";
import { withUncertainty } from "../uncertainty/with-uncertainty.js";
import { engineOf } from "./resolve-names.js";

/**
 * The performance model of a serving engine, the default of `estimateGpus`: memory by the engine's own rules, times by
 * the laws of its kernels and its measured host times.
 *
 * @param engine - `vllm`, `vllm@0.19.0`, `sglang`, `tensorrt-llm`, `generic`, or a profile of your own; vLLM when absent.
 * @returns a performance model.
 * @throws {@link InfrascaleError} `unknown-id` for an unknown name or version.
 * @example
 * ```ts
 * import { engineModel, estimateGpus } from "infrascale";
 *
 * const estimate = estimateGpus(
 *   {
 *     model: "Qwen/Qwen3-32B",
 *     gpu: "h200",
 *     workload: { requestsInFlight: 50, inputTokens: 1000, outputTokens: 300 },
 *     targets: { tokensPerSecond: 20 },
 *   },
 *   { performance: engineModel("sglang") },
 * );
 * estimate.performanceModel; // => "sglang@0.5"
 * ```
 */
export function engineModel(engine: string | Engine = "vllm"): PerformanceModel {
  const { engine: profile, version } = engineOf(engine);
  const constants = shippedConstants();
  const options = { engine: profile, ...(version === null ? {} : { engineVersion: version }) };
  return withUncertainty(engineModelFromObjects({ ...options, constants }), { ...options, table: shippedUncertainty, fittedGpus: constants.laws.gpus });
}
