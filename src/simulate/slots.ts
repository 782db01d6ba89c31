import { pushEvent } from "../internal/event-queue.js";
import { answered } from "./arrivals.js";
import type { Fleet, Lane, Replica, ReplicaSettings } from "./fleet.js";
import { admissionBlocks, countGrowing, heldBlocks, mostBlocks, nextBlocks, occupy, prefixBlocks, vacate, writtenTokens } from "./lane-cache.js";
import { NONE, NOT_YET, STATE, type Requests } from "./requests.js";
import { EXPECTED_OUTPUT } from "./scheduler.js";

/** A request joins the end of the queue, or is turned away when the cache could never hold it. */
export function enqueue({ settings, requests }: Fleet, lane: Lane, request: number): boolean {
  if (mostBlocks(settings, requests, request) > settings.cache.blocks) return false;
  putLast(lane, requests, request);
  return true;
}

function putLast(lane: Lane, { next, previous, state }: Requests, request: number): void {
  next[request] = NONE;
  previous[request] = lane.lastWaiting;
  if (lane.lastWaiting === NONE) lane.firstWaiting = request;
  else next[lane.lastWaiting] = request;
  lane.lastWaiting = request;
  lane.waiting += 1;
  state[request] = STATE.waiting;
}

function putFirst(lane: Lane, { next, previous, state }: Requests, request: number): void {
  next[request] = lane.firstWaiting;
  previous[request] = NONE;
  if (lane.firstWaiting === NONE) lane.lastWaiting = request;
  else previous[lane.firstWaiting] = request;
  lane.firstWaiting = request;
  lane.waiting += 1;
  state[request] = STATE.waiting;
}

/** True when the first in the queue would get a slot, and room in the cache beside blocks that are spoken for. */
function admitsFirst(fleet: Fleet, lane: Lane, keptBlocks: number, chunkTokens: number): boolean {
  const { settings: { cache, scheduler }, requests } = fleet;
  if (!mayAdmitFirst(fleet, lane, chunkTokens)) return false;
  const needed = blocksOfFirst(fleet, lane, chunkTokens);
  const free = cache.blocks - lane.cache.usedBlocks - keptBlocks;
  if (needed > free) return false;
  // Nobody else is there to write: what fits in the cache at all is let in.
  if (scheduler.admission !== "expected-output" || lane.running === 0 || cache.blocks === Infinity) return true;
  return needed * cache.blockTokens + mayWriteTokens(lane, requests, lane.firstWaiting) < free * cache.blockTokens - expectedTokens(lane, requests);
}

/** True when it would get a slot as far as slots and blocks go: what is expected of the others falls with every step. */
export const mayAdmitFirst = (fleet: Fleet, lane: Lane, chunkTokens: number): boolean =>
  lane.waiting > 0 && lane.running + lane.freshSlots < fleet.settings.slots && !lane.isRefusing && blocksOfFirst(fleet, lane, chunkTokens) <= fleet.settings.cache.blocks - lane.cache.usedBlocks;

/** Blocks that the first in the queue needs for a slot. */
const blocksOfFirst = ({ settings, requests }: Fleet, lane: Lane, chunkTokens: number): number =>
  admissionBlocks(settings, requests, lane.firstWaiting, chunkTokens) + prefixBlocks(settings.cache, lane, requests, lane.firstWaiting);

/** Tokens that a request may write yet, as SGLang reckons with them. */
const mayWriteTokens = (lane: Lane, requests: Requests, request: number): number =>
  Math.min(EXPECTED_OUTPUT.mostTokens, (requests.maxOutputTokens[request] as number) - writtenTokens(lane, requests, request));

/** Tokens that those that run are expected to write yet. */
function expectedTokens(lane: Lane, requests: Requests): number {
  let tokens = 0;
  for (let request = lane.lastRunning; request !== NONE; request = requests.previous[request] as number) tokens += mayWriteTokens(lane, requests, request);
  return expectedShareNow(lane) * tokens;
}

/** The expected share has fallen since it was noted. */
function expectedShareNow({ running, expectedShare, expectedSince, decodedSteps }: Lane): number {
  const { firstShare, leastShare, decaySteps } = EXPECTED_OUTPUT;
  if (running === 0) return firstShare;
  return Math.max(leastShare, expectedShare - ((decodedSteps - expectedSince) * (firstShare - leastShare)) / decaySteps);
}

function noteExpectedShare(lane: Lane, share: number): void {
  lane.expectedShare = share;
  lane.expectedSince = lane.decodedSteps;
}

/**
 * First come, first served: requests that the plan knows of take slots while there are slots, room in the cache, and tokens of the
 * step that those before them do not need.
 */
export function admit(fleet: Fleet, lane: Lane, seconds: number, keptBlocks: number): void {
  const { settings, requests } = fleet;
  const { clock, scheduler, maxBatchedTokens } = settings;
  let tokens = maxBatchedTokens - (clock.mixesPrompts ? lane.decoding : 0);
  for (let i = 0; i < lane.prefillCount; i += 1) tokens -= requests.unread[lane.prefill[i] as number] as number;
  while (tokens > 0 && lane.known > 0) {
    // A prompt that is not cut waits for a step that has room for it.
    if (!scheduler.chunksPrompts && waitsForRoom(promptTokens(requests, lane.firstWaiting), tokens, maxBatchedTokens)) return;
    if (!admitsFirst(fleet, lane, keptBlocks, tokens)) {
      lane.isRefusing = scheduler.admission === "expected-output" && lane.running > 0;
      return;
    }
    takeSlot(fleet, lane, seconds, tokens);
    tokens -= requests.unread[lane.lastRunning] as number;
  }
}

/** True when a step with so many tokens left cannot read a prompt whole, and another could. */
const waitsForRoom = (tokens: number, left: number, most: number): boolean => tokens > left && tokens <= most;

/** Tokens that a waiting request has to read when the cache holds what it may. */
const promptTokens = ({ inputTokens, written, sharedTokens, cachedTokens }: Requests, request: number): number =>
  Math.max(1, (inputTokens[request] as number) + (written[request] as number) - (sharedTokens[request] as number) - (cachedTokens[request] as number));

/** The first in the queue takes a slot, and blocks for what it reads. */
function takeSlot({ settings, requests }: Fleet, lane: Lane, seconds: number, chunkTokens: number): void {
  const { next, previous, state, slotSeconds, unread, prefillSeconds, inputTokens, written } = requests;
  const request = lane.firstWaiting;
  lane.firstWaiting = next[request] as number;
  if (lane.firstWaiting === NONE) lane.lastWaiting = NONE;
  else previous[lane.firstWaiting] = NONE;
  lane.waiting -= 1;
  lane.known -= 1;
  if (lane.running === 0) noteExpectedShare(lane, EXPECTED_OUTPUT.firstShare);
  const own = admissionBlocks(settings, requests, request, chunkTokens);
  const stored = (inputTokens[request] as number) + (written[request] as number);
  // The last token is read even when the cache holds it: the next one follows from it.
  unread[request] = Math.max(1, stored - occupy(settings, lane, requests, request, own));
  prefillSeconds[request] = 0;
  next[request] = NONE;
  previous[request] = lane.lastRunning;
  if (lane.lastRunning !== NONE) next[lane.lastRunning] = request;
  lane.lastRunning = request;
  lane.running += 1;
  if (slotSeconds[request] === NOT_YET) slotSeconds[request] = seconds;
  state[request] = STATE.prefill;
  lane.prefill[lane.prefillCount] = request;
  lane.prefillCount += 1;
}

/** Who comes at any moment waits for the step under way. */
const STEP_UNDER_WAY = 1;

/**
 * From a token in the engine to its client, seconds: what first tokens take beyond the steps that read their prompts. Of the steps that
 * are counted there, those that a request has waited for the step under way and for a plan that lags have passed already.
 */
function deliverySeconds({ settings: { clock, scheduler }, requests }: Fleet, { decoding, cachedTokens }: Lane, request: number): number {
  const { inputTokens, prefillSeconds, slotSeconds, arrivalSeconds } = requests;
  const seconds = clock.firstTokenSeconds(decoding, cachedTokens, inputTokens[request] as number, prefillSeconds[request] as number);
  if (seconds <= 0 || decoding === 0) return seconds;
  const waited = (slotSeconds[request] as number) - (arrivalSeconds[request] as number);
  return Math.max(0, seconds - Math.min(waited, (STEP_UNDER_WAY + scheduler.lagSteps) * clock.decodingSeconds(decoding, cachedTokens)));
}

/** A prompt is read: the next token is there, and the request decodes. */
export function beginDecoding(fleet: Fleet, replica: Replica, lane: Lane, request: number, seconds: number): void {
  const { settings, requests } = fleet;
  const { written, outputTokens, firstTokenSeconds, deliverySeconds: delivery, entered, due, state } = requests;
  const tokens = (written[request] as number) + 1;
  written[request] = tokens;
  replica.outputTokens += 1;
  if (firstTokenSeconds[request] === NOT_YET) {
    delivery[request] = deliverySeconds(fleet, lane, request);
    firstTokenSeconds[request] = seconds + (delivery[request] as number);
  }
  if (tokens === outputTokens[request]) {
    // Its blocks are those of what it has read.
    written[request] = tokens - 1;
    finish(fleet, replica, lane, request, seconds);
    return;
  }
  entered[request] = lane.decodedSteps;
  due[request] = lane.decodedSteps + (outputTokens[request] as number) - tokens;
  pushEvent(lane.finishing, due[request], request);
  state[request] = STATE.decoding;
  lane.decoding += 1;
  lane.cachedTokens += (requests.inputTokens[request] as number) + tokens;
  countGrowing(settings.cache, lane, requests, request, 1);
}

/** A request has its last token. */
export function finish(fleet: Fleet, replica: Replica, lane: Lane, request: number, seconds: number): void {
  const { settings, requests, arrivals } = fleet;
  leaveSlot(settings, lane, requests, request, true);
  requests.state[request] = STATE.finished;
  // Its client has the last token as late as the first.
  const finishSeconds = seconds + (requests.deliverySeconds[request] as number);
  requests.finishSeconds[request] = finishSeconds;
  lane.freshSlots += 1;
  lane.isRefusing = false;
  replica.finished += 1;
  fleet.answered += 1;
  answered(arrivals, request, Math.max(seconds, finishSeconds));
}

/** Blocks for a token of each request that decodes; where there are too few, some go back to the queue. */
export function secureBlocks(fleet: Fleet, replica: Replica, lane: Lane): number {
  const { blocks } = fleet.settings.cache;
  const lacks = (): boolean => nextBlocks(lane) > blocks - lane.cache.usedBlocks;
  if (lacks()) {
    if (fleet.settings.scheduler.admission === "expected-output") preemptShortest(fleet, replica, lane);
    else while (lacks()) preempt(fleet, replica, lane, lane.lastRunning);
  }
  return nextBlocks(lane);
}

/** Those with the fewest tokens written give way until the others have room for some steps; from then on more is expected of all. */
function preemptShortest(fleet: Fleet, replica: Replica, lane: Lane): void {
  const { settings, requests } = fleet;
  const { blocks, blockTokens } = settings.cache;
  const { stepsAfterPreemption } = EXPECTED_OUTPUT;
  do preempt(fleet, replica, lane, shortestOutput(lane, requests));
  while (lane.decoding > 1 && (blocks - lane.cache.usedBlocks) * blockTokens < lane.decoding * stepsAfterPreemption);
  let written = 0;
  let most = 0;
  for (let request = lane.lastRunning; request !== NONE; request = requests.previous[request] as number) {
    written += writtenTokens(lane, requests, request) + stepsAfterPreemption;
    most += requests.maxOutputTokens[request] as number;
  }
  noteExpectedShare(lane, most === 0 ? EXPECTED_OUTPUT.firstShare : Math.min(1, written / most));
}

/** Of those that decode the one with the fewest tokens written; of several, the one with the longest prompt. */
function shortestOutput(lane: Lane, requests: Requests): number {
  const { previous, state, inputTokens } = requests;
  let found = NONE;
  for (let request = lane.lastRunning; request !== NONE; request = previous[request] as number) {
    if (state[request] !== STATE.decoding) continue;
    const fewer = found === NONE ? -1 : writtenTokens(lane, requests, request) - writtenTokens(lane, requests, found);
    if (fewer < 0 || (fewer === 0 && (inputTokens[request] as number) > (inputTokens[found] as number))) found = request;
  }
  return found;
}

/** A request loses its slot and its blocks: the next to be admitted, or the last. */
export function preempt({ settings, requests }: Fleet, replica: Replica, lane: Lane, request: number): void {
  const tokens = writtenTokens(lane, requests, request);
  if (requests.state[request] === STATE.prefill) dropPrefill(lane, request);
  leaveSlot(settings, lane, requests, request, false);
  requests.written[request] = tokens;
  if (settings.scheduler.admission === "expected-output") putLast(lane, requests, request);
  else {
    putFirst(lane, requests, request);
    lane.known += 1;
  }
  lane.isRefusing = false;
  replica.preemptions += 1;
}

function dropPrefill(lane: Lane, request: number): void {
  const at = lane.prefill.indexOf(request);
  lane.prefill.copyWithin(at, at + 1, lane.prefillCount);
  lane.prefillCount -= 1;
}

function leaveSlot(settings: ReplicaSettings, lane: Lane, requests: Requests, request: number, hasEnded: boolean): void {
  const { next, previous, state, inputTokens } = requests;
  vacate(settings, lane, requests, request, heldBlocks(settings, lane, requests, request), hasEnded);
  if (state[request] === STATE.decoding) {
    lane.decoding -= 1;
    lane.cachedTokens -= (inputTokens[request] as number) + writtenTokens(lane, requests, request);
    countGrowing(settings.cache, lane, requests, request, -1);
  }
  const before = previous[request] as number;
  const after = next[request] as number;
  if (before !== NONE) next[before] = after;
  if (after === NONE) lane.lastRunning = before;
  else previous[after] = before;
  lane.running -= 1;
  next[request] = NONE;
  previous[request] = NONE;
}
