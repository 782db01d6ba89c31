import { distributionOf, type Distribution } from "./distribution.js";
import { delayLaw, delayQuantile, delayTail } from "./delay-law.js";

/** How long requests wait for a slot: some not at all, the others by the law of delays or evenly spread. */
export interface WaitLaw {
  /** Share of the requests that wait. */
  readonly probability: number;
  /** Mean wait of those that wait, seconds. */
  readonly meanSeconds: number;
  /** Variance over squared mean of their waits: 1 for an exponential law. */
  readonly squaredCv: number;
  /** Shortest and longest wait of those that wait, where waits spread evenly between the two. */
  readonly evenly?: readonly [leastSeconds: number, mostSeconds: number];
}

/** Probability that a request waits longer than so many seconds, >= 0. */
export function waitTail({ probability, meanSeconds, squaredCv, evenly }: WaitLaw): (seconds: number) => number {
  if (evenly === undefined) {
    const law = delayLaw(meanSeconds, squaredCv);
    return (seconds) => probability * delayTail(law, seconds);
  }
  const [least, most] = evenly;
  return (seconds) => probability * Math.min(1, Math.max(0, (most - seconds) / (most - least)));
}

/** Mean and percentiles of a wait. */
export function waitDistribution({ probability, meanSeconds, squaredCv, evenly }: WaitLaw): Distribution {
  const ofThoseThatWait = (tail: number): number => (evenly === undefined ? delayQuantile(delayLaw(meanSeconds, squaredCv), tail) : evenly[1] - tail * (evenly[1] - evenly[0]));
  return distributionOf(probability * meanSeconds, (share) => (probability > 1 - share ? ofThoseThatWait((1 - share) / probability) : 0));
}
