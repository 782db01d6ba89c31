import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import { hasLatentAttention } from "../../catalog/mixers.js";
import { hasDeltaNets, hasExperts, layerCount, type Model } from "../../catalog/model.js";
import type { Precision } from "../../catalog/precision.js";
import { isDatacentreBlackwell } from "./cache-format.js";
import { onSecondRunner } from "./model-runner.js";
import { hasMeasuredAmdMemory, isAmd } from "./non-torch.js";
import { visibleMemoryBytes } from "./visible-memory.js";

/** What decides how many graphs an engine captures, and of what. */
export interface GraphOptions {
  readonly engine: Engine;
  readonly gpu: Gpu;
  /** Stages of the pipeline; each captures its own layers. */
  readonly pipeline: number;
  /** Format of the weights: which model runner is at work may depend on it. */
  readonly weights: Precision;
  /** Requests that one step runs at most. */
  readonly maxNumSeqs: number;
  /** Tokens that one step runs at most. */
  readonly maxBatchedTokens: number;
  /** Tokens guessed ahead in a step. */
  readonly draftTokens: number;
  /** True when no graph is captured (`--enforce-eager`). */
  readonly enforceEager: boolean;
}

/** What decides how many graphs there are. */
export type CaptureLimits = Pick<GraphOptions, "engine" | "gpu" | "maxNumSeqs" | "maxBatchedTokens" | "draftTokens">;

/** Memory of captured graphs, bytes of one GPU. */
export interface GraphBytes {
  /** What they take once captured. */
  readonly captured: number;
  /** What the engine takes from the cache's budget for them. */
  readonly budgeted: number;
}

/** Requests of the largest graph, unless an engine takes more on a GPU. */
const LARGEST_BATCH = 512;
const NONE: GraphBytes = { captured: 0, budgeted: 0 };

/**
 * Memory of captured CUDA graphs: what they take, and what the engine takes from the cache's budget for them.
 *
 * Up to vLLM 0.19, at the default list of capture sizes, $G = g_0 + g_L L + g_x [\text{experts or latent attention}]$ for $L$
 * layers, scaled on GPUs of large memory (0.1 GiB on an H100, half of itself elsewhere). From 0.20 on the engine samples a few and
 * extrapolates, which is known to a factor of two:
 *
 * $$ G = g_0 + g_1 L (n_{piecewise} + n_{full} - 2) + g_d T $$
 *
 * with $n_{piecewise}$ sizes up to $C = \min(2 S (1 + k), 512, T)$, $n_{full}$ of them up to $S (1 + k)$, and, of gated delta nets in some
 * versions, the scratch $g_d T$ of a first sample with all tokens of a step. The second model runner takes nothing from the budget.
 *
 * @param model - a model.
 * @param options - engine, GPU and limits.
 * @returns bytes per GPU.
 * @see vllm/v1/worker/gpu_model_runner.py (`profile_cudagraph_memory`), versions 0.18 to 0.28; vllm-project/vllm#50780.
 */
export function cudaGraphBytes(model: Model, options: GraphOptions): GraphBytes {
  const { engine, gpu, pipeline, maxBatchedTokens, enforceEager, weights } = options;
  if (enforceEager) return NONE;
  const { inBudget, estimate, amdBytes } = engine.memory.graphs;
  const layers = Math.ceil(layerCount(model) / pipeline);
  if (estimate === undefined) {
    const captured = isAmd(gpu) ? amdBytes : fromLogs(model, engine, gpu, layers);
    return { captured, budgeted: inBudget || engine.memory.budget === "free-fraction" ? captured : 0 };
  }
  const { baseBytes, heavyBytes, layerGraphBytes, deltaTokenBytes } = estimate;
  const { piecewise, full } = capturedGraphs(options);
  const isHeavy = hasExperts(model) || hasLatentAttention(model);
  const sampled = (isHeavy ? heavyBytes : baseBytes) + layerGraphBytes * layers * Math.max(0, piecewise + full - 2);
  const estimated = sampled + (hasDeltaNets(model) ? deltaTokenBytes * maxBatchedTokens : 0);
  const isBudgeted = inBudget && !(isAmd(gpu) && estimate.skipsAmd === true) && !onSecondRunner(engine, model, weights);
  return {
    captured: isAmd(gpu) && hasMeasuredAmdMemory(gpu) ? amdBytes : sampled,
    budgeted: isBudgeted ? estimated : 0,
  };
}

/**
 * Graphs that vLLM captures: of every size up to twice the batch limit without attention, and up to the limit with it.
 *
 * @param options - limits.
 * @returns how many of each, and the requests of the largest.
 */
export function capturedGraphs({ engine, gpu, maxNumSeqs, maxBatchedTokens, draftTokens }: CaptureLimits): {
  readonly piecewise: number;
  readonly full: number;
  readonly largest: number;
} {
  const requests = maxNumSeqs * (1 + draftTokens);
  const { blackwellBatch = LARGEST_BATCH } = engine.memory.graphs;
  const largest = Math.min(2 * requests, isDatacentreBlackwell(gpu) ? blackwellBatch : LARGEST_BATCH, maxBatchedTokens);
  return { piecewise: captureSizes(largest), full: captureSizes(Math.min(requests, largest)), largest };
}

/** Capture sizes up to a number: 1, 2, 4, 8 to 248 by 8, 256 and more by 16. */
const captureSizes = (largest: number): number =>
  [1, 2, 4].filter((size) => size <= largest).length +
  Math.floor(Math.min(largest, 255) / 8) +
  (largest < 256 ? 0 : 1 + Math.floor((largest - 256) / 16));

function fromLogs(model: Model, { memory: { graphs } }: Engine, gpu: Gpu, layers: number): number {
  const latent = hasLatentAttention(model);
  const { baseBytes, perLayerBytes, expertsOrLatentBytes, largeMemory } = graphs;
  const bytes = baseBytes + perLayerBytes * layers + (latent || hasExperts(model) ? expertsOrLatentBytes : 0);
  if (visibleMemoryBytes(gpu) < largeMemory.minVisibleBytes) return bytes;
  return bytes * largeMemory.factor + (latent ? largeMemory.latentBytes : 0);
}
