import { median } from "../internal/median.js";
import type { ProfileParameter } from "../deployment/engine-profile.js";
import type { LeaveOneOut, LeftOut } from "./calibration.js";
import { solveLinear } from "./least-squares/linear-algebra.js";
import { parametersAt } from "./priors.js";
import type { ComparedRow, RobustFit } from "./robust-fit.js";

/** Keeps a system solvable that the rows left do not tell: coordinates that none of them tells stay where they are. */
const RIDGE = 1e-6;

/**
 * Every observation predicted without it: one step from the fit of all, by the slopes, weights and scales of the others.
 * In the logarithms that are fitted the model is so nearly linear that fitting anew moves the predictions by less than an
 * eighth of their errors; by half among three observations, where two would not be given as many parameters
 * (test/calibrate/leave-one-out.test.ts).
 *
 * @param fit - of all rows.
 * @param rows - what it was fitted to.
 * @param names - parameters that were fitted.
 * @param priors - whether priors were used.
 * @returns errors of predictions of rows not seen.
 */
export function leaveOneOut(
  { x, residuals, slopes, scales, weights }: RobustFit,
  rows: readonly ComparedRow[],
  names: readonly ProfileParameter[],
  priors: boolean,
): LeaveOneOut {
  const points = [...new Set(rows.map(({ point }) => point))];
  if (points.length < 2) return { medianAbsolutePercent: null, rows: [] };
  const roots = rows.map(({ point }, i) => Math.sqrt(point.count * (weights[i] ?? 1)) / (scales[i] ?? 1));
  const prior = x.map((_, i) => x.map((__, j) => (i === j ? (priors ? 1 : RIDGE) : 0)));
  const priorValues = x.map((coordinate) => (priors ? -coordinate : 0));
  const leftOut = points.flatMap((left): readonly LeftOut[] => {
    const others = rows.flatMap(({ point }, i) => (point === left ? [] : [i]));
    const step = solveLinear(
      [...others.map((i) => (slopes[i] as readonly number[]).map((slope) => slope * (roots[i] ?? 1))), ...prior],
      [...others.map((i) => -(residuals[i] ?? 0) * (roots[i] ?? 1)), ...priorValues],
    );
    const predicted = left.predict(
      parametersAt(
        names,
        x.map((coordinate, j) => coordinate + (step[j] ?? 0)),
      ),
    );
    return rows.flatMap(({ point, quantity, measured }) => {
      const value = predicted[quantity];
      return point !== left || value === null
        ? []
        : [
            {
              observation: point.observation,
              quantity,
              predicted: value,
              absolutePercent: 100 * Math.abs(value / measured - 1),
            },
          ];
    });
  });
  return {
    medianAbsolutePercent: leftOut.length === 0 ? null : median(leftOut.map(({ absolutePercent }) => absolutePercent)),
    rows: leftOut,
  };
}
