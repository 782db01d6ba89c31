import { nodeMean } from "./length-nodes.js";
import type { PromptReading } from "./prompt-reading.js";
import { gammaTail } from "./gamma-law.js";

/** Reading as a share of the time, and how it spreads the length of steps. */
export interface ReadingSpread {
  /** Share of the time that goes into reading, $\rho_p = \lambda E[r]$. */
  readonly share: number;
  /** Variance of the length of a step over its mean, seconds. */
  readonly seconds: number;
}

/** A replica that does nothing but read would never answer. */
const MOST_READING = 0.99;

/**
 * Steps of a server that reads in each the prompts that came during the one before (a gated server). With prompts that
 * take r:
 *
 * $$ \frac{\mathrm{Var}(\tau)}{E[\tau]} = \frac{\lambda E[r^2]}{1 - \rho_p^2} $$
 *
 * @param reading - what prompts add to a step.
 * @param requestsPerSecond - that come to the replica.
 * @param utilisation - of the replica, of which reading is a part.
 */
export function readingSpread({ meanSeconds, squaredCv }: PromptReading, requestsPerSecond: number, utilisation: number): ReadingSpread {
  // A curve that was measured apart from its prompts may contradict them.
  const share = Math.min(requestsPerSecond * meanSeconds, utilisation, MOST_READING);
  return { share, seconds: (share * meanSeconds * (1 + squaredCv)) / (1 - share * share) };
}

/** What a request meets between its arrival at a free slot and its own prompt. */
export interface Gate {
  /** Mean seconds to the next step. */
  readonly stepSeconds: number;
  /** Mean seconds for which the others are read that came in with it. */
  readonly othersSeconds: number;
  /** Probability that both together last longer. */
  readonly tail: (seconds: number) => number;
}

/**
 * The rest of a step and the prompts of others. An arrival falls into a step of length $E[\tau^2]/E[\tau]$, waits for half
 * of it and is read with $\rho_p$ times it of others. Where the step reads nothing, the rest is uniform; where it reads,
 * a gamma law with the first two moments that are left.
 *
 * @param stepSeconds - of a step that only decodes, $\tau_0$.
 */
export function gate(stepSeconds: number, reading: PromptReading, requestsPerSecond: number, { share, seconds }: ReadingSpread): Gate {
  const mean = stepSeconds / (1 - share);
  const met = mean + seconds;
  const rate = reading.meanSeconds > 0 ? share / reading.meanSeconds : requestsPerSecond;
  const square = rate * reading.meanSeconds ** 2 * (1 + reading.squaredCv);
  const third = (rate * mean * nodeMean(reading.nodeSeconds.map((r) => r ** 3)) + 3 * share * square * mean * seconds) / (1 - share ** 3);
  const metSquare = third / mean + 3 * mean * seconds + mean * mean;

  const idle = Math.exp(-rate * mean) * (stepSeconds / mean);
  const short = stepSeconds * (1 + 2 * share);
  const total = met * (1 / 2 + share);
  const totalSquare = metSquare * (1 / 3 + share + share * share) + square * met;
  const long = Math.max(0, total - (idle * short) / 2) / (1 - idle);
  const longSquare = Math.max(0, totalSquare - (idle * short * short) / 3) / (1 - idle);
  const squaredCv = long > 0 ? Math.max(0, longSquare / (long * long) - 1) : 0;
  return {
    stepSeconds: met / 2,
    othersSeconds: share * met,
    tail: (time) => idle * Math.max(0, 1 - time / short) + (1 - idle) * gammaTail(time, long, squaredCv),
  };
}

/** Requests that all enter at the same moment find the first step to begin, and meet the prompts of all others in it. */
export const waveGate = ({ meanSeconds, squaredCv }: PromptReading, othersSeconds: number): Gate => ({
  stepSeconds: 0,
  othersSeconds,
  tail: (time) => gammaTail(time, othersSeconds, (squaredCv * meanSeconds) / othersSeconds),
});
