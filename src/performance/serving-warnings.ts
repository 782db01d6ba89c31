import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import type { EngineSettings } from "../deployment/deployment.js";
import { longestCachedTokens } from "../deployment/memory/engine-memory.js";
import type { DeploymentMemory } from "../deployment/memory/memory-options.js";
import type { Parallelism } from "../deployment/parallelism.js";
import { networkBytesPerSecond, replicaServers } from "../kernels/network.js";
import { MOST_TOKENS } from "../workload/limits.js";
import { warn, type PredictionWarning } from "./prediction-warning.js";
import type { Replica } from "./replica.js";

/** Share of the requests, prompt and output together, that are longer than a limit; 0 for what is no more than a guess. */
export type ShareTooLong = (limitTokens: number) => number;

/** What one replica has to serve. */
export interface WarnedLoad {
  readonly shareTooLong: ShareTooLong;
  /** Requests that it runs, mean. */
  readonly running: number;
  /** Users inside a session whose requests it serves; 0 where nobody knows how many there are. */
  readonly users: number;
  /** Requests that it answers per second. */
  readonly requestsPerSecond: number;
}

/**
 * Limits of a replica that what is asked of it exceeds: requests longer than the model, the engine or the cache takes, prefix cache hits that
 * the cache does not hold, a batch limit that an engine with states refuses, and a replica over several servers.
 *
 * @param replica - a replica.
 * @param load - what it serves.
 * @param maxNumSeqs - batch limit, where it is not the one that it is deployed with.
 * @returns a warning for each.
 */
export function servingWarnings(replica: Replica, load: WarnedLoad, maxNumSeqs?: number): readonly PredictionWarning[] {
  const { model, gpu, parallelism, settings } = replica.deployment;
  const memory = replica.memory(maxNumSeqs);
  return [
    ...contextWarnings(model, settings, load.shareTooLong),
    ...tooLong("longer-than-cache", load.shareTooLong, longestCachedTokens(memory, MOST_TOKENS)),
    ...prefixWarnings(replica, load, maxNumSeqs),
    ...stateWarnings(memory),
    ...networkWarnings(gpu, parallelism),
    ...poolingWarnings(model, load.requestsPerSecond),
  ];
}

/** Requests longer than the model was made for, or than the engine is started for. */
export const contextWarnings = (
  model: Model,
  { maxModelLen }: EngineSettings,
  shareTooLong: ShareTooLong,
): readonly PredictionWarning[] => [
  ...tooLong("longer-than-context", shareTooLong, model.maxContextTokens),
  ...tooLong("longer-than-max-model-len", shareTooLong, maxModelLen ?? null),
];

function tooLong(
  code: "longer-than-context" | "longer-than-max-model-len" | "longer-than-cache",
  shareTooLong: ShareTooLong,
  limitTokens: number | null,
): readonly PredictionWarning[] {
  const share = limitTokens === null ? 0 : shareTooLong(limitTokens);
  return limitTokens === null || share === 0 ? [] : [warn(code, { share, limitTokens })];
}

/** Shares of a cache that differ by less are equal. */
const ROUNDING = 1e-9;

/**
 * A hit finds blocks that no running request refers to any more; the engine takes the ones used longest ago when it needs room. So what has to
 * stay is the shared start of the prompts, and for each user who has no request running the $H$ tokens of the history that his next prompt is to
 * find, beside $n$ running requests of $h$ tokens, one at least:
 *
 * $$ \frac{s}{\mathrm{tokens}} + \frac{U - n}{\mathrm{fit}(H)} \le 1 - \frac{\max(1, n)}{\mathrm{fit}(h)}, \qquad H = \mathrm{hit\ rate} \times n_{in} $$
 *
 * That is the least: users are taken to be spread evenly, each to come back to his own replica, and histories to be all different.
 *
 * @see vllm/v1/core/block_pool.py and docs/design/prefix_caching.md of vLLM (LRU eviction of blocks without references).
 */
function prefixWarnings(
  replica: Replica,
  { running, users }: WarnedLoad,
  maxNumSeqs: number | undefined,
): readonly PredictionWarning[] {
  const { sharedPrefixTokens, prefixCacheHitRate, uncached } = replica.lengths;
  const { ranks, kvTokens, kvPool } = replica.memory(maxNumSeqs);
  const historyTokens = (uncached.mean * prefixCacheHitRate) / (1 - prefixCacheHitRate);
  const idle = historyTokens === 0 ? 0 : Math.max(0, users - running);
  const neededTokens = ranks * sharedPrefixTokens + idle * historyTokens;
  if (neededTokens === 0 || kvPool.groups.length === 0) return [];
  const needed =
    sharedPrefixTokens / kvTokens + (idle === 0 ? 0 : idle / replica.cachedRequests(historyTokens, maxNumSeqs));
  const free = Math.max(0, 1 - Math.max(1, running) / replica.cachedRequests(replica.heldTokens, maxNumSeqs));
  if (needed <= free + ROUNDING) return [];
  return [warn("prefixes-beyond-cache", { neededTokens, freeTokens: (neededTokens * free) / needed })];
}

function networkWarnings(gpu: Gpu, parallelism: Parallelism): readonly PredictionWarning[] {
  const servers = replicaServers(gpu, parallelism);
  return servers === 1 ? [] : [warn("several-servers", { servers, networkBytesPerSecond: networkBytesPerSecond(gpu) })];
}

/** One API server of vLLM 0.10 with prompts of 512 tokens, one a request: 415 per second, and 1,011 in requests of 16 (vllm-project/vllm#23000). */
const FRONT_END_PER_SECOND = 415;

function poolingWarnings({ kind }: Model, requestsPerSecond: number): readonly PredictionWarning[] {
  if (kind === undefined) return [];
  const ofHost =
    requestsPerSecond > FRONT_END_PER_SECOND
      ? [warn("front-end", { value: requestsPerSecond, nearest: FRONT_END_PER_SECOND })]
      : [];
  return [warn("model-kind", { value: kind, nearest: "text" }), ...ofHost];
}

/** vLLM compares the batch limit with the blocks of the pool, whatever attention takes of them (resolve_cudagraph_mode_and_sizes, from 0.20). */
function stateWarnings({ kvPool, kvBlocks, maxNumSeqs }: DeploymentMemory): readonly PredictionWarning[] {
  const states = kvPool.groups.find(({ kind }) => kind === "state");
  const stateBlocks = Math.floor(kvBlocks * (states?.share ?? 0));
  return states === undefined || maxNumSeqs <= stateBlocks
    ? []
    : [warn("batch-beyond-states", { maxNumSeqs, stateBlocks })];
}
