/** Shares below this are the rounding of numbers that are equal. */
const NOTHING = 1e-12;

/** A share without what only rounding makes of it. */
export const withoutRounding = (share: number): number => (Math.abs(share) < NOTHING ? 0 : share);
