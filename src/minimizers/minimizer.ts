/** Lower and upper bound of each coordinate; infinities are allowed. */
export type Bounds = readonly (readonly [number, number])[];

/** A function to minimise. `Infinity` marks an infeasible point; NaN counts as `Infinity`. */
export type ObjectiveFunction = (x: readonly number[]) => number;

/** Why a minimizer stopped. */
export type MinimizerStatus = "converged" | "maxEvaluations" | "stalled";

/** Where a minimizer stopped, and why. */
export interface MinimizerResult {
  readonly x: readonly number[];
  readonly value: number;
  readonly status: MinimizerStatus;
  readonly evaluations: number;
  readonly iterations: number;
}

/** A problem for a minimizer. */
export interface MinimizerProblem {
  readonly objective: ObjectiveFunction;
  readonly start: readonly number[];
  readonly bounds?: Bounds;
}

/** Any function that looks for a point of small value. It must not change `start` or `bounds`. */
export type Minimizer = (problem: MinimizerProblem) => MinimizerResult;
