import { checkedEngine, type BatchDefaults, type Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { hasLatentAttention, mixerRule, mixersOf } from "../../catalog/mixers.js";
import { hasExperts, isPoolingModel, layerCount, type Model } from "../../catalog/model.js";
import { PRECISIONS } from "../../catalog/precision.js";
import { checkedGpu, checkedModel } from "../../catalog/validate.js";
import { InfrascaleError } from "../../errors.js";
import {
  checkBoolean,
  checkFraction,
  checkInteger,
  checkObject,
  checkOneOf,
  checkPositive,
  optional,
} from "../../internal/check.js";
import { checkSizes, type Parallelism } from "../parallelism.js";
import { LATENT_LAYOUTS } from "./cache-format.js";
import { cudaGraphBytes, type GraphBytes } from "./cuda-graphs.js";
import type { DeploymentMemoryOptions } from "./memory-options.js";
import { isAmd } from "./non-torch.js";
import { staticFraction } from "./static-fraction.js";
import { visibleMemoryBytes } from "./visible-memory.js";
import { deploymentRule } from "../../rules/deployment.js";
import { catalogRule } from "../../rules/catalog.js";
import type { Rule } from "../../rules/rule-code.js";

/** Settings of a deployment, complete. */
export interface Settings {
  readonly parallelism: Parallelism;
  readonly maxNumSeqs: number;
  readonly maxBatchedTokens: number;
  readonly maxModelLen: number;
  readonly blockTokens: number;
  readonly utilization: number;
  readonly draftTokens: number;
  readonly prefixCaching: boolean;
  readonly contextGpus: number;
  readonly graphs: GraphBytes;
}

/**
 * Batch limits that an engine takes on a GPU when the user names none.
 *
 * @param engine - an engine.
 * @param gpu - a GPU.
 * @returns the first entry of the engine's list that covers the GPU.
 */
export function batchDefaults(engine: Engine, gpu: Gpu): BatchDefaults {
  const visible = visibleMemoryBytes(gpu);
  const name = `${gpu.id} ${gpu.name}`.toLowerCase();
  const { batch } = engine.memory;
  const found = batch.find(
    ({ minVisibleBytes, exceptGpus }) => visible >= minVisibleBytes && !exceptGpus.some((part) => name.includes(part)),
  );
  if (found === undefined)
    throw new InfrascaleError({
      code: "invalid-catalog",
      field: "engine.memory.batch",
      ...deploymentRule("entry-for-every-gpu"),
      value: batch,
    });
  return found;
}

/**
 * Tokens that a step decodes and reads at most: those that are given, else the engine's on the GPU, or the whole context where
 * the engine reads prompts whole.
 *
 * @param engine - an engine.
 * @param gpu - a GPU.
 * @param options - the limit that is given.
 * @param maxModelLen - longest request, tokens.
 * @returns tokens.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export const mostStepTokens = (
  engine: Engine,
  gpu: Gpu,
  { maxBatchedTokens }: Pick<DeploymentMemoryOptions, "maxBatchedTokens">,
  maxModelLen: number,
): number =>
  checkInteger(
    maxBatchedTokens ??
      (maxModelLen <= engine.memory.profilesWholeContextUpTo
        ? maxModelLen
        : batchDefaults(engine, gpu).maxBatchedTokens),
    "maxBatchedTokens",
    1,
  );

/** Checks what is given and fills in the rest by the rules of the engine. */
export function resolveSettings(options: DeploymentMemoryOptions, plannedNumSeqs: number | undefined): Settings {
  const { precision } = options;
  const model = checkedModel(options.model);
  const gpu = checkedGpu(options.gpu);
  const engine = checkedEngine(options.engine);
  checkObject(precision, "precision");
  if (model.unsupported !== undefined)
    throw new InfrascaleError({
      code: "unsupported-model",
      field: "model",
      ...catalogRule("predictable", { unsupported: model.unsupported }),
      value: model.id,
    });
  checkOneOf(precision.weights, "precision.weights", PRECISIONS);
  checkOneOf(precision.kvCache, "precision.kvCache", PRECISIONS);
  if (options.latentLayout !== undefined) checkOneOf(options.latentLayout, "latentLayout", LATENT_LAYOUTS);
  for (const name of ["prefixCaching", "enforceEager", "languageModelOnly"] as const)
    optional(checkBoolean)(options[name], name);
  optional(checkPositive)(options.kvCacheBytes, "kvCacheBytes");
  optional((patches, name) => checkInteger(patches, name, 0))(options.encodedPatches, "encodedPatches");
  const given = options.parallelism ?? {};
  checkObject(given, "parallelism");
  const parallelism = checkParallelism(model, given);
  const draftTokens = checkInteger(options.draftTokens ?? 0, "draftTokens", 0);
  const maxModelLen = checkInteger(options.maxModelLen ?? model.maxContextTokens, "maxModelLen", 1);
  if (options.maxNumSeqs !== undefined && options.plannedNumSeqs !== undefined)
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "plannedNumSeqs",
      ...deploymentRule("not-beside-max-num-seqs"),
      value: options.plannedNumSeqs,
    });
  const most = checkInteger(
    options.maxNumSeqs ?? plannedNumSeqs ?? batchDefaults(engine, gpu).maxNumSeqs,
    options.plannedNumSeqs === undefined ? "maxNumSeqs" : "plannedNumSeqs",
    1,
  );
  const maxBatchedTokens = Math.min(mostStepTokens(engine, gpu, options, maxModelLen), most * maxModelLen);
  const maxNumSeqs = Math.min(most, maxBatchedTokens);
  const blockTokens = checkInteger(options.blockTokens ?? defaultBlockTokens(model, gpu, engine), "blockTokens", 1);
  const fraction = options.utilization ?? engine.memory.utilization;
  const utilization =
    fraction === null
      ? computedFraction(options, parallelism, maxBatchedTokens)
      : checkFraction(fraction, "utilization");
  const graphs = cudaGraphBytes(model, {
    engine,
    gpu,
    pipeline: parallelism.pipeline,
    weights: precision.weights,
    maxNumSeqs,
    maxBatchedTokens,
    draftTokens,
    enforceEager: options.enforceEager === true,
  });
  return {
    parallelism,
    maxNumSeqs,
    maxBatchedTokens,
    maxModelLen,
    blockTokens,
    utilization,
    draftTokens,
    graphs,
    prefixCaching: options.prefixCaching ?? engine.memory.states?.prefixCaching === true,
    contextGpus: checkContextGpus(model, parallelism, options.contextGpus),
  };
}

const computedFraction = (
  { model, gpu, engine, draftTokens = 0 }: DeploymentMemoryOptions,
  parallelism: Parallelism,
  chunkTokens: number,
): number =>
  staticFraction({
    driverBytes: gpu.memory.driverBytes ?? visibleMemoryBytes(gpu),
    parallelism,
    chunkTokens,
    latentAttention: hasLatentAttention(model),
    visionParameters: model.parameters.vision,
    drafts: draftTokens > 0,
    amd: isAmd(gpu),
    ...(engine.memory.staticFraction === undefined ? {} : { rule: engine.memory.staticFraction }),
  });

function checkParallelism(model: Model, given: Partial<Parallelism>): Parallelism {
  const parallelism = checkSizes(given);
  const refuse = (field: keyof Parallelism, rule: Rule): never => {
    throw new InfrascaleError({
      code: "impossible-parallelism",
      field: `parallelism.${field}`,
      ...rule,
      value: parallelism[field],
    });
  };
  for (const mixer of mixersOf(model)) {
    const { heads } = mixerRule(mixer).sizes(mixer);
    if (heads !== undefined && heads % parallelism.tensor !== 0)
      refuse("tensor", deploymentRule("divides-attention-heads", { heads }));
  }
  if (isPoolingModel(model) && parallelism.pipeline > 1) refuse("pipeline", deploymentRule("one-stage"));
  if (parallelism.pipeline > layerCount(model))
    refuse("pipeline", deploymentRule("at-most-layers", { layers: layerCount(model) }));
  if (parallelism.expert > 1 && !hasExperts(model)) refuse("expert", deploymentRule("no-experts"));
  if (parallelism.expert > 1 && parallelism.expert !== parallelism.tensor * parallelism.data)
    refuse("expert", deploymentRule("whole-expert-group", { gpus: parallelism.tensor * parallelism.data }));
  return parallelism;
}

/** vLLM spreads a context over GPUs that hold the same key and value heads, and over none where layers have windows. */
function checkContextGpus(model: Model, { tensor }: Parallelism, given: number | undefined): number {
  const contextGpus = checkInteger(given ?? 1, "contextGpus", 1);
  if (contextGpus === 1) return 1;
  const refuse = (rule: Rule): never => {
    throw new InfrascaleError({ code: "impossible-parallelism", field: "contextGpus", ...rule, value: contextGpus });
  };
  if (tensor % contextGpus !== 0) refuse(deploymentRule("divides-tensor-size", { tensor }));
  for (const mixer of mixersOf(model)) {
    const { windowTokens, keyValueHeads = 1 } = mixerRule(mixer).sizes(mixer);
    if (windowTokens !== undefined) refuse(deploymentRule("no-windows"));
    if (contextGpus > Math.floor(tensor / keyValueHeads))
      refuse(deploymentRule("at-most-copies", { gpus: Math.floor(tensor / keyValueHeads) }));
  }
  return contextGpus;
}

function defaultBlockTokens(model: Model, gpu: Gpu, engine: Engine): number {
  const { tokens, latentTokens, amdTokens } = engine.memory.block;
  if (isAmd(gpu)) return amdTokens;
  return hasLatentAttention(model) ? latentTokens : tokens;
}
