import type { Engine } from "../catalog/engine.js";
import { checkKeys, checkObject } from "../internal/check.js";
import { engineModel as engineModelFromObjects } from "../performance/engine/engine-model.js";
import type { EngineProfile } from "../deployment/engine-profile.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { shippedConstants } from "./predict-serving.js";
import { shippedUncertainty } from "./serving-intervals.js";
import { withUncertainty } from "../uncertainty/with-uncertainty.js";
import { namedEngine } from "./resolve-names.js";

/** What an engine model may be given beside the engine. */
export interface NamedEngineModelOptions {
  /** What one's own load tests say beyond the constants that ship, as `calibrate` returns it. */
  readonly profile?: EngineProfile;
}

/**
 * The performance model of a serving engine, the default of `estimateGpus`: memory by the engine's own rules, times by
 * the laws of its kernels and its measured host times.
 *
 * @param engine - `vllm`, `vllm@0.19.0`, `sglang`, `tensorrt-llm`, `generic`, or a profile of your own; vLLM when absent.
 * @param options - a profile of the engine.
 * @returns a performance model.
 * @throws {@link InfrascaleError} `unknown-id` for an unknown name; `invalid-type` or `out-of-range` for a
 * profile that is none.
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
export function engineModel(engine: string | Engine = "vllm", options: NamedEngineModelOptions = {}): PerformanceModel {
  checkKeys(checkObject(options, "options"), "options", ["profile"]);
  const { engine: rules, version } = namedEngine(engine);
  const constants = shippedConstants();
  const versioned = { engine: rules, ...(version === null ? {} : { engineVersion: version }) };
  const withProfile = (profile: EngineProfile | undefined): PerformanceModel => engineModelFromObjects({ ...versioned, constants, ...(profile === undefined ? {} : { profile }) });
  const { profile } = options;
  return withUncertainty(withProfile(profile), {
    ...versioned,
    table: shippedUncertainty,
    fittedGpus: constants.laws.gpus,
    ...(profile === undefined ? {} : { profiled: { profile, perturbed: (parameters) => withProfile({ ...profile, parameters }) } }),
  });
}
