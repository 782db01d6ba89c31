import { InfrascaleError } from "../errors.js";
import { checkBetween, checkKeys, checkObject } from "../internal/check.js";
import type { PerformanceModel } from "../performance/performance-model.js";
import { checkConfidence } from "../uncertainty/prediction-interval.js";
import { estimateRule } from "../rules/estimate.js";

/** How sure an estimate is to be, and how sure it is to say that it is. */
export interface ConfidenceOptions {
  /**
   * The targets are to hold with this probability, from 0.5 to 0.975, by the errors of predictions of this kind; `"expected"` takes
   * predictions as they are. `estimate.confidence` says what was reached, `estimate.expected` what predictions ask for. Performance
   * models that do not state their uncertainty have no probability to ask for.
   *
   * @defaultValue 0.9; "expected" for performance models that do not state their uncertainty
   */
  readonly confidence?: number | "expected";
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
const PROBABILITIES = [0.5, 0.975] as const;

/** The lowest of 0.5, 0.8 and 0.9 at which 95 % of what is bought meets its targets by measurement is none of them: the highest (`npm run exam`). */
const DEFAULT_PROBABILITY = 0.9;

/**
 * Refuses a confidence that the tables cannot give, and one asked of a performance model that states none.
 *
 * @returns the probability with which the targets are to hold; null to take predictions as they are.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `contradictory-options`.
 */
export function checkConfidenceOptions(
  { confidence, band }: ConfidenceOptions,
  performance: PerformanceModel,
): number | null {
  if (band !== undefined) {
    checkKeys(checkObject(band, "options.band"), "options.band", ["confidence"]);
    if (band.confidence !== undefined) checkConfidence(band.confidence, "options.band.confidence");
  }
  if (confidence === "expected") return null;
  if (confidence === undefined) return performance.uncertainty === undefined ? null : DEFAULT_PROBABILITY;
  checkBetween(confidence, "options.confidence", ...PROBABILITIES);
  if (performance.uncertainty === undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "options.confidence",
      ...estimateRule("knows-no-uncertainty"),
      value: confidence,
    });
  return confidence;
}
