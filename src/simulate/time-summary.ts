/** Times of many requests, seconds. */
export interface TimeSummary {
  /** Mean. */
  readonly mean: number;
  /** Median: half of all take at most as long. */
  readonly p50: number;
  /** Nine tenths of all take at most as long. */
  readonly p90: number;
  /** 95 % of all. */
  readonly p95: number;
  /** 99 % of all. */
  readonly p99: number;
  /** The longest. */
  readonly max: number;
  /** Half the width of the 95 % confidence interval of the mean; null with fewer than 100 requests. */
  readonly meanHalfWidth: number | null;
}

const BATCHES = 20;
const LEAST_PER_BATCH = 5;
/** Student's t for 19 degrees of freedom, 97.5 %. */
const STUDENT_T = 2.093;

/**
 * Summary of times in the order in which requests came. Percentiles are exact: the smallest time that a share of all does
 * not exceed. Waits of neighbours resemble each other, so that the width comes from the means of 20 batches of them.
 *
 * @param times - seconds; sorted in place.
 * @returns the summary, or null of nothing.
 * @see Law 2015, Simulation Modeling and Analysis, section 9.5.3 (batch means).
 */
export function timeSummary(times: Float64Array): TimeSummary | null {
  const count = times.length;
  if (count === 0) return null;
  const mean = meanOf(times);
  const meanHalfWidth = halfWidth(times);
  times.sort();
  const percentile = (share: number): number => times[Math.max(0, Math.ceil(share * count) - 1)] as number;
  return {
    mean,
    p50: percentile(0.5),
    p90: percentile(0.9),
    p95: percentile(0.95),
    p99: percentile(0.99),
    max: times[count - 1] as number,
    meanHalfWidth,
  };
}

function halfWidth(times: Float64Array): number | null {
  const size = Math.floor(times.length / BATCHES);
  if (size < LEAST_PER_BATCH) return null;
  const means = new Float64Array(BATCHES);
  // What is left over belongs to the last.
  for (let batch = 0; batch < BATCHES; batch += 1)
    means[batch] = meanOf(times.subarray(batch * size, batch === BATCHES - 1 ? times.length : (batch + 1) * size));
  const mean = meanOf(means);
  let squares = 0;
  for (const each of means) squares += (each - mean) ** 2;
  return STUDENT_T * Math.sqrt(squares / (BATCHES - 1) / BATCHES);
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
