import { InfrascaleError } from "../errors.js";
import { checkBetween, checkKeys, checkObject } from "../internal/check.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { checkConfidence } from "../uncertainty/prediction-interval.js";
import type { EstimateOptions } from "./resolve-problem.js";

/** Below a half it would ask for less than the prediction; above, the tables say nothing. */
const SAFETY_RANGE = [0.5, 0.975] as const;

/**
 * Refuses a confidence that the tables cannot give, and one asked of a performance model that states none.
 *
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `contradictory-options`.
 */
export function checkConfidences({ confidence, band }: EstimateOptions, performance: PerformanceModel): void {
  if (band !== undefined) {
    checkKeys(checkObject(band, "options.band"), "options.band", ["confidence"]);
    if (band.confidence !== undefined) checkConfidence(band.confidence, "options.band.confidence");
  }
  if (confidence === undefined) return;
  checkBetween(confidence, "options.confidence", ...SAFETY_RANGE);
  if (performance.uncertainty === undefined)
    throw new InfrascaleError({ code: "contradictory-options", field: "options.confidence", rule: "must be left out for a performance model that states no uncertainty", value: confidence });
}
