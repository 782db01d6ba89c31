import { engines, gpus, models } from "../catalog/catalog-data.js";
import { checkEngine, ENGINE_NAMES, type Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { findNamedGpu, findNamedModel } from "../catalog/lookup.js";
import { isTooLong } from "../catalog/names/longest-name.js";
import type { Model } from "../catalog/model.js";
import type { Assumption } from "../catalog/names/assumption.js";
import { resolveEngineName, type NamedEngine } from "../catalog/names/resolve-engine-name.js";
import type { NamedGpu } from "../catalog/names/resolve-gpu-name.js";
import type { NamedModel } from "../catalog/names/resolve-model-name.js";
import { checkGpu, checkModel } from "../catalog/validate.js";
import { assumedFormats } from "../deployment/assumed-formats.js";
import { assumedSettings } from "../deployment/assumed-settings.js";
import type { DeploymentPrecision } from "../deployment/formats.js";
import {
  checkSettings,
  checkVersion,
  type DeploymentRequest,
  type ServedModelRequest,
} from "../deployment/deployment.js";
import { InfrascaleError } from "../errors.js";
import { checkObject } from "../internal/check.js";
import { namedRule } from "../rules/named.js";

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
   * the cache as the checkpoint asks, else 16 bit, or 8 bit where TensorRT-LLM serves quantised weights; the result says in `assumed` which.
   */
  readonly precision?: Partial<DeploymentPrecision>;
}

/** What the names and formats of a deployment stand for. */
export interface ResolvedNames {
  /** In place of what was named. */
  readonly named: Pick<DeploymentRequest, "model" | "gpu" | "engine" | "engineVersion" | "precision" | "parallelism">;
  /** What was not said, or said in other words. */
  readonly assumed: readonly Assumption[];
}

/**
 * Model, GPU, engine, its version and the number formats of a deployment, by name or as they are; vLLM where no engine is
 * named; all GPUs of a machine that is named, where nothing is said of how they share the work.
 *
 * @throws {@link InfrascaleError} `unknown-id`, `ambiguous-name`, `no-public-config`, `unsupported-model` or `unsupported-precision` for names
 * that stand for nothing.
 */
export function resolveNames(
  deployment: Pick<
    NamedDeployment,
    "model" | "gpu" | "engine" | "engineVersion" | "precision" | "parallelism" | "settings"
  >,
): ResolvedNames {
  const { engine, version, assumed } = namedEngine(deployment.engine, deployment.engineVersion);
  const { named, gpus, assumed: served } = resolveServedModel(deployment, engine);
  const isWhole = gpus !== null && gpus > 1 && Object.keys(deployment.parallelism ?? {}).length === 0;
  return {
    named: {
      ...named,
      engine,
      ...(version === null ? {} : { engineVersion: version }),
      ...(isWhole ? { parallelism: { tensor: gpus } } : {}),
    },
    assumed: [...assumed, ...served, ...(isWhole ? [{ code: "tensor-size", used: gpus } as const] : [])],
  };
}

/** What is served on what, and how many GPUs the name of a machine says. */
interface ResolvedServedModel extends Pick<NamedGpu, "gpus" | "assumed"> {
  readonly named: Required<Pick<ServedModelRequest, "model" | "gpu" | "precision">>;
}

/** The same but for the engine, of which only formats and settings that are left open depend; null where none is known. */
export function resolveServedModel(
  {
    model: modelName,
    gpu: gpuName,
    precision: given = {},
    settings = {},
  }: Pick<NamedDeployment, "model" | "gpu" | "precision" | "settings">,
  engine: Engine | null,
): ResolvedServedModel {
  const { model, statesFormat, assumed } = namedModel(modelName);
  const { gpu, gpus, assumed: ofGpu } = namedGpu(gpuName);
  checkObject(given, "precision");
  const formats = assumedFormats(given, { model, gpu, engine: engine?.engine ?? null, statesFormat });
  return {
    named: { model, gpu, precision: formats.precision },
    gpus,
    assumed: [
      ...assumed,
      ...ofGpu,
      ...formats.assumed,
      ...(engine === null ? [] : assumedSettings(checkSettings(settings), model, engine)),
    ],
  };
}

/** A GPU of the catalog by name, or the object itself. */
export const namedGpu = (gpu: string | Gpu): NamedGpu =>
  typeof gpu === "string" ? findNamedGpu(gpu, gpus) : { gpu: checkGpu(gpu, "gpu"), gpus: null, assumed: [] };

/** A model of the catalog by name, or the object itself. */
export const namedModel = (model: string | Model): Pick<NamedModel, "model" | "statesFormat" | "assumed"> =>
  typeof model === "object"
    ? { model: checkModel(model, "model"), statesFormat: false, assumed: [] }
    : findNamedModel(model, models);

/**
 * An engine by name, with or without a version: `vllm`, `vllm@0.19.0`; or a profile itself.
 *
 * @param engine - vLLM when absent.
 * @param version - of a profile; a name has its own.
 * @throws {@link InfrascaleError} `unknown-id` for an unknown name; `contradictory-options` for a version beside a name.
 */
export function namedEngine(engine: string | Engine | undefined, version?: string): NamedEngine {
  if (version !== undefined && typeof engine !== "object")
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "engineVersion",
      ...namedRule("version-once"),
      value: version,
    });
  if (engine === undefined) {
    const usual = namedEngine("vllm");
    return { ...usual, assumed: [{ code: "engine", used: "vllm" }, ...usual.assumed] };
  }
  if (typeof engine !== "string")
    return { engine: checkEngine(engine, "engine"), version: checkVersion(version) ?? null, assumed: [] };
  const found = resolveEngineName(engine, engines);
  if (found === null)
    throw new InfrascaleError({
      code: "unknown-id",
      field: "engine",
      ...namedRule("known-engine"),
      value: isTooLong(engine) ? engine.length : engine,
      suggestions: ENGINE_NAMES,
    });
  return found;
}
