import { normalQuantile } from "../internal/normal-quantile.js";
import { normalTail } from "../internal/normal-tail.js";

/** Means beyond which nothing is left that a percentile could find. */
const FAR = 40;

/**
 * Probability that a gamma variable exceeds a value: exact for an exponential law (squared variation 1), for others by the
 * cube root of Wilson and Hilferty, within 0.01 where the squared variation is below 1 and within 0.05 up to 3.
 *
 * @see E. B. Wilson, M. M. Hilferty, The distribution of chi-square, PNAS 17 (1931) 684.
 */
export function gammaTail(value: number, mean: number, squaredCv: number): number {
  if (value <= 0) return 1;
  if (!(mean > 0)) return 0;
  const times = value / mean;
  if (squaredCv === 1) return Math.exp(-times);
  if (!(squaredCv > 0)) return times < 1 ? 1 : 0;
  if (times > FAR) return 0;
  return normalTail((3 * (Math.cbrt(times) - 1 + squaredCv / 9)) / Math.sqrt(squaredCv));
}

/** The value that a gamma variable exceeds with a probability: the inverse of {@link gammaTail}. */
export function gammaQuantile(tail: number, mean: number, squaredCv: number): number {
  if (squaredCv === 1) return -mean * Math.log(tail);
  return mean * Math.max(0, 1 - squaredCv / 9 - (Math.sqrt(squaredCv) / 3) * normalQuantile(tail)) ** 3;
}
