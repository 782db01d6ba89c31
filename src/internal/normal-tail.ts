const DECAY = 0.2316419;
const COEFFICIENTS = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429] as const;
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
  const [b1, b2, b3, b4, b5] = COEFFICIENTS;
  const tail = DENSITY_AT_ZERO * Math.exp((-size * size) / 2) * t * (b1 + t * (b2 + t * (b3 + t * (b4 + t * b5))));
  return deviations < 0 ? 1 - tail : tail;
}
