import { mixerRule } from "../../catalog/mixers.js";
import type { LayerGroup } from "../../catalog/model.js";
import type { KvCacheOptions } from "./cache-format.js";
import { mixerMemory } from "./mixers.js";

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
  /** Blocks that a request holds at any length, of a state: its own, one at the end of the cached prefix, and one for each drafted token; 0 for a cache. */
  readonly stateBlocks: number;
}

/** The cache of one GPU as a pool of equal blocks. */
export interface KvPool {
  /** Kinds of layers, each with blocks of its own. */
  readonly groups: readonly KvGroup[];
  /** Bytes of one block. */
  readonly blockBytes: number;
  /** True when all groups draw from the same blocks, false when each has its own. */
  readonly shared: boolean;
  /** Batches whose tokens a window holds besides, those in flight. */
  readonly batchesInFlight: number;
  /** GPUs that the context of a request is spread over. */
  readonly contextGpus: number;
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
  /** Tokens guessed ahead in a step, integer >= 0. @defaultValue 0 */
  readonly draftTokens?: number;
  /** Blocks (slots, where each kind has its own) that a state takes of a request beside those of drafted tokens. @defaultValue 1 */
  readonly stateBlocks?: number;
  /** Batches in flight at once. @defaultValue 1 */
  readonly batchesInFlight?: number;
  /** GPUs that the context of a request is spread over (decode context parallelism). @defaultValue 1 */
  readonly contextGpus?: number;
}

/** SGLang's mamba_full_memory_ratio: states take 0.9 / 1.9 of the memory, attention the rest. */
const STATE_MEMORY_RATIO = 0.9;

interface LayerKind {
  /** Kind of cache. */
  readonly kind: KvGroup["kind"];
  readonly windowTokens: number | null;
  /** Per token, or per request for a state. */
  readonly bytes: number;
  /** Tokens that blocks are multiples of beside a state. */
  readonly alignmentTokens: number;
  count: number;
}

/**
 * Shapes the cache of a stage's layers into a pool of blocks.
 *
 * - Layers that all look back over everything form one group; a block holds its tokens for every layer.
 * - Layers of several kinds: the smaller page gets more tokens until pages are equal; a group has as many layers as the
 *   rarest kind (the commonest where it is less than `groupRatio` times as common), a kind with more layers has more
 *   groups, the last one padded; all groups draw from one pool whose block is a page times the layers of a group.
 * - With state layers, blocks of attention grow until a page holds a state: $a \lceil s / (a e) \rceil$ tokens for a state of $s$ bytes,
 *   $e$ bytes of a token and alignment $a$ of 16, or 128 with latent attention. A group of states gives a request a block for its state,
 *   one for that at the end of its cached prefix, and one for each drafted token.
 *
 * @param layers - layer groups of one pipeline stage.
 * @param options - sharding, number format and block rules.
 * @returns the pool; without groups when no layer keeps anything.
 * @see vllm/v1/core/kv_cache_utils.py (`get_kv_cache_groups`) and vllm/platforms/interface.py (`_align_hybrid_block_size`), versions 0.17 to 0.28.
 */
export function kvPool(layers: readonly LayerGroup[], options: KvPoolOptions): KvPool {
  const kinds = layerKinds(layers, options);
  const states = kinds.filter(({ kind }) => kind === "state");
  const attention = kinds.filter(({ kind }) => kind !== "state");
  const windows = new Set(attention.map(({ kind, windowTokens }) => `${kind} ${windowTokens}`));
  const { batchesInFlight = 1, contextGpus = 1 } = options;
  const pool = (groups: readonly KvGroup[], blockBytes: number, shared = true): KvPool => ({
    groups,
    blockBytes,
    shared,
    batchesInFlight,
    contextGpus,
  });
  if (options.windowShare !== undefined) return splitPool(attention, states, options, options.windowShare, pool);
  if (kinds.length === 0) return pool([], 0);
  if (states.length === 0 && windows.size === 1) {
    const [first] = attention;
    let tokenBytes = 0;
    for (const { bytes, count } of attention) tokenBytes += bytes * count;
    return pool([group(first as LayerKind, options.blockTokens)], tokenBytes * options.blockTokens);
  }
  return hybridPool(attention, states, options, pool);
}

/**
 * Blocks that one request holds.
 *
 * With $b$ tokens per block, length $n$ over $d$ GPUs, window or chunk $w$ and $F$ tokens in flight ($T$ of a step for each batch): full
 * $\lceil \lceil n / d \rceil / b \rceil$; sliding $\lceil \min(w - 1 + F, n) / b \rceil + 1$; chunked $\lceil \min(w + F, n) / b \rceil$;
 * a state $1 + p + k$ at any length, with a prefix cache ($p = 1$) and $k$ drafted tokens.
 *
 * @param pool - a pool.
 * @param tokens - length of the request, integer >= 1.
 * @param maxBatchedTokens - tokens that one step runs at most, integer >= 1.
 * @returns blocks, all groups together.
 * @see vllm/v1/kv_cache_interface.py (`max_memory_usage_bytes`), to version 0.28; all tokens in flight from 0.26 on (vllm-project/vllm#47728).
 */
export function blocksPerRequest(pool: KvPool, tokens: number, maxBatchedTokens: number): number {
  let blocks = 0;
  for (const each of pool.groups) blocks += groupBlocks(pool, each, tokens, maxBatchedTokens);
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
  for (const each of pool.groups)
    requests = Math.min(requests, (blocks * each.share) / groupBlocks(pool, each, tokens, maxBatchedTokens));
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

/** A request of a length in a group, with so many tokens in flight. */
interface HeldTokens {
  readonly tokens: number;
  readonly inFlightTokens: number;
  readonly contextGpus: number;
}

/** Blocks that a request holds in a group, by kind. */
const BLOCKS: Readonly<Record<KvGroup["kind"], (group: KvGroup, held: HeldTokens) => number>> = {
  full: ({ blockTokens }, { tokens, contextGpus }) => Math.ceil(Math.ceil(tokens / contextGpus) / blockTokens),
  sliding: ({ blockTokens, windowTokens }, { tokens, inFlightTokens }) =>
    Math.ceil(Math.min((windowTokens ?? Infinity) - 1 + inFlightTokens, tokens) / blockTokens) + 1,
  chunked: ({ blockTokens, windowTokens }, { tokens, inFlightTokens }) =>
    Math.ceil(Math.min((windowTokens ?? Infinity) + inFlightTokens, tokens) / blockTokens),
  state: ({ stateBlocks }) => stateBlocks,
};

const groupBlocks = (
  { batchesInFlight, contextGpus }: KvPool,
  group: KvGroup,
  tokens: number,
  maxBatchedTokens: number,
): number => BLOCKS[group.kind](group, { tokens, inFlightTokens: maxBatchedTokens * batchesInFlight, contextGpus });

function group(
  { kind, windowTokens }: LayerKind,
  blockTokens: number,
  share: number = 1,
  stateBlocks: number = 0,
): KvGroup {
  return { kind, windowTokens, blockTokens, share, stateBlocks };
}

function layerKinds(layers: readonly LayerGroup[], options: KvPoolOptions): LayerKind[] {
  const kinds = new Map<string, LayerKind>();
  for (const { count, mixer } of layers) {
    if (mixer === null) continue;
    const { heldBytes, alignmentTokens } = mixerMemory(mixer);
    const { part, sizes } = mixerRule(mixer);
    const bytes = heldBytes(mixer, options);
    if (bytes === 0) continue;
    const { windowTokens: window, chunked } = sizes(mixer);
    const windowTokens =
      window === undefined || (options.groupRatio === null && options.windowShare === undefined) ? null : window;
    const kind =
      part === "states" ? "state" : windowTokens === null ? "full" : chunked === true ? "chunked" : "sliding";
    const key = `${kind} ${windowTokens} ${bytes}`;
    const known = kinds.get(key);
    if (known === undefined) kinds.set(key, { kind, windowTokens, bytes, alignmentTokens, count });
    else known.count += count;
  }
  return [...kinds.values()];
}

/** Makes a pool of its groups and the bytes of a block. */
type MakePool = (groups: readonly KvGroup[], blockBytes: number, shared?: boolean) => KvPool;

function hybridPool(
  attention: readonly LayerKind[],
  states: readonly LayerKind[],
  options: KvPoolOptions,
  pool: MakePool,
): KvPool {
  const { maxModelLen, groupRatio, draftTokens = 0, stateBlocks = 1 } = options;
  const statePageBytes = Math.max(0, ...states.map(({ bytes }) => bytes));
  const widestBytes = Math.max(0, ...attention.map(({ bytes }) => bytes));
  const alignment = Math.max(0, ...attention.map(({ alignmentTokens }) => alignmentTokens));
  const blockTokens = enlargedBlock(options.blockTokens, alignment, widestBytes, statePageBytes);
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
  for (const each of states)
    for (let i = 0; i < Math.ceil(each.count / groupLayers); i++)
      groups.push(group(each, maxModelLen, 1, stateBlocks + draftTokens));
  return pool(groups, pageBytes * groupLayers);
}

function enlargedBlock(blockTokens: number, alignment: number, tokenBytes: number, statePageBytes: number): number {
  if (tokenBytes === 0 || statePageBytes <= tokenBytes * blockTokens) return blockTokens;
  return alignment * Math.ceil(statePageBytes / (alignment * tokenBytes));
}

/** SGLang: full and windowed layers have pools of their own, the second `windowShare` of the first; so have states. */
function splitPool(
  attention: readonly LayerKind[],
  states: readonly LayerKind[],
  options: KvPoolOptions,
  windowShare: number,
  pool: MakePool,
): KvPool {
  const { blockTokens, maxModelLen, draftTokens = 0, stateBlocks = 1 } = options;
  const hasFull = attention.some(({ kind }) => kind === "full");
  const groups: KvGroup[] = [];
  let slotBytes = 0;
  for (const each of attention) {
    const share = each.kind === "full" || !hasFull ? 1 : windowShare;
    slotBytes += each.bytes * each.count * share;
    groups.push(group(each, blockTokens, share));
  }
  let stateRequestBytes = 0;
  for (const { bytes, count } of states) stateRequestBytes += bytes * count;
  const [firstState] = states;
  if (firstState !== undefined) {
    if (slotBytes === 0) return pool([group(firstState, maxModelLen, 1, stateBlocks + draftTokens)], stateRequestBytes);
    groups.push(
      group(
        firstState,
        maxModelLen,
        (slotBytes * blockTokens * STATE_MEMORY_RATIO) / stateRequestBytes,
        stateBlocks + draftTokens,
      ),
    );
    slotBytes *= 1 + STATE_MEMORY_RATIO;
  }
  return pool(groups, slotBytes * blockTokens, false);
}
