/** Tuning constant of Huber's weights: 95 % as efficient as least squares where errors are normal. */
const HUBER_LIMIT = 1.345;

/** Of normal errors, the standard deviation over the median absolute deviation. */
const DEVIATION_OF_MEDIAN = 1.4826;

/**
 * How much a residual counts: fully within 1.345 scales, beyond in inverse proportion to its size, so that one wrong row
 * pulls no harder than an ordinary one.
 *
 * @param residual - over its scale.
 * @returns a weight in (0, 1].
 * @see Huber 1964, doi:10.1214/aoms/1177703732.
 */
export const huberWeight = (residual: number): number => Math.min(1, HUBER_LIMIT / Math.abs(residual));

/** True where Huber's function is still a square. */
export const isOrdinary = (residual: number): boolean => Math.abs(residual) <= HUBER_LIMIT;

/**
 * Standard deviation of residuals about zero, by their median size: half of them may be anything.
 *
 * @param residuals - at least one.
 * @param counts - how often each counts; a count of two is the same residual twice.
 * @returns 1.4826 times the weighted median of the sizes.
 */
export function medianDeviation(residuals: readonly number[], counts: readonly number[]): number {
  const sizes = residuals
    .map((residual, i) => ({ size: Math.abs(residual), count: counts[i] ?? 1 }))
    .sort((a, b) => a.size - b.size);
  const half = sizes.reduce((sum, { count }) => sum + count, 0) / 2;
  let sum = 0;
  for (const [i, { size, count }] of sizes.entries()) {
    sum += count;
    if (sum > half) return DEVIATION_OF_MEDIAN * size;
    if (sum === half) return (DEVIATION_OF_MEDIAN * (size + (sizes[i + 1] as (typeof sizes)[number]).size)) / 2;
  }
  return 0;
}

/** Of normal errors of scale one, the mean of squares that are cut off at the limit. */
const MEAN_CUT_SQUARE = 0.71016;

/**
 * Scale of residuals about zero by Huber's second proposal: the one at which their squares, cut off at 1.345 scales, have the
 * mean of normal errors. Unlike a median it moves smoothly with every residual.
 *
 * $$ (m + N)\, s^2 = m\, s_0^2 + \sum_i n_i \min(r_i^2, 1.345^2 s^2) / \beta $$
 *
 * @param residuals - r.
 * @param counts - n, how often each counts; N is their sum.
 * @param expected - a scale s0 > 0, believed before as firmly as m > 0 rows of it would tell it.
 * @returns the scale s; there is one, because the right side is concave in its square.
 * @see Huber and Ronchetti 2009, Robust Statistics, section 6.4 (proposal 2).
 */
export function robustScale(
  residuals: readonly number[],
  counts: readonly number[],
  expected: { readonly scale: number; readonly rows: number },
): number {
  // Newton's method from above: with each round more squares are known to be cut off, until all are.
  let variance = Number.POSITIVE_INFINITY;
  for (;;) {
    let squares = expected.rows * expected.scale ** 2;
    let rows = expected.rows;
    residuals.forEach((residual, i) => {
      const count = counts[i] ?? 1;
      const isCut = residual ** 2 > HUBER_LIMIT ** 2 * variance;
      squares += isCut ? 0 : (count * residual ** 2) / MEAN_CUT_SQUARE;
      rows += isCut ? count * (1 - HUBER_LIMIT ** 2 / MEAN_CUT_SQUARE) : count;
    });
    if (!(squares / rows < variance)) return Math.sqrt(variance);
    variance = squares / rows;
  }
}

/**
 * Variance of ordinary residuals over their scales squared, corrected for what Huber's weights cut off and for the
 * parameters that were fitted: one where the scales are right.
 *
 * $$ \hat\sigma^2 = \kappa^2\, \frac{\sum n_i \psi_i^2}{(N - p)\, \overline{\psi'}^2}, \qquad \kappa = 1 + \frac{p}{N}\, \frac{1 - \overline{\psi'}}{\overline{\psi'}} $$
 *
 * @param residuals - over their scales.
 * @param counts - how often each counts; N is their sum.
 * @param parameters - p < N.
 * @returns the variance.
 * @see Huber and Ronchetti 2009, Robust Statistics, equation 7.83; the standard errors of R's MASS::rlm.
 */
export function robustVariance(residuals: readonly number[], counts: readonly number[], parameters: number): number {
  let rows = 0;
  let ordinary = 0;
  let squares = 0;
  residuals.forEach((residual, i) => {
    const count = counts[i] ?? 1;
    rows += count;
    if (isOrdinary(residual)) ordinary += count;
    squares += count * (residual * huberWeight(residual)) ** 2;
  });
  const slope = ordinary / rows;
  if (slope === 0) return squares / (rows - parameters);
  const correction = 1 + ((parameters / rows) * (1 - slope)) / slope;
  return (correction ** 2 * squares) / (rows - parameters) / slope ** 2;
}
