/** A time that differs from request to request, seconds. */
export interface Distribution {
  /** Mean. */
  readonly mean: number;
  /** Median: half of all requests take at most as long. */
  readonly p50: number;
  /** Nine tenths of all take at most as long. */
  readonly p90: number;
  /** 95 % of all. */
  readonly p95: number;
  /** 99 % of all. */
  readonly p99: number;
}

/** Names of the percentiles by the share that they are of. */
const PERCENTILES: Readonly<Record<number, keyof Distribution>> = { 0.5: "p50", 0.9: "p90", 0.95: "p95", 0.99: "p99" };

/** The percentile of a share, one of those that have a name. */
export const percentileOf = (distribution: Distribution, share: number): number =>
  distribution[PERCENTILES[share] ?? "mean"];

/** A mean, and the value that a share of all requests does not exceed: each percentile is worked out when it is first read. */
export function distributionOf(mean: number, quantile: (share: number) => number): Distribution {
  let p50: number | undefined;
  let p90: number | undefined;
  let p95: number | undefined;
  let p99: number | undefined;
  return {
    mean,
    get p50() {
      return (p50 ??= quantile(0.5));
    },
    get p90() {
      return (p90 ??= quantile(0.9));
    },
    get p95() {
      return (p95 ??= quantile(0.95));
    },
    get p99() {
      return (p99 ??= quantile(0.99));
    },
  };
}

/** A time that is longer by a factor, in the mean and at every percentile. */
export const scaled = (distribution: Distribution, factor: number): Distribution =>
  distributionOf(distribution.mean * factor, (share) => percentileOf(distribution, share) * factor);

/** The tail at a percentile is found to this share of itself, and so is the percentile. */
const TOLERANCE = 1e-7;

/** Straight lines that are tried before the bracket is halved instead, and both together. */
const MOST_LINES = 12;
const MOST_STEPS = 40;

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
  return distributionOf(mean, (share) => {
    const target = Math.log1p(-share);
    let low = 0;
    let atLow = -target;
    let high = scale;
    let atHigh = logTail(high) - target;
    for (; atHigh > 0 && high < Number.MAX_VALUE; atHigh = logTail(high) - target) {
      low = high;
      atLow = atHigh;
      high *= 2;
    }
    let stayed = 0;
    for (let step = 0; high - low > TOLERANCE * high && step < MOST_STEPS; step += 1) {
      const middle = step < MOST_LINES ? low + ((high - low) * atLow) / (atLow - atHigh) : (low + high) / 2;
      const difference = logTail(middle) - target;
      if (Math.abs(difference) < TOLERANCE) return middle;
      // An end that stays twice counts half.
      if (difference > 0) {
        low = middle;
        atLow = difference;
        stayed = Math.max(0, stayed) + 1;
        if (stayed > 1) atHigh /= 2;
      } else {
        high = middle;
        atHigh = difference;
        stayed = Math.min(0, stayed) - 1;
        if (stayed < -1) atLow /= 2;
      }
    }
    return (low + high) / 2;
  });
}

/**
 * The percentiles of a sum of independent times. Each lies as far from the mean as the root of the squared distances of
 * its parts, which is exact for normal times, for one time that varies among constants, and near for others; a sum is no shorter than any part.
 */
export function sumOf(mean: number, ...parts: readonly Distribution[]): Distribution {
  const at = (share: number): number => {
    let squares = 0;
    let longest = 0;
    for (const part of parts) {
      const ofPart = percentileOf(part, share);
      longest = Math.max(longest, ofPart);
      const distance = ofPart - part.mean;
      squares += distance * Math.abs(distance);
    }
    return Math.max(longest, mean + Math.sign(squares) * Math.sqrt(Math.abs(squares)));
  };
  return distributionOf(mean, at);
}
