import uncertaintyEntries from "../../catalogs/uncertainty.json" with { type: "json" };
import type { ServingPrediction } from "../performance/serving-prediction.js";
import {
  servingIntervals as intervalsFromTable,
  type IntervalOptions,
  type ServingIntervals,
} from "../uncertainty/serving-intervals.js";
import type { UncertaintyTable } from "../uncertainty/uncertainty-table.js";

/** The errors of predictions that ship with the library. */
export const shippedUncertainty: UncertaintyTable = uncertaintyEntries as unknown as UncertaintyTable;

/**
 * Where measurements of a predicted deployment lie with a stated confidence, each by itself: by the errors of predictions of
 * the same class, of models on GPUs that no fit had seen (docs/uncertainty.md). Rates have the inverse interval of times;
 * the wait in a time to the first token has that of the times that make it.
 *
 * @param prediction - a prediction of `predictServing`.
 * @param options - confidence, 0.8 when absent.
 * @returns intervals in the units of the prediction.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range` for a confidence outside of 0 to 0.95.
 * @example
 * ```ts
 * import { predictServing, servingIntervals } from "infrascale";
 *
 * const prediction = predictServing({
 *   model: "qwen3-32b",
 *   gpu: "h100",
 *   parallelism: { tensor: 2 },
 *   load: { kind: "closed-loop", requestsInFlight: 16 },
 *   inputTokens: 1000,
 *   outputTokens: 300,
 * });
 * const { low, high } = servingIntervals(prediction, { confidence: 0.9 }).tpotSeconds;
 * low < prediction.tpotSeconds && prediction.tpotSeconds < high; // => true
 * ```
 */
export const servingIntervals = (prediction: ServingPrediction, options: IntervalOptions = {}): ServingIntervals =>
  intervalsFromTable(prediction, options, shippedUncertainty);
