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
  /** A law whose tail this one's never exceeds; absent where nothing bounds it. */
  readonly atMost?: WaitLaw;
  /** Two laws of which the likelier to exceed it decides at every wait; absent where the three figures are all. */
  readonly longerOf?: readonly [WaitLaw, WaitLaw];
}

/** Nobody waits. */
export const NO_WAIT: WaitLaw = { probability: 0, meanSeconds: 0, squaredCv: 0 };

/** The law that exceeds every wait as often as the likelier of two does; its mean is the larger. */
export function longerWait(one: WaitLaw, other: WaitLaw): WaitLaw {
  const meanOf = ({ probability, meanSeconds }: WaitLaw): number => probability * meanSeconds;
  if (other.probability === 0) return one;
  const larger = meanOf(one) >= meanOf(other) ? one : other;
  const probability = Math.max(one.probability, other.probability);
  return {
    probability,
    meanSeconds: meanOf(larger) / probability,
    squaredCv: larger.squaredCv,
    longerOf: [one, other],
  };
}

/** The laws of which the longer decides: two, or the one that there is. */
export const eachLaw = (wait: WaitLaw): readonly WaitLaw[] => wait.longerOf ?? [wait];

/** Probability that a request waits longer than so many seconds, >= 0. */
export function waitTail({ atMost, ...wait }: WaitLaw): (seconds: number) => number {
  const own = wait.longerOf === undefined ? unboundedTail(wait) : longerTail(wait.longerOf);
  if (atMost === undefined) return own;
  const most = waitTail(atMost);
  return (seconds) => Math.min(own(seconds), most(seconds));
}

function longerTail([one, other]: readonly [WaitLaw, WaitLaw]): (seconds: number) => number {
  const [tail, otherTail] = [waitTail(one), waitTail(other)];
  return (seconds) => Math.max(tail(seconds), otherTail(seconds));
}

function unboundedTail({ probability, meanSeconds, squaredCv, evenly }: WaitLaw): (seconds: number) => number {
  if (evenly === undefined) {
    const law = delayLaw(meanSeconds, squaredCv);
    return (seconds) => probability * delayTail(law, seconds);
  }
  const [least, most] = evenly;
  return (seconds) => probability * Math.min(1, Math.max(0, (most - seconds) / (most - least)));
}

/** Mean and percentiles of a wait. */
export const waitDistribution = (wait: WaitLaw): Distribution =>
  distributionOf(wait.probability * wait.meanSeconds, (share) => waitQuantile(wait, share));

function waitQuantile(
  { probability, meanSeconds, squaredCv, evenly, atMost, longerOf }: WaitLaw,
  share: number,
): number {
  if (longerOf !== undefined) return Math.max(...longerOf.map((law) => waitQuantile(law, share)));
  const ofThoseThatWait = (tail: number): number =>
    evenly === undefined
      ? delayQuantile(delayLaw(meanSeconds, squaredCv), tail)
      : evenly[1] - tail * (evenly[1] - evenly[0]);
  return Math.min(
    probability > 1 - share ? ofThoseThatWait((1 - share) / probability) : 0,
    atMost === undefined ? Infinity : waitQuantile(atMost, share),
  );
}
