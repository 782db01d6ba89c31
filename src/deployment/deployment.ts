import { checkEngine, isVersion, timedVersion, type Engine } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import { isPoolingModel, writesNothing, type Model } from "../catalog/model.js";
import { checkGpu, checkModel } from "../catalog/validate.js";
import { InfrascaleError } from "../errors.js";
import { checkBoolean, checkFraction, checkInteger, checkKeys, checkObject } from "../internal/check.js";
import { checkEngineProfile } from "./check-engine-profile.js";
import type { EngineProfile } from "./engine-profile.js";
import { checkPrecision, type DeploymentPrecision } from "./formats.js";
import { checkSizes, type Parallelism } from "./parallelism.js";
import { checkSpeculation, type Drafting, type Speculation } from "./speculation.js";
import { deploymentRule } from "../rules/deployment.js";
import { catalogRule } from "../rules/catalog.js";

/** Limits that an engine is started with; those left out are its defaults on the GPU. */
export interface EngineSettings {
  /** Requests that one step runs at most, of each data-parallel rank, integer >= 1. */
  readonly maxNumSeqs?: number;
  /** Tokens that one step runs at most, likewise, integer >= 1. */
  readonly maxBatchedTokens?: number;
  /** Longest request, prompt and answer together, tokens, integer >= 1. @defaultValue what the requests need */
  readonly maxModelLen?: number;
  /** Share of memory that the engine may use, in (0, 1]; what it covers depends on the engine. */
  readonly utilization?: number;
  /** False when prompts are not kept for others that begin the same. @defaultValue the engine's own */
  readonly prefixCaching?: boolean;
  /**
   * Decoding steps from one look for new requests to the next, integer >= 1: SGLang's `--scheduler-recv-interval`; other engines look at
   * every step. A prompt waits for half of them, and is read with those that came meanwhile.
   *
   * @defaultValue 1
   */
  readonly receiveIntervalSteps?: number;
}

/** Fields of {@link EngineSettings}. */
export const SETTINGS_FIELDS: readonly (keyof EngineSettings)[] = [
  "maxNumSeqs",
  "maxBatchedTokens",
  "maxModelLen",
  "utilization",
  "prefixCaching",
  "receiveIntervalSteps",
];

/** What is served on what, and how an engine runs it, as far as no engine has to be known for it. */
export interface ServedModel {
  /** What is served. */
  readonly model: Model;
  /** On what. */
  readonly gpu: Gpu;
  /** In which number formats. */
  readonly precision: DeploymentPrecision;
  /** Limits that are given. */
  readonly settings: EngineSettings;
  /** Tokens guessed ahead; null without. */
  readonly speculation: Drafting | null;
}

/** A model as one engine serves it: checked and complete, the same for whoever asks about it. */
export interface Deployment extends ServedModel {
  /** By what: its memory rules and defaults. */
  readonly engine: Engine;
  /** Version that its timing is of. */
  readonly engineVersion: string;
  /** How one copy of the model is spread. */
  readonly parallelism: Parallelism;
  /** What one's own load tests say beyond the constants; null without. */
  readonly profile: EngineProfile | null;
}

/** A model and how it is run, with what may be left open. */
export interface ServedModelRequest {
  /** What is served. */
  readonly model: Model;
  /** On what. */
  readonly gpu: Gpu;
  /** Number formats; those left out are the checkpoint's, and 16 bit for a cache of which it says nothing. */
  readonly precision?: Partial<DeploymentPrecision>;
  /** Limits that the engine is started with. */
  readonly settings?: EngineSettings;
  /** Tokens guessed ahead; absent without. */
  readonly speculation?: Speculation;
}

/** A deployment, with what may be left open. */
export interface DeploymentRequest extends ServedModelRequest {
  /** By what. */
  readonly engine: Engine;
  /** Version of the engine, which its timing depends on; the engine's own when absent. */
  readonly engineVersion?: string;
  /** Each an integer >= 1; those left out are 1. */
  readonly parallelism?: Partial<Parallelism>;
  /** What one's own load tests say beyond the constants; absent without. */
  readonly profile?: EngineProfile;
}

/** Fields of a {@link ServedModelRequest}. */
export const SERVED_MODEL_FIELDS: readonly (keyof ServedModelRequest)[] = [
  "model",
  "gpu",
  "precision",
  "settings",
  "speculation",
];

/** Fields of a {@link DeploymentRequest}. */
export const DEPLOYMENT_FIELDS: readonly (keyof DeploymentRequest)[] = [
  ...SERVED_MODEL_FIELDS,
  "engine",
  "engineVersion",
  "parallelism",
  "profile",
];

/**
 * Checks what is served and how, and fills in what is left open.
 *
 * @param request - with fields of its own besides, which are not looked at.
 * @returns all of it.
 * @throws {@link InfrascaleError} by the field that is wrong.
 */
export function checkServedModel(request: ServedModelRequest): ServedModel {
  const { precision = {}, settings = {}, speculation } = request;
  const model = checkKnown(checkModel(request.model, "model"));
  const gpu = checkGpu(request.gpu, "gpu");
  if (speculation !== undefined && isPoolingModel(model))
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "speculation",
      ...writesNothing(model),
      value: speculation,
    });
  return {
    model,
    gpu,
    precision: checkPrecision(precision, model, gpu),
    settings: checkSettings(settings),
    speculation: speculation === undefined ? null : checkSpeculation(speculation),
  };
}

/**
 * Checks a deployment: the one place where it is checked, for predictions, waits, simulations, estimates and calibrations.
 *
 * @param request - with fields of its own besides, which are not looked at.
 * @returns the deployment.
 * @throws {@link InfrascaleError} by the field that is wrong.
 */
export function checkDeployment(request: DeploymentRequest): Deployment {
  const served = checkServedModel(request);
  const engine = checkEngine(request.engine, "engine");
  const { parallelism = {}, profile } = request;
  return {
    ...served,
    engine,
    engineVersion: checkVersion(request.engineVersion) ?? timedVersion(engine),
    parallelism: checkParallelism(parallelism, served.gpu),
    profile: profile === undefined ? null : checkEngineProfile(profile, "profile"),
  };
}

/** Refuses what is no version of an engine. */
export function checkVersion(version: unknown): string | undefined {
  if (version === undefined || (typeof version === "string" && isVersion(version))) return version;
  throw new InfrascaleError({
    code: "out-of-range",
    field: "engineVersion",
    ...deploymentRule("version"),
    value: version,
  });
}

/** Refuses models that no law here predicts: those whose attention is not modelled. */
function checkKnown(model: Model): Model {
  if (model.unsupported !== undefined)
    throw new InfrascaleError({
      code: "unsupported-model",
      field: "model",
      ...catalogRule("predictable", { unsupported: model.unsupported }),
      value: model.id,
    });
  return model;
}

function checkParallelism(given: Partial<Parallelism>, { id, interconnect }: Gpu): Parallelism {
  checkKeys(checkObject(given, "parallelism"), "parallelism", ["tensor", "pipeline", "expert", "data"]);
  const sizes = checkSizes(given);
  const joined = sizes.tensor * sizes.pipeline * sizes.data;
  if (joined > 1 && interconnect.bytesPerSecond === null)
    throw new InfrascaleError({
      code: "impossible-parallelism",
      field: "parallelism",
      ...deploymentRule("gpus-not-joined", { gpu: id }),
      value: joined,
    });
  return sizes;
}

/** Refuses what are no settings. */
export function checkSettings(settings: EngineSettings): EngineSettings {
  checkKeys(checkObject(settings, "settings"), "settings", SETTINGS_FIELDS);
  const { maxNumSeqs, maxBatchedTokens, maxModelLen, utilization, prefixCaching, receiveIntervalSteps } = settings;
  for (const [name, value] of Object.entries({ maxNumSeqs, maxBatchedTokens, maxModelLen, receiveIntervalSteps }))
    if (value !== undefined) checkInteger(value, `settings.${name}`, 1);
  if (utilization !== undefined) checkFraction(utilization, "settings.utilization");
  if (prefixCaching !== undefined) checkBoolean(prefixCaching, "settings.prefixCaching");
  return settings;
}
