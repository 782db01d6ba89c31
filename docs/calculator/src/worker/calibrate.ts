import { calibrate as fit, readLoadTests, type CalibrationResidual, type Observation } from "infrascale/calibrate";
import type { EstimateRequest } from "infrascale";
import { requestOf } from "./named.js";
import type { CalibrateQuestion, CalibratedProfile } from "./protocol.js";

const STATED = ["model", "gpu", "engine"] as const;
type Deployment = Pick<EstimateRequest, (typeof STATED)[number]>;

/**
 * A profile of the engine, fitted to load tests as their tools wrote them.
 *
 * @param calibrateQuestion - the files, and the question: its deployment stands for what no row says.
 * @returns the profile, and what it is worth.
 */
export async function calibrate({ files, question }: CalibrateQuestion): Promise<CalibratedProfile> {
  const { observations, warnings: unread } = readLoadTests(files);
  const { profile, residuals, leaveOneOut, warnings } = fit(observations, {
    ...unsaid(observations, await requestOf(question)),
    created: question.cost.today,
  });
  return {
    profile,
    rows: profile.provenance.rows,
    errorBefore: medianError(residuals, "predictedBefore"),
    errorAfter: medianError(residuals, "predicted"),
    errorLeftOut: leaveOneOut.medianAbsolutePercent === null ? null : leaveOneOut.medianAbsolutePercent / PERCENT,
    warnings: [...unread, ...warnings],
  };
}

const PERCENT = 100;

/** What no row says itself: what rows say of another deployment has to be seen, not overruled. */
const unsaid = (observations: readonly Observation[], deployment: Deployment): Partial<Deployment> =>
  Object.fromEntries(
    STATED.filter((field) => observations.every((row) => row[field] === undefined)).map((field) => [
      field,
      deployment[field],
    ]),
  );

/** Of half the figures the prediction is off by less, as a share of what was measured. */
function medianError(residuals: readonly CalibrationResidual[], by: "predicted" | "predictedBefore"): number {
  const errors = residuals.map((row) => Math.abs(row[by] / row.measured - 1)).sort((one, other) => one - other);
  const middle = (errors.length - 1) / 2;
  return ((errors[Math.floor(middle)] ?? 0) + (errors[Math.ceil(middle)] ?? 0)) / 2;
}
