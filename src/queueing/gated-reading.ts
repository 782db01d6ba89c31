import type { PromptReading } from "./prompt-reading.js";

/** Steps of a replica that reads in each step the prompts that came during the one before: a gated server. */
export interface GatedReading {
  /** Mean step, m. */
  readonly stepSeconds: number;
  /** Mean square of a step over its mean: the length of the step that an arrival falls into. */
  readonly metStepSeconds: number;
  /** Mean seconds from an arrival at a free slot to the step that takes it in. */
  readonly gateSeconds: number;
  /** Mean seconds for which the others that came in with it are read. */
  readonly othersSeconds: number;
  /** Seconds by which prompts that come together lengthen every stay, beyond what they add one by one. */
  readonly clusterSeconds: number;
}

/**
 * With a step of $\tau_0$ that only decodes, prompts that take r, and $\rho_p = \lambda E[r]$:
 *
 * $$ m = \frac{\tau_0}{1 - \rho_p}, \qquad E[\tau^2] = m^2 + \frac{\lambda m E[r^2]}{1 - \rho_p^2} $$
 *
 * An arrival waits for the rest of a step, $E[\tau^2] / (2 m)$, and is read with $\rho_p E[\tau^2] / m$ of others. Since
 * long steps collect more arrivals, the step after a long one is long too: a stay of many steps grows by
 * $\rho_p\,\mathrm{Var}(\tau) / (m (1 - \rho_p))$.
 *
 * @param stepSeconds - of a step that only decodes.
 * @param reading - what prompts add.
 * @param requestsPerSecond - that come to the replica.
 * @param most - reading takes no larger share of the time than this, < 1.
 */
export function gatedReading(stepSeconds: number, reading: PromptReading, requestsPerSecond: number, most: number): GatedReading {
  const share = Math.min(requestsPerSecond * reading.meanSeconds, most);
  const mean = stepSeconds / (1 - share);
  const spread = (share * reading.meanSeconds * (1 + reading.squaredCv)) / (1 - share * share);
  const met = mean + spread;
  return { stepSeconds: mean, metStepSeconds: met, gateSeconds: met / 2, othersSeconds: share * met, clusterSeconds: (share * spread) / (1 - share) };
}
