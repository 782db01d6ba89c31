import { InfrascaleError } from "../errors.js";
import { checkBetween, checkKeys, checkObject } from "../internal/check.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { checkConfidence } from "../uncertainty/prediction-interval.js";

/** How sure an estimate is to be, and how sure it is to say that it is. */
export interface ConfidenceOptions {
  /**
   * Sizes so that the targets hold with this probability, from 0.5 to 0.975, by the errors of predictions of this kind;
   * `estimate.safety` says what that added. Only for performance models that state their uncertainty.
   *
   * @defaultValue none: predictions are taken as they are
   */
  readonly confidence?: number;
  /** The band of `estimate.band`. */
  readonly band?: BandOptions;
}

/** How the band is made. */
export interface BandOptions {
  /**
   * Probability that the GPUs that are really needed lie in the band, from 0 to 0.95.
   *
   * @defaultValue 0.8
   */
  readonly confidence?: number;
}

/** Below a half it would ask for less than the prediction; above, the tables say nothing. */
const SAFETY_RANGE = [0.5, 0.975] as const;

/**
 * Refuses a confidence that the tables cannot give, and one asked of a performance model that states none.
 *
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `contradictory-options`.
 */
export function checkConfidenceOptions({ confidence, band }: ConfidenceOptions, performance: PerformanceModel): void {
  if (band !== undefined) {
    checkKeys(checkObject(band, "options.band"), "options.band", ["confidence"]);
    if (band.confidence !== undefined) checkConfidence(band.confidence, "options.band.confidence");
  }
  if (confidence === undefined) return;
  checkBetween(confidence, "options.confidence", ...SAFETY_RANGE);
  if (performance.uncertainty === undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "options.confidence",
      rule: "must be left out for a performance model that states no uncertainty",
      value: confidence,
    });
}
