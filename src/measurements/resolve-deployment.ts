import { everyGpuIsARank, type Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { instances } from "../catalog/catalog-data.js";
import { hasExperts, type Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { isNameRefused } from "../catalog/names/name-refusal.js";
import { genericEngine, resolveEngineName, type NamedEngine } from "../catalog/names/resolve-engine-name.js";
import { resolveGpuName, type NamedGpu } from "../catalog/names/resolve-gpu-name.js";
import { resolveModelName, type NamedModel } from "../catalog/names/resolve-model-name.js";
import { assumedFormats } from "../deployment/assumed-formats.js";
import { assumedSettings } from "../deployment/assumed-settings.js";
import type { DeploymentRequest, EngineSettings } from "../deployment/deployment.js";
import type { DeploymentPrecision } from "../deployment/formats.js";
import type { Parallelism } from "../deployment/parallelism.js";
import type { StatedDeployment } from "./observation.js";
import { isRefused, MODEL_REFUSALS, refuse, type Refused } from "./refusal.js";
import { resolveParallelism, type ResolvedParallelism } from "./resolve-parallelism.js";
import { cacheFormat, weightFormat } from "./stated-formats.js";

/** Where names are looked up; entries of your own may be among them. */
export interface Catalogs {
  readonly models: readonly Model[];
  readonly gpus: readonly Gpu[];
  readonly engines: readonly Engine[];
}

/** A statement whose model, GPU and engine may be objects, and whose weights may be known to be stored only. */
export interface ServedStatement extends Omit<StatedDeployment, "model" | "gpu" | "engine"> {
  readonly model?: string | Model;
  readonly gpu?: string | Gpu;
  readonly engine?: string | Engine;
  readonly weightOnly?: boolean;
}

/** What a source says of a deployment, in the library's terms. */
export interface ResolvedDeployment {
  readonly deployment: DeploymentRequest & {
    readonly precision: Partial<DeploymentPrecision>;
    readonly parallelism: Parallelism;
    readonly settings: EngineSettings;
  };
  /** Copies of it. */
  readonly replicas: number;
  /** Entry of the catalog that has the shape of its model. */
  readonly entry: Model;
  /** What the source does not say, or says in other words. */
  readonly assumed: readonly Assumption[];
}

/**
 * The deployment that a source means: the one way from a row of a table, a file of a load test or options to what
 * `checkDeployment` takes.
 *
 * @param stated - in the source's words.
 * @param catalogs - where names are looked up.
 * @returns the deployment, or why there is none.
 */
export function resolveDeployment(stated: ServedStatement, catalogs: Catalogs): ResolvedDeployment | Refused {
  const named = resolveEngine(stated, catalogs.engines);
  if (named === null) return refuse("engine-not-stated");
  if (stated.gpu === undefined) return refuse("gpu-not-stated");
  const card: NamedGpu | Refused =
    typeof stated.gpu === "string" ? gpuOf(stated.gpu, catalogs.gpus) : { gpu: stated.gpu, gpus: null, assumed: [] };
  if (isRefused(card)) return card;
  const { gpu } = card;
  if (stated.model === undefined) return refuse("model-not-stated");
  const model =
    typeof stated.model === "string"
      ? modelOf(stated.model, catalogs.models)
      : { model: stated.model, entry: stated.model, statesFormat: false, assumed: [] };
  if (isRefused(model)) return model;
  const weights = weightFormat(stated.weights);
  const scaling = stated.scaling as DeploymentPrecision["scaling"];
  if (weights === null) return refuse("weight-format-unknown", stated.weights);
  const cache = cacheFormat(stated.kvCache);
  if (cache === null) return refuse("cache-format-unknown", stated.kvCache);
  const { gpus = card.gpus, tensor = null, pipeline = null, expert = null, data = null } = stated;
  const sizes = resolveParallelism({ gpus, tensor, pipeline, expert, data });
  if (typeof sizes === "string")
    return refuse(
      sizes,
      Object.entries({ gpus, tensor, pipeline, expert, data })
        .map(([name, size]) => `${name}=${size ?? ""}`)
        .join(" "),
    );
  const { weightOnly } = stated;
  const given = {
    ...weights,
    ...(weightOnly === undefined ? {} : { weightOnly }),
    ...(scaling === undefined ? {} : { scaling }),
    ...cache,
  };
  const formats = assumedFormats(given, {
    model: model.model,
    gpu,
    engine: named.engine.engine,
    statesFormat: model.statesFormat,
  });
  const ranks =
    stated.attentionData === true && data === null && everyGpuIsARank(named.engine.engine)
      ? attentionRanks(sizes, model.model)
      : null;
  const { parallelism, assumed } = spread({ ...sizes, ...ranks }, model.model);
  return {
    deployment: {
      model: model.model,
      gpu,
      engine: named.engine,
      ...(named.version === null ? {} : { engineVersion: named.version }),
      precision: formats.precision,
      parallelism,
      settings: settingsOf(stated, named.engine),
    },
    replicas: sizes.replicas,
    entry: model.entry,
    assumed: [
      ...model.assumed,
      ...card.assumed,
      ...named.assumed,
      ...formats.assumed,
      ...(ranks === null ? [] : [{ code: "data-size", used: ranks.data } as const]),
      ...assumed,
      ...assumedSettings(stated, model.model, named.engine),
    ],
  };
}

function resolveEngine(
  { engine, engineVersion, assumedVersion }: ServedStatement,
  engines: readonly Engine[],
): NamedEngine | null {
  if (engine === undefined) return null;
  if (typeof engine !== "string") return { engine, version: engineVersion ?? null, assumed: [] };
  return (
    resolveEngineName(engine, engines, engineVersion, assumedVersion) ?? genericEngine(engine, engines, engineVersion)
  );
}

function gpuOf(name: string, gpus: readonly Gpu[]): NamedGpu | Refused {
  const found = resolveGpuName(name, gpus, instances);
  return isNameRefused(found)
    ? refuse(found.refusal === "ambiguous" ? "gpu-ambiguous" : "gpu-not-in-catalog", name, found.nearest)
    : found;
}

function modelOf(name: string, models: readonly Model[]): NamedModel | Refused {
  const found = resolveModelName(name, models);
  return isNameRefused(found) ? refuse(MODEL_REFUSALS[found.refusal], name, found.nearest) : found;
}

/** Where nothing else is said, each GPU of a stage is a rank; dense models have no such ranks. Null where nothing changes. */
const attentionRanks = (
  { tensor, data }: ResolvedParallelism,
  model: Model,
): Pick<ResolvedParallelism, "tensor" | "data"> | null =>
  tensor > 1 && hasExperts(model) ? { tensor: 1, data: tensor * data } : null;

/** Experts are sharded like the rest or spread whole over all GPUs of a stage: sizes between the two count as spread. */
function spread(
  { tensor, pipeline, data, expert }: ResolvedParallelism,
  model: Model,
): { readonly parallelism: Parallelism; readonly assumed: readonly Assumption[] } {
  const used = expert > 1 && hasExperts(model) ? tensor * data : 1;
  return {
    parallelism: { tensor, pipeline, data, expert: used },
    assumed: used > 1 && used !== expert ? [{ code: "expert-size", asked: expert, used }] : [],
  };
}

/** Only where an engine sizes its cache by what the weights leave does a share of that mean its option. */
function settingsOf(
  {
    maxNumSeqs,
    maxBatchedTokens,
    maxModelLen,
    utilization,
    cacheShare,
    prefixCaching,
    receiveIntervalSteps,
  }: ServedStatement,
  engine: Engine,
): EngineSettings {
  const share = utilization ?? (engine.memory.budget === "free-fraction" ? cacheShare : undefined);
  return Object.fromEntries(
    Object.entries({
      maxNumSeqs,
      maxBatchedTokens,
      maxModelLen,
      utilization: share,
      prefixCaching,
      receiveIntervalSteps,
    }).filter(([, value]) => value !== undefined),
  );
}
