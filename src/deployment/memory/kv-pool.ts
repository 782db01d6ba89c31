import type { LayerGroup } from "../../catalog/model.js";
import { layerKvCacheBytesPerToken, stateBytes, type KvCacheOptions } from "./kv-cache.js";

/** Layers whose blocks are handed out together. */
export interface KvGroup {
  /** Kind of cache. */
  readonly kind: "full" | "sliding" | "chunked" | "state";
  /** Tokens of one block; for a state, of the longest request. */
  readonly blockTokens: number;
  /** Window or chunk, tokens; null when the layer looks back over everything or keeps a state. */
  readonly windowTokens: number | null;
  /** Blocks of this group per block of the pool: 1 in a shared pool. */
  readonly share: number;
}

/** The cache of one GPU as a pool of equal blocks. */
export interface KvPool {
  /** Kinds of layers, each with blocks of its own. */
  readonly groups: readonly KvGroup[];
  /** Bytes of one block. */
  readonly blockBytes: number;
  /** True when all groups draw from the same blocks, false when each has its own. */
  readonly shared: boolean;
}

/** What shapes a pool. */
export interface KvPoolOptions extends KvCacheOptions {
  /** Tokens of one block before any enlargement, integer >= 1. */
  readonly blockTokens: number;
  /** Longest request, tokens. */
  readonly maxModelLen: number;
  /** Largest ratio of layer counts up to which kinds are padded to the larger; null: all layers count as full attention. */
  readonly groupRatio: number | null;
  /** Slots of windowed layers per slot of the others, where each kind has a pool of its own. */
  readonly windowShare?: number;
}

/** Blocks of a state must be multiples of this many tokens (vllm/model_executor/models/config.py). */
const BLOCK_ALIGNMENT_TOKENS = 16;

interface LayerKind {
  /** Kind of cache. */
  readonly kind: KvGroup["kind"];
  readonly windowTokens: number | null;
  /** Per token, or per request for a state. */
  readonly bytes: number;
  count: number;
}

/**
 * Shapes the cache of a stage's layers into a pool of blocks.
 *
 * - Layers that all look back over everything form one group; a block holds its tokens for every layer.
 * - Layers of several kinds: the smaller page gets more tokens until pages are equal; a group has as many layers as the
 *   rarest kind (the commonest where it is less than `groupRatio` times as common), a kind with more layers has more
 *   groups, the last one padded; all groups draw from one pool whose block is a page times the layers of a group.
 * - With state layers, blocks of attention grow until a page holds a state.
 *
 * @param layers - layer groups of one pipeline stage.
 * @param options - sharding, number format and block rules.
 * @returns the pool; without groups when no layer keeps anything.
 * @see vllm/v1/core/kv_cache_utils.py (`get_kv_cache_groups`), about version 0.15.
 */
export function kvPool(layers: readonly LayerGroup[], options: KvPoolOptions): KvPool {
  const kinds = layerKinds(layers, options);
  const states = kinds.filter(({ kind }) => kind === "state");
  const attention = kinds.filter(({ kind }) => kind !== "state");
  const windows = new Set(attention.map(({ kind, windowTokens }) => `${kind} ${windowTokens}`));
  if (options.windowShare !== undefined) return splitPool(attention, states, options, options.windowShare);
  if (kinds.length === 0) return { groups: [], blockBytes: 0, shared: true };
  if (states.length === 0 && windows.size === 1) {
    const [first] = attention;
    let tokenBytes = 0;
    for (const { bytes, count } of attention) tokenBytes += bytes * count;
    return { groups: [group(first as LayerKind, options.blockTokens)], blockBytes: tokenBytes * options.blockTokens, shared: true };
  }
  return hybridPool(attention, states, options);
}

/**
 * Blocks that one request holds.
 *
 * With $b$ tokens per block, length $n$, window or chunk $w$ and $T$ tokens per step: full $\lceil n / b \rceil$; sliding
 * $\lceil \min(w - 1 + T, n) / b \rceil + 1$; chunked $\lceil \min(w + T, n) / b \rceil$; state 1.
 *
 * @param pool - a pool.
 * @param tokens - length of the request, integer >= 1.
 * @param maxBatchedTokens - tokens that one step runs at most, integer >= 1.
 * @returns blocks, all groups together.
 * @see vllm/v1/kv_cache_interface.py (`max_memory_usage_bytes`), about version 0.15.
 */
export function blocksPerRequest(pool: KvPool, tokens: number, maxBatchedTokens: number): number {
  let blocks = 0;
  for (const each of pool.groups) blocks += groupBlocks(each, tokens, maxBatchedTokens);
  return blocks;
}

/**
 * Requests of one length that a pool holds at once, a real number as engines print it.
 *
 * @param pool - a pool.
 * @param blocks - number of its blocks, integer >= 0.
 * @param tokens - length of the requests, integer >= 1.
 * @param maxBatchedTokens - tokens that one step runs at most, integer >= 1.
 * @returns requests >= 0; infinite when the model keeps no cache.
 */
export function poolConcurrency(pool: KvPool, blocks: number, tokens: number, maxBatchedTokens: number): number {
  if (pool.shared) {
    const needed = blocksPerRequest(pool, tokens, maxBatchedTokens);
    return needed === 0 ? Infinity : blocks / needed;
  }
  let requests = Infinity;
  for (const each of pool.groups) requests = Math.min(requests, (blocks * each.share) / groupBlocks(each, tokens, maxBatchedTokens));
  return requests;
}

/**
 * Size of a pool in tokens, as engines log it. With several kinds of layers this is a summary figure, not the number of
 * tokens that fit: ask {@link poolConcurrency} for that.
 *
 * @param pool - a pool.
 * @param blocks - number of its blocks, integer >= 0.
 * @returns tokens.
 * @see vllm/v1/core/kv_cache_utils.py (`_report_kv_cache_config`), up to version 0.20.0.
 */
export function poolTokens(pool: KvPool, blocks: number): number {
  if (pool.groups.length === 0) return 0;
  const smallest = Math.min(...pool.groups.map(({ blockTokens }) => blockTokens));
  return Math.floor(blocks / (pool.shared ? pool.groups.length : 1)) * smallest;
}

function groupBlocks({ kind, blockTokens, windowTokens }: KvGroup, tokens: number, maxBatchedTokens: number): number {
  const window = windowTokens ?? Infinity;
  if (kind === "state") return 1;
  if (kind === "sliding") return Math.ceil(Math.min(window - 1 + maxBatchedTokens, tokens) / blockTokens) + 1;
  return Math.ceil(Math.min(window + maxBatchedTokens, tokens) / blockTokens);
}

function group({ kind, windowTokens }: LayerKind, blockTokens: number, share: number = 1): KvGroup {
  return { kind, windowTokens, blockTokens, share };
}

function layerKinds(layers: readonly LayerGroup[], options: KvPoolOptions): LayerKind[] {
  const kinds = new Map<string, LayerKind>();
  for (const { count, mixer } of layers) {
    const bytes = mixer?.kind === "linear" ? stateBytes(mixer, options.tensor) : layerKvCacheBytesPerToken(mixer, options);
    if (mixer === null || bytes === 0) continue;
    const windowTokens = mixer.kind === "self" ? (mixer.windowTokens ?? null) : null;
    const windowed = windowTokens !== null && (options.groupRatio !== null || options.windowShare !== undefined);
    const chunked = mixer.kind === "self" && mixer.chunked === true;
    const kind = mixer.kind === "linear" ? "state" : windowed ? (chunked ? "chunked" : "sliding") : "full";
    const key = `${kind} ${windowed ? windowTokens : ""} ${bytes}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { kind, windowTokens: windowed ? windowTokens : null, bytes, count });
    else known.count += count;
  }
  return [...kinds.values()];
}

function hybridPool(attention: readonly LayerKind[], states: readonly LayerKind[], options: KvPoolOptions): KvPool {
  const { maxModelLen, groupRatio } = options;
  const statePageBytes = Math.max(0, ...states.map(({ bytes }) => bytes));
  const widestBytes = Math.max(0, ...attention.map(({ bytes }) => bytes));
  const blockTokens = enlargedBlock(options.blockTokens, widestBytes, statePageBytes);
  const pageBytes = Math.max(statePageBytes, widestBytes * blockTokens);
  const counts = [...attention, ...states].map(({ count }) => count);
  const fewest = Math.min(...counts);
  const most = Math.max(...counts);
  const groupLayers = most < fewest * (groupRatio ?? 1) ? most : fewest;
  const groups: KvGroup[] = [];
  for (const each of attention) {
    const tokens = blockTokens * Math.floor(widestBytes / each.bytes);
    for (let i = 0; i < Math.ceil(each.count / groupLayers); i++) groups.push(group(each, tokens));
  }
  for (const each of states) for (let i = 0; i < Math.ceil(each.count / groupLayers); i++) groups.push(group(each, maxModelLen));
  return { groups, blockBytes: pageBytes * groupLayers, shared: true };
}

function enlargedBlock(blockTokens: number, tokenBytes: number, statePageBytes: number): number {
  if (tokenBytes === 0 || statePageBytes <= tokenBytes * blockTokens) return blockTokens;
  const alignment = Math.max(BLOCK_ALIGNMENT_TOKENS, blockTokens);
  return alignment * Math.ceil(statePageBytes / (alignment * tokenBytes));
}

/** SGLang: full and windowed layers have pools of their own, the second `windowShare` of the first; states a third. */
function splitPool(attention: readonly LayerKind[], states: readonly LayerKind[], options: KvPoolOptions, windowShare: number): KvPool {
  const hasFull = attention.some(({ kind }) => kind === "full");
  const groups: KvGroup[] = [];
  let slotBytes = 0;
  for (const each of attention) {
    const share = each.kind === "full" || !hasFull ? 1 : windowShare;
    slotBytes += each.bytes * each.count * share;
    groups.push(group(each, options.blockTokens, share));
  }
  // mamba_full_memory_ratio 0.9: states take 0.9 / 1.9 of the memory and attention the rest.
  const stateRatio = 0.9;
  let stateRequestBytes = 0;
  for (const { bytes, count } of states) stateRequestBytes += bytes * count;
  const [firstState] = states;
  if (firstState !== undefined) {
    if (slotBytes === 0) return { groups: [group(firstState, options.maxModelLen)], blockBytes: stateRequestBytes, shared: true };
    groups.push(group(firstState, options.maxModelLen, (slotBytes * options.blockTokens * stateRatio) / stateRequestBytes));
    slotBytes *= 1 + stateRatio;
  }
  return { groups, blockBytes: slotBytes * options.blockTokens, shared: false };
}
