import { grows, type BlockCache, type Replica } from "./replica.js";
import { STATE, type Requests } from "./requests.js";

/** Blocks of a request that holds so many tokens. */
export const blocksOf = ({ blockTokens, requestBlocks }: BlockCache, tokens: number): number => requestBlocks + Math.ceil(tokens / blockTokens);

/** Blocks of a request at its longest: its last token is never stored. */
export const mostBlocks = (cache: BlockCache, { inputTokens, outputTokens }: Requests, request: number): number =>
  blocksOf(cache, (inputTokens[request] as number) + (outputTokens[request] as number) - 1);

/** Blocks that a request takes with a slot: for all that it has to read, or for all that it will ever hold. */
export const admissionBlocks = (cache: BlockCache, requests: Requests, request: number): number =>
  cache.reservesAnswer ? mostBlocks(cache, requests, request) : blocksOf(cache, (requests.inputTokens[request] as number) + (requests.written[request] as number));

/** Tokens that a request in a slot has written. */
export function writtenTokens(replica: Replica, { state, written, entered }: Requests, request: number): number {
  const before = written[request] as number;
  return state[request] === STATE.decoding ? before + replica.decodedSteps - (entered[request] as number) : before;
}

/** Blocks that a request in a slot holds. */
export function heldBlocks(cache: BlockCache, replica: Replica, requests: Requests, request: number): number {
  if (cache.reservesAnswer || requests.state[request] !== STATE.decoding) return admissionBlocks(cache, requests, request);
  return blocksOf(cache, (requests.inputTokens[request] as number) + writtenTokens(replica, requests, request) - 1);
}

/** Counts a request that begins (1) or ceases (-1) to decode among those that take blocks as they write. */
export function countGrowing(cache: BlockCache, replica: Replica, { inputTokens, written, entered }: Requests, request: number, change: 1 | -1): void {
  if (!grows(cache)) return;
  const size = cache.blockTokens;
  // It needs a block in steps before which its stored tokens fill the ones it has.
  const stored = (inputTokens[request] as number) + (written[request] as number) - 1;
  const remainder = ((entered[request] as number) - stored) % size;
  const at = remainder < 0 ? remainder + size : remainder;
  replica.growing[at] = (replica.growing[at] as number) + change;
}

/** New blocks that the next decoding step takes. */
export const nextBlocks = (replica: Replica): number => (replica.growing.length === 0 ? 0 : (replica.growing[replica.decodedSteps % replica.growing.length] as number));

/** New blocks that the next decoding steps take. */
export function newBlocks({ growing, decoding, decodedSteps }: Replica, steps: number): number {
  const size = growing.length;
  if (size === 0) return 0;
  // In as many steps as a block has tokens, every request takes one.
  let blocks = Math.floor(steps / size) * decoding;
  for (let step = 0; step < steps % size; step += 1) blocks += growing[(decodedSteps + step) % size] as number;
  return blocks;
}

/** Decoding steps, at most as many as asked for, that free blocks suffice for. */
export function stepsWithin({ growing, decoding, decodedSteps, usedBlocks }: Replica, { blocks }: BlockCache, steps: number): number {
  const size = growing.length;
  const free = blocks - usedBlocks;
  if (size === 0 || Math.ceil(steps / size) * decoding <= free) return steps;
  const rounds = Math.floor(free / decoding);
  let left = free - rounds * decoding;
  for (let step = rounds * size; step < steps; step += 1) {
    left -= growing[(decodedSteps + step) % size] as number;
    if (left < 0) return step;
  }
  return steps;
}
