import type { PredictionWarning } from "./prediction-warning.js";

/**
 * What a prediction may be wrong in: `secondsPerToken`, the time of an output token; `secondsToFirstToken`, of the first,
 * without waiting for a slot; `kvTokens`, the tokens that the key-value cache holds.
 */
export type UncertainQuantity = "secondsPerToken" | "secondsToFirstToken" | "kvTokens";

/** How far what is measured may lie from what is predicted. */
export interface PredictionUncertainty {
  /**
   * Measured over predicted: the factor that it stays below with a probability.
   *
   * @param quantity - which prediction.
   * @param probability - from 0.025 to 0.975.
   * @returns a factor > 0.
   */
  readonly factor: (quantity: UncertainQuantity, probability: number) => number;
  /** Where the question lies outside of what was measured. */
  readonly warnings: readonly PredictionWarning[];
}
