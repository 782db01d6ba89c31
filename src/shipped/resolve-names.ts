import { engines, gpus, models } from "../catalog/catalog-data.js";
import { engineAtVersion, ENGINE_NAMES, isVersion, type Engine, type EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { findGpu, findModel } from "../catalog/lookup.js";
import { SERVED_MODEL_FIELDS, type DeploymentRequest } from "../deployment/deployment.js";
import type { Model } from "../catalog/model.js";
import { parseModelName } from "../catalog/names.js";
import { InfrascaleError } from "../errors.js";

/** A deployment whose model, GPU and engine are named, or given as objects. */
export interface NamedDeployment extends Omit<DeploymentRequest, "model" | "gpu" | "engine" | "engineVersion"> {
  /** Catalog id, alias or name of a quantised copy, or a model of your own. */
  readonly model: string | Model;
  /** Catalog id or alias, or a GPU of your own. */
  readonly gpu: string | Gpu;
  /** `vllm`, `sglang@0.5.9`, or an engine of your own. @defaultValue "vllm" */
  readonly engine?: string | Engine;
}

/** Fields of a {@link NamedDeployment}. */
export const NAMED_DEPLOYMENT_FIELDS: readonly (keyof NamedDeployment)[] = [...SERVED_MODEL_FIELDS, "engine", "parallelism", "profile"];

/** Model, GPU, engine and its version of a deployment, by name or as they are; vLLM where no engine is named. */
export function deploymentOf({ model, gpu, engine: named = "vllm" }: Pick<NamedDeployment, "model" | "gpu" | "engine">): { readonly model: Model; readonly gpu: Gpu; readonly engine: Engine; readonly engineVersion?: string } {
  const { engine, version } = engineOf(named);
  return { model: modelOf(model), gpu: gpuOf(gpu), engine, ...(version === null ? {} : { engineVersion: version }) };
}

/** A GPU of the catalog by name, or the object itself. */
export const gpuOf = (gpu: string | Gpu): Gpu => (typeof gpu === "string" ? findGpu(gpu, gpus) : gpu);

/**
 * A model of the catalog by name, or the object itself. The name of a quantised copy
 * (`RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16`) gives its architecture with the precision that the name states.
 */
export function modelOf(model: string | Model): Model {
  if (typeof model !== "string") return model;
  const { base, checkpoint } = parseModelName(model);
  if (checkpoint === null) return findModel(model, models);
  try {
    // An entry may carry the ending in its own name.
    return findModel(model, models);
  } catch (error) {
    if (!(error instanceof InfrascaleError && error.code === "unknown-id")) throw error;
    return { ...findModel(base, models), id: model, checkpoint };
  }
}

/** An engine, and the version that its timing depends on. */
export interface NamedEngine {
  readonly engine: Engine;
  readonly version: string | null;
}

/**
 * An engine by name, with or without a version: `vllm`, `vllm@0.19.0`; or a profile itself.
 *
 * @throws {@link InfrascaleError} `unknown-id` for an unknown name or version.
 */
export function engineOf(engine: string | Engine): NamedEngine {
  if (typeof engine !== "string") return { engine, version: null };
  const [name = "", version] = engine.toLowerCase().split("@");
  if (!(ENGINE_NAMES as readonly string[]).includes(name))
    throw new InfrascaleError({ code: "unknown-id", field: "engine", rule: "must be a known engine, with or without @version", value: engine, suggestions: ENGINE_NAMES });
  const found = version === undefined || isVersion(version) ? engineAtVersion(engines, name as EngineName, version) : undefined;
  if (found === undefined)
    throw new InfrascaleError({ code: "unknown-id", field: "engine", rule: "must have a version that is known", value: engine, suggestions: engines.filter((known) => known.engine === name).map(({ id }) => id) });
  return { engine: found, version: version ?? null };
}
