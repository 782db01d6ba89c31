import { nelderMead } from "../../src/minimizers/nelder-mead.js";

/** A positive constant with what is believed of it before the rows are seen. */
export interface Prior {
  readonly name: string;
  readonly value: number;
  /** Standard deviation of its logarithm: 0.7 is a factor of two either way. */
  readonly spread: number;
}

/** One comparison: a prediction that depends on the constants, what was measured, and how much it counts. */
export interface Comparison {
  readonly predict: (constants: readonly number[]) => number;
  readonly measured: number;
  readonly weight: number;
}

/** Errors beyond this share count by their size, not by their square: a row that is wrong must not bend the fit. */
const LINEAR_BEYOND = 0.1;

/** How much the priors count against the rows. */
const PRIOR_WEIGHT = 1;

/**
 * Constants that minimise robust errors of logarithms and the distance from the priors.
 *
 * @param priors - constants.
 * @param comparisons - rows.
 * @returns constants, in the order of the priors.
 */
export function fitConstants(priors: readonly Prior[], comparisons: readonly Comparison[]): readonly number[] {
  const constantsAt = (x: readonly number[]): readonly number[] => priors.map(({ value, spread }, i) => value * Math.exp(spread * (x[i] ?? 0)));
  const objective = (x: readonly number[]): number => {
    const constants = constantsAt(x);
    let sum = 0;
    for (const { predict, measured, weight } of comparisons) sum += weight * pseudoHuber(Math.log(predict(constants) / measured) / LINEAR_BEYOND);
    for (const coordinate of x) sum += PRIOR_WEIGHT * coordinate ** 2;
    return sum;
  };
  const minimize = nelderMead({ adaptive: true, initialStep: 0.5, xTolerance: 1e-5, valueTolerance: 1e-9, restarts: 2, maxEvaluations: 6000 });
  return constantsAt(minimize({ objective, start: priors.map(() => 0) }).x);
}

const pseudoHuber = (error: number): number => Math.sqrt(1 + error ** 2) - 1;
