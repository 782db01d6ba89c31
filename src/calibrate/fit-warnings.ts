import type { MeasuredQuantity, ProfileParameter } from "../deployment/engine-profile.js";
import type { FitWarning } from "./fit-warning.js";
import { medianDeviation } from "./least-squares/robust.js";
import type { ComparedRow, RobustFit } from "./robust-fit.js";
import type { Uncertainty } from "./uncertainty.js";

/** Beyond, parameters trade against one another: their errors grow as many times over. */
const ILL_CONDITIONED = 1000;
/** A row beyond some six scales. */
const OUTLIER_WEIGHT = 0.2;
/** Standard deviations of the prior. */
const FAR = 3;

/** Scatter of a quantity of which half of the figures are off by a quarter and more: what the model knows does not make them. */
const POOR = 0.33;

/** What each quantity is called, and what usually makes it what no profile can follow. */
const REASONS: Readonly<Record<MeasuredQuantity, string>> = {
  tpotSeconds: "times per token: check model, precision, lengths and the limit of requests that run at once",
  ttftSeconds:
    "times to the first token: check the lengths of prompts, prefix caching, the limit of requests that run at once, and whether the client opens its connections one by one",
  requestSeconds: "times of requests: check lengths and the limit of requests that run at once",
  outputTokensPerSecond: "rates: check lengths and the limit of requests that run at once",
};

/** What a reader of a fit should know. */
export function fitWarnings(
  fit: RobustFit,
  rows: readonly ComparedRow[],
  names: readonly ProfileParameter[],
  { analysis }: Uncertainty,
): readonly FitWarning[] {
  const warnings: FitWarning[] = [];
  const total = rows.reduce((sum, { point }) => sum + point.count, 0);
  const warn = (
    code: FitWarning["code"],
    message: string,
    evidence: FitWarning["evidence"],
    observations: readonly number[] = [],
  ): void => {
    warnings.push({ code, message, evidence, observations });
  };
  if (total < 2 * names.length)
    warn(
      "few-rows",
      `${total} measured figures for ${names.length} parameters: the fit follows the scatter of single figures`,
      { figures: total, parameters: names.length },
    );
  if (analysis.rank < names.length) {
    const undetermined = names.filter((_, i) => analysis.undetermined[i]);
    warn(
      "rank-deficient",
      `the rows do not tell ${undetermined.join(", ")} apart: vary concurrency, lengths of prompts and of answers more`,
      { rank: analysis.rank, parameters: names.length },
    );
  } else if (analysis.condition > ILL_CONDITIONED)
    warn(
      "ill-conditioned",
      `the rows hardly tell the parameters apart: condition ${analysis.condition.toPrecision(3)}`,
      { conditionNumber: analysis.condition },
    );
  if (fit.status !== "converged")
    warn("not-converged", `the fit ended as ${fit.status} after ${fit.iterations} steps`, {
      iterations: fit.iterations,
    });
  for (const quantity of new Set(rows.map((row) => row.quantity))) {
    const own = rows.flatMap((row, i) => (row.quantity === quantity ? [i] : []));
    const scatter = medianDeviation(
      own.map((i) => fit.residuals[i] ?? 0),
      own.map((i) => rows[i]?.point.count ?? 1),
    );
    if (scatter > POOR)
      warn(
        "poor-fit",
        `the profile does not explain the ${REASONS[quantity]}`,
        { standardDeviation: scatter },
        own.map((i) => rows[i]?.point.observation ?? 0),
      );
  }
  const outliers = rows.filter((_, i) => (fit.weights[i] ?? 1) < OUTLIER_WEIGHT).map(({ point }) => point.observation);
  if (outliers.length > 0)
    warn(
      "outliers",
      `${outliers.length} figures are far off the others and hardly counted`,
      { figures: outliers.length },
      [...new Set(outliers)],
    );
  names.forEach((name, i) => {
    const distance = fit.x[i] ?? 0;
    if (Math.abs(distance) > FAR)
      warn(
        "far-from-prior",
        `${name} lies ${Math.abs(distance).toFixed(1)} standard deviations from what other deployments show: check model, GPU, engine and load of the rows`,
        { standardDeviations: distance },
      );
  });
  return warnings;
}
