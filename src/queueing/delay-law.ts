/**
 * Probability that a delay exceeds a value, by its mean m and the squared variation $c^2$: up to 1 the delay has a least value and an
 * exponential rest, beyond it is 0 for some and exponential for the others.
 *
 * $$ P(T > t) = \exp\left(-\frac{t - m (1 - c)}{c\, m}\right) \quad (c \le 1), \qquad p \exp\left(-\frac{p\, t}{m}\right), \quad p = \frac{2}{1 + c^2} \quad (c > 1) $$
 *
 * At $c = 1$ the two are one exponential law. While variance over mean stays, every percentile rises with the mean, as those of delays
 * that are sums of random numbers of others' work do.
 *
 * @param value - t.
 * @param mean - m.
 * @param squaredCv - variance over squared mean.
 * @returns the probability.
 */
export function delayTail(value: number, mean: number, squaredCv: number): number {
  if (value < 0) return 1;
  if (!(mean > 0)) return 0;
  if (squaredCv > 1) {
    const share = 2 / (1 + squaredCv);
    return share * Math.exp((-share * value) / mean);
  }
  const spread = mean * Math.sqrt(Math.max(0, squaredCv));
  const beyond = value - (mean - spread);
  return beyond < 0 ? 1 : spread === 0 ? 0 : Math.exp(-beyond / spread);
}

/** The value that a delay exceeds with a probability in (0, 1]: the inverse of {@link delayTail}, 0 where fewer are delayed at all. */
export function delayQuantile(tail: number, mean: number, squaredCv: number): number {
  if (squaredCv > 1) {
    const share = 2 / (1 + squaredCv);
    return tail >= share ? 0 : (-mean / share) * Math.log(tail / share);
  }
  const spread = mean * Math.sqrt(Math.max(0, squaredCv));
  return mean - spread - (spread === 0 ? 0 : spread * Math.log(tail));
}
