import { jacobian, type ResidualFunction } from "./jacobian.js";
import { solveLinear } from "./linear-algebra.js";

/** Residuals whose squares are to be small. */
export interface LeastSquaresProblem {
  /** Residuals of a point, as many everywhere. */
  readonly residuals: ResidualFunction;
  /** Where the search begins; its residuals are finite. */
  readonly start: readonly number[];
  /** Most steps. */
  readonly maxIterations: number;
}

/** Where a search for least squares ended. */
export interface LeastSquaresSolution {
  readonly x: readonly number[];
  /** Residuals there. */
  readonly residuals: readonly number[];
  /** Steps taken. */
  readonly iterations: number;
  /** `stalled` when no step lowers the sum although its slope says so. */
  readonly status: "converged" | "stalled" | "max-iterations";
}

const FIRST_DAMPING = 1e-3;
const LEAST_DAMPING = 1e-15;
const MOST_DAMPING = 1e15;
/** A gain that changes no digit of the sum of squares but the last. */
const VALUE_TOLERANCE = 1e-15;

/**
 * Nonlinear least squares by Levenberg and Marquardt: of the linearised system, damped in proportion to the length of each
 * column,
 *
 * $$ \min_\delta \lVert J \delta + r \rVert^2 + \lambda \lVert D \delta \rVert^2 $$
 *
 * solved as one stacked system by Householder reflections. Damping falls tenfold after a step that helps and rises tenfold
 * after one that does not.
 *
 * @param problem - residuals and start.
 * @returns the point of least squares nearest to the start.
 * @see Marquardt 1963, doi:10.1137/0111030; scaling by the longest columns so far: Moré 1978, doi:10.1007/BFb0067700.
 */
export function leastSquares({ residuals, start, maxIterations }: LeastSquaresProblem): LeastSquaresSolution {
  let x = start;
  let at = residuals(x);
  let value = sumOfSquares(at);
  let damping = FIRST_DAMPING;
  const longest = start.map(() => 0);
  const ended = (status: LeastSquaresSolution["status"], iterations: number): LeastSquaresSolution => ({
    x,
    residuals: at,
    iterations,
    status,
  });
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    if (value === 0) return ended("converged", iteration);
    const slopes = jacobian(residuals, x, at);
    longest.forEach((before, j) => (longest[j] = Math.max(before, Math.hypot(...slopes.map((row) => row[j] ?? 0)))));
    const opposite = [...at.map((r) => -r), ...start.map(() => 0)];
    for (;;) {
      const root = Math.sqrt(damping);
      const damped = longest.map((length, j) =>
        longest.map((_, k) => (j === k ? root * (length > 0 ? length : 1) : 0)),
      );
      const step = solveLinear([...slopes, ...damped], opposite);
      const next = x.map((coordinate, j) => coordinate + (step[j] ?? 0));
      const there = residuals(next);
      const nextValue = sumOfSquares(there);
      if (nextValue <= value) {
        const gain = value - nextValue;
        x = next;
        at = there;
        value = nextValue;
        damping = Math.max(LEAST_DAMPING, damping / 10);
        if (gain <= VALUE_TOLERANCE * value) return ended("converged", iteration + 1);
        break;
      }
      damping *= 10;
      if (damping > MOST_DAMPING) return ended("stalled", iteration + 1);
    }
  }
  return ended("max-iterations", maxIterations);
}

/** Infinity where a residual is none. */
export function sumOfSquares(residuals: readonly number[]): number {
  let sum = 0;
  for (const r of residuals) sum += r * r;
  return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
}
