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

/** Mean and variation of a delay. */
export interface DelayLaw {
  /** Mean, seconds. */
  readonly meanSeconds: number;
  /** Variance over squared mean. */
  readonly squaredCv: number;
}

/**
 * Mean of a delay that exceeds every value as often as the likelier of two does. Of one that lasts a at least and s beyond it in the mean, and
 * of one that begins earlier,
 *
 * $$ a_1 + s_1 + (s_2 - s_1)^+ \exp\left(-\frac{a_1 - a_2}{s_2 - s_1}\right), \qquad a_1 \ge a_2 $$
 *
 * where $a = s \ln p$ lies below 0 of a delay that only some have. One of the two has a squared variation of 1 at most.
 */
export function meanOfLonger(one: DelayLaw, other: DelayLaw): number {
  const [late, early] = leastOf(one) >= leastOf(other) ? [one, other] : [other, one];
  const wider = spreadOf(early) - spreadOf(late);
  return late.meanSeconds + (wider > 0 ? wider * Math.exp((leastOf(early) - leastOf(late)) / wider) : 0);
}

const spreadOf = ({ meanSeconds, squaredCv }: DelayLaw): number => meanSeconds * (squaredCv > 1 ? (1 + squaredCv) / 2 : Math.sqrt(Math.max(0, squaredCv)));

const leastOf = (law: DelayLaw): number => (law.squaredCv > 1 ? spreadOf(law) * Math.log(2 / (1 + law.squaredCv)) : law.meanSeconds - spreadOf(law));
