import { InfrascaleError } from "../errors.js";
import type { Minimizer } from "../minimizers/minimizer.js";
import {
  IDENTITY_PARAMETERS,
  type EngineProfile,
  type MeasuredQuantity,
  type ProfileFit,
  type ProfileProvenance,
} from "../deployment/engine-profile.js";
import type { Calibration, CalibrationResidual } from "./calibration.js";
import type { CalibrationPoint, Measured } from "./calibration-point.js";
import type { FitWarning } from "./fit-warning.js";
import { fitWarnings } from "./fit-warnings.js";
import { identifiable } from "./identifiable.js";
import { leaveOneOut } from "./leave-one-out.js";
import { parametersAt, PRIOR_SPREADS } from "./priors.js";
import { robustFit, type ComparedRow, type RobustFit } from "./robust-fit.js";
import { calibratedParameters, correlationsOf, uncertaintyOf, type Uncertainty } from "./uncertainty.js";
import { loadTestRule } from "../rules/load-test.js";

/** How a profile is fitted. */
export interface FitOptions {
  /** Day of the fit, YYYY-MM-DD: the library reads no clock. */
  readonly created: string;
  /**
   * Whether parameters are held near the constants that ship, by how much deployments differ. Without, the rows alone decide,
   * also where they hardly can.
   *
   * @defaultValue true
   */
  readonly priors?: boolean;
  /** Looks for the least squares instead of Levenberg and Marquardt. @defaultValue none */
  readonly minimizer?: Minimizer;
  /** Most steps of Levenberg and Marquardt; a minimizer has limits of its own. @defaultValue 200 */
  readonly maxIterations?: number;
}

const MOST_ITERATIONS = 200;

/**
 * Fits a profile to prepared observations.
 *
 * @param points - at least one with something measured.
 * @param provenance - what the profile is said to be fitted to.
 * @param options - how.
 * @param before - warnings of what was prepared; they come first in the result.
 * @returns the calibration, but for what was assumed of the observations.
 * @throws {@link InfrascaleError} `nothing-to-fit` when no point can be compared.
 */
export function fitProfile(
  points: readonly CalibrationPoint[],
  provenance: ProfileProvenance,
  { created, priors = true, minimizer, maxIterations = MOST_ITERATIONS }: FitOptions,
  before: readonly FitWarning[] = [],
): Omit<Calibration, "assumed"> {
  const { rows, warnings } = comparedRows(points);
  if (rows.length === 0)
    throw new InfrascaleError({
      code: "nothing-to-fit",
      field: "observations",
      ...loadTestRule("something-predicted"),
      value: points.length,
    });
  const total = rows.reduce((sum, { point }) => sum + point.count, 0);
  const names = identifiable(points, priors ? PARAMETERS : Math.floor(total));
  const fit = robustFit(rows, { names, priors, maxIterations, minimizer });
  const uncertainty = uncertaintyOf(fit, rows, priors);
  const parameters = parametersAt(names, fit.x);
  const { condition, rank } = uncertainty.analysis;
  const residualScale = scaleByQuantity(rows, uncertainty);
  const covariance = covarianceOf(names, uncertainty);
  const profile: EngineProfile = {
    kind: "infrascale-engine-profile",
    version: 1,
    created,
    provenance,
    parameters,
    fit: { fitted: names, covariance, residualScale },
  };
  return {
    profile,
    parameters: calibratedParameters(names, parameters, uncertainty, priors),
    correlations: correlationsOf(covariance),
    conditionNumber: Number.isFinite(condition) ? condition : null,
    rank,
    residuals: residualsOf(rows, fit, parameters),
    residualScale,
    leaveOneOut: leaveOneOut(fit, rows, names, priors),
    iterations: fit.iterations,
    status: fit.status,
    warnings: [...before, ...warnings, ...fitWarnings(fit, rows, names, uncertainty)],
  };
}

const PARAMETERS = Object.keys(IDENTITY_PARAMETERS).length;

/** Measured quantities that have a prediction to be compared with. */
function comparedRows(points: readonly CalibrationPoint[]): {
  readonly rows: readonly ComparedRow[];
  readonly warnings: readonly FitWarning[];
} {
  const rows: ComparedRow[] = [];
  const without: number[] = [];
  for (const point of points) {
    const predicted = point.predict(IDENTITY_PARAMETERS);
    for (const [quantity, measured] of measuredOf(point.measured)) {
      if (predicted[quantity] === null) without.push(point.observation);
      else rows.push({ point, quantity, measured });
    }
  }
  if (without.length === 0) return { rows, warnings: [] };
  const message = `${without.length} figures are of arrivals beyond the predicted capacity, or of a flood of unknown size: they have no mean to compare with`;
  return {
    rows,
    warnings: [
      { code: "no-prediction", message, evidence: { figures: without.length }, observations: [...new Set(without)] },
    ],
  };
}

const measuredOf = (measured: Measured): readonly (readonly [MeasuredQuantity, number])[] =>
  Object.entries(measured) as [MeasuredQuantity, number][];

/** In the units of the profile: logarithms of factors, and seconds; zero without a degree of freedom. */
function covarianceOf(names: ProfileFit["fitted"], { covariance }: Uncertainty): ProfileFit["covariance"] {
  return names.map((row, i) =>
    names.map((column, j) => PRIOR_SPREADS[row] * PRIOR_SPREADS[column] * (covariance?.[i]?.[j] ?? 0)),
  );
}

const scaleByQuantity = (rows: readonly ComparedRow[], { scatter }: Uncertainty): Calibration["residualScale"] =>
  Object.fromEntries(rows.map(({ quantity }, i) => [quantity, scatter[i] ?? 0]));

function residualsOf(
  rows: readonly ComparedRow[],
  { residuals, weights }: RobustFit,
  parameters: EngineProfile["parameters"],
): readonly CalibrationResidual[] {
  return rows.map(({ point, quantity, measured }, i) => ({
    observation: point.observation,
    quantity,
    measured,
    // Rows without a prediction are not compared, and no fit ends where one is lost.
    predicted: point.predict(parameters)[quantity] as number,
    predictedBefore: point.predict(IDENTITY_PARAMETERS)[quantity] as number,
    residual: residuals[i] ?? 0,
    weight: weights[i] ?? 1,
  }));
}
