/** A time that differs from request to request, seconds. */
export interface Distribution {
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
}

/** The percentiles of a mean and of the value that a share of all requests does not exceed. */
export const distributionOf = (mean: number, quantile: (share: number) => number): Distribution => ({
  mean,
  p50: quantile(0.5),
  p90: quantile(0.9),
  p95: quantile(0.95),
  p99: quantile(0.99),
});

/** The tail at a percentile is found to this share of itself, and so is the percentile. */
const TOLERANCE = 1e-3;

/** Straight lines that are tried before the bracket is halved instead, and both together. */
const MOST_LINES = 8;
const MOST_STEPS = 30;

/** Nothing is asked that far out: its logarithm stands in for that of 0. */
const LEAST_TAIL = 1e-9;

/**
 * The percentiles of a time of which the tail is known: P(T > t). The logarithm of a tail is nearly straight, so that a few
 * straight lines find each (false position in the Illinois variant); where the tail jumps, halving does.
 *
 * @param mean - seconds.
 * @param tail - falls from 1 to 0.
 * @param scale - a time of the order of the percentiles, > 0, seconds.
 */
export function distributionOfTail(mean: number, tail: (seconds: number) => number, scale: number): Distribution {
  const logTail = (seconds: number): number => Math.log(Math.max(LEAST_TAIL, tail(seconds)));
  // Percentiles are asked for in rising order: each is a lower bound of the next.
  let low = 0;
  let below = 0;
  let found = 0;
  return distributionOf(mean, (share) => {
    const target = Math.log1p(-share);
    if (below <= target) return found;
    let high = Math.max(1.5 * low, scale);
    let above = logTail(high);
    for (; above > target; above = logTail(high)) {
      low = high;
      below = above;
      high *= 2;
    }
    let atLow = below - target;
    let atHigh = above - target;
    for (let step = 0; high - low > TOLERANCE * high && step < MOST_STEPS; step += 1) {
      const middle = step < MOST_LINES ? low + ((high - low) * atLow) / (atLow - atHigh) : (low + high) / 2;
      const difference = logTail(middle) - target;
      if (difference > 0) {
        low = middle;
        below = difference + target;
        atLow = difference;
        atHigh /= 2;
      } else {
        high = middle;
        atHigh = difference;
        atLow /= 2;
      }
      if (Math.abs(difference) < TOLERANCE) {
        low = middle;
        high = middle;
        below = difference + target;
        break;
      }
    }
    found = Math.max(found, (low + high) / 2);
    return found;
  });
}

/**
 * The percentiles of a sum of independent times. Each lies as far from the mean as the root of the squared distances of
 * its parts, which is exact for normal times, for one time that varies among constants, and near for others.
 */
export function sumOf(mean: number, ...parts: readonly Distribution[]): Distribution {
  const at = (share: "p50" | "p90" | "p95" | "p99"): number => {
    let squares = 0;
    for (const part of parts) squares += (part[share] - part.mean) * Math.abs(part[share] - part.mean);
    return mean + Math.sign(squares) * Math.sqrt(Math.abs(squares));
  };
  return { mean, p50: at("p50"), p90: at("p90"), p95: at("p95"), p99: at("p99") };
}
