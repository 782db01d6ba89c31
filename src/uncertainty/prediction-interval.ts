import { checkBetween } from "../internal/check.js";
import type { UncertainQuantity } from "../performance/prediction-uncertainty.js";
import { errorFactor } from "./error-factor.js";
import type { PredictionFacts } from "./prediction-facts.js";
import type { UncertaintyTable } from "./uncertainty-table.js";

/** Where a measurement lies with a stated confidence. */
export interface Interval {
  /** Lower end. */
  readonly low: number;
  /** Upper end. */
  readonly high: number;
}

/** The most that the tables can say. */
const MOST_CONFIDENCE = 0.95;

/** Confidence of an interval that names none. */
export const DEFAULT_CONFIDENCE = 0.8;

/**
 * Refuses a confidence that the tables cannot give.
 *
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export const checkConfidence = (confidence: unknown, field: string): number =>
  checkBetween(confidence, field, 0, MOST_CONFIDENCE);

/**
 * The central interval that holds measured over predicted with a confidence $c$: the factors of the probabilities
 * $(1 - c)/2$ and $(1 + c)/2$. It need not hold 1: where predictions of a class are known to be too low, it lies above.
 *
 * @param facts - what the error depends on.
 * @param quantity - which prediction.
 * @param confidence - from 0 to 0.95.
 * @param table - quantiles by class.
 * @returns factors on the predicted value.
 * @throws {@link InfrascaleError} `out-of-range` for a confidence outside.
 */
export function predictionInterval(
  facts: PredictionFacts,
  quantity: UncertainQuantity,
  confidence: number,
  table: UncertaintyTable,
): Interval {
  checkConfidence(confidence, "confidence");
  return {
    low: errorFactor(table, facts, quantity, (1 - confidence) / 2),
    high: errorFactor(table, facts, quantity, (1 + confidence) / 2),
  };
}
