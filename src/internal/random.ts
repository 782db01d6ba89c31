/**
 * A stream of random numbers in (0, 1): sfc32, a small fast counting generator, seeded by splitmix32. Streams of one seed
 * are independent for any purpose here; the same seed and stream give the same numbers everywhere.
 *
 * @see Chris Doty-Humphrey, PractRand (sfc32); Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195 (splitmix).
 */
export function randomStream(seed: number, stream: number): () => number {
  const next = splitmix((seed >>> 0) ^ Math.imul(stream + 1, 0x9e3779b9), Math.floor(seed / 2 ** 32));
  let a = next();
  let b = next();
  let c = next();
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    // Half a step from 0 and 1: logarithms and quantiles of it are finite.
    return ((sum >>> 0) + 0.5) / 2 ** 32;
  };
  for (let i = 0; i < MIXING_DRAWS; i += 1) draw();
  return draw;
}

/** After these the seed's bits have reached all of the state (PractRand). */
const MIXING_DRAWS = 15;

function splitmix(low: number, high: number): () => number {
  let state = (low ^ Math.imul(high, 0x85ebca6b)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
}

/** Exponential variate of mean 1. */
export const exponentialVariate = (uniform: () => number): number => -Math.log(uniform());

/**
 * Gamma variate of a shape and mean 1.
 *
 * @see Marsaglia and Tsang 2000, doi:10.1145/358407.358414; shapes below 1 by their note on powers of a uniform.
 */
export function gammaVariate(uniform: () => number, shape: number): number {
  if (shape < 1) return ((gammaVariate(uniform, shape + 1) * (shape + 1)) / shape) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = normalVariate(uniform);
    const v = (1 + c * normal) ** 3;
    if (v > 0 && Math.log(uniform()) < (normal * normal) / 2 + d - d * v + d * Math.log(v)) return (d * v) / shape;
  }
}

/** Standard normal variate by Box and Muller. */
const normalVariate = (uniform: () => number): number =>
  Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
