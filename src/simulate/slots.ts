import { pushEvent } from "../internal/event-queue.js";
import { answered } from "./arrivals.js";
import type { Fleet, Replica } from "./fleet.js";
import type { Lane } from "./lane.js";
import { admissionBlocks, countGrowing, foundTokens, occupy, vacate, writtenTokens } from "./lane-cache.js";
import { takeFirst } from "./lane-queue.js";
import type { ReplicaSettings } from "./replica-settings.js";
import { NONE, NOT_YET, STATE, type Requests } from "./requests.js";

/** The first in the queue takes a slot, and blocks for what it reads. */
export function takeSlot({ settings, requests }: Fleet, lane: Lane, seconds: number, chunkTokens: number): void {
  const { next, previous, state, slotSeconds, unread, prefillSeconds } = requests;
  const request = takeFirst(lane, requests);
  unread[request] = promptTokens(settings, lane, requests, request);
  occupy(settings, lane, requests, request, admissionBlocks(settings, lane, requests, request, chunkTokens));
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

/** Tokens that a waiting request has to read: the last one even when the cache holds it, for the next one follows from it. */
export const promptTokens = (settings: ReplicaSettings, lane: Lane, requests: Requests, request: number): number =>
  Math.max(
    1,
    (requests.inputTokens[request] as number) +
      (requests.written[request] as number) -
      foundTokens(settings, lane, requests, request),
  );

/** Who comes at any moment waits for the step under way. */
const STEP_UNDER_WAY = 1;

/**
 * From a token in the engine to its client, seconds: what first tokens take beyond the steps that read their prompts. Of the steps that
 * are counted there, those that a request has waited for the step under way and for a plan that lags have passed already.
 */
function deliverySeconds(
  { settings: { clock, scheduler }, requests }: Fleet,
  { decoding, cachedTokens }: Lane,
  request: number,
): number {
  const { inputTokens, prefillSeconds, slotSeconds, arrivalSeconds } = requests;
  const seconds = clock.firstTokenSeconds(
    decoding,
    cachedTokens,
    inputTokens[request] as number,
    prefillSeconds[request] as number,
  );
  if (seconds <= 0 || decoding === 0) return seconds;
  const waited = (slotSeconds[request] as number) - (arrivalSeconds[request] as number);
  return Math.max(
    0,
    seconds - Math.min(waited, (STEP_UNDER_WAY + scheduler.lagSteps) * clock.decodingSeconds(decoding, cachedTokens)),
  );
}

/** A prompt is read: the next token is there, and the request decodes; or it ends, where it writes none or one. */
export function beginDecoding(fleet: Fleet, replica: Replica, lane: Lane, request: number, seconds: number): void {
  const { settings, requests } = fleet;
  const { written, outputTokens, firstTokenSeconds, deliverySeconds: delivery, entered, due, state } = requests;
  const tokens = (written[request] as number) + 1;
  replica.outputTokens += Math.min(1, outputTokens[request] as number);
  if (firstTokenSeconds[request] === NOT_YET) {
    delivery[request] = deliverySeconds(fleet, lane, request);
    firstTokenSeconds[request] = seconds + delivery[request];
  }
  if (tokens >= (outputTokens[request] as number)) {
    // Its blocks are those of what it has read.
    finish(fleet, replica, lane, request, seconds);
    return;
  }
  written[request] = tokens;
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
  lane.cache.isRefusing = false;
  replica.finished += 1;
  fleet.answered += 1;
  answered(arrivals, request, Math.max(seconds, finishSeconds));
}

/** Gives a slot and its blocks back. */
export function leaveSlot(
  settings: ReplicaSettings,
  lane: Lane,
  requests: Requests,
  request: number,
  hasEnded: boolean,
): void {
  const { next, previous, state, inputTokens } = requests;
  vacate(settings, lane, requests, request, hasEnded);
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
