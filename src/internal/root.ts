/** Steps that halve any bracket of doubles down to neighbours. */
const MOST_STEPS = 100;

/**
 * Where a function passes zero between two values at which its signs differ: by inverse quadratic interpolation where three points lie well for it,
 * or else by halving. Infinite values are halved.
 *
 * @param f - continuous, or with a jump past zero.
 * @param low - one end.
 * @param high - the other; returned where the signs do not differ.
 * @returns the place, to the precision of a double.
 * @see T. R. Chandrupatla, A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function, Adv. Eng. Softw. 28 (1997) 145.
 */
export function rootBetween(f: (x: number) => number, low: number, high: number): number {
  let [x1, x2] = [high, low];
  let [f1, f2] = [f(high), f(low)];
  if (f1 === 0 || f1 < 0 === f2 < 0) return high;
  let share = 0.5;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const x = x1 + share * (x2 - x1);
    const value = f(x);
    const isBeyond = value < 0 === f1 < 0;
    const x3 = isBeyond ? x1 : x2;
    const f3 = isBeyond ? f1 : f2;
    if (!isBeyond) {
      x2 = x1;
      f2 = f1;
    }
    x1 = x;
    f1 = value;
    const best = Math.abs(f2) < Math.abs(f1) ? x2 : x1;
    const least = (2 * Number.EPSILON * Math.abs(best) + Number.MIN_VALUE) / Math.abs(x2 - x1);
    if (least > 0.5 || value === 0) return value === 0 ? x : best;
    const place = (x1 - x2) / (x3 - x2);
    const rise = (f1 - f2) / (f3 - f2);
    const isSmooth = rise * rise < place && (1 - rise) * (1 - rise) < 1 - place;
    const guess = isSmooth
      ? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
      : 0.5;
    share = Math.min(1 - least, Math.max(least, guess));
  }
  return x1;
}
