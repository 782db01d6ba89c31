import { InfrascaleError } from "../errors.js";
import { checkNonNegative, checkOneOf } from "../internal/check.js";
import type { Minimizer } from "../minimizers/minimizer.js";
import { minimise } from "../minimizers/minimizer-problem.js";
import type { MeasuredQuantity, ProfileParameter } from "../deployment/engine-profile.js";
import type { CalibrationPoint, Predicted } from "./calibration-point.js";
import { jacobian, type ResidualFunction } from "./least-squares/jacobian.js";
import { leastSquares, sumOfSquares } from "./least-squares/levenberg-marquardt.js";
import type { Rows } from "./least-squares/linear-algebra.js";
import { huberWeight, robustScale } from "./least-squares/robust.js";
import { EXPECTED_ROWS, EXPECTED_SCATTER, parametersAt } from "./priors.js";
import { loadTestRule } from "../rules/load-test.js";

/** A measured quantity of a point. */
export interface ComparedRow {
  readonly point: CalibrationPoint;
  readonly quantity: MeasuredQuantity;
  readonly measured: number;
}

/** How a fit is made. */
export interface RobustFitOptions {
  readonly names: readonly ProfileParameter[];
  readonly priors: boolean;
  readonly maxIterations: number;
  readonly minimizer: Minimizer | undefined;
}

/** Where a fit ended. */
export interface RobustFit {
  /** Coordinates, in standard deviations of the prior. */
  readonly x: readonly number[];
  /** ln(measured / predicted) of each row. */
  readonly residuals: readonly number[];
  /** Slopes of the residuals, a row for each, a column for each coordinate. */
  readonly slopes: Rows;
  /** Scale of each row's residual. */
  readonly scales: readonly number[];
  /** How much each row counts, in (0, 1]. */
  readonly weights: readonly number[];
  readonly iterations: number;
  readonly status: "converged" | "stalled" | "max-iterations";
}

/** Rounds of new weights and scales; far more than are needed. */
const MOST_ROUNDS = 60;
/** Weights change again before more would help. */
const STEPS_OF_A_ROUND = 2;
/** Of a coordinate between two rounds, in standard deviations of the prior. */
const TOLERANCE = 1e-6;
/** The same where a minimizer of unknown precision is used. */
const MINIMIZER_TOLERANCE = 1e-4;

/**
 * Robust nonlinear least squares: rows are weighted by Huber's rule at the present residuals, the weighted least squares
 * solved, and so on until nothing moves; scales are found beside, for each quantity its own. Priors are rows as well.
 *
 * @param rows - what was measured.
 * @param options - parameters and method.
 * @returns the fit.
 * @see Holland and Welsch 1977, doi:10.1080/03610927708827533.
 */
export function robustFit(
  rows: readonly ComparedRow[],
  { names, priors, maxIterations, minimizer }: RobustFitOptions,
): RobustFit {
  const residualsAt = residualFunction(rows, names);
  const tolerance = minimizer === undefined ? TOLERANCE : MINIMIZER_TOLERANCE;
  let x: readonly number[] = names.map(() => 0);
  let residuals = residualsAt(x);
  let scales: readonly number[] = rows.map(({ quantity }) => EXPECTED_SCATTER[quantity]);
  let weights: readonly number[] = rows.map(() => 1);
  let iterations = 0;
  let status: RobustFit["status"] = "max-iterations";
  for (let round = 0; round < MOST_ROUNDS && (minimizer !== undefined || iterations < maxIterations); round += 1) {
    const roots = rows.map(({ point }, i) => Math.sqrt(point.count * (weights[i] ?? 1)) / (scales[i] ?? 1));
    const weighted: ResidualFunction = (z) => {
      const values = residualsAt(z).map((r, i) => r * (roots[i] ?? 1));
      return priors ? [...values, ...z] : values;
    };
    const solved =
      minimizer === undefined
        ? leastSquares({
            residuals: weighted,
            start: x,
            maxIterations: Math.min(STEPS_OF_A_ROUND, maxIterations - iterations),
          })
        : minimized(weighted, x, minimizer);
    iterations += Math.max(1, solved.iterations);
    const moved = Math.max(
      0,
      ...solved.x.map((coordinate, j) => Math.abs(coordinate - (x[j] ?? 0)) / Math.max(1, Math.abs(coordinate))),
    );
    x = solved.x;
    residuals = residualsAt(x);
    scales = scalesOf(rows, residuals);
    weights = residuals.map((r, i) => huberWeight(r / (scales[i] ?? 1)));
    // The first rounds move scales and weights from where they were guessed.
    if (round > 1 && moved <= tolerance) {
      status = solved.status === "stalled" ? "stalled" : "converged";
      break;
    }
  }
  return { x, residuals, slopes: jacobian(residualsAt, x, residuals), scales, weights, iterations, status };
}

/** ln(measured / predicted); NaN where nothing is predicted. */
function residualFunction(rows: readonly ComparedRow[], names: readonly ProfileParameter[]): ResidualFunction {
  return (x) => {
    const parameters = parametersAt(names, x);
    let point: CalibrationPoint | undefined;
    let predicted: Partial<Predicted> = {};
    return rows.map((row) => {
      // Rows of one point stand side by side.
      if (row.point !== point) {
        point = row.point;
        predicted = point.predict(parameters);
      }
      return Math.log(row.measured / (predicted[row.quantity] ?? Number.NaN));
    });
  };
}

/** Of each row the scale of its quantity, beside what is expected of it. */
function scalesOf(rows: readonly ComparedRow[], residuals: readonly number[]): readonly number[] {
  const known = new Map<MeasuredQuantity, number>();
  for (const { quantity } of rows)
    if (!known.has(quantity)) {
      const own = rows.flatMap((row, i) => (row.quantity === quantity ? [i] : []));
      known.set(
        quantity,
        robustScale(
          own.map((i) => residuals[i] ?? 0),
          own.map((i) => rows[i]?.point.count ?? 1),
          { scale: EXPECTED_SCATTER[quantity], rows: EXPECTED_ROWS },
        ),
      );
    }
  return rows.map(({ quantity }) => known.get(quantity) as number);
}

function minimized(
  residuals: ResidualFunction,
  start: readonly number[],
  minimizer: Minimizer,
): Pick<RobustFit, "x" | "iterations" | "status"> {
  const { x, iterations, status } = minimise(minimizer, { objective: (z) => sumOfSquares(residuals(z)), start });
  if (x.length !== start.length || !x.every(Number.isFinite))
    throw new InfrascaleError({
      code: "not-a-number",
      field: "minimizer.x",
      ...loadTestRule("fitted-numbers", { count: start.length }),
      value: x,
    });
  checkNonNegative(iterations, "minimizer.iterations");
  checkOneOf(status, "minimizer.status", ["converged", "maxEvaluations", "stalled"]);
  return { x, iterations, status: status === "maxEvaluations" ? "max-iterations" : status };
}
