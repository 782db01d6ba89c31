import { popEvent } from "../internal/event-queue.js";
import { mayAdmitFirst } from "./admission.js";
import { takeBlocks } from "./block-cache.js";
import type { Fleet, Group } from "./fleet.js";
import { touch, type Lane } from "./lane.js";
import { laterBlocks } from "./lane-cache.js";
import { notice, noticeSlots, plan } from "./plan.js";
import { secureBlocks } from "./preemption.js";
import { beginDecoding, finish } from "./slots.js";
import { beginDecodingSteps, beginPrefill, firstDue } from "./step-run.js";

/** What was under way has ended: tokens are there, requests end, prompts are read, first tokens come. */
export function complete(fleet: Fleet, group: Group, seconds: number): void {
  const { replica, steps } = group;
  const passed = seconds - group.beganSeconds;
  if (steps > 0) replica.busySeconds += passed;
  group.decodedSteps = isReading(group.lanes) ? 0 : group.decodedSteps + steps;
  for (const lane of group.lanes) {
    touch(lane, seconds);
    if (lane.steps > 0) endDecoding(fleet, group, lane, seconds);
    if (lane.promptTokens > 0) endPrefill(fleet, group, lane, seconds, passed);
  }
  group.steps = 0;
  group.endSeconds = Infinity;
}

function endDecoding(fleet: Fleet, { replica, beganSeconds }: Group, lane: Lane, seconds: number): void {
  const { steps } = lane;
  // Those of the first step were taken as it began; the others came one by one.
  const blocks = laterBlocks(lane, steps);
  lane.cache.blockSeconds += (blocks / 2) * (seconds - beganSeconds);
  takeBlocks(lane.cache, fleet.settings.cache, blocks);
  lane.decodedSteps += steps;
  lane.cachedTokens += lane.decoding * steps;
  replica.outputTokens += lane.decoding * steps;
  lane.steps = 0;
  while (firstDue(lane.finishing, fleet.requests) <= lane.decodedSteps)
    finish(fleet, replica, lane, popEvent(lane.finishing), seconds);
}

function endPrefill(fleet: Fleet, { replica }: Group, lane: Lane, seconds: number, stepSeconds: number): void {
  const { unread, prefillSeconds } = fleet.requests;
  const count = lane.prefillCount;
  let left = 0;
  for (let i = 0; i < count; i += 1) {
    const request = lane.prefill[i] as number;
    const tokens = lane.chunks[i] as number;
    const rest = (unread[request] as number) - tokens;
    unread[request] = rest;
    if (tokens > 0) prefillSeconds[request] = (prefillSeconds[request] as number) + stepSeconds;
    if (rest > 0) {
      lane.prefill[left] = request;
      left += 1;
      continue;
    }
    beginDecoding(fleet, replica, lane, request, seconds);
  }
  lane.prefillCount = left;
  lane.promptTokens = 0;
}

/** Begins what comes next: a step that reads prompts, as many steps that only decode as nothing changes in, or a pause. */
export function begin(fleet: Fleet, group: Group, seconds: number): void {
  for (const lane of group.lanes) touch(lane, seconds);
  group.beganSeconds = seconds;
  // A plan that only sent requests back takes no time; the next one may admit.
  if (!beginPlanned(fleet, group, seconds) && !beginPlanned(fleet, group, seconds)) group.endSeconds = Infinity;
}

/** False when there is nothing to read and nobody to decode for. */
function beginPlanned(fleet: Fleet, group: Group, seconds: number): boolean {
  const { replica, lanes } = group;
  const { clock, scheduler } = fleet.settings;
  const lags = scheduler.lagSteps === 1 && isBusy(lanes);
  const mayHold = scheduler.holdsPromptSteps > 0 && isUnbalanced(lanes);
  // Prompts wait until every lane has one, as long as others decode meanwhile and it does not take too long.
  const isHeld = mayHold && group.heldSteps < scheduler.holdsPromptSteps && isDecoding(lanes);
  group.heldSteps = isHeld ? group.heldSteps + 1 : 0;
  // Between two looks nobody is seen who came meanwhile.
  const isLooking = group.decodedSteps % scheduler.receiveSteps === 0 || !isDecoding(lanes);
  const { preemptions } = replica;
  // What a plan did not know of, or may hold back, changes the next one.
  let isSettled = !mayHold;
  const know = isLooking ? notice : noticeSlots;
  let reads = false;
  for (const lane of lanes) {
    if (lags) isSettled &&= lane.waiting === 0 || (lane.known === lane.waiting && lane.freshSlots === 0);
    else know(lane);
    if (!isHeld) plan(fleet, group, lane, seconds);
    else if (clock.mixesPrompts) secureBlocks(fleet, replica, lane);
    know(lane);
    isSettled &&= isLooking || lane.known === lane.waiting;
    reads ||= lane.promptTokens > 0;
  }
  if (reads) {
    beginPrefill(fleet, group, seconds);
    return true;
  }
  if (!clock.mixesPrompts) for (const lane of lanes) secureBlocks(fleet, replica, lane);
  if (!isDecoding(lanes)) return false;
  // Who was sent back has left room.
  beginDecodingSteps(fleet, group, seconds, isSettled && replica.preemptions === preemptions ? Infinity : 1);
  return true;
}

/** True while somebody is there to write or to read for. */
function isBusy(lanes: readonly Lane[]): boolean {
  for (const { decoding, prefillCount } of lanes) if (decoding > 0 || prefillCount > 0) return true;
  return false;
}

function isReading(lanes: readonly Lane[]): boolean {
  for (const { promptTokens } of lanes) if (promptTokens > 0) return true;
  return false;
}

function isDecoding(lanes: readonly Lane[]): boolean {
  for (const { decoding } of lanes) if (decoding > 0) return true;
  return false;
}

/** True when some lanes have prompts and others, with which they might be read, have none. */
function isUnbalanced(lanes: readonly Lane[]): boolean {
  let withPrompts = 0;
  for (const { waiting, prefillCount } of lanes) if (waiting > 0 || prefillCount > 0) withPrompts += 1;
  return withPrompts > 0 && withPrompts < lanes.length;
}

/** True when an arrival changes a plan that is made before the steps under way are over: plans take note of it, or it is the only one in the queue and may be admitted. */
export function isWorthCutting(fleet: Fleet, group: Group, lane: Lane): boolean {
  const { scheduler } = fleet.settings;
  return (
    group.steps > 1 &&
    (scheduler.lagSteps === 1 || scheduler.holdsPromptSteps > 0 || (lane.waiting === 1 && mayAdmitFirst(fleet, lane)))
  );
}
