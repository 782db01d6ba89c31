import type { Engine } from "../catalog/engine.js";
import { checkKeys, checkObject } from "../internal/check.js";
import {
  engineModel as engineModelFromObjects,
  type EngineModelOptions as ObjectOptions,
} from "../performance/engine/engine-model.js";
import type { EngineProfile } from "../deployment/engine-profile.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import type { ServingConstants } from "../performance/timing/serving-constants.js";
import { shippedConstants } from "./predict-serving.js";
import { shippedUncertainty } from "./serving-intervals.js";
import { withUncertainty } from "../uncertainty/with-uncertainty.js";
import { namedEngine } from "./resolve-names.js";

/** What an engine model may be given beside the engine: those of `infrascale/engine`, each with a default. */
export interface EngineModelOptions extends Partial<ObjectOptions> {
  /** Version that the timing depends on, of an engine of your own; a name states it after an `@`. @defaultValue the engine's */
  readonly engineVersion?: string;
  /** Laws of kernels and timing of engines. Nobody has measured how sure those of your own are. @defaultValue those that ship */
  readonly constants?: ServingConstants;
  /** What one's own load tests say beyond the constants, as `calibrate` returns it. */
  readonly profile?: EngineProfile;
}

/**
 * The performance model of a serving engine, the default of `estimateGpus`: memory by the engine's own rules, times by
 * the laws of its kernels and its measured host times.
 *
 * @param engine - `vllm`, `vllm@0.19.0`, `sglang`, `tensorrt-llm`, `generic`, or a profile of your own; vLLM when absent.
 * @param options - version, constants and profile.
 * @returns a performance model.
 * @throws {@link InfrascaleError} `unknown-id` for an unknown name; `contradictory-options` for a version beside one; `invalid-type` or
 * `out-of-range` for what is no engine, no constants or no profile.
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
export function engineModel(engine: string | Engine = "vllm", options: EngineModelOptions = {}): PerformanceModel {
  checkKeys(checkObject(options, "options"), "options", ["engineVersion", "constants", "profile"]);
  const { profile, constants = shippedConstants() } = options;
  const { engine: rules, version } = namedEngine(engine, options.engineVersion);
  const versioned = version === null ? {} : { engineVersion: version };
  const withProfile = (profile: EngineProfile | undefined): PerformanceModel =>
    engineModelFromObjects(rules, { ...versioned, constants, ...(profile === undefined ? {} : { profile }) });
  if (options.constants !== undefined) return withProfile(profile);
  return withUncertainty(withProfile(profile), {
    engine: rules,
    ...versioned,
    table: shippedUncertainty,
    fittedGpus: constants.laws.gpus,
    ...(profile === undefined
      ? {}
      : { profiled: { profile, perturbed: (parameters) => withProfile({ ...profile, parameters }) } }),
  });
}
