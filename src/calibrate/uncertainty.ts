import { isFactor } from "../performance/serving/check-engine-profile.js";
import { IDENTITY_PARAMETERS, type ProfileParameter, type ProfileParameters } from "../performance/serving/engine-profile.js";
import type { CalibratedParameter } from "./calibration.js";
import { inverseOfSquare, singularAnalysis, type Rows, type SingularAnalysis } from "./least-squares/linear-algebra.js";
import { robustVariance } from "./least-squares/robust.js";
import { student95 } from "./least-squares/student.js";
import { EXPECTED_ROWS, PRIOR_SPREADS } from "./priors.js";
import type { ComparedRow, RobustFit } from "./robust-fit.js";

/** How sure a fit is. */
export interface Uncertainty {
  /** Of the coordinates, in their order; null where the rows leave no degree of freedom. */
  readonly covariance: Rows | null;
  /** Student's t at 0.975. */
  readonly halfWidth: number;
  /** Standard deviation of residuals over their scales: one where the scales are right. */
  readonly inflation: number;
  /** What the rows tell by themselves. */
  readonly analysis: SingularAnalysis;
}

/**
 * Covariance of the coordinates of a fit:
 *
 * $$ C = \left( J^T S^{-2} J / \hat\sigma^2 + P \right)^{-1} $$
 *
 * with slopes J, scales S, and P the precision of the priors: one for each coordinate, or none. With priors the scatter that is expected
 * counts as four rows.
 *
 * @param fit - a fit of at least one row.
 * @param rows - what it was fitted to.
 * @param priors - whether priors were used.
 * @returns the uncertainty.
 * @see Huber and Ronchetti 2009, Robust Statistics, section 7.6.
 */
export function uncertaintyOf({ residuals, slopes, scales, x }: RobustFit, rows: readonly ComparedRow[], priors: boolean): Uncertainty {
  const counts = rows.map(({ point }) => point.count);
  const free = counts.reduce((sum, count) => sum + count, 0) - x.length;
  const expected = priors ? EXPECTED_ROWS : 0;
  const own = free > 0 ? robustVariance(residuals.map((r, i) => r / (scales[i] ?? 1)), counts, x.length) : 0;
  const degreesOfFreedom = expected + Math.max(0, free);
  const variance = degreesOfFreedom > 0 ? (expected + Math.max(0, free) * own) / degreesOfFreedom : Number.NaN;
  const scaled = slopes.map((row, i) => row.map((slope) => (slope * Math.sqrt(counts[i] ?? 1)) / (scales[i] ?? 1)));
  const prior = priors ? x.map((_, i) => x.map((__, j) => (i === j ? Math.sqrt(variance) : 0))) : [];
  const covariance = Number.isNaN(variance) ? null : inverseOfSquare([...scaled, ...prior]).map((row) => row.map((cell) => cell * variance));
  return { covariance, halfWidth: student95(degreesOfFreedom), inflation: Number.isNaN(variance) ? 0 : Math.sqrt(variance), analysis: singularAnalysis(scaled) };
}

/** Parameters with errors and intervals: symmetric in seconds, and in the logarithm of factors. */
export function calibratedParameters(names: readonly ProfileParameter[], values: ProfileParameters, { covariance, halfWidth, analysis }: Uncertainty, priors: boolean): readonly CalibratedParameter[] {
  return (Object.keys(IDENTITY_PARAMETERS) as ProfileParameter[]).map((name) => {
    const value = values[name];
    const index = names.indexOf(name);
    if (index < 0) return { name, value, standardError: null, interval95: null, atPrior: true };
    const variance = covariance?.[index]?.[index];
    if (variance === undefined || (!priors && analysis.undetermined[index] === true)) return { name, value, standardError: null, interval95: null, atPrior: false };
    const error = PRIOR_SPREADS[name] * Math.sqrt(variance);
    const width = halfWidth * error;
    return isFactor(name)
      ? { name, value, standardError: value * error, interval95: [value * Math.exp(-width), value * Math.exp(width)], atPrior: false }
      : { name, value, standardError: error, interval95: [value - width, value + width], atPrior: false };
  });
}

/** Correlations of a covariance; one on the diagonal. */
export function correlationsOf(covariance: Rows): Rows {
  const deviations = covariance.map((row, i) => Math.sqrt(row[i] ?? 0));
  return covariance.map((row, i) => row.map((cell, j) => (i === j ? 1 : (deviations[i] ?? 0) * (deviations[j] ?? 0) === 0 ? 0 : cell / (deviations[i] ?? 1) / (deviations[j] ?? 1))));
}
