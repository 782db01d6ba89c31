/** The key-value cache of a lane, in blocks that are handed out one by one. */
export interface BlockCache {
  /** Blocks; Infinity for a cache without limit. */
  readonly blocks: number;
  /** Tokens of one block. */
  readonly blockTokens: number;
  /** Blocks that every request holds beside those of its tokens. */
  readonly requestBlocks: number;
}

/** Whose tokens free blocks still hold: of a request that lost its slot, of a session or a prefix. */
export type Owner = number | string;

export const ownerOfSession = (session: number): Owner => `session ${session}`;
export const ownerOfPrefix = (prefix: number): Owner => `prefix ${prefix}`;

/** What of a cache is in use, and what is free but still holds tokens. */
export interface CacheUse {
  /** Requests in slots. */
  users: number;
  /** True while nobody is let in until one of them ends. */
  isRefusing: boolean;
  /** Blocks of these requests, and of prefixes that they share. */
  usedBlocks: number;
  /** Requests in slots that share a prefix. */
  readonly prefixUsers: Map<number, number>;
  /** Free blocks that still hold tokens, by owner; what was freed first comes first. */
  readonly kept: Map<Owner, number>;
  keptBlocks: number;
  /** Blocks in use times the time for which they were, up to `touchedSeconds`. */
  blockSeconds: number;
  touchedSeconds: number;
}

export const emptyCache = (): CacheUse => ({
  users: 0,
  isRefusing: false,
  usedBlocks: 0,
  prefixUsers: new Map(),
  kept: new Map(),
  keptBlocks: 0,
  blockSeconds: 0,
  touchedSeconds: 0,
});

/** Brings the sum over time up to a moment. */
export function touchCache(use: CacheUse, seconds: number): void {
  use.blockSeconds += use.usedBlocks * (seconds - use.touchedSeconds);
  use.touchedSeconds = seconds;
}

export const tokenBlocks = ({ blockTokens }: BlockCache, tokens: number): number => Math.ceil(tokens / blockTokens);

/** Takes blocks into use; what free blocks hold is lost where they are needed, what was freed first before the rest. */
export function takeBlocks(use: CacheUse, { blocks }: BlockCache, count: number): void {
  use.usedBlocks += count;
  let excess = use.usedBlocks + use.keptBlocks - blocks;
  for (const [owner, kept] of use.kept) {
    if (excess <= 0) return;
    const lost = Math.min(kept, excess);
    if (lost === kept) use.kept.delete(owner);
    else use.kept.set(owner, kept - lost);
    use.keptBlocks -= lost;
    excess -= lost;
  }
}

/** Keeps what free blocks hold for an owner, in place of what it has kept so far, until others take them. */
export function keepBlocks(use: CacheUse, owner: Owner, count: number): void {
  reclaim(use, owner);
  if (count === 0) return;
  use.kept.set(owner, count);
  use.keptBlocks += count;
}

/** Takes what an owner has kept out of the free blocks; how many blocks that was. */
export function reclaim(use: CacheUse, owner: Owner): number {
  const kept = use.kept.get(owner);
  if (kept === undefined) return 0;
  use.kept.delete(owner);
  use.keptBlocks -= kept;
  return kept;
}
