import timingEntries from "../../catalogs/engine-timing.json" with { type: "json" };
import lawTable from "../../catalogs/kernel-laws.json" with { type: "json" };
import { DEPLOYMENT_FIELDS } from "../deployment/deployment.js";
import { checkKeys, checkObject } from "../internal/check.js";
import {
  predictServing as predictFromObjects,
  type ServingRequest as ObjectRequest,
} from "../performance/predict-serving.js";
import type { ServingPrediction } from "../performance/serving-prediction.js";
import { trustedConstants, type ServingConstants } from "../performance/timing/serving-constants.js";
import { LENGTH_FIELDS, type RequestLengths } from "../workload/request-lengths.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { assumedImages } from "./assumed-images.js";
import { resolveNames, type NamedDeployment } from "./resolve-names.js";

/** A deployment and what is asked of it; model, GPU and engine by name, or as objects of your own. */
export interface ServingRequest extends NamedDeployment, RequestLengths, Pick<ObjectRequest, "replicas" | "load"> {}

/** What a deployment delivers under a load, and what its request left open. */
export interface NamedServingPrediction extends ServingPrediction {
  /** What was assumed because the request did not say it, or said it in other words. */
  readonly assumed: readonly Assumption[];
}

let shipped: ServingConstants | undefined;

/** The measured constants that ship with the library, read when they are first needed. */
export function shippedConstants(): ServingConstants {
  shipped ??= trustedConstants({ kernelLaws: lawTable, engineTiming: timingEntries });
  return shipped;
}

/**
 * What a deployment delivers under a load: times, rates, occupancy, memory, and the parts of each time, so that a person
 * can see why.
 *
 * @param request - model, GPU, engine, parallelism, lengths and load.
 * @param constants - laws of kernels and timing of engines; those that ship when absent.
 * @returns the prediction; means, not percentiles.
 * @throws {@link InfrascaleError} `unknown-id`, `invalid-type`, `out-of-range`, `impossible-parallelism`, or
 * `does-not-fit` when the GPUs do not hold the weights and one request.
 * @example
 * ```ts
 * import { predictServing } from "infrascale";
 *
 * const prediction = predictServing({
 *   model: "meta-llama/Llama-3.1-70B-Instruct",
 *   gpu: "h100-sxm5-80gb",
 *   engine: "vllm",
 *   precision: { weights: "fp8" },
 *   parallelism: { tensor: 4 },
 *   load: { kind: "closed-loop", requestsInFlight: 32 },
 *   inputTokens: 1024,
 *   outputTokens: 1024,
 * });
 * prediction.stable; // => true
 * prediction.source; // => "calibrated"
 * prediction.assumed; // => [{ code: "engine-version", used: "0.30" }, { code: "fp8-scales", used: "tensor" }, { code: "sixteen-bit-cache", used: "bf16" }]
 * ```
 */
export function predictServing(
  request: ServingRequest,
  constants: ServingConstants = shippedConstants(),
): NamedServingPrediction {
  checkKeys(checkObject(request, "request"), "request", [...DEPLOYMENT_FIELDS, "replicas", "load", ...LENGTH_FIELDS]);
  const { named, assumed } = resolveNames(request);
  return {
    ...predictFromObjects({ ...request, ...named }, constants),
    assumed: [...assumed, ...assumedImages(request, named.model)],
  };
}
