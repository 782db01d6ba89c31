import { engines, gpus, models } from "../catalog/catalog-data.js";
import { checkEngine, ENGINE_NAMES, type Engine, type EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { findGpu, findModel } from "../catalog/lookup.js";
import { isTooLong } from "../catalog/names/longest-name.js";
import type { Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { resolveEngineName, type NamedEngine } from "../catalog/names/resolve-engine-name.js";
import { resolveModelName, type NamedModel } from "../catalog/names/resolve-model-name.js";
import { checkGpu, checkModel } from "../catalog/validate.js";
import { assumedFormats } from "../deployment/assumed-formats.js";
import type { DeploymentPrecision } from "../deployment/formats.js";
import { checkVersion, type DeploymentRequest, type ServedModelRequest } from "../deployment/deployment.js";
import { InfrascaleError } from "../errors.js";
import { checkObject } from "../internal/check.js";

/** A deployment whose model, GPU and engine are named, or given as objects. */
export interface NamedDeployment extends Omit<DeploymentRequest, "model" | "gpu" | "engine"> {
  /** Catalog id, alias, name of a quantised copy or of a model of the same shape, or a model of your own. */
  readonly model: string | Model;
  /** Catalog id or alias, or a GPU of your own. */
  readonly gpu: string | Gpu;
  /** `vllm`, `SGLang@0.5.9`, `TRT-LLM` ..., or an engine of your own. @defaultValue "vllm" */
  readonly engine?: string | Engine;
  /** Version of an engine of your own, which its timing depends on; a name states it after an `@`. @defaultValue the engine's */
  readonly engineVersion?: string;
  /**
   * Number formats. Those left out are the checkpoint's, a fixed scale for each tensor of 8-bit weights (blocks for Qwen 3), and
   * 16 bit for the cache, or 8 bit where TensorRT-LLM serves quantised weights; the result says in `assumed` which.
   */
  readonly precision?: Partial<DeploymentPrecision>;
}

/** What the names and formats of a deployment stand for. */
export interface ResolvedNames {
  /** In place of what was named. */
  readonly named: Pick<DeploymentRequest, "model" | "gpu" | "engine" | "engineVersion" | "precision">;
  /** What was not said, or said in other words. */
  readonly assumed: readonly Assumption[];
}

/**
 * Model, GPU, engine, its version and the number formats of a deployment, by name or as they are; vLLM where no engine is
 * named.
 *
 * @throws {@link InfrascaleError} `unknown-id` for names that are not known.
 */
export function resolveNames(deployment: Pick<NamedDeployment, "model" | "gpu" | "engine" | "engineVersion" | "precision">): ResolvedNames {
  const { engine, version, assumed } = namedEngine(deployment.engine, deployment.engineVersion);
  const served = resolveServedModel(deployment, engine.engine);
  return { named: { ...served.named, engine, ...(version === null ? {} : { engineVersion: version }) }, assumed: [...assumed, ...served.assumed] };
}

/** The same but for the engine, of which only formats that are left open depend; null where none is known. */
export function resolveServedModel({ model: modelName, gpu: gpuName, precision: given = {} }: Pick<NamedDeployment, "model" | "gpu" | "precision">, engine: EngineName | null): { readonly named: Required<Pick<ServedModelRequest, "model" | "gpu" | "precision">>; readonly assumed: readonly Assumption[] } {
  const { model, statesFormat, assumed } = namedModel(modelName);
  const gpu = namedGpu(gpuName);
  checkObject(given, "precision");
  const formats = assumedFormats(given, { model, gpu, engine, statesFormat });
  return { named: { model, gpu, precision: formats.precision }, assumed: [...assumed, ...formats.assumed] };
}

/** A GPU of the catalog by name, or the object itself. */
export const namedGpu = (gpu: string | Gpu): Gpu => (typeof gpu === "string" ? findGpu(gpu, gpus) : checkGpu(gpu, "gpu"));

/** A model of the catalog by name, or the object itself. */
export function namedModel(model: string | Model): Pick<NamedModel, "model" | "statesFormat" | "assumed"> {
  if (typeof model !== "string") return { model: checkModel(model, "model"), statesFormat: false, assumed: [] };
  // The look-up of ids says what is wrong with a name that no rule helps.
  return resolveModelName(model, models) ?? { model: findModel(model, models), statesFormat: false, assumed: [] };
}

/**
 * An engine by name, with or without a version: `vllm`, `vllm@0.19.0`; or a profile itself.
 *
 * @param engine - vLLM when absent.
 * @param version - of a profile; a name has its own.
 * @throws {@link InfrascaleError} `unknown-id` for an unknown name; `contradictory-options` for a version beside a name.
 */
export function namedEngine(engine: string | Engine | undefined, version?: string): NamedEngine {
  if (version !== undefined && typeof engine !== "object")
    throw new InfrascaleError({ code: "contradictory-options", field: "engineVersion", rule: "must be left out beside the name of an engine, which may state it: vllm@0.19", value: version });
  if (engine === undefined) {
    const usual = namedEngine("vllm");
    return { ...usual, assumed: [{ code: "engine", used: "vllm" }, ...usual.assumed] };
  }
  if (typeof engine !== "string") return { engine: checkEngine(engine, "engine"), version: checkVersion(version) ?? null, assumed: [] };
  const found = resolveEngineName(engine, engines);
  if (found === null) throw new InfrascaleError({ code: "unknown-id", field: "engine", rule: "must be a known engine, with or without @version", value: isTooLong(engine) ? engine.length : engine, suggestions: ENGINE_NAMES });
  return found;
}
