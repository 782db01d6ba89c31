/** A replica that does nothing but read would never answer. */
const MOST_READING = 0.99;

/**
 * Share of the time of a replica that goes into reading, $\rho_p = \lambda E[r]$.
 *
 * @param promptSeconds - r: what a prompt adds to a step, mean.
 * @param requestsPerSecond - lambda: that come to the replica.
 * @param utilisation - of the replica, of which reading is a part: a curve that was measured apart from its prompts may contradict them.
 * @returns the share, below 1.
 */
export const readingShare = (promptSeconds: number, requestsPerSecond: number, utilisation: number): number =>
  Math.min(requestsPerSecond * promptSeconds, utilisation, MOST_READING);
