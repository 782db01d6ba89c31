/** Room for what arithmetic makes of a whole per cent. */
const ROUNDING = 1e-9;

/**
 * A probability as it is told: in whole per cent, never more than it is. The errors of predictions are not known to the next digit.
 *
 * @param probability - in [0, 1].
 * @returns the same or less, a multiple of 0.01.
 */
export const inWholePercent = (probability: number): number => Math.floor(100 * probability + ROUNDING) / 100;
