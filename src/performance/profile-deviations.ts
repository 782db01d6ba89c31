import type { UncertainQuantity } from "./prediction-uncertainty.js";
import { isFactor } from "../deployment/check-engine-profile.js";
import type { EngineProfile, MeasuredQuantity, ProfileParameters } from "../deployment/engine-profile.js";

/** Times of a deployment, seconds, each > 0; null without end. */
export type ProfiledTimes = Readonly<Record<TimeQuantity, number | null>>;

type TimeQuantity = Exclude<UncertainQuantity, "kvTokens">;

/** Rows that say how far a time scatters, the most telling first: rates, and times of whole requests, are made of little but tokens. */
const MEASURED_BY: Readonly<Record<TimeQuantity, readonly MeasuredQuantity[]>> = {
  secondsPerToken: ["tpotSeconds", "outputTokensPerSecond", "requestSeconds"],
  secondsToFirstToken: ["ttftSeconds"],
};

/** Steps of the finite differences, in standard errors of each parameter: small enough for a straight line, large enough for doubles. */
const STEP = 0.01;

/**
 * Relative standard deviations of what a deployment measures about what its own profile predicts: the scatter $s$ of the
 * rows about the fit, and how far the prediction $y$ moves with the parameters $\theta$, whose covariance is $C$:
 *
 * $$ \sqrt{s^2 + g^T C\, g}, \qquad g = \frac{\partial \ln y}{\partial \theta} $$
 *
 * with $\theta$ the logarithm of factors, and seconds as they are; $g$ by central differences. Parameters that were not
 * fitted count as known: a load far beyond those of the rows is less sure than this says.
 *
 * @param profile - a fitted profile.
 * @param timesAt - the times by parameters of a profile.
 * @returns the deviations; none of a time that the rows did not measure or that is predicted to have no end, and none where the
 * fit passes through its rows.
 */
export function profileDeviations(
  { parameters, fit }: EngineProfile,
  timesAt: (parameters: ProfileParameters) => ProfiledTimes,
): Readonly<Partial<Record<TimeQuantity, number>>> {
  const { fitted, covariance, residualScale } = fit;
  const moved = fitted.map((name, i) => {
    const standardError = Math.sqrt(covariance[i]?.[i] ?? 0);
    const step = STEP * standardError;
    const at = (change: number): ProfiledTimes =>
      timesAt({
        ...parameters,
        [name]: isFactor(name) ? parameters[name] * Math.exp(change) : parameters[name] + change,
      });
    return step === 0 ? null : { low: at(-step), high: at(step), step };
  });
  const deviations: Partial<Record<TimeQuantity, number>> = {};
  for (const quantity of Object.keys(MEASURED_BY) as TimeQuantity[]) {
    const measured = MEASURED_BY[quantity].find((name) => residualScale[name] !== undefined);
    const scatter = measured === undefined ? 0 : (residualScale[measured] ?? 0);
    // As many parameters as rows leave no scatter: no sign of a sure prediction.
    if (scatter === 0) continue;
    const slopes = moved.map((times) =>
      times === null
        ? 0
        : Math.log((times.high[quantity] ?? Number.NaN) / (times.low[quantity] ?? Number.NaN)) / (2 * times.step),
    );
    const variance = slopes.reduce(
      (sum, a, i) => sum + a * slopes.reduce((inner, b, j) => inner + b * (covariance[i]?.[j] ?? 0), 0),
      0,
    );
    // A covariance that was written with few digits may come out a little negative.
    if (Number.isFinite(variance)) deviations[quantity] = Math.hypot(scatter, Math.sqrt(Math.max(0, variance)));
  }
  return deviations;
}
