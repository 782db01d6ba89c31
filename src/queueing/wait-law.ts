import { distributionOf, type Distribution } from "./distribution.js";
import { gammaQuantile, gammaTail } from "./gamma-law.js";

/** How long requests wait for a slot: some not at all, the others by a gamma law. */
export interface WaitLaw {
  /** Share of the requests that wait. */
  readonly probability: number;
  /** Mean wait of those that wait, seconds. */
  readonly meanSeconds: number;
  /** Variance over squared mean of their waits: 1 for an exponential law. */
  readonly squaredCv: number;
  /** Wait that a share of all requests do not exceed, where it is known better than by that law. */
  readonly quantile?: (share: number) => number;
}

/** Probability that a request waits longer than so many seconds, >= 0. */
export const waitTail = ({ probability, meanSeconds, squaredCv }: WaitLaw, seconds: number): number => probability * gammaTail(seconds, meanSeconds, squaredCv);

/** Mean and percentiles of a wait. */
export function waitDistribution({ probability, meanSeconds, squaredCv, quantile }: WaitLaw): Distribution {
  return distributionOf(probability * meanSeconds, quantile ?? ((share) => (probability > 1 - share ? gammaQuantile((1 - share) / probability, meanSeconds, squaredCv) : 0)));
}
