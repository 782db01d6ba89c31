import { checkedEngine, type BatchDefaults, type Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { hasExperts, hasLatentAttention, layerCount, type Model } from "../../catalog/model.js";
import { checkedGpu, checkedModel } from "../../catalog/validate.js";
import { PRECISIONS, type Precision } from "../../catalog/precision.js";
import { InfrascaleError } from "../../errors.js";
import { largestWhere } from "../../internal/bisect.js";
import { checkFraction, checkInteger, checkObject, checkOneOf, checkPositive } from "../../internal/check.js";
import { activationBytes } from "./activations.js";
import { cudaGraphBytes } from "./cuda-graphs.js";
import { LATENT_LAYOUTS, latentCacheLayout, type LatentCacheLayout } from "./kv-cache.js";
import { kvPool, poolConcurrency, poolTokens, type KvPool } from "./kv-pool.js";
import { contextBytes, isAmd, nonTorchBytes } from "./non-torch.js";
import { checkSizes, type Parallelism } from "../parallelism.js";
import { pipelineStages, type PipelineStage } from "./pipeline-stage.js";
import { staticFraction } from "./static-fraction.js";
import { visibleMemoryBytes } from "./visible-memory.js";
import { weightBytes } from "./weights.js";

/** A deployment whose memory is asked for. */
export interface DeploymentMemoryOptions {
  /** What is served. */
  readonly model: Model;
  /** On what. */
  readonly gpu: Gpu;
  /** By what. */
  readonly engine: Engine;
  /** Number formats. */
  readonly precision: {
    /** Of the weights. */
    readonly weights: Precision;
    /** Of the key-value cache. */
    readonly kvCache: Precision;
  };
  /** Each an integer >= 1; those left out are 1. */
  readonly parallelism?: Partial<Parallelism>;
  /** Requests that one step runs at most, integer >= 1. @defaultValue the engine's, by memory of the GPU */
  readonly maxNumSeqs?: number;
  /** Tokens that one step runs at most, integer >= 1. @defaultValue the engine's, by memory of the GPU */
  readonly maxBatchedTokens?: number;
  /** Longest request, prompt and answer together, tokens. @defaultValue the model's own context */
  readonly maxModelLen?: number;
  /** Share of memory that the engine may use, in (0, 1]; what it covers depends on the engine. @defaultValue the engine's */
  readonly utilization?: number;
  /** Tokens of one cache block, integer >= 1. @defaultValue the engine's, by kind of attention */
  readonly blockTokens?: number;
  /** Layout of an 8-bit cache of sparse latent attention. @defaultValue by the GPU's architecture */
  readonly latentLayout?: LatentCacheLayout;
}

/** Memory of one GPU by what it holds, bytes. */
export interface MemoryParts {
  /** Weights. */
  readonly weights: number;
  /** Peak of the work space: forward pass or sampler. */
  readonly activations: number;
  /** Outside the tensor allocator. */
  readonly nonTorch: number;
  /** Captured CUDA graphs. */
  readonly cudaGraphs: number;
}

/** Why a deployment does not start: see {@link DeploymentMemory.shortage}. */
export type MemoryShortage = "start-up" | "parts" | "one-request";

/** Memory of a deployment, figures of the GPU with the smallest cache. */
export interface DeploymentMemory {
  /** What the engine sees on one GPU, bytes. */
  readonly visibleBytes: number;
  /** What the engine may use of it for weights, work space and cache, bytes. */
  readonly usableBytes: number;
  /** What fills the memory. */
  readonly parts: MemoryParts;
  /** Parts that this engine does not take from `usableBytes`, bytes, contexts of driver and collectives included. */
  readonly outsideBytes: number;
  /** Left for the cache, bytes >= 0. */
  readonly kvCacheBytes: number;
  /** The same, negative where weights and work space alone are too large, bytes. */
  readonly leftBytes: number;
  /** Layout of the cache in blocks. */
  readonly kvPool: KvPool;
  /** Blocks of the cache. */
  readonly kvBlocks: number;
  /** Size of the cache in tokens as the engine logs it, of one data-parallel rank. */
  readonly kvTokens: number;
  /** The batch limits that hold: the given ones or the engine's. */
  readonly maxNumSeqs: number;
  /** Tokens that one step runs at most. */
  readonly maxBatchedTokens: number;
  /** Longest request, tokens. */
  readonly maxModelLen: number;
  /** Data-parallel ranks, each with such a cache. */
  readonly ranks: number;
  /**
   * Requests whose cache fits at once, over all ranks, a real number >= 0 (the engine runs `maxNumSeqs` of a rank at most).
   *
   * @param tokens - length of the requests, prompt and answer together, > 0; the longest when left out.
   */
  readonly maxConcurrency: (tokens?: number) => number;
  /** True when the deployment starts and holds at least one request of `maxModelLen` tokens. */
  readonly fits: boolean;
  /**
   * `start-up`: the share asked for is more than is free; `parts`: weights and work space leave no cache; `one-request`:
   * the cache is smaller than the longest request; null when it fits.
   */
  readonly shortage: MemoryShortage | null;
}

/**
 * Memory of a deployment on each of its GPUs, by the rules of its engine: what the engine may use, what fills it, and the
 * key-value cache in bytes, blocks, tokens and requests.
 *
 * With a profiled budget (vLLM), of visible memory $M$ and utilization $u$, weights $W$, activation peak $A$, non-torch
 * memory $N$ and graphs $G$:
 *
 * $$ KV = \lceil u M \rceil - W - A - N \; [- G \text{ from vLLM 0.20 on}] $$
 *
 * With a static fraction $f$ (SGLang), of what is free before loading $F$: $KV = f F - W$, and all else lives in
 * $(1 - f) F$. With a free fraction (TensorRT-LLM): $KV = u (F - W - A - N - G)$. The number of blocks is the smallest over
 * the stages of a pipeline.
 *
 * It holds for text models without adapters, speculative decoding or offloading.
 *
 * @param options - model, GPU, engine, precision, parallelism and engine settings.
 * @returns parts and sizes, SI bytes, of the GPU with the smallest cache.
 * @throws {@link InfrascaleError} `out-of-range` or `invalid-type` for a setting outside its domain,
 * `impossible-parallelism` when heads or layers cannot be spread like that.
 * @see vllm/v1/worker/gpu_worker.py (`determine_available_memory`), vllm/v1/core/kv_cache_utils.py, about version 0.15.
 */
export function deploymentMemory(options: DeploymentMemoryOptions): DeploymentMemory {
  const settings = resolveSettings(options);
  const { model, gpu, engine } = options;
  const { parallelism, maxNumSeqs, maxBatchedTokens, maxModelLen } = settings;
  const graphBytes = cudaGraphBytes(model, engine, gpu, parallelism.pipeline);
  let tightest: StageMemory | undefined;
  for (const stage of pipelineStages(model, parallelism.pipeline)) {
    const memory = stageMemory(stage, options, settings, graphBytes);
    if (tightest === undefined || memory.kvBlocks < tightest.kvBlocks || (memory.kvBlocks === tightest.kvBlocks && memory.leftBytes < tightest.leftBytes))
      tightest = memory;
  }
  const { parts, usableBytes, leftBytes, kvBlocks, pool } = tightest as StageMemory;
  const visibleBytes = visibleMemoryBytes(gpu);
  const ranks = parallelism.data;
  const context = contextBytes(engine, parallelism);
  const oneRequest = poolConcurrency(pool, kvBlocks, maxModelLen, maxBatchedTokens) >= 1;
  const startUp = engine.memory.budget === "profiled" && usableBytes > visibleBytes - context;
  const shortage = startUp ? "start-up" : leftBytes <= 0 ? "parts" : oneRequest ? null : "one-request";
  const partsBytes = parts.weights + parts.activations + parts.nonTorch + parts.cudaGraphs;
  return {
    visibleBytes,
    usableBytes,
    parts,
    outsideBytes: context + partsBytes - budgetedBytes(engine, parts),
    kvCacheBytes: Math.max(0, leftBytes),
    leftBytes,
    kvPool: pool,
    kvBlocks,
    kvTokens: poolTokens(pool, kvBlocks),
    maxNumSeqs,
    maxBatchedTokens,
    maxModelLen,
    ranks,
    maxConcurrency: (tokens = maxModelLen) => ranks * poolConcurrency(pool, kvBlocks, checkPositive(tokens, "tokens"), maxBatchedTokens),
    fits: shortage === null,
    shortage,
  };
}

/**
 * The longest request that the cache of one rank holds while its prompt is read: the largest `--max-model-len` that a deployment starts with.
 *
 * @param memory - of a deployment.
 * @param mostTokens - more than what it is asked for, integer >= 1.
 * @returns tokens, from 0 to `mostTokens`.
 */
export const longestCachedTokens = ({ kvTokens, ranks, maxConcurrency }: DeploymentMemory, mostTokens: number): number =>
  largestWhere((tokens) => maxConcurrency(tokens) >= ranks, mostTokens, Math.min(mostTokens, Math.max(1, kvTokens)));

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
  const found = batch.find(({ minVisibleBytes, exceptGpus }) => visible >= minVisibleBytes && !exceptGpus.some((part) => name.includes(part)));
  if (found === undefined)
    throw new InfrascaleError({ code: "invalid-catalog", field: "engine.memory.batch", rule: "must have an entry for every GPU", value: batch });
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
export const stepTokens = (engine: Engine, gpu: Gpu, { maxBatchedTokens }: Pick<DeploymentMemoryOptions, "maxBatchedTokens">, maxModelLen: number): number =>
  checkInteger(maxBatchedTokens ?? (maxModelLen <= engine.memory.profilesWholeContextUpTo ? maxModelLen : batchDefaults(engine, gpu).maxBatchedTokens), "maxBatchedTokens", 1);

interface Settings {
  readonly parallelism: Parallelism;
  readonly maxNumSeqs: number;
  readonly maxBatchedTokens: number;
  readonly maxModelLen: number;
  readonly blockTokens: number;
  readonly utilization: number;
}

interface StageMemory {
  readonly parts: MemoryParts;
  readonly usableBytes: number;
  readonly leftBytes: number;
  readonly pool: KvPool;
  readonly kvBlocks: number;
}

function resolveSettings(options: DeploymentMemoryOptions): Settings {
  checkObject(options, "options");
  const { precision } = options;
  const model = checkedModel(options.model);
  const gpu = checkedGpu(options.gpu);
  const engine = checkedEngine(options.engine);
  checkObject(precision, "precision");
  checkOneOf(precision.weights, "precision.weights", PRECISIONS);
  checkOneOf(precision.kvCache, "precision.kvCache", PRECISIONS);
  if (options.latentLayout !== undefined) checkOneOf(options.latentLayout, "latentLayout", LATENT_LAYOUTS);
  const given = options.parallelism ?? {};
  checkObject(given, "parallelism");
  const parallelism = checkParallelism(model, given);
  const maxModelLen = checkInteger(options.maxModelLen ?? model.maxContextTokens, "maxModelLen", 1);
  const maxNumSeqs = checkInteger(options.maxNumSeqs ?? batchDefaults(engine, gpu).maxNumSeqs, "maxNumSeqs", 1);
  const maxBatchedTokens = Math.min(stepTokens(engine, gpu, options, maxModelLen), maxNumSeqs * maxModelLen);
  const blockTokens = checkInteger(options.blockTokens ?? defaultBlockTokens(model, gpu, engine), "blockTokens", 1);
  const fraction = options.utilization ?? engine.memory.utilization;
  const utilization =
    fraction === null
      ? staticFraction({ driverBytes: gpu.memory.driverBytes ?? visibleMemoryBytes(gpu), parallelism, chunkTokens: maxBatchedTokens, latentAttention: hasLatentAttention(model) })
      : checkFraction(fraction, "utilization");
  return { parallelism, maxNumSeqs: Math.min(maxNumSeqs, maxBatchedTokens), maxBatchedTokens, maxModelLen, blockTokens, utilization };
}

function checkParallelism(model: Model, given: Partial<Parallelism>): Parallelism {
  const parallelism = checkSizes(given);
  const refuse = (field: keyof Parallelism, rule: string): never => {
    throw new InfrascaleError({ code: "impossible-parallelism", field: `parallelism.${field}`, rule, value: parallelism[field] });
  };
  for (const { mixer } of model.layers) {
    const heads = mixer?.kind === "self" ? mixer.queryHeads : mixer?.kind === "latent" ? mixer.heads : undefined;
    if (heads !== undefined && heads % parallelism.tensor !== 0) refuse("tensor", `must divide the ${heads} attention heads`);
  }
  if (parallelism.pipeline > layerCount(model)) refuse("pipeline", `must be at most the ${layerCount(model)} layers`);
  if (parallelism.expert > 1 && !hasExperts(model)) refuse("expert", "must be 1 for a model without experts");
  if (parallelism.expert > 1 && parallelism.expert !== parallelism.tensor * parallelism.data)
    refuse("expert", `must be 1 or tensor x data, here ${parallelism.tensor * parallelism.data}`);
  return parallelism;
}

function defaultBlockTokens(model: Model, gpu: Gpu, engine: Engine): number {
  const { tokens, latentTokens, amdTokens } = engine.memory.block;
  if (isAmd(gpu)) return amdTokens;
  return hasLatentAttention(model) ? latentTokens : tokens;
}

function stageMemory(stage: PipelineStage, options: DeploymentMemoryOptions, settings: Settings, graphBytes: number): StageMemory {
  const { model, gpu, engine, precision } = options;
  const { parallelism, utilization } = settings;
  const { memory } = engine;
  const parts: MemoryParts = {
    weights: weightBytes(model, stage, { engine, gpu, parallelism, weights: precision.weights }),
    activations: activationBytes(model, stage, { engine, parallelism, weights: precision.weights, maxNumSeqs: settings.maxNumSeqs, maxBatchedTokens: settings.maxBatchedTokens }),
    nonTorch: nonTorchBytes(engine, gpu, parallelism),
    cudaGraphs: graphBytes,
  };
  const usableBytes = usable(engine, gpu, parallelism, utilization);
  const rest = usableBytes - budgetedBytes(engine, parts);
  const leftBytes = memory.budget === "free-fraction" ? rest * utilization : rest;
  const pool = kvPool(stage.layers, {
    tensor: parallelism.tensor,
    kvCache: precision.kvCache,
    latentLayout: options.latentLayout ?? latentCacheLayout(gpu),
    blockTokens: settings.blockTokens,
    maxModelLen: settings.maxModelLen,
    groupRatio: memory.hybrid?.groupRatio ?? null,
    ...(memory.windowShare === undefined ? {} : { windowShare: memory.windowShare }),
  });
  const kvBlocks = pool.blockBytes === 0 ? 0 : Math.floor(Math.max(0, leftBytes) / pool.blockBytes);
  return { parts, usableBytes, leftBytes, pool, kvBlocks };
}

function usable({ memory }: Engine, gpu: Gpu, parallelism: Parallelism, utilization: number): number {
  const visible = visibleMemoryBytes(gpu);
  if (memory.budget === "profiled") return Math.ceil(visible * utilization);
  const { tensor, pipeline, data } = parallelism;
  const context = tensor * pipeline * data > 1 ? memory.context.parallelBytes : memory.context.singleBytes;
  const free = visible - context;
  return memory.budget === "static-fraction" ? free * utilization : free;
}

/** Parts that the engine takes from its budget. */
function budgetedBytes({ memory }: Engine, { weights, activations, nonTorch, cudaGraphs }: MemoryParts): number {
  if (memory.budget === "static-fraction") return weights;
  const graphs = memory.budget === "free-fraction" || memory.graphs.inBudget ? cudaGraphs : 0;
  return weights + activations + nonTorch + graphs;
}
