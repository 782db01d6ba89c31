import { isFactor } from "../deployment/check-engine-profile.js";
import {
  IDENTITY_PARAMETERS,
  type MeasuredQuantity,
  type ProfileParameter,
  type ProfileParameters,
} from "../deployment/engine-profile.js";
import type { CalibratedParameter } from "./calibration.js";
import { inverseOfSquare, singularAnalysis, type Rows, type SingularAnalysis } from "./least-squares/linear-algebra.js";
import { robustVariance } from "./least-squares/robust.js";
import { student95 } from "./least-squares/student.js";
import { EXPECTED_ROWS, EXPECTED_SCATTER, PRIOR_SPREADS } from "./priors.js";
import type { ComparedRow, RobustFit } from "./robust-fit.js";

/** How sure a fit is. */
export interface Uncertainty {
  /** Of the coordinates, in their order; null where the rows leave no degree of freedom. */
  readonly covariance: Rows | null;
  /** Student's t at 0.975. */
  readonly halfWidth: number;
  /** Scatter of each row's quantity: standard deviation of ln(measured / predicted). */
  readonly scatter: readonly number[];
  /** What the rows tell by themselves. */
  readonly analysis: SingularAnalysis;
}

/**
 * Covariance of the coordinates of a fit whose rows were weighted by scales S that may not be their true scatter V:
 *
 * $$ C = A^{-1} \left( J^T S^{-2} V S^{-2} J + P \right) A^{-1}, \qquad A = J^T S^{-2} J + P $$
 *
 * with slopes J, and P the precision of the priors: one for each coordinate, or none.
 *
 * @param fit - a fit of at least one row.
 * @param rows - what it was fitted to.
 * @param priors - whether priors were used.
 * @returns the uncertainty.
 * @see Huber and Ronchetti 2009, Robust Statistics, section 7.6.
 */
export function uncertaintyOf(
  { residuals, slopes, scales, x }: RobustFit,
  rows: readonly ComparedRow[],
  priors: boolean,
): Uncertainty {
  const counts = rows.map(({ point }) => point.count);
  const free = counts.reduce((sum, count) => sum + count, 0) - x.length;
  const scaled = slopes.map((row, i) => row.map((slope) => (slope * Math.sqrt(counts[i] ?? 1)) / (scales[i] ?? 1)));
  const prior = priors ? x.map((_, i) => x.map((__, j) => (i === j ? 1 : 0))) : [];
  const analysis = singularAnalysis(scaled);
  const inverse = inverseOfSquare([...scaled, ...prior]);
  const leverages = scaled.map((row) => dot(row, product(inverse, row)));
  const scatter = scatterOf(rows, residuals, scales, leverages, priors);
  if (!priors && free <= 0) return { covariance: null, halfWidth: Number.POSITIVE_INFINITY, scatter, analysis };
  // Columns of the product are what each row does to the coordinates.
  const influence = [
    ...scaled.map((row, i) => product(inverse, row).map((cell) => (cell * (scatter[i] ?? 0)) / (scales[i] ?? 1))),
    ...prior.map((row) => product(inverse, row)),
  ];
  const covariance = x.map((_, j) =>
    x.map((__, k) => influence.reduce((sum, row) => sum + (row[j] ?? 0) * (row[k] ?? 0), 0)),
  );
  return { covariance, halfWidth: student95((priors ? EXPECTED_ROWS : 0) + Math.max(0, free)), scatter, analysis };
}

/**
 * Scatter of each quantity about the fit, corrected for the parameters that its rows determined: the sum of their leverages. With priors
 * the scatter that is expected counts as some rows more.
 */
function scatterOf(
  rows: readonly ComparedRow[],
  residuals: readonly number[],
  scales: readonly number[],
  leverages: readonly number[],
  priors: boolean,
): readonly number[] {
  const all = rows.map((_, i) => i);
  const relative = residuals.map((r, i) => r / (scales[i] ?? 1));
  const freedomOf = (own: readonly number[]): number =>
    own.reduce((sum, i) => sum + (rows[i]?.point.count ?? 1) - (leverages[i] ?? 0), 0);
  const varianceOf = (own: readonly number[]): number =>
    robustVariance(
      own.map((i) => relative[i] ?? 0),
      own.map((i) => rows[i]?.point.count ?? 1),
      own.reduce((sum, i) => sum + (leverages[i] ?? 0), 0),
    );
  const known = new Map<MeasuredQuantity, number>();
  return rows.map(({ quantity }, row) => {
    const before = known.get(quantity);
    if (before !== undefined) return before;
    const own = all.filter((i) => rows[i]?.quantity === quantity);
    const freedom = freedomOf(own);
    const scale = scales[row] ?? 1;
    // Too few of one quantity to know their scatter: that of all, in proportion.
    const alone = freedom >= 1 ? own : all;
    const seen = freedomOf(alone) > LEAST_FREEDOM ? scale ** 2 * varianceOf(alone) : 0;
    const expected = priors ? EXPECTED_ROWS : 0;
    const value = Math.sqrt(
      (expected * EXPECTED_SCATTER[quantity] ** 2 + Math.max(0, freedom) * seen) /
        Math.max(LEAST_FREEDOM, expected + Math.max(0, freedom)),
    );
    known.set(quantity, value);
    return value;
  });
}

/** Rounding leaves this much of degrees of freedom that are none. */
const LEAST_FREEDOM = 1e-6;

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, cell, i) => sum + cell * (b[i] ?? 0), 0);

const product = (matrix: Rows, vector: readonly number[]): readonly number[] => matrix.map((row) => dot(row, vector));

/** Parameters with errors and intervals: symmetric in seconds, and in the logarithm of factors. */
export function calibratedParameters(
  names: readonly ProfileParameter[],
  values: ProfileParameters,
  { covariance, halfWidth, analysis }: Uncertainty,
  priors: boolean,
): readonly CalibratedParameter[] {
  return (Object.keys(IDENTITY_PARAMETERS) as ProfileParameter[]).map((name) => {
    const value = values[name];
    const index = names.indexOf(name);
    if (index < 0) return { name, value, standardError: null, interval95: null, atPrior: true };
    const variance = covariance?.[index]?.[index];
    if (variance === undefined || (!priors && analysis.undetermined[index] === true))
      return { name, value, standardError: null, interval95: null, atPrior: false };
    const error = PRIOR_SPREADS[name] * Math.sqrt(variance);
    const width = halfWidth * error;
    return isFactor(name)
      ? {
          name,
          value,
          standardError: value * error,
          interval95: [value * Math.exp(-width), value * Math.exp(width)],
          atPrior: false,
        }
      : { name, value, standardError: error, interval95: [value - width, value + width], atPrior: false };
  });
}

/** Correlations of a covariance; one on the diagonal. */
export function correlationsOf(covariance: Rows): Rows {
  const deviations = covariance.map((row, i) => Math.sqrt(row[i] ?? 0));
  return covariance.map((row, i) =>
    row.map((cell, j) =>
      i === j
        ? 1
        : (deviations[i] ?? 0) * (deviations[j] ?? 0) === 0
          ? 0
          : cell / (deviations[i] ?? 1) / (deviations[j] ?? 1),
    ),
  );
}
