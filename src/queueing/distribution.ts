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

/** Percentiles are found to this share of themselves. */
const TOLERANCE = 5e-4;

/** Enough halvings for any tail. */
const MOST_STEPS = 60;

/**
 * The percentiles of a time of which the tail is known: P(T > t).
 *
 * @param mean - seconds.
 * @param tail - falls from 1 to 0.
 * @param scale - a time of the order of the percentiles, > 0, seconds.
 */
export function distributionOfTail(mean: number, tail: (seconds: number) => number, scale: number): Distribution {
  // Percentiles are asked for in rising order: each is a lower bound of the next.
  let low = 0;
  return distributionOf(mean, (share) => {
    const target = 1 - share;
    let high = Math.max(2 * low, scale);
    let below = tail(low);
    let above = tail(high);
    if (below <= target) return low;
    for (; above > target; above = tail(high)) {
      low = high;
      below = above;
      high *= 2;
    }
    // By turns a straight line and a halving: fast where the tail is smooth, sure where it is not.
    for (let step = 0; high - low > TOLERANCE * high && step < MOST_STEPS; step += 1) {
      const middle = step % 2 === 0 ? low + ((high - low) * (below - target)) / (below - above) : (low + high) / 2;
      const value = tail(middle);
      if (value > target) [low, below] = [middle, value];
      else [high, above] = [middle, value];
    }
    return high;
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
