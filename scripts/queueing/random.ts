/** Numbers in (0, 1) that a seed determines. */
export type Random = () => number;

/**
 * @param seed - any integer.
 * @see T. Ettinger, mulberry32 (public domain): a 32-bit counter through a mixer.
 */
export function randomOf(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

/** A standard normal variable, by Box and Muller. */
export const normal = (random: Random): number => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());

/** An exponential variable of mean 1. */
export const exponential = (random: Random): number => -Math.log(random());

/**
 * A gamma variable of mean 1 and a coefficient of variation.
 *
 * @see G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables, ACM TOMS 26 (2000) 363.
 */
export function gamma(random: Random, cv: number): number {
  const shape = 1 / cv ** 2;
  const d = Math.max(shape, shape + (shape < 1 ? 1 : 0)) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0 || Math.log(random()) >= x * x / 2 + d - d * v + d * Math.log(v)) continue;
    return (d * v * (shape < 1 ? random() ** (1 / shape) : 1)) / shape;
  }
}
