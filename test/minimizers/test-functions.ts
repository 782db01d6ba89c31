import type { ObjectiveFunction } from "../../src/core.js";

const at = (x: readonly number[], index: number): number => x[index] ?? Number.NaN;

const square = (x: number): number => x * x;

/** Classic test functions; formulas as in Moré, Garbow and Hillstrom 1981, doi:10.1145/355934.355936, and Himmelblau 1972. */
export const functions = {
  rosenbrock: (x) => {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i += 1)
      sum += 100 * square(at(x, i + 1) - square(at(x, i))) + square(1 - at(x, i));
    return sum;
  },
  powell: (x) =>
    square(at(x, 0) + 10 * at(x, 1)) +
    5 * square(at(x, 2) - at(x, 3)) +
    square(square(at(x, 1) - 2 * at(x, 2))) +
    10 * square(square(at(x, 0) - at(x, 3))),
  beale: (x) => {
    const [a, b] = [at(x, 0), at(x, 1)];
    return square(1.5 - a + a * b) + square(2.25 - a + a * (b * b)) + square(2.625 - a + a * (b * b * b));
  },
  himmelblau: (x) => square(square(at(x, 0)) + at(x, 1) - 11) + square(at(x, 0) + square(at(x, 1)) - 7),
  quadratic: (x) => square(at(x, 0) - 3),
  // A bowl with teeth: contractions fail, so that the simplex shrinks.
  sawtooth: (x) => x.reduce((sum, c) => sum + (square(c) + (7 * c - Math.floor(7 * c))), 0),
} as const satisfies Record<string, ObjectiveFunction>;
