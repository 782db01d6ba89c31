/**
 * What a prediction may be wrong in: `secondsPerToken`, the time of an output token; `secondsToFirstToken`, of the first,
 * without waiting for a slot; `kvTokens`, the tokens that the key-value cache holds.
 */
export type UncertainQuantity = "secondsPerToken" | "secondsToFirstToken" | "kvTokens";

/** A reason to trust a prediction less than its interval says. */
export interface PredictionWarning {
  /**
   * `gpu-by-datasheet`: the kernels of no GPU of its family were timed; `engine-newer`: than what was measured;
   * `engine-older`: likewise; `model-size`, `requests-in-flight`, `request-length`: outside what was measured.
   */
  readonly code: "gpu-by-datasheet" | "engine-newer" | "engine-older" | "model-size" | "requests-in-flight" | "request-length";
  /** One sentence. */
  readonly message: string;
  /** What is asked for: an id, a version, or a number. */
  readonly value: string | number;
  /** The nearest thing that was measured. */
  readonly nearest: string | number;
}

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
