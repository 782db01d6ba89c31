/** Lower and upper bound of each coordinate; infinities are allowed. */
export type Bounds = readonly (readonly [number, number])[];

/** A function to minimise. `Infinity` marks an infeasible point; NaN counts as `Infinity`. */
export type ObjectiveFunction = (x: readonly number[]) => number;

/** Why a minimizer stopped. */
export type MinimizerStatus = "converged" | "maxEvaluations" | "stalled";

/** Where a minimizer stopped, and why. */
export interface MinimizerResult {
  /** The best point found. */
  readonly x: readonly number[];
  /** The objective there. */
  readonly value: number;
  /** Why it stopped. */
  readonly status: MinimizerStatus;
  /** Calls of the objective. */
  readonly evaluations: number;
  /** Steps of the method. */
  readonly iterations: number;
}

/** A problem for a minimizer. */
export interface MinimizerProblem {
  /** What is minimised. */
  readonly objective: ObjectiveFunction;
  /** Where the search begins. */
  readonly start: readonly number[];
  /** Bounds of each coordinate; absent when there are none. */
  readonly bounds?: Bounds;
}

/** Any function that looks for a point of small value. It must not change `start` or `bounds`. */
export type Minimizer = (problem: MinimizerProblem) => MinimizerResult;
