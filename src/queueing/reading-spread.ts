import type { PromptReading } from "./prompt-reading.js";

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
