import { poolConcurrency, type KvPool } from "./kv-pool.js";
import { capturedGraphs, type CaptureLimits } from "./cuda-graphs.js";
import type { DeploymentMemoryOptions, MemoryParts, MemoryShortage } from "./memory-options.js";
import { onSecondRunner } from "./model-runner.js";

/** What an engine looks at before it starts. */
export interface StartUp {
  readonly options: DeploymentMemoryOptions;
  readonly settings: {
    readonly maxNumSeqs: number;
    readonly maxBatchedTokens: number;
    readonly maxModelLen: number;
    readonly draftTokens: number;
    readonly prefixCaching: boolean;
  };
  readonly parts: MemoryParts;
  readonly usableBytes: number;
  readonly leftBytes: number;
  readonly kvBlocks: number;
  readonly pool: KvPool;
  /** Free before the weights load. */
  readonly freeBytes: number;
}

const hasStateBlocks = ({ pool }: StartUp): boolean => pool.shared && pool.groups.some(({ kind }) => kind === "state");
const capturesGraphs = ({ options }: StartUp): boolean => options.enforceEager !== true;
const isProfiled = ({ options }: StartUp): boolean => options.engine.memory.budget === "profiled";

/** What an engine checks, in its order; each says whether it refuses. */
const CHECKS: readonly (readonly [MemoryShortage, (start: StartUp) => boolean])[] = [
  [
    "start-up",
    (start) => isProfiled(start) && start.options.kvCacheBytes === undefined && start.usableBytes > start.freeBytes,
  ],
  [
    "parts",
    ({ leftBytes, parts, options, freeBytes }) =>
      leftBytes <= 0 ||
      (options.kvCacheBytes !== undefined &&
        parts.weights + parts.activations + parts.nonTorch + parts.cudaGraphs + leftBytes > freeBytes),
  ],
  [
    "one-request",
    ({ pool, kvBlocks, settings }) =>
      poolConcurrency(pool, kvBlocks, settings.maxModelLen, settings.maxBatchedTokens) < 1,
  ],
  [
    "step",
    (start) =>
      start.options.engine.memory.states !== undefined &&
      start.settings.prefixCaching &&
      hasStateBlocks(start) &&
      blockTokens(start.pool) > start.settings.maxBatchedTokens,
  ],
  [
    "states",
    (start) =>
      start.options.engine.memory.states?.limitsRequests === true &&
      capturesGraphs(start) &&
      hasStateBlocks(start) &&
      start.settings.maxNumSeqs > start.kvBlocks,
  ],
  [
    "profiling",
    (start) =>
      capturesGraphs(start) &&
      !runsSecond(start) &&
      profilingBlocks({ engine: start.options.engine, gpu: start.options.gpu, ...start.settings }) *
        start.pool.blockBytes >
        start.freeBytes - start.parts.weights - start.parts.nonTorch,
  ],
];

const blockTokens = ({ groups }: KvPool): number =>
  Math.max(...groups.filter(({ kind }) => kind !== "state").map((group) => group.blockTokens));
const runsSecond = ({ options: { engine, model, precision } }: StartUp): boolean =>
  onSecondRunner(engine, model, precision.weights);

/**
 * Why an engine refuses to start, by the first of its checks that does.
 *
 * @param start - what it looks at.
 * @returns the reason; null when it starts.
 * @see vllm/config/compilation.py (`resolve_cudagraph_mode_and_sizes`, vllm-project/vllm#38270) for `states`; #34445 for `step`;
 * vllm/v1/worker/gpu_model_runner.py (`_init_minimal_kv_cache_for_profiling`, #48483) for `profiling`.
 */
export const shortageOf = (start: StartUp): MemoryShortage | null =>
  CHECKS.find(([, refuses]) => refuses(start))?.[0] ?? null;

/**
 * Blocks of the cache that an engine takes for a moment to profile its graphs, whatever share of memory it may use: as many as the
 * largest graph has requests up to vLLM 0.25, as the batch limit allows from 0.26 on.
 *
 * @param limits - of the batch.
 * @returns blocks.
 */
export function profilingBlocks(limits: CaptureLimits): number {
  const { profilingCache } = limits.engine.memory;
  if (profilingCache === undefined) return 0;
  const { largest } = capturedGraphs(limits);
  return profilingCache === "largest-graph" ? largest : Math.min(limits.maxNumSeqs, largest);
}
