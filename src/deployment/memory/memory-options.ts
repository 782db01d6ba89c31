import type { Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Model } from "../../catalog/model.js";
import type { Precision } from "../../catalog/precision.js";
import type { Parallelism } from "../parallelism.js";
import type { LatentCacheLayout } from "./cache-format.js";
import type { KvPool } from "./kv-pool.js";

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
  /**
   * Requests that a step shall run at most where the engine is yet to be told, integer >= 1: lowered to what it starts with.
   * Not beside `maxNumSeqs`, which is what it has been told. @defaultValue the engine's, by memory of the GPU
   */
  readonly plannedNumSeqs?: number;
  /** Share of memory that the engine may use, in (0, 1]; what it covers depends on the engine. @defaultValue the engine's */
  readonly utilization?: number;
  /** A cache of so many bytes on each GPU, whatever the share (`--kv-cache-memory-bytes`); for TensorRT-LLM at most so many. */
  readonly kvCacheBytes?: number;
  /** Whether what earlier requests left in the cache is used again; states of hybrids then take a block more. @defaultValue the engine's */
  readonly prefixCaching?: boolean;
  /** Tokens guessed ahead in a step, integer >= 0; the draft layers of the model itself are then loaded. @defaultValue 0 */
  readonly draftTokens?: number;
  /** True when no CUDA graph is captured (`--enforce-eager`). @defaultValue false */
  readonly enforceEager?: boolean;
  /** True when the encoder of a multimodal model is not loaded (`--language-model-only`). @defaultValue false */
  readonly languageModelOnly?: boolean;
  /** Patches of images that one step encodes at most, integer >= 0. @defaultValue 0, the engine's own profile run aside */
  readonly encodedPatches?: number;
  /** GPUs that the context of a request is spread over, a divisor of `tensor` (`--decode-context-parallel-size`). @defaultValue 1 */
  readonly contextGpus?: number;
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
export type MemoryShortage = "start-up" | "parts" | "one-request" | "step" | "states" | "profiling";

/** The least and the most that a figure may be. */
export interface BytesRange {
  /** At least, bytes. */
  readonly low: number;
  /** At most, bytes. */
  readonly high: number;
}

/** Memory of a deployment, figures of the GPU with the smallest cache. */
export interface DeploymentMemory {
  /** What the engine sees on one GPU, bytes. */
  readonly visibleBytes: number;
  /** What the engine may use of it for weights, work space and cache, bytes. */
  readonly usableBytes: number;
  /** What fills the memory. */
  readonly parts: MemoryParts;
  /** What the engine takes from `usableBytes` for graphs before it captures them, bytes. */
  readonly budgetedGraphBytes: number;
  /** Parts that this engine does not take from `usableBytes`, bytes, contexts of driver and collectives included. */
  readonly outsideBytes: number;
  /** Left for the cache, bytes >= 0; 0 for a model that keeps none. */
  readonly kvCacheBytes: number;
  /** The same, negative where weights and work space alone are too large, bytes. */
  readonly leftBytes: number;
  /** Layout of the cache in blocks. */
  readonly kvPool: KvPool;
  /** Blocks of the cache. */
  readonly kvBlocks: number;
  /** The cache where graphs, known to a factor of two, and weights, where publishers differ, take least and most, bytes. */
  readonly kvCacheRange: BytesRange;
  /** Tokens of the cache, of one data-parallel rank: its blocks times their size; with several kinds of layers no number of tokens that fit. */
  readonly kvTokens: number;
  /**
   * What the engine prints as the size of so many blocks, tokens: the same, or from vLLM 0.20.1 on the longest request times how many fit.
   *
   * @param blocks - of the cache, integer >= 0; its own when left out.
   */
  readonly loggedTokens: (blocks?: number) => number;
  /** The batch limits that hold: the given ones or the engine's. */
  readonly maxNumSeqs: number;
  /** Tokens that one step runs at most. */
  readonly maxBatchedTokens: number;
  /** Longest request, tokens. */
  readonly maxModelLen: number;
  /** Share of memory that the engine may use: the given one, its own, or what it computes. */
  readonly utilization: number;
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
   * the cache is smaller than the longest request; `step`: a block that holds a state has more tokens than a step; `states`: more requests at once than
   * the cache has blocks for their states; `profiling`: no room for the cache that graphs are profiled with; null when it fits.
   */
  readonly shortage: MemoryShortage | null;
}
