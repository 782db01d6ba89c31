import { remembered } from "../internal/remembered.js";
import { rising } from "../internal/rising.js";

/**
 * How long a delay lasts: 0 for some; for a share p of all a at least, and an exponential rest of mean s.
 *
 * $$ P(T > t) = p \min\left(1, e^{-(t - a) / s}\right), \qquad t \ge 0 $$
 *
 * It rises with p, with a and with s: of two delays, the one in which none of the three is less is as long or longer at every percentile.
 */
export interface DelayLaw {
  /** p, in [0, 1]. */
  readonly share: number;
  /** a, seconds, >= 0. */
  readonly leastSeconds: number;
  /** s, seconds, >= 0. */
  readonly spreadSeconds: number;
}

/**
 * The law with a mean m and a squared variation:
 *
 * $$ s = c\,m, \quad a = m - s \quad (c \le 1), \qquad s = m\,\frac{1 + c^2}{2}, \quad p = \frac{2}{1 + c^2} \quad (c > 1) $$
 *
 * At $c = 1$ the two are one exponential law.
 *
 * @param meanSeconds - m, >= 0.
 * @param squaredCv - variance over squared mean, >= 0.
 */
export function delayLaw(meanSeconds: number, squaredCv: number): DelayLaw {
  if (squaredCv > 1)
    return { share: 2 / (1 + squaredCv), leastSeconds: 0, spreadSeconds: (meanSeconds * (1 + squaredCv)) / 2 };
  const spreadSeconds = meanSeconds * Math.sqrt(Math.max(0, squaredCv));
  return { share: 1, leastSeconds: meanSeconds - spreadSeconds, spreadSeconds };
}

/** Probability that a delay exceeds a value. */
export function delayTail({ share, leastSeconds, spreadSeconds }: DelayLaw, seconds: number): number {
  if (seconds < 0) return 1;
  if (seconds < leastSeconds) return share;
  return spreadSeconds === 0 ? 0 : share * Math.exp((leastSeconds - seconds) / spreadSeconds);
}

/** The value that a delay exceeds with a probability in (0, 1]: the inverse of {@link delayTail}, 0 where fewer are delayed at all. */
export const delayQuantile = ({ share, leastSeconds, spreadSeconds }: DelayLaw, tail: number): number =>
  tail >= share ? (share === 1 ? leastSeconds : 0) : leastSeconds - spreadSeconds * Math.log(tail / share);

/** Mean of a delay, seconds. */
export const delayMean = ({ share, leastSeconds, spreadSeconds }: DelayLaw): number =>
  share * (leastSeconds + spreadSeconds);

/**
 * Mean of a delay that exceeds every value as often as the likelier of two does, of which the first delays all: with $a_0 = a + s \ln p$, where the
 * tail would be 1,
 *
 * $$ E[T_1] + (s_2 - s_1)^+ \exp\left(-\frac{a_1 - a_0}{s_2 - s_1}\right) \quad (a_0 \le a_1), \qquad E[T_2] + (s_1 - s_2)^+ \exp\left(-\frac{a_0 - a_1}{s_1 - s_2}\right) $$
 */
export function meanOfLonger(ofAll: DelayLaw, other: DelayLaw): number {
  const begins =
    other.spreadSeconds === 0
      ? other.share === 1
        ? other.leastSeconds
        : -Infinity
      : other.leastSeconds + other.spreadSeconds * Math.log(other.share);
  const wider = other.spreadSeconds - ofAll.spreadSeconds;
  if (begins <= ofAll.leastSeconds)
    return delayMean(ofAll) + (wider > 0 ? wider * Math.exp((begins - ofAll.leastSeconds) / wider) : 0);
  return delayMean(other) + (wider < 0 ? -wider * Math.exp((begins - ofAll.leastSeconds) / wider) : 0);
}

/** A delay by the requests that run, n: never shorter at any percentile the more run. */
export function risingDelay(read: (running: number) => DelayLaw, slots: number): (running: number) => DelayLaw {
  const law = remembered(read);
  const shareAt = ({ share, leastSeconds, spreadSeconds }: DelayLaw): number =>
    leastSeconds + spreadSeconds > 0 ? share : 0;
  const share = rising((running) => shareAt(law(running)), slots);
  const leastSeconds = rising((running) => law(running).leastSeconds, slots);
  const spreadSeconds = rising((running) => law(running).spreadSeconds, slots);
  return (running) => ({
    share: share(running),
    leastSeconds: leastSeconds(running),
    spreadSeconds: spreadSeconds(running),
  });
}
