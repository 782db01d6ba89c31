import type { LayerGroup } from "../../catalog/model.js";
import { largestWhere } from "../../internal/bisect.js";
import { checkObject, checkPositive } from "../../internal/check.js";
import { checkSizes } from "../parallelism.js";
import { activationBytes } from "./activations.js";
import { BUDGETS } from "./budgets.js";
import { latentCacheLayout } from "./cache-format.js";
import { draftLayers } from "./draft-layers.js";
import { kvPool, poolConcurrency, poolTokens, type KvPool } from "./kv-pool.js";
import type { DeploymentMemory, DeploymentMemoryOptions, MemoryParts } from "./memory-options.js";
import { resolveSettings, type Settings } from "./memory-settings.js";
import { onSecondRunner } from "./model-runner.js";
import { contextBytes, nonTorchBytes } from "./non-torch.js";
import { pipelineStages, type PipelineStage } from "./pipeline-stage.js";
import { profilingBlocks, shortageOf } from "./shortage.js";
import { visibleMemoryBytes } from "./visible-memory.js";
import { stageWeights } from "./weights.js";

interface StageMemory {
  readonly parts: MemoryParts;
  readonly usableBytes: number;
  readonly leftBytes: number;
  /** How much less and more of the cache there may be, bytes. */
  readonly uncertainBytes: { readonly less: number; readonly more: number };
  readonly pool: KvPool;
  readonly kvBlocks: number;
}

/**
 * Memory of a deployment on each of its GPUs, by the rules of its engine: what the engine may use, what fills it, and the
 * key-value cache in bytes, blocks, tokens and requests.
 *
 * With a profiled budget (vLLM), of visible memory $M$ and utilization $u$, weights $W$, activation peak $A$, non-torch
 * memory $N$ and graphs $G$ as estimated:
 *
 * $$ KV = \lceil u M \rceil - W - A - N \; [- G \text{ from vLLM 0.20 on}] $$
 *
 * With a static fraction $f$ (SGLang), of what is free before loading $F$: $KV = f F - W$, and all else lives in
 * $(1 - f) F$. With a free fraction (TensorRT-LLM): $KV = u (F - W - A - N - G)$. The number of blocks is the smallest over
 * the stages of a pipeline.
 *
 * It holds for models without adapters or offloading, and for drafting with a model's own layers: weights and cache of another drafter are
 * not counted. Where no batch limit is given, it is the engine's, lowered where the engine would refuse to start with it.
 *
 * @param options - model, GPU, engine, precision, parallelism and engine settings.
 * @returns parts and sizes, SI bytes, of the GPU with the smallest cache.
 * @throws {@link InfrascaleError} `out-of-range` or `invalid-type` for a setting outside its domain,
 * `impossible-parallelism` when heads or layers cannot be spread like that.
 * @see vllm/v1/worker/gpu_worker.py (`determine_available_memory`), vllm/v1/core/kv_cache_utils.py, versions 0.11 to 0.28.
 */
export function deploymentMemory(options: DeploymentMemoryOptions): DeploymentMemory {
  checkObject(options, "options");
  const memory = memoryOf(options, options.plannedNumSeqs);
  if (options.maxNumSeqs !== undefined || (memory.shortage !== "states" && memory.shortage !== "profiling"))
    return memory;
  return memoryOf(options, requestsThatStart(options, memory));
}

function memoryOf(options: DeploymentMemoryOptions, plannedNumSeqs: number | undefined): DeploymentMemory {
  const settings = resolveSettings(options, plannedNumSeqs);
  const { model, gpu, engine } = options;
  const { parallelism, maxNumSeqs, maxBatchedTokens, maxModelLen, utilization, graphs } = settings;
  let tightest: StageMemory | undefined;
  for (const stage of pipelineStages(model, parallelism.pipeline)) {
    const memory = stageMemory(stage, options, settings);
    if (
      tightest === undefined ||
      memory.kvBlocks < tightest.kvBlocks ||
      (memory.kvBlocks === tightest.kvBlocks && memory.leftBytes < tightest.leftBytes)
    )
      tightest = memory;
  }
  const { parts, usableBytes, leftBytes, uncertainBytes, kvBlocks, pool } = tightest as StageMemory;
  const visibleBytes = visibleMemoryBytes(gpu);
  const ranks = parallelism.data;
  const context = contextBytes(engine, gpu, parallelism);
  const loggedTokens = (blocks = kvBlocks): number =>
    engine.memory.printedTokens === "requests" && pool.groups.length > 0
      ? Math.floor(poolConcurrency(pool, blocks, maxModelLen, maxBatchedTokens) * maxModelLen)
      : poolTokens(pool, blocks);
  const shortage = shortageOf({
    options,
    settings,
    parts,
    usableBytes,
    leftBytes,
    kvBlocks,
    pool,
    freeBytes: visibleBytes - context,
  });
  // An encoder keeps nothing: what is left stays free.
  const cacheBytes = (bytes: number): number => (pool.groups.length === 0 ? 0 : Math.max(0, bytes));
  const partsBytes = parts.weights + parts.activations + parts.nonTorch + parts.cudaGraphs;
  return {
    visibleBytes,
    usableBytes,
    parts,
    budgetedGraphBytes: graphs.budgeted,
    outsideBytes:
      context +
      partsBytes -
      BUDGETS[engine.memory.budget].counted({ ...parts, cudaGraphs: Math.min(parts.cudaGraphs, graphs.budgeted) }),
    kvCacheBytes: cacheBytes(leftBytes),
    leftBytes,
    kvPool: pool,
    kvBlocks,
    kvCacheRange: {
      low: cacheBytes(leftBytes - uncertainBytes.more),
      high: cacheBytes(leftBytes + uncertainBytes.less),
    },
    kvTokens: poolTokens(pool, kvBlocks),
    loggedTokens,
    maxNumSeqs,
    maxBatchedTokens,
    maxModelLen,
    utilization,
    ranks,
    maxConcurrency: (tokens = maxModelLen) =>
      ranks * poolConcurrency(pool, kvBlocks, checkPositive(tokens, "tokens"), maxBatchedTokens),
    fits: shortage === null,
    shortage,
  };
}

/** The largest batch limit that an engine starts with: of the blocks that hold states, and of what profiling needs. */
function requestsThatStart(
  { engine, gpu, draftTokens = 0, parallelism = {} }: DeploymentMemoryOptions,
  { shortage, kvBlocks, kvPool, parts, visibleBytes, maxNumSeqs, maxBatchedTokens }: DeploymentMemory,
): number {
  const ofStates = shortage === "states" ? kvBlocks : maxNumSeqs;
  const freeBlocks =
    (visibleBytes - contextBytes(engine, gpu, checkSizes(parallelism)) - parts.weights - parts.nonTorch) /
    kvPool.blockBytes;
  const profiled = (requests: number): boolean =>
    profilingBlocks({ engine, gpu, maxNumSeqs: requests, maxBatchedTokens, draftTokens }) <= freeBlocks;
  return Math.max(1, largestWhere(profiled, ofStates, ofStates));
}

/**
 * The longest request that the cache of one rank holds while its prompt is read: the largest `--max-model-len` that a deployment starts with.
 *
 * @param memory - of a deployment.
 * @param mostTokens - more than what it is asked for, integer >= 1.
 * @returns tokens, from 0 to `mostTokens`.
 */
export const longestCachedTokens = (
  { kvTokens, ranks, maxConcurrency }: DeploymentMemory,
  mostTokens: number,
): number =>
  largestWhere((tokens) => maxConcurrency(tokens) >= ranks, mostTokens, Math.min(mostTokens, Math.max(1, kvTokens)));

function stageMemory(stage: PipelineStage, options: DeploymentMemoryOptions, settings: Settings): StageMemory {
  const { model, gpu, engine, precision, languageModelOnly = false, encodedPatches = 0 } = options;
  const { parallelism, draftTokens, graphs, maxNumSeqs, maxBatchedTokens } = settings;
  const loaded = draftTokens > 0 && stage.last ? draftLayers(model) : [];
  const weightOptions = {
    engine,
    gpu,
    parallelism,
    weights: precision.weights,
    draftLayers: loaded,
    languageModelOnly,
  };
  const weights = stageWeights(model, stage, weightOptions);
  const parts: MemoryParts = {
    weights: weights.bytes,
    activations: activationBytes(model, stage, {
      engine,
      parallelism,
      weights: precision.weights,
      maxNumSeqs,
      maxBatchedTokens,
      languageModelOnly,
      draftTokens,
      encodedPatches,
    }),
    nonTorch: nonTorchBytes(engine, gpu, parallelism),
    cudaGraphs: graphs.captured,
  };
  const budget = BUDGETS[engine.memory.budget];
  const usableBytes = budget.usable({ engine, gpu, ...settings });
  const rest = usableBytes - budget.counted({ ...parts, cudaGraphs: graphs.budgeted });
  const byShare = budget.kept(rest, settings.utilization);
  const leftBytes =
    options.kvCacheBytes === undefined
      ? byShare
      : engine.memory.budget === "free-fraction"
        ? Math.min(byShare, options.kvCacheBytes)
        : options.kvCacheBytes;
  const isFixed = options.kvCacheBytes !== undefined;
  const pool = stagePool([...stage.layers, ...loaded], options, settings);
  const kvBlocks = pool.blockBytes === 0 ? 0 : Math.floor(Math.max(0, leftBytes) / pool.blockBytes);
  const uncertainBytes = isFixed
    ? { less: 0, more: 0 }
    : { less: graphs.budgeted / 2 + weights.bytes - weights.low, more: graphs.budgeted + weights.high - weights.bytes };
  return { parts, usableBytes, leftBytes, uncertainBytes, pool, kvBlocks };
}

function stagePool(
  layers: readonly LayerGroup[],
  { model, gpu, engine, precision, latentLayout = latentCacheLayout(gpu) }: DeploymentMemoryOptions,
  settings: Settings,
): KvPool {
  const { parallelism, blockTokens, maxModelLen, draftTokens, prefixCaching, contextGpus } = settings;
  const { hybrid, windowShare, states, batchesInFlight = 1 } = engine.memory;
  return kvPool(layers, {
    tensor: parallelism.tensor,
    kvCache: precision.kvCache,
    latentLayout,
    blockTokens,
    maxModelLen,
    groupRatio: hybrid?.groupRatio ?? null,
    ...(windowShare === undefined ? {} : { windowShare }),
    draftTokens,
    stateBlocks: prefixCaching ? (states?.slotsPerRequest ?? 2) : 1,
    // In a pipeline as many batches as stages; the second runner prepares one more.
    batchesInFlight:
      batchesInFlight === 1
        ? 1
        : onSecondRunner(engine, model, precision.weights)
          ? parallelism.pipeline + 1
          : Math.max(batchesInFlight, parallelism.pipeline),
    contextGpus,
  });
}
