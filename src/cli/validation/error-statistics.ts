/** Errors of predictions against measurements, as shares of what was measured. */
export interface ErrorStatistics {
  /** Rows that are both predicted and measured. */
  readonly rows: number;
  /** Median of |predicted / measured - 1|. */
  readonly medianAbsoluteError: number;
  /** 90th percentile of the same. */
  readonly p90AbsoluteError: number;
  /** Median of predicted / measured - 1: above 0 when predictions are too high. */
  readonly bias: number;
}

/** A predicted figure beside the measured one, in one unit; measured > 0. */
export interface Pair {
  readonly predicted: number;
  readonly measured: number;
}

/**
 * Statistics of the relative errors of pairs.
 *
 * @param pairs - at least one.
 */
export function errorStatistics(pairs: readonly Pair[]): ErrorStatistics {
  const errors = pairs.map(({ predicted, measured }) => predicted / measured - 1);
  const sizes = errors.map(Math.abs);
  return {
    rows: pairs.length,
    medianAbsoluteError: quantile(sizes, 0.5),
    p90AbsoluteError: quantile(sizes, 0.9),
    bias: quantile(errors, 0.5),
  };
}

/** Quantile with linear interpolation between the order statistics (type 7 of Hyndman and Fan, 1996). */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (position - Math.floor(position)) * (above - below);
}
