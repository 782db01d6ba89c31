import { timedVersion } from "../catalog/engine.js";
import type { Calibration, RowAssumption } from "../calibrate/calibration.js";
import { calibrationPoint, type CalibrationPoint } from "../calibrate/calibration-point.js";
import { fitProfile, type FitOptions } from "../calibrate/fit-profile.js";
import type { FitWarning } from "../calibrate/fit-warning.js";
import { hiddenLimits } from "../calibrate/hidden-limits.js";
import { observedQuantities } from "../calibrate/observed.js";
import type { Assumption } from "../catalog/names/assumption.js";
import type { ProfileProvenance } from "../deployment/engine-profile.js";
import { InfrascaleError } from "../errors.js";
import {
  checkArray,
  checkBoolean,
  checkFunction,
  checkInteger,
  checkKeys,
  checkObject,
  checkPositive,
} from "../internal/check.js";
import type { Observation } from "../measurements/observation.js";
import { isRefused, refusalText } from "../measurements/refusal.js";
import { withRoom } from "../measurements/with-room.js";
import type { ServingRequest } from "../performance/predict-serving.js";
import {
  calibratedRequest,
  checkDeploymentOptions,
  DEPLOYMENT_OPTIONS,
  type DeploymentOptions,
} from "./calibrated-request.js";
import { shippedConstants } from "./predict-serving.js";
import { valueRule } from "../rules/values.js";
import { loadTestRule } from "../rules/load-test.js";

/** What is known of the deployment besides the observations, and how the fit is made. */
export interface CalibrateOptions extends FitOptions, DeploymentOptions {
  /** How often each row counts, > 0; a weight of two is the same row twice. @defaultValue 1 for each */
  readonly weights?: readonly number[];
}

const OPTIONS = [
  "created",
  "priors",
  "minimizer",
  "maxIterations",
  "weights",
  ...DEPLOYMENT_OPTIONS,
] as const satisfies readonly (keyof CalibrateOptions)[];

/** A row that can be used. */
interface UsedRow {
  readonly observation: Observation;
  readonly point: CalibrationPoint;
  readonly assumed: readonly Assumption[];
}

const DATE = /^\d{4}-\d{2}-\d{2}/;

/**
 * Fits an engine profile to one's own load tests: what the host and the network add, and how far kernels fall short of or
 * exceed the constants that ship. Errors of logarithms are made small, robustly,
 *
 * $$ \min_\theta \sum_i n_i\, \rho\!\left(\frac{\ln y_i - \ln \hat y_i(\theta)}{s_i}\right) + \frac{1}{2} \sum_j \left(\frac{\theta_j}{\sigma_j}\right)^2 $$
 *
 * with measured figures $y$, predictions $\hat y$, Huber's $\rho$, scales $s$ that are estimated for each quantity, and priors of width
 * $\sigma$ around the constants that ship. Only parameters that the rows can tell are fitted.
 *
 * @param observations - points of load tests, of one or more deployments of one engine.
 * @param options - what the observations leave open, and how the fit is made.
 * @returns the profile, how sure it is, and what it is worth on rows that it has not seen; rows that cannot be used are named in
 * its warnings.
 * @throws {@link InfrascaleError} `nothing-to-fit` when no row can be used; `invalid-type`, `out-of-range` or `unknown-id` for
 * wrong options.
 * @example
 * ```ts
 * import { predictServing } from "infrascale";
 * import { calibrate, type Observation } from "infrascale/calibrate";
 *
 * const row = (concurrency: number, tpotSeconds: number): Observation => ({
 *   source: { tool: "plain" },
 *   concurrency,
 *   arrivals: "sustained",
 *   inputTokens: 512,
 *   outputTokens: 256,
 *   statistic: "mean",
 *   tpotSeconds,
 *   derived: [],
 * });
 * const deployment = { model: "meta-llama/Llama-3.1-8B-Instruct", gpu: "l40s", engine: "vllm" };
 * const { profile, status } = calibrate([row(1, 0.026), row(16, 0.029), row(64, 0.04)], { ...deployment, created: "2026-11-23" });
 * status; // => "converged"
 *
 * const load = { kind: "closed-loop", requestsInFlight: 32 } as const;
 * const own = predictServing({ ...deployment, profile, load, inputTokens: 512, outputTokens: 256 });
 * own.profile; // => { matches: true, differences: [] }
 * ```
 */
export function calibrate(observations: readonly Observation[], options: CalibrateOptions): Calibration {
  checkOptions(observations, options);
  const warnings: FitWarning[] = [];
  const rows = observations.flatMap((observation, index): readonly UsedRow[] => {
    const row = usedRow(observation, index, options);
    if (typeof row !== "string") return [row];
    warnings.push({
      code: "unusable-row",
      message: `row ${index + 1} is not used: ${row}`,
      evidence: {},
      observations: [index],
    });
    return [];
  });
  const limits = hiddenLimits(
    rows.map(({ observation, point }) => ({
      index: point.observation,
      observation,
      slots: point.slots,
      statesLimit: point.request.settings?.maxNumSeqs !== undefined,
    })),
  );
  const used = rows.filter(({ point }) => !limits.leftOut.has(point.observation));
  if (used.length === 0)
    throw new InfrascaleError({
      code: "nothing-to-fit",
      field: "observations",
      ...loadTestRule("row-to-fit", { said: warnings[0]?.message ?? "" }),
      value: observations,
    });
  return {
    ...fitProfile(
      used.map(({ point }) => point),
      provenanceOf(used),
      options,
      [...warnings, ...limits.warnings],
    ),
    assumed: assumedOf(used),
  };
}

/** A row ready to be predicted, or why it cannot be used. */
function usedRow(observation: Observation, index: number, options: CalibrateOptions): UsedRow | string {
  try {
    const resolved = calibratedRequest(observation, options);
    if (isRefused(resolved)) return refusalText(resolved);
    const measured = observedQuantities(observation);
    const prepare = (request: ServingRequest): CalibrationPoint =>
      calibrationPoint(index, request, measured, options.weights?.[index] ?? 1, shippedConstants());
    // A share of memory that the caller states holds.
    const { result: point, assumed } =
      options.settings?.utilization === undefined
        ? withRoom(resolved.request, prepare)
        : { result: prepare(resolved.request), assumed: [] };
    return { observation, point, assumed: [...resolved.assumed, ...assumed] };
  } catch (error) {
    if (error instanceof InfrascaleError) return error.message;
    throw error;
  }
}

/** What was assumed of several rows is said once. */
function assumedOf(rows: readonly UsedRow[]): readonly RowAssumption[] {
  const groups = new Map<string, { readonly assumption: Assumption; readonly observations: number[] }>();
  for (const { assumed, point } of rows)
    for (const assumption of assumed) {
      const key = JSON.stringify(assumption);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { assumption, observations: [point.observation] });
      else group.observations.push(point.observation);
    }
  return [...groups.values()].map(({ assumption, observations }) => ({ ...assumption, observations }));
}

function checkOptions(observations: readonly Observation[], options: CalibrateOptions): void {
  checkArray(observations, "observations");
  checkKeys(checkObject(options, "options"), "options", OPTIONS);
  const { created, priors, minimizer, maxIterations, weights } = options;
  if (typeof created !== "string" || !DATE.test(created))
    throw new InfrascaleError({
      code: typeof created === "string" ? "out-of-range" : "invalid-type",
      field: "options.created",
      ...valueRule("day", { example: "2026-11-23" }),
      value: created,
    });
  if (priors !== undefined) checkBoolean(priors, "options.priors");
  if (minimizer !== undefined) checkFunction(minimizer, "options.minimizer");
  if (maxIterations !== undefined) checkInteger(maxIterations, "options.maxIterations", 1);
  if (weights !== undefined) {
    checkArray(weights, "options.weights");
    if (weights.length !== observations.length)
      throw new InfrascaleError({
        code: "out-of-range",
        field: "options.weights",
        ...loadTestRule("weight-for-each-row", { rows: observations.length }),
        value: weights.length,
      });
    weights.forEach((weight, i) => checkPositive(weight, `options.weights[${i}]`));
  }
  checkDeploymentOptions(options);
}

function provenanceOf(used: readonly UsedRow[]): ProfileProvenance {
  const all = <Value>(read: (row: UsedRow) => Value | undefined): readonly Value[] =>
    [...new Set(used.map(read))].filter((value) => value !== undefined);
  return {
    tools: all(({ observation }) => observation.source?.tool),
    files: all(({ observation }) => observation.source?.file),
    rows: used.length,
    models: all(({ point }) => point.request.model.id),
    gpus: all(({ point }) => point.request.gpu.id),
    engines: all(({ point }) => point.request.engine.engine),
    engineVersions: all(({ point }) => point.request.engineVersion ?? timedVersion(point.request.engine)),
    tensorSizes: all(({ point }) => point.request.parallelism?.tensor),
    expertSizes: all(({ point: { request } }) =>
      request.parallelism === undefined ? undefined : (request.parallelism.expert ?? 1),
    ),
  };
}
