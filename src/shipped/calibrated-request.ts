import { engines, gpus, models } from "../catalog/catalog-data.js";
import type { Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { PRECISIONS } from "../catalog/precision.js";
import { SETTINGS_FIELDS } from "../deployment/deployment.js";
import { InfrascaleError } from "../errors.js";
import { checkBoolean, checkKeys, checkObject, checkOneOf, checkPositive } from "../internal/check.js";
import { checkOrigin } from "../measurements/check-observation.js";
import type { Observation } from "../measurements/observation.js";
import { isRefused, type Refused } from "../measurements/refusal.js";
import { resolveServing, type ResolvedServing, type ServingStatement } from "../measurements/resolve-serving.js";
import { statedOf, type Stated } from "../measurements/stated.js";
import type { ServingRequest } from "../performance/predict-serving.js";
import { namedEngine, namedGpu, namedModel } from "./resolve-names.js";
import { loadTestRule } from "../rules/load-test.js";

/** What is known of the deployment besides the observations: it holds for every row, whatever the row says itself. */
export interface DeploymentOptions extends Pick<
  ServingRequest,
  "precision" | "parallelism" | "settings" | "prefixCacheHitRate" | "speculation"
> {
  /** What was served, by name or as an object. */
  readonly model?: string | Model;
  /** On what. */
  readonly gpu?: string | Gpu;
  /** By what, with or without `@version`. @defaultValue "vllm" where the rows do not say */
  readonly engine?: string | Engine;
  /** Prompt, tokens, of rows that do not say. */
  readonly inputTokens?: number;
  /** True for load tests whose requests all have the same lengths. @defaultValue what the rows say */
  readonly equalLengths?: boolean;
}

/** Fields of {@link DeploymentOptions}. */
export const DEPLOYMENT_OPTIONS: readonly (keyof DeploymentOptions)[] = [
  "model",
  "gpu",
  "engine",
  "precision",
  "parallelism",
  "settings",
  "prefixCacheHitRate",
  "speculation",
  "inputTokens",
  "equalLengths",
];

/** Refuses options that would be wrong for every row. */
export function checkDeploymentOptions(options: DeploymentOptions): void {
  const { model, gpu, engine, precision = {}, equalLengths, inputTokens } = options;
  if (model !== undefined) namedModel(model);
  if (gpu !== undefined) namedGpu(gpu);
  if (engine !== undefined) namedEngine(engine);
  checkKeys(checkObject(precision, "options.precision"), "options.precision", [
    "weights",
    "kvCache",
    "scaling",
    "weightOnly",
  ]);
  for (const name of ["weights", "kvCache"] as const)
    if (precision[name] !== undefined) checkOneOf(precision[name], `options.precision.${name}`, PRECISIONS);
  checkKeys(checkObject(options.parallelism ?? {}, "options.parallelism"), "options.parallelism", [
    "tensor",
    "pipeline",
    "expert",
    "data",
  ]);
  checkKeys(checkObject(options.settings ?? {}, "options.settings"), "options.settings", SETTINGS_FIELDS);
  if (equalLengths !== undefined) checkBoolean(equalLengths, "options.equalLengths");
  if (options.settings?.prefixCaching !== undefined)
    checkBoolean(options.settings.prefixCaching, "options.settings.prefixCaching");
  if (inputTokens !== undefined) checkPositive(inputTokens, "options.inputTokens");
  const { parallelism, settings, prefixCacheHitRate } = options;
  refuseUnsound(
    { ...parallelism, ...settings, ...(prefixCacheHitRate === undefined ? {} : { prefixCacheHitRate }) },
    "options.",
  );
}

/**
 * The deployment and the load of a row of a load test, as they are predicted.
 *
 * @param observation - the row.
 * @param options - what is known besides.
 * @returns the request, or why there is none.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range` for a row that is none.
 */
export function calibratedRequest(observation: Observation, options: DeploymentOptions): ResolvedServing | Refused {
  checkOrigin(observation, "observation");
  const { statement, assumed } = asUsual(
    withOptions(refuseUnsound(observation, ""), options),
    observation.source?.tool === "infrascale-measurements",
  );
  const resolved = resolveServing(statement, { engines, gpus, models });
  if (isRefused(resolved)) return resolved;
  const { speculation } = options;
  return {
    ...resolved,
    request: { ...resolved.request, ...(speculation === undefined ? {} : { speculation }) },
    assumed: [...assumed, ...resolved.assumed],
  };
}

function refuseUnsound({ concurrency, inputTokens, ...readings }: Partial<Observation>, path: string): Stated {
  const {
    stated,
    unsound: [wrong],
  } = statedOf({
    arrivals: null,
    ...readings,
    concurrency: concurrency ?? undefined,
    inputTokens: inputTokens ?? undefined,
  });
  if (wrong !== undefined)
    throw new InfrascaleError({
      code: "out-of-range",
      field: `${path}${wrong.name}`,
      ...loadTestRule("possible-figure"),
      value: wrong.value,
    });
  return stated;
}

function withOptions(
  stated: Stated,
  {
    model,
    gpu,
    engine,
    precision = {},
    parallelism,
    settings,
    prefixCacheHitRate,
    equalLengths,
    inputTokens,
  }: DeploymentOptions,
): ServingStatement {
  const { engineVersion, assumedVersion, scaling, lengths, ...row } = stated;
  const { weights, kvCache, weightOnly } = precision;
  return {
    ...row,
    ...parallelism,
    ...settings,
    ...defined({ model, gpu, engine, weights, kvCache, weightOnly, prefixCacheHitRate }),
    // What belongs to the row's own engine, weights or requests goes with them.
    ...defined(engine === undefined ? { engineVersion, assumedVersion } : {}),
    ...defined({ scaling: precision.scaling ?? (weights === undefined ? scaling : undefined) }),
    ...defined({ lengths: equalLengths === undefined ? lengths : equalLengths ? ("equal" as const) : undefined }),
    inputTokens: row.inputTokens ?? inputTokens ?? null,
  };
}

/** What files of load tests leave to be known: vLLM, and all GPUs sharing every layer. A published table states it, or it is not known. */
function asUsual(
  statement: ServingStatement,
  isPublished: boolean,
): { readonly statement: ServingStatement; readonly assumed: readonly Assumption[] } {
  if (isPublished) return { statement, assumed: [] };
  const { engine, tensor, gpus, pipeline = 1, data = 1 } = statement;
  const size = tensor ?? (gpus === undefined ? 1 : gpus / pipeline / data);
  return {
    statement: { ...statement, engine: engine ?? "vllm", tensor: size },
    assumed: [
      ...(engine === undefined ? [{ code: "engine", used: "vllm" } as const] : []),
      ...(tensor === undefined ? [{ code: "tensor-size", used: size } as const] : []),
    ],
  };
}

/** An object without the fields that are undefined. */
const defined = <T extends object>(fields: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
