const DECAY = 0.2316419;
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI);

/**
 * Probability that a standard normal variable exceeds a value, within $7.5 \times 10^{-8}$.
 *
 * @param deviations - standard deviations from the mean.
 * @returns a probability.
 * @see M. Abramowitz, I. A. Stegun, Handbook of Mathematical Functions (1964), 26.2.17.
 */
export function normalTail(deviations: number): number {
  const size = Math.abs(deviations);
  const t = 1 / (1 + DECAY * size);
  const tail =
    normalDensity(size) *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return deviations < 0 ? 1 - tail : tail;
}

/** Density of a standard normal variable. */
export const normalDensity = (deviations: number): number => DENSITY_AT_ZERO * Math.exp((-deviations * deviations) / 2);
