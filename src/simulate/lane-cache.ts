import {
  keepBlocks,
  ownerOfPrefix,
  ownerOfSession,
  reclaim,
  takeBlocks,
  tokenBlocks,
  type BlockCache,
  type Owner,
} from "./block-cache.js";
import type { Lane } from "./lane.js";
import type { ReplicaSettings } from "./replica-settings.js";
import { NONE, STATE, type Requests } from "./requests.js";

/** Blocks of a request's own that holds so many tokens, shared ones included. */
export const ownBlocks = (cache: BlockCache, { sharedTokens }: Requests, request: number, tokens: number): number =>
  cache.requestBlocks + tokenBlocks(cache, Math.max(0, tokens - (sharedTokens[request] as number)));

/** Blocks that a request takes in all at its longest: its last token is never stored. */
export function mostBlocks({ cache, scheduler }: ReplicaSettings, requests: Requests, request: number): number {
  const output = Math.max(
    1,
    (scheduler.admission === "whole-output" ? requests.maxOutputTokens : requests.outputTokens)[request] as number,
  );
  return (
    ownBlocks(cache, requests, request, (requests.inputTokens[request] as number) + output - 1) +
    tokenBlocks(cache, requests.sharedTokens[request] as number)
  );
}

/** Blocks of the prefix of a request that nobody in a slot uses so far; 0 where it shares none. */
export function prefixBlocks(
  cache: BlockCache,
  { cache: { prefixUsers } }: Lane,
  { prefix, sharedTokens }: Requests,
  request: number,
): number {
  return prefixUsers.has(prefix[request] as number) ? 0 : tokenBlocks(cache, sharedTokens[request] as number);
}

/** Tokens of a waiting request that its lane still has: of its prefix, of what it lost with a slot, and of what the prompt has in common with earlier ones. */
export function foundTokens(
  { cache: { blocks, blockTokens }, scheduler }: ReplicaSettings,
  { cache: { kept, prefixUsers } }: Lane,
  requests: Requests,
  request: number,
): number {
  const prefix = requests.prefix[request] as number;
  const session = requests.session[request] as number;
  const shared = requests.sharedTokens[request] as number;
  const cached = requests.cachedTokens[request] as number;
  const keptTokens = (owner: Owner): number => (kept.get(owner) ?? 0) * blockTokens;
  const ofPrefix = prefixUsers.has(prefix) ? shared : Math.min(shared, keptTokens(ownerOfPrefix(prefix)));
  const isOfSession = session !== NONE && scheduler.keepsFreedBlocks && blocks !== Infinity;
  return (
    ofPrefix +
    Math.max(keptTokens(request), isOfSession ? Math.min(cached, keptTokens(ownerOfSession(session))) : cached)
  );
}

/** Blocks that a request takes with a slot: for the prompt and what it has written; for the longest output that it may have; or for a first chunk. */
export function admissionBlocks(
  settings: ReplicaSettings,
  lane: Lane,
  requests: Requests,
  request: number,
  chunkTokens: number,
): number {
  const input = requests.inputTokens[request] as number;
  const stored = input + (requests.written[request] as number);
  switch (settings.scheduler.admission) {
    case "whole-output":
      return ownBlocks(settings.cache, requests, request, input + (requests.maxOutputTokens[request] as number) - 1);
    case "first-chunk":
      return ownBlocks(
        settings.cache,
        requests,
        request,
        Math.min(stored, foundTokens(settings, lane, requests, request) + chunkTokens),
      );
    default:
      return ownBlocks(settings.cache, requests, request, stored);
  }
}

/** Takes the blocks of a request's slot, and of its prefix where it is the first to use it. */
export function occupy(
  { cache }: ReplicaSettings,
  { cache: use }: Lane,
  requests: Requests,
  request: number,
  own: number,
): void {
  const prefix = requests.prefix[request] as number;
  const session = requests.session[request] as number;
  reclaim(use, request);
  if (session !== NONE) reclaim(use, ownerOfSession(session));
  if (prefix !== NONE) {
    const users = use.prefixUsers.get(prefix) ?? 0;
    use.prefixUsers.set(prefix, users + 1);
    if (users === 0) {
      reclaim(use, ownerOfPrefix(prefix));
      takeBlocks(use, cache, tokenBlocks(cache, requests.sharedTokens[request] as number));
    }
  }
  takeBlocks(use, cache, own);
  use.users += 1;
  requests.heldBlocks[request] = own;
}

/** Gives back the blocks of a slot; what those of its tokens hold is kept for the next request of its session, or for itself when it is to come back. */
export function vacate(
  { cache, scheduler: { keepsFreedBlocks } }: ReplicaSettings,
  lane: Lane,
  requests: Requests,
  request: number,
  hasEnded: boolean,
): void {
  const use = lane.cache;
  use.users -= 1;
  use.usedBlocks -= heldBlocks(cache, lane, requests, request);
  if (keepsFreedBlocks) {
    const session = requests.session[request] as number;
    const blocks = storedTokens(lane, requests, request) / cache.blockTokens;
    // Of what is read again a block counts only when it is full.
    if (!hasEnded) keepBlocks(use, request, Math.floor(blocks));
    else if (session !== NONE) keepBlocks(use, ownerOfSession(session), Math.ceil(blocks));
  }
  const prefix = requests.prefix[request] as number;
  if (prefix === NONE) return;
  const users = (use.prefixUsers.get(prefix) ?? 0) - 1;
  if (users > 0) use.prefixUsers.set(prefix, users);
  else {
    use.prefixUsers.delete(prefix);
    const blocks = tokenBlocks(cache, requests.sharedTokens[request] as number);
    use.usedBlocks -= blocks;
    if (keepsFreedBlocks) keepBlocks(use, ownerOfPrefix(prefix), blocks);
  }
}

/** Tokens of its own that the cache has of a request in a slot: what it has read, and all that it has written but the last. */
function storedTokens(lane: Lane, requests: Requests, request: number): number {
  const last = requests.state[request] === STATE.decoding ? 1 : 0;
  return Math.max(
    0,
    (requests.inputTokens[request] as number) +
      writtenTokens(lane, requests, request) -
      last -
      (requests.unread[request] as number) -
      (requests.sharedTokens[request] as number),
  );
}

/** Tokens that a request in a slot has written. */
export function writtenTokens(lane: Lane, { state, written, entered }: Requests, request: number): number {
  const before = written[request] as number;
  return state[request] === STATE.decoding ? before + lane.decodedSteps - (entered[request] as number) : before;
}

/** Blocks of its own that a request in a slot holds: it takes more as it writes, where it did not take all with the slot. */
function heldBlocks(cache: BlockCache, lane: Lane, requests: Requests, request: number): number {
  if (lane.growing.length === 0 || requests.state[request] !== STATE.decoding)
    return requests.heldBlocks[request] as number;
  return ownBlocks(
    cache,
    requests,
    request,
    (requests.inputTokens[request] as number) + writtenTokens(lane, requests, request) - 1,
  );
}

/** Counts a request that begins (1) or ceases (-1) to decode among those that take blocks as they write. */
export function countGrowing(
  { blockTokens }: BlockCache,
  lane: Lane,
  { inputTokens, sharedTokens, written, entered }: Requests,
  request: number,
  change: 1 | -1,
): void {
  if (lane.growing.length === 0) return;
  // It needs a block in steps before which its stored tokens fill the ones it has.
  const stored =
    Math.max(0, (inputTokens[request] as number) - (sharedTokens[request] as number)) +
    (written[request] as number) -
    1;
  const remainder = ((entered[request] as number) - stored) % blockTokens;
  const at = remainder < 0 ? remainder + blockTokens : remainder;
  lane.growing[at] = (lane.growing[at] as number) + change;
}

/** New blocks that the next decoding step takes. */
export const nextBlocks = ({ growing, decodedSteps }: Lane): number =>
  growing.length === 0 ? 0 : (growing[decodedSteps % growing.length] as number);

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
export function stepsWithin(
  { growing, decoding, decodedSteps, cache: { usedBlocks } }: Lane,
  { blocks }: BlockCache,
  steps: number,
): number {
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
export const chunkBlocks = (cache: BlockCache, requests: Requests, request: number, tokens: number): number =>
  Math.max(
    0,
    ownBlocks(
      cache,
      requests,
      request,
      (requests.inputTokens[request] as number) +
        (requests.written[request] as number) -
        (requests.unread[request] as number) +
        tokens,
    ) - (requests.heldBlocks[request] as number),
  );
