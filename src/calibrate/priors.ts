import { isFactor } from "../deployment/check-engine-profile.js";
import {
  IDENTITY_PARAMETERS,
  type MeasuredQuantity,
  type ProfileParameter,
  type ProfileParameters,
} from "../deployment/engine-profile.js";

/**
 * What is believed of a deployment before its own rows are seen: the constants that ship, give or take a standard
 * deviation, of the logarithm of factors, of exponents as they are, and in seconds else.
 *
 * Factors: the medians of measured over predicted by deployment (family, engine, model, GPU) of current engines scatter by
 * 0.29 for times per token and 0.34 for times to the first token (`npx tsx scripts/calibrate/priors.ts`, tables of
 * 2026-11-23). Communication is told by few rows; the kernel laws' own all-reduces are off by up to a third on links that were not timed.
 * Exponents: slopes of the logarithm of measured over predicted with that of the load, by deployment of sweeps, have a root mean square of
 * 0.05 to 0.06 for times per token in each of two laboratories, and of 0.10 and 0.15 for times to the first token (same script).
 * First tokens have some half more: so two own points of a sweep predict its others best (`npm run exam -- --points 2`).
 * Seconds: the eras of catalogs/engine-timing.json differ by 0.05 ms a layer, some 1.5 ms a step, at most, and by 0.07 ms a
 * request; a third of it and less is likely within the current one. First tokens cross a network of a few ten milliseconds.
 */
export const PRIOR_SPREADS: Readonly<Record<ProfileParameter, number>> = {
  stepOverheadSeconds: 5e-4,
  requestOverheadSeconds: 1e-5,
  decodeFactor: 0.3,
  decodeExponent: 0.06,
  prefillFactor: 0.35,
  communicationFactor: 0.3,
  firstTokenSeconds: 0.03,
  firstTokenFactor: 0.5,
  firstTokenExponent: 0.25,
};

/**
 * Scatter of a quantity about a fit of its own deployment that is expected before the rows are seen, as standard deviation of
 * its logarithm. Nothing but a start: it counts as {@link EXPECTED_ROWS} rows beside those that there are.
 */
export const EXPECTED_SCATTER: Readonly<Record<MeasuredQuantity, number>> = {
  tpotSeconds: 0.03,
  ttftSeconds: 0.15,
  requestSeconds: 0.05,
  outputTokensPerSecond: 0.05,
};

/** Rows that the expected scatter counts as. */
export const EXPECTED_ROWS = 4;

/**
 * Parameters of a point of the fit, whose coordinates are standard deviations of the prior: identity at the origin.
 *
 * @param names - parameters that are fitted.
 * @param point - a coordinate for each.
 * @returns all parameters; those that are not fitted are the identity.
 */
export function parametersAt(names: readonly ProfileParameter[], point: readonly number[]): ProfileParameters {
  const parameters: Record<ProfileParameter, number> = { ...IDENTITY_PARAMETERS };
  names.forEach((name, i) => {
    const change = PRIOR_SPREADS[name] * (point[i] ?? 0);
    parameters[name] = isFactor(name) ? Math.exp(change) : change;
  });
  return parameters;
}
