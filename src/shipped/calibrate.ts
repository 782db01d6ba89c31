import type { Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { Calibration } from "../calibrate/calibration.js";
import { calibrationPoint, type CalibrationPoint } from "../calibrate/calibration-point.js";
import { fitProfile, type FitOptions } from "../calibrate/fit-profile.js";
import type { FitWarning } from "../calibrate/fit-warning.js";
import type { Observation } from "../calibrate/observation.js";
import { observedSlots, type ObservedSlots } from "../calibrate/observed-slots.js";
import { observedLoad, observedQuantities } from "../calibrate/observed.js";
import { InfrascaleError } from "../errors.js";
import { checkArray, checkBoolean, checkFunction, checkInteger, checkKeys, checkObject, checkPositive } from "../internal/check.js";
import type { ProfileProvenance } from "../deployment/engine-profile.js";
import type { ServingRequest } from "../performance/predict-serving.js";
import { shippedConstants } from "./predict-serving.js";
import { engineOf, gpuOf, modelOf, type NamedEngine } from "./resolve-names.js";

/** What the observations leave open of the deployment, and how the fit is made. */
export interface CalibrateOptions extends FitOptions, Pick<ServingRequest, "precision" | "parallelism" | "settings" | "prefixCacheHitRate" | "speculation"> {
  /** What was served, by catalog id or as an object. Given here it holds for all rows, whatever they call it. */
  readonly model?: string | Model;
  /** On what; likewise. */
  readonly gpu?: string | Gpu;
  /** By what, with or without `@version`; likewise. @defaultValue "vllm" where the rows do not say */
  readonly engine?: string | Engine;
  /** Prompt, tokens, of rows that do not say. */
  readonly inputTokens?: number;
  /** True for load tests whose requests all have the same lengths. @defaultValue false */
  readonly equalLengths?: boolean;
  /** How often each row counts, > 0; a weight of two is the same row twice. @defaultValue 1 for each */
  readonly weights?: readonly number[];
}

const OPTIONS = [
  "created", "priors", "minimizer", "maxIterations", "model", "gpu", "engine", "precision", "parallelism", "settings", "prefixCacheHitRate", "speculation", "inputTokens", "equalLengths", "weights",
] as const satisfies readonly (keyof CalibrateOptions)[];

/** A row that can be used. */
interface UsedRow {
  readonly index: number;
  readonly observation: Observation;
  readonly request: ServingRequest;
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
  const usable = <Value>(index: number, read: () => Value): readonly Value[] => {
    try {
      return [read()];
    } catch (error) {
      if (!(error instanceof InfrascaleError)) throw error;
      warnings.push({ code: "unusable-row", message: `row ${index + 1} is not used: ${error.message}`, evidence: {}, observations: [index] });
      return [];
    }
  };
  const rows = observations.flatMap((observation, index) => usable(index, () => ({ index, observation, request: requestOf(observation, options), measured: observedQuantities(observation) })));
  const limits = observedLimits(rows, observations.length, options);
  const points: CalibrationPoint[] = [];
  const used = rows.filter(({ index, request, measured }) => {
    const point = usable(index, () => calibrationPoint(index, withSlots(request, limits.slots.get(index)), measured, options.weights?.[index] ?? 1, shippedConstants()));
    points.push(...point);
    return point.length > 0;
  });
  if (points.length === 0) throw new InfrascaleError({ code: "nothing-to-fit", field: "observations", rule: `must hold a row that can be used${warnings[0] === undefined ? "" : `; ${warnings[0].message}`}`, value: observations });
  return fitProfile(points, provenanceOf(used), options, [...warnings, ...limits.warnings]);
}

function checkOptions(observations: readonly Observation[], options: CalibrateOptions): void {
  checkArray(observations, "observations");
  checkKeys(checkObject(options, "options"), "options", OPTIONS);
  const { created, priors, minimizer, maxIterations, equalLengths, inputTokens, weights, model, gpu, engine } = options;
  if (typeof created !== "string" || !DATE.test(created)) throw new InfrascaleError({ code: typeof created === "string" ? "out-of-range" : "invalid-type", field: "options.created", rule: "must be a date such as 2026-11-23", value: created });
  if (priors !== undefined) checkBoolean(priors, "options.priors");
  if (minimizer !== undefined) checkFunction(minimizer, "options.minimizer");
  if (maxIterations !== undefined) checkInteger(maxIterations, "options.maxIterations", 1);
  if (equalLengths !== undefined) checkBoolean(equalLengths, "options.equalLengths");
  if (inputTokens !== undefined) checkPositive(inputTokens, "options.inputTokens");
  if (weights !== undefined) {
    checkArray(weights, "options.weights");
    if (weights.length !== observations.length) throw new InfrascaleError({ code: "out-of-range", field: "options.weights", rule: `must have ${observations.length} entries, one for each row`, value: weights.length });
    weights.forEach((weight, i) => checkPositive(weight, `options.weights[${i}]`));
  }
  // A name that is wrong here is wrong for all rows.
  if (model !== undefined) modelOf(model);
  if (gpu !== undefined) gpuOf(gpu);
  if (engine !== undefined) engineOf(engine);
}

/** The deployment and the load of a row. */
function requestOf(observation: Observation, options: CalibrateOptions): ServingRequest {
  checkObject(observation, "observation");
  const { precision, settings, prefixCacheHitRate, speculation, equalLengths = false } = options;
  const { engine, version } = engineOfRow(observation, options);
  const { parallelism, replicas } = splitOf(observation, options);
  return {
    model: modelOf(options.model ?? stated(observation.model, "model")),
    gpu: gpuOf(options.gpu ?? stated(observation.gpu, "gpu")),
    engine,
    ...(version === null ? {} : { engineVersion: version }),
    ...(precision === undefined ? {} : { precision }),
    parallelism,
    replicas,
    load: observedLoad(observation, equalLengths),
    inputTokens: checkPositive(observation.inputTokens ?? options.inputTokens, "inputTokens"),
    outputTokens: checkPositive(observation.outputTokens, "outputTokens"),
    ...(settings === undefined ? {} : { settings }),
    ...(prefixCacheHitRate === undefined ? {} : { prefixCacheHitRate }),
    ...(speculation === undefined ? {} : { speculation }),
  };
}

/** A limit that the caller states holds; rows without a source form no sweeps. */
function observedLimits(rows: readonly UsedRow[], count: number, { settings }: CalibrateOptions): ObservedSlots {
  const known: (Observation | undefined)[] = Array.from({ length: count }, () => undefined);
  if (settings?.maxNumSeqs === undefined) for (const { index, observation } of rows) if (observation.source?.tool !== undefined) known[index] = observation;
  return observedSlots(known);
}

/** A limit of the whole deployment is shared by its replicas and data-parallel ranks. */
function withSlots(request: ServingRequest, slots: number | undefined): ServingRequest {
  if (slots === undefined) return request;
  const ranks = (request.replicas ?? 1) * (request.parallelism?.data ?? 1);
  return { ...request, settings: { ...request.settings, maxNumSeqs: Math.max(1, Math.round(slots / ranks)) } };
}

function engineOfRow({ engine, engineVersion }: Observation, options: CalibrateOptions): NamedEngine {
  if (options.engine !== undefined) return engineOf(options.engine);
  const name = engine ?? "vllm";
  return engineOf(engineVersion === undefined || name.includes("@") ? name : `${name}@${engineVersion}`);
}

/** The row's own sizes before those of the options; GPUs beyond them are replicas, and without any they share every layer. */
function splitOf({ tensor, gpus }: Observation, { parallelism = {} }: CalibrateOptions): Required<Pick<ServingRequest, "parallelism" | "replicas">> {
  const { pipeline = 1, data = 1 } = parallelism;
  const sharded = tensor ?? parallelism.tensor ?? (gpus === undefined ? 1 : gpus / pipeline / data);
  return { parallelism: { ...parallelism, tensor: sharded }, replicas: gpus === undefined ? 1 : gpus / (sharded * pipeline * data) };
}

function stated(name: string | undefined, field: string): string {
  if (name === undefined) throw new InfrascaleError({ code: "invalid-type", field, rule: "must be named by the row or by the options", value: name });
  return name;
}

function provenanceOf(used: readonly UsedRow[]): ProfileProvenance {
  const all = <Value>(read: (row: (typeof used)[number]) => Value | undefined): readonly Value[] => [...new Set(used.map(read))].filter((value) => value !== undefined);
  return {
    tools: all(({ observation }) => observation.source?.tool),
    files: all(({ observation }) => observation.source?.file),
    rows: used.length,
    models: all(({ request }) => request.model.id),
    gpus: all(({ request }) => request.gpu.id),
    engines: all(({ request }) => request.engine.engine),
    engineVersions: all(({ request }) => request.engineVersion ?? request.engine.version),
    tensorSizes: all(({ request }) => request.parallelism?.tensor),
  };
}
