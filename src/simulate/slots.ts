import { pushEvent } from "../internal/event-queue.js";
import { answered } from "./arrivals.js";
import { admissionBlocks, countGrowing, heldBlocks, mostBlocks, nextBlocks, writtenTokens } from "./cache-blocks.js";
import type { Fleet, Replica } from "./replica.js";
import { NONE, NOT_YET, STATE } from "./requests.js";

/** A request joins the end of the queue, or is turned away when the cache could never hold it. */
export function enqueue({ settings, requests }: Fleet, replica: Replica, request: number): boolean {
  replica.arrivals += 1;
  if (mostBlocks(settings.cache, requests, request) > settings.cache.blocks) return false;
  const { next, previous, state } = requests;
  next[request] = NONE;
  previous[request] = replica.lastWaiting;
  if (replica.lastWaiting === NONE) replica.firstWaiting = request;
  else next[replica.lastWaiting] = request;
  replica.lastWaiting = request;
  replica.waiting += 1;
  state[request] = STATE.waiting;
  return true;
}

/** True when the first in the queue would be given a slot. */
export const admitsFirst = ({ settings: { slots, cache }, requests }: Fleet, replica: Replica, keptBlocks: number): boolean =>
  replica.waiting > 0 && replica.running < slots && admissionBlocks(cache, requests, replica.firstWaiting) <= cache.blocks - replica.usedBlocks - keptBlocks;

/**
 * First come, first served: requests take slots while there are slots, blocks for all that they have to read, and tokens of
 * the step that those before them do not need.
 */
export function admit(fleet: Fleet, replica: Replica, seconds: number, keptBlocks: number): void {
  const { settings, requests } = fleet;
  let tokens = settings.maxBatchedTokens - (settings.clock.mixesPrompts ? replica.decoding : 0);
  for (let i = 0; i < replica.readingCount; i += 1) tokens -= requests.unread[replica.reading[i] as number] as number;
  while (tokens > 0 && admitsFirst(fleet, replica, keptBlocks)) {
    const request = replica.firstWaiting;
    replica.usedBlocks += admissionBlocks(settings.cache, requests, request);
    takeSlot(fleet, replica, request, seconds);
    tokens -= requests.unread[request] as number;
  }
}

function takeSlot({ requests }: Fleet, replica: Replica, request: number, seconds: number): void {
  const { next, previous, state, slotSeconds, unread, inputTokens, cachedTokens, written } = requests;
  replica.firstWaiting = next[request] as number;
  if (replica.firstWaiting === NONE) replica.lastWaiting = NONE;
  else previous[replica.firstWaiting] = NONE;
  replica.waiting -= 1;
  next[request] = NONE;
  previous[request] = replica.lastRunning;
  if (replica.lastRunning !== NONE) next[replica.lastRunning] = request;
  replica.lastRunning = request;
  replica.running += 1;
  if (slotSeconds[request] === NOT_YET) slotSeconds[request] = seconds;
  const input = inputTokens[request] as number;
  // The last token of a prompt is read even when the cache holds it: the first of the answer follows from it.
  unread[request] = input - Math.min(cachedTokens[request] as number, input - 1) + (written[request] as number);
  state[request] = STATE.reading;
  replica.reading[replica.readingCount] = request;
  replica.readingCount += 1;
}

/** A prompt is read, and what the engine lets pass has passed: the next token is there, and the request decodes. */
export function beginDecoding(fleet: Fleet, replica: Replica, request: number, seconds: number): void {
  const { settings, requests } = fleet;
  const { written, outputTokens, firstTokenSeconds, entered, due, state } = requests;
  const tokens = (written[request] as number) + 1;
  written[request] = tokens;
  replica.outputTokens += 1;
  if (firstTokenSeconds[request] === NOT_YET) firstTokenSeconds[request] = seconds;
  if (tokens === outputTokens[request]) {
    // Its blocks are those of what it has read.
    written[request] = tokens - 1;
    finish(fleet, replica, request, seconds);
    return;
  }
  entered[request] = replica.decodedSteps;
  due[request] = replica.decodedSteps + (outputTokens[request] as number) - tokens;
  pushEvent(replica.finishing, due[request], request);
  state[request] = STATE.decoding;
  replica.decoding += 1;
  replica.cachedTokens += (requests.inputTokens[request] as number) + tokens;
  countGrowing(settings.cache, replica, requests, request, 1);
}

/** A request has its last token. */
export function finish(fleet: Fleet, replica: Replica, request: number, seconds: number): void {
  const { requests, arrivals } = fleet;
  leaveSlot(fleet, replica, request);
  requests.state[request] = STATE.finished;
  requests.finishSeconds[request] = seconds;
  replica.finished += 1;
  fleet.answered += 1;
  answered(arrivals, request, seconds);
}

/** Blocks for a token of each request that decodes; where there are too few, those admitted last go back to the queue. */
export function secureBlocks(fleet: Fleet, replica: Replica): number {
  const { blocks } = fleet.settings.cache;
  let needed = nextBlocks(replica);
  while (needed > blocks - replica.usedBlocks) {
    preempt(fleet, replica);
    needed = nextBlocks(replica);
  }
  return needed;
}

/** The request that was admitted last loses its slot and its cache, and is the next to be admitted. */
function preempt(fleet: Fleet, replica: Replica): void {
  const { requests } = fleet;
  const request = replica.lastRunning;
  const tokens = writtenTokens(replica, requests, request);
  if (requests.state[request] === STATE.reading) replica.readingCount -= 1;
  leaveSlot(fleet, replica, request);
  requests.written[request] = tokens;
  requests.state[request] = STATE.waiting;
  requests.next[request] = replica.firstWaiting;
  if (replica.firstWaiting === NONE) replica.lastWaiting = request;
  else requests.previous[replica.firstWaiting] = request;
  replica.firstWaiting = request;
  replica.waiting += 1;
  replica.preemptions += 1;
}

function leaveSlot({ settings: { cache }, requests }: Fleet, replica: Replica, request: number): void {
  const { next, previous, state, inputTokens } = requests;
  replica.usedBlocks -= heldBlocks(cache, replica, requests, request);
  if (state[request] === STATE.decoding) {
    replica.decoding -= 1;
    replica.cachedTokens -= (inputTokens[request] as number) + writtenTokens(replica, requests, request);
    countGrowing(cache, replica, requests, request, -1);
  }
  const before = previous[request] as number;
  const after = next[request] as number;
  if (before !== NONE) next[before] = after;
  if (after === NONE) replica.lastRunning = before;
  else previous[after] = before;
  replica.running -= 1;
  next[request] = NONE;
  previous[request] = NONE;
}
