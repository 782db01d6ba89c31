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

/** Halvings of a bracket: to a millionth of its width. */
const HALVINGS = 20;

/**
 * The percentiles of a time of which the tail is known: P(T > t).
 *
 * @param mean - seconds.
 * @param tail - falls from 1 to 0.
 * @param scale - a time of the order of the percentiles, > 0, seconds.
 */
export function distributionOfTail(mean: number, tail: (seconds: number) => number, scale: number): Distribution {
  let low = 0;
  const quantile = (share: number): number => {
    let high = Math.max(low, scale);
    while (tail(high) > 1 - share && high < Number.MAX_VALUE / 2) high *= 2;
    let below = low;
    for (let i = 0; i < HALVINGS; i += 1) {
      const middle = (below + high) / 2;
      if (tail(middle) > 1 - share) below = middle;
      else high = middle;
    }
    // Percentiles are asked for in rising order: each is a lower bound of the next.
    low = below;
    return high;
  };
  return distributionOf(mean, quantile);
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

/** A time that is the same for all. */
export const always = (seconds: number): Distribution => ({ mean: seconds, p50: seconds, p90: seconds, p95: seconds, p99: seconds });
