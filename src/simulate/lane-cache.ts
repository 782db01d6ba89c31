import { NONE, STATE, type Requests } from "./requests.js";
import type { Lane, ReplicaSettings } from "./fleet.js";

/** The key-value cache of a lane, in blocks that are handed out one by one. */
export interface BlockCache {
  /** Blocks; Infinity for a cache without limit. */
  readonly blocks: number;
  /** Tokens of one block. */
  readonly blockTokens: number;
  /** Blocks that every request holds beside those of its tokens. */
  readonly requestBlocks: number;
}

/** Whose blocks are kept after use: of a request that lost its slot, a session or a prefix. */
type Owner = number | string;

/** What of a cache is in use, and what is free but still holds tokens. */
export interface CacheUse {
  /** Blocks of requests in slots, and of prefixes that they share. */
  usedBlocks: number;
  /** Requests in slots that share a prefix. */
  readonly prefixUsers: Map<number, number>;
  /** Free blocks that still hold tokens, by owner; what was freed first comes first. */
  readonly kept: Map<Owner, number>;
  keptBlocks: number;
}

export const emptyCache = (): CacheUse => ({ usedBlocks: 0, prefixUsers: new Map(), kept: new Map(), keptBlocks: 0 });

const ownerOfSession = (session: number): Owner => `session ${session}`;
const ownerOfPrefix = (prefix: number): Owner => `prefix ${prefix}`;

const tokenBlocks = ({ blockTokens }: BlockCache, tokens: number): number => Math.ceil(tokens / blockTokens);

/** Blocks of a request's own that holds so many tokens, shared ones included. */
export const ownBlocks = (cache: BlockCache, { sharedTokens }: Requests, request: number, tokens: number): number =>
  cache.requestBlocks + tokenBlocks(cache, Math.max(0, tokens - (sharedTokens[request] as number)));

/** Blocks that a request takes in all at its longest: its last token is never stored. */
export function mostBlocks({ cache, scheduler }: ReplicaSettings, requests: Requests, request: number): number {
  const output = (scheduler.admission === "whole-output" ? requests.maxOutputTokens : requests.outputTokens)[request] as number;
  return ownBlocks(cache, requests, request, (requests.inputTokens[request] as number) + output - 1) + tokenBlocks(cache, requests.sharedTokens[request] as number);
}

/** Blocks of the prefix of a request that nobody in a slot uses so far; 0 where it shares none. */
export function prefixBlocks(cache: BlockCache, { cache: { prefixUsers } }: Lane, { prefix, sharedTokens }: Requests, request: number): number {
  const shared = prefix[request] as number;
  return shared === NONE || prefixUsers.has(shared) ? 0 : tokenBlocks(cache, sharedTokens[request] as number);
}

/** Blocks that a request takes with a slot: for the prompt and what it has written; for the longest output that it may have; or for a first chunk. */
export function admissionBlocks({ cache, scheduler: { admission } }: ReplicaSettings, requests: Requests, request: number, chunkTokens: number): number {
  const input = requests.inputTokens[request] as number;
  const stored = input + (requests.written[request] as number);
  switch (admission) {
    case "whole-output":
      return ownBlocks(cache, requests, request, input + (requests.maxOutputTokens[request] as number) - 1);
    case "first-chunk":
      return ownBlocks(cache, requests, request, Math.min(stored, hitTokens(requests, request) + chunkTokens));
    default:
      return ownBlocks(cache, requests, request, stored);
  }
}

/** Tokens of a prompt that need not be read, when its cache still has them. */
const hitTokens = ({ sharedTokens, cachedTokens }: Requests, request: number): number => (sharedTokens[request] as number) + (cachedTokens[request] as number);

/** Takes blocks into use; what free blocks hold is lost where they are needed, what was freed first before the rest. */
export function takeBlocks(use: CacheUse, { blocks }: BlockCache, count: number): void {
  use.usedBlocks += count;
  let excess = use.usedBlocks + use.keptBlocks - blocks;
  if (!(excess > 0)) return;
  for (const [owner, kept] of use.kept) {
    const lost = Math.min(kept, excess);
    if (lost === kept) use.kept.delete(owner);
    else use.kept.set(owner, kept - lost);
    use.keptBlocks -= lost;
    excess -= lost;
    if (excess <= 0) return;
  }
}

/** Frees blocks; their owner finds them again until others take them. */
export function freeBlocks(use: CacheUse, count: number, owner: Owner | null): void {
  use.usedBlocks -= count;
  if (owner === null || count <= 0) return;
  use.keptBlocks += count - (use.kept.get(owner) ?? 0);
  use.kept.delete(owner);
  use.kept.set(owner, count);
}

/** Takes what an owner has kept out of the free blocks; how many blocks that was. */
function reclaim(use: CacheUse, owner: Owner): number {
  const kept = use.kept.get(owner) ?? 0;
  use.kept.delete(owner);
  use.keptBlocks -= kept;
  return kept;
}

/** Takes the blocks of a request's slot, and of its prefix where it is the first to use it; the tokens that it finds there already. */
export function occupy({ cache, scheduler }: ReplicaSettings, lane: Lane, requests: Requests, request: number, own: number): number {
  const use = lane.cache;
  const shared = requests.sharedTokens[request] as number;
  const prefix = requests.prefix[request] as number;
  const session = requests.session[request] as number;
  let found = 0;
  if (prefix !== NONE) {
    const users = use.prefixUsers.get(prefix);
    const blocks = prefixBlocks(cache, lane, requests, request);
    // A prefix that was evicted in part is read anew.
    if (users !== undefined || reclaim(use, ownerOfPrefix(prefix)) === blocks) found += shared;
    use.prefixUsers.set(prefix, (users ?? 0) + 1);
    takeBlocks(use, cache, blocks);
  }
  const again = reclaim(use, request);
  const cached = requests.cachedTokens[request] as number;
  if (again > 0) found += again * cache.blockTokens;
  else if (session === NONE || !scheduler.keepsFreedBlocks || cache.blocks === Infinity) found += cached;
  else found += Math.min(cached, reclaim(use, ownerOfSession(session)) * cache.blockTokens);
  takeBlocks(use, cache, own);
  requests.heldBlocks[request] = own;
  return found;
}

/** Gives back the blocks of a slot; of a request that has ended, or of one that will come back. */
export function vacate({ cache, scheduler: { keepsFreedBlocks } }: ReplicaSettings, lane: Lane, requests: Requests, request: number, own: number, hasEnded: boolean): void {
  const use = lane.cache;
  const session = requests.session[request] as number;
  const keepsFor = !keepsFreedBlocks || cache.blocks === Infinity ? null : !hasEnded ? request : session === NONE ? null : ownerOfSession(session);
  freeBlocks(use, own, keepsFor);
  const prefix = requests.prefix[request] as number;
  if (prefix === NONE) return;
  const users = (use.prefixUsers.get(prefix) ?? 0) - 1;
  if (users > 0) use.prefixUsers.set(prefix, users);
  else {
    use.prefixUsers.delete(prefix);
    freeBlocks(use, tokenBlocks(cache, requests.sharedTokens[request] as number), keepsFreedBlocks ? ownerOfPrefix(prefix) : null);
  }
}

/** Tokens that a request in a slot has written. */
export function writtenTokens(lane: Lane, { state, written, entered }: Requests, request: number): number {
  const before = written[request] as number;
  return state[request] === STATE.decoding ? before + lane.decodedSteps - (entered[request] as number) : before;
}

/** Blocks of its own that a request in a slot holds. */
export function heldBlocks({ cache, scheduler }: ReplicaSettings, lane: Lane, requests: Requests, request: number): number {
  if (scheduler.admission === "whole-output" || requests.state[request] !== STATE.decoding) return requests.heldBlocks[request] as number;
  return ownBlocks(cache, requests, request, (requests.inputTokens[request] as number) + writtenTokens(lane, requests, request) - 1);
}

/** Counts a request that begins (1) or ceases (-1) to decode among those that take blocks as they write. */
export function countGrowing({ blockTokens }: BlockCache, lane: Lane, { inputTokens, sharedTokens, written, entered }: Requests, request: number, change: 1 | -1): void {
  if (lane.growing.length === 0) return;
  // It needs a block in steps before which its stored tokens fill the ones it has.
  const stored = Math.max(0, (inputTokens[request] as number) - (sharedTokens[request] as number)) + (written[request] as number) - 1;
  const remainder = ((entered[request] as number) - stored) % blockTokens;
  const at = remainder < 0 ? remainder + blockTokens : remainder;
  lane.growing[at] = (lane.growing[at] as number) + change;
}

/** New blocks that the next decoding step takes. */
export const nextBlocks = ({ growing, decodedSteps }: Lane): number => (growing.length === 0 ? 0 : (growing[decodedSteps % growing.length] as number));

/** New blocks that decoding steps take after the first of them. */
export function laterBlocks({ growing, decoding, decodedSteps }: Lane, steps: number): number {
  const size = growing.length;
  if (size === 0) return 0;
  const later = Math.max(0, steps - 1);
  // In as many steps as a block has tokens, every request takes one.
  let blocks = Math.floor(later / size) * decoding;
  for (let step = 0; step < later % size; step += 1) blocks += growing[(decodedSteps + 1 + step) % size] as number;
  return blocks;
}

/** Decoding steps, at most as many as asked for, that free blocks suffice for. */
export function stepsWithin({ growing, decoding, decodedSteps, cache: { usedBlocks } }: Lane, { blocks }: BlockCache, steps: number): number {
  const size = growing.length;
  const free = blocks - usedBlocks;
  if (size === 0 || decoding === 0 || Math.ceil(steps / size) * decoding <= free) return steps;
  const rounds = Math.floor(free / decoding);
  let left = free - rounds * decoding;
  for (let step = rounds * size; step < steps; step += 1) {
    left -= growing[(decodedSteps + step) % size] as number;
    if (left < 0) return step;
  }
  return steps;
}

/** Blocks that a request needs beside those that it holds when a step reads so many more of its tokens. */
export const chunkBlocks = ({ cache }: ReplicaSettings, requests: Requests, request: number, tokens: number): number =>
  Math.max(0, ownBlocks(cache, requests, request, (requests.inputTokens[request] as number) + (requests.written[request] as number) - (requests.unread[request] as number) + tokens) - (requests.heldBlocks[request] as number));
