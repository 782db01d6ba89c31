import type { ObjectiveFunction } from "../../src/core.js";

const at = (x: readonly number[], index: number): number => x[index] ?? Number.NaN;

/** Classic test functions; formulas as in Moré, Garbow and Hillstrom 1981, doi:10.1145/355934.355936, and Himmelblau 1972. */
export const functions = {
  rosenbrock: (x) => {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i += 1) sum += 100 * (at(x, i + 1) - at(x, i) ** 2) ** 2 + (1 - at(x, i)) ** 2;
    return sum;
  },
  powell: (x) => (at(x, 0) + 10 * at(x, 1)) ** 2 + 5 * (at(x, 2) - at(x, 3)) ** 2 + (at(x, 1) - 2 * at(x, 2)) ** 4 + 10 * (at(x, 0) - at(x, 3)) ** 4,
  beale: (x) => {
    const [a, b] = [at(x, 0), at(x, 1)];
    return (1.5 - a + a * b) ** 2 + (2.25 - a + a * b ** 2) ** 2 + (2.625 - a + a * b ** 3) ** 2;
  },
  himmelblau: (x) => (at(x, 0) ** 2 + at(x, 1) - 11) ** 2 + (at(x, 0) + at(x, 1) ** 2 - 7) ** 2,
  quadratic: (x) => (at(x, 0) - 3) ** 2,
} as const satisfies Record<string, ObjectiveFunction>;
