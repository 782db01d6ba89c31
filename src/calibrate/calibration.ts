import type { Assumption } from "../catalog/names/assumption.js";
import type { EngineProfile, MeasuredQuantity, ProfileParameter } from "../deployment/engine-profile.js";
import type { FitWarning } from "./fit-warning.js";

/** A parameter of the profile, and how sure it is. */
export interface CalibratedParameter {
  /** Which it is. */
  readonly name: ProfileParameter;
  /** In its unit: seconds, or a factor. */
  readonly value: number;
  /** In the same unit; null where the rows leave no degree of freedom, or do not tell the parameter apart. */
  readonly standardError: number | null;
  /** Contains the true value with 95 % probability, if the model holds; null as above. */
  readonly interval95: readonly [low: number, high: number] | null;
  /** True when the rows cannot tell it: it stands where it was believed to be, and was not fitted. */
  readonly atPrior: boolean;
}

/** One measured quantity beside what the calibrated model says of it. */
export interface CalibrationResidual {
  /** Index of the observation. */
  readonly observation: number;
  /** What was measured. */
  readonly quantity: MeasuredQuantity;
  /** In its unit. */
  readonly measured: number;
  /** By the fitted profile, in the same unit. */
  readonly predicted: number;
  /** By the constants that ship, in the same unit. */
  readonly predictedBefore: number;
  /** ln(measured / predicted). */
  readonly residual: number;
  /** How much the row counted, in (0, 1]: less than one beyond 1.345 scales. */
  readonly weight: number;
}

/** An observation predicted by a fit that has not seen it. */
export interface LeftOut {
  /** Index of the observation. */
  readonly observation: number;
  /** What was measured. */
  readonly quantity: MeasuredQuantity;
  /** Without it, in the unit of the quantity. */
  readonly predicted: number;
  /** |predicted / measured - 1| in percent. */
  readonly absolutePercent: number;
}

/** What the calibrated model is worth on rows like these that it has not seen. */
export interface LeaveOneOut {
  /** Median over observations and quantities, percent; null with one observation. */
  readonly medianAbsolutePercent: number | null;
  /** Every observation, each quantity that was compared. */
  readonly rows: readonly LeftOut[];
}

/** Something that was assumed of observations. */
export interface RowAssumption extends Assumption {
  /** Indices of the observations. */
  readonly observations: readonly number[];
}

/** The answer of `calibrate`. */
export interface Calibration {
  /** For `predictServing`, `engineModel` and `estimateGpus`; plain data, to be stored as JSON. */
  readonly profile: EngineProfile;
  /** All of them. */
  readonly parameters: readonly CalibratedParameter[];
  /** Of the fitted parameters, in the order of `profile.fit.fitted`. */
  readonly correlations: readonly (readonly number[])[];
  /** Largest over smallest singular value of the rows' slopes, columns scaled to length one, priors aside; null when infinite. */
  readonly conditionNumber: number | null;
  /** Directions that the rows tell by themselves; as many as there are fitted parameters, or the priors decide. */
  readonly rank: number;
  /** Every measured figure beside the prediction. */
  readonly residuals: readonly CalibrationResidual[];
  /** Scatter by quantity: standard deviation of ln(measured / predicted). */
  readonly residualScale: Readonly<Partial<Record<MeasuredQuantity, number>>>;
  /** Errors of predictions of rows that the fit has not seen. */
  readonly leaveOneOut: LeaveOneOut;
  /** Steps of the optimiser. */
  readonly iterations: number;
  /** Why the optimiser stopped: a minimum, no step that betters it, or the limit of steps. */
  readonly status: "converged" | "stalled" | "max-iterations";
  /** What to know before the profile is used. */
  readonly warnings: readonly FitWarning[];
  /** What the observations and the options do not say, or say in other words. */
  readonly assumed: readonly RowAssumption[];
}
