import { normalTail } from "../internal/normal-tail.js";
import { distributionOfTail, type Distribution } from "./distribution.js";

/** How long requests wait for a slot: some not at all, the others by a gamma law. */
export interface WaitLaw {
  /** Share of the requests that wait. */
  readonly probability: number;
  /** Mean wait of those that wait, seconds. */
  readonly meanSeconds: number;
  /** Variance over squared mean of their waits: 1 for an exponential law. */
  readonly squaredCv: number;
}

/**
 * Probability that a gamma variable exceeds a value: exact for an exponential law, by the cube root of Wilson and
 * Hilferty for others, within 0.01 for a squared variation up to 1.
 *
 * @see E. B. Wilson, M. M. Hilferty, The distribution of chi-square, PNAS 17 (1931) 684.
 */
export function gammaTail(value: number, mean: number, squaredCv: number): number {
  if (value <= 0) return 1;
  if (!(mean > 0)) return 0;
  const times = value / mean;
  if (squaredCv === 1) return Math.exp(-times);
  if (!(squaredCv > 0)) return times < 1 ? 1 : 0;
  return normalTail((3 * (Math.cbrt(times) - 1 + squaredCv / 9)) / Math.sqrt(squaredCv));
}

/** Probability that a request waits longer than so many seconds. */
export const waitTail = ({ probability, meanSeconds, squaredCv }: WaitLaw, seconds: number): number => probability * (seconds < 0 ? 1 : gammaTail(seconds, meanSeconds, squaredCv));

/** Mean and percentiles of a wait. */
export function waitDistribution(law: WaitLaw): Distribution {
  return distributionOfTail(law.probability * law.meanSeconds, (seconds) => waitTail(law, seconds), law.meanSeconds);
}
