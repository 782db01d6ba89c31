import { firstNumber, firstTime, popEvent, type EventQueue } from "../internal/event-queue.js";
import { touch, type Fleet, type Group, type Lane, type Replica, type ReplicaSettings } from "./fleet.js";
import { chunkBlocks, laterBlocks, nextBlocks, stepsWithin, takeBlocks } from "./lane-cache.js";
import { STATE, type Requests } from "./requests.js";
import { admit, beginDecoding, finish, mayAdmitFirst, preempt, secureBlocks } from "./slots.js";

/** What was under way has ended: tokens are there, requests end, prompts are read, first tokens come. */
export function complete(fleet: Fleet, group: Group, seconds: number): void {
  const { replica, steps } = group;
  touch(replica, seconds);
  const passed = seconds - group.beganSeconds;
  if (steps > 0) replica.busySeconds += passed;
  for (const lane of group.lanes) {
    if (lane.steps > 0) endDecoding(fleet, group, lane, seconds);
    if (lane.reads) endPrefill(fleet, group, lane, seconds, passed);
  }
  group.steps = 0;
  group.endSeconds = Infinity;
}

function endDecoding(fleet: Fleet, { replica, beganSeconds }: Group, lane: Lane, seconds: number): void {
  const { steps } = lane;
  // Those of the first step were taken as it began; the others came one by one.
  const blocks = laterBlocks(lane, steps);
  replica.blockSeconds += (blocks / 2) * (seconds - beganSeconds);
  takeBlocks(lane.cache, fleet.settings.cache, blocks);
  lane.decodedSteps += steps;
  lane.cachedTokens += lane.decoding * steps;
  replica.outputTokens += lane.decoding * steps;
  lane.steps = 0;
  while (firstDue(lane.finishing, fleet.requests) <= lane.decodedSteps) finish(fleet, replica, lane, popEvent(lane.finishing), seconds);
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
  lane.reads = false;
}

/** The step in which the first of those that decode ends; of those in the queue some have left, or begun anew, meanwhile. */
function firstDue(queue: EventQueue, { state, due }: Requests): number {
  while (queue.size > 0) {
    const request = firstNumber(queue);
    const step = firstTime(queue);
    if (state[request] === STATE.decoding && due[request] === step) return step;
    popEvent(queue);
  }
  return Infinity;
}

/** Begins what comes next: a step that reads prompts, as many steps that only decode as nothing changes in, or a pause. */
export function begin(fleet: Fleet, group: Group, seconds: number): void {
  touch(group.replica, seconds);
  group.beganSeconds = seconds;
  // A plan that only sent requests back takes no time; the next one may admit.
  if (!beginPlanned(fleet, group, seconds) && !beginPlanned(fleet, group, seconds)) group.endSeconds = Infinity;
}

/** False when there is nothing to read and nobody to decode for. */
function beginPlanned(fleet: Fleet, group: Group, seconds: number): boolean {
  const { replica, lanes } = group;
  const { clock, scheduler } = fleet.settings;
  const lags = scheduler.lagSteps === 1 && lanes.some(({ decoding, prefillCount }) => decoding > 0 || prefillCount > 0);
  const mayHold = scheduler.holdsPromptSteps > 0 && isUnbalanced(group);
  // Prompts wait until every lane has one, as long as others decode meanwhile and it does not take too long.
  const isHeld = mayHold && group.heldSteps < scheduler.holdsPromptSteps && lanes.some(({ decoding }) => decoding > 0);
  group.heldSteps = isHeld ? group.heldSteps + 1 : 0;
  const { preemptions } = replica;
  // What a plan did not know of, or may hold back, changes the next one.
  let isSettled = !mayHold;
  let reads = false;
  for (const lane of lanes) {
    if (lags) isSettled &&= lane.waiting === 0 || (lane.known === lane.waiting && lane.freshSlots === 0);
    else notice(lane);
    if (!isHeld) plan(fleet, group, lane, seconds);
    else if (clock.mixesPrompts) secureBlocks(fleet, replica, lane);
    notice(lane);
    reads ||= lane.reads;
  }
  if (reads) {
    beginPrefill(fleet, group, seconds);
    return true;
  }
  if (!clock.mixesPrompts) for (const lane of lanes) secureBlocks(fleet, replica, lane);
  if (!lanes.some(({ decoding }) => decoding > 0)) return false;
  // Who was sent back has left room.
  beginDecodingSteps(fleet, group, seconds, isSettled && replica.preemptions === preemptions ? Infinity : 1);
  return true;
}

/** True when some lanes have prompts and others, with which they might be read, have none. */
function isUnbalanced({ lanes }: Group): boolean {
  const withPrompts = lanes.filter(({ waiting, prefillCount }) => waiting > 0 || prefillCount > 0).length;
  return withPrompts > 0 && withPrompts < lanes.length;
}

/** The next plan knows of all that has happened so far. */
function notice(lane: Lane): void {
  lane.known = lane.waiting;
  lane.freshSlots = 0;
}

/** Gives slots, and parts of prompts to read in the next step, in order of admission. */
function plan(fleet: Fleet, { replica }: Group, lane: Lane, seconds: number): void {
  const { settings, requests } = fleet;
  const { mixesPrompts } = settings.clock;
  const { preemptions } = replica;
  const keptBlocks = mixesPrompts ? secureBlocks(fleet, replica, lane) : 0;
  // Nobody comes in while others are sent back.
  if (replica.preemptions === preemptions) admit(fleet, lane, seconds, keptBlocks);
  let left = settings.maxBatchedTokens - (mixesPrompts ? lane.decoding : 0);
  for (let i = 0; i < lane.prefillCount; i += 1) {
    const request = lane.prefill[i] as number;
    const tokens = chunkTokens(settings, requests.unread[request] as number, left);
    if (tokens > 0 && !securesChunk(fleet, replica, lane, request, tokens)) return;
    lane.chunks[i] = tokens;
    left = tokens === 0 ? 0 : left - tokens;
    lane.reads ||= tokens > 0;
  }
}

/** What a step with so many tokens left reads of a prompt; one that is not cut waits for a step that has room for it, and so do all behind it. */
function chunkTokens({ scheduler, maxBatchedTokens }: ReplicaSettings, unread: number, left: number): number {
  if (scheduler.chunksPrompts || unread > maxBatchedTokens) return Math.min(unread, left);
  return unread <= left ? unread : 0;
}

/** Blocks for a part of a prompt, where it does not hold them all; false when it had to give way itself. */
function securesChunk(fleet: Fleet, replica: Replica, lane: Lane, request: number, tokens: number): boolean {
  const { settings, requests } = fleet;
  const { cache, scheduler } = settings;
  const needed = scheduler.admission === "first-chunk" ? chunkBlocks(settings, requests, request, tokens) : 0;
  if (needed === 0) return true;
  while (needed + (settings.clock.mixesPrompts ? nextBlocks(lane) : 0) > cache.blocks - lane.cache.usedBlocks) {
    const youngest = lane.lastRunning;
    preempt(fleet, replica, lane, youngest);
    if (youngest === request) return false;
  }
  takeBlocks(lane.cache, cache, needed);
  requests.heldBlocks[request] = (requests.heldBlocks[request] as number) + needed;
  return true;
}

/** A step that reads the planned parts of prompts, with what decodes beside them; the slowest lane sets its time. */
function beginPrefill({ settings: { clock, cache }, requests }: Fleet, group: Group, seconds: number): void {
  const { unread, inputTokens, written } = requests;
  const { lanes } = group;
  const promptTokens = lanes.map((lane) => {
    let tokens = 0;
    if (lane.reads) for (let i = 0; i < lane.prefillCount; i += 1) tokens += lane.chunks[i] as number;
    return tokens;
  });
  const allTokens = promptTokens.reduce((sum, tokens) => sum + tokens, 0);
  let longest = 0;
  for (const [at, lane] of lanes.entries()) {
    const decoding = clock.mixesPrompts ? lane.decoding : 0;
    lane.steps = decoding > 0 ? 1 : 0;
    if (decoding > 0) takeBlocks(lane.cache, cache, nextBlocks(lane));
    if (!lane.reads) {
      if (decoding > 0) longest = Math.max(longest, clock.decodingSeconds(decoding, lane.cachedTokens));
      continue;
    }
    let attentionSeconds = 0;
    for (let i = 0; i < lane.prefillCount; i += 1) {
      const request = lane.prefill[i] as number;
      const tokens = lane.chunks[i] as number;
      if (tokens > 0) attentionSeconds += clock.attentionSeconds((inputTokens[request] as number) + (written[request] as number) - (unread[request] as number), tokens);
    }
    const own = promptTokens[at] as number;
    longest = Math.max(longest, clock.prefillSeconds(decoding, decoding > 0 ? lane.cachedTokens : 0, own, attentionSeconds, allTokens - own));
  }
  group.steps = 1;
  group.endSeconds = throughStages(group, seconds, longest);
}

/**
 * As many steps at once as nothing but an arrival can change: nobody ends, blocks suffice, and the
 * time of a step grows in a straight line. Their times are an arithmetic series.
 */
function beginDecodingSteps(fleet: Fleet, group: Group, seconds: number, mostSteps: number): void {
  const { settings: { clock, cache, stages }, requests } = fleet;
  // Groups that share the stages of a pipeline go step by step, and so do lanes of which now one is the slowest, now another.
  const running = group.lanes.filter(({ decoding }) => decoding > 0);
  let most = stages > 1 || running.length > 1 ? 1 : mostSteps;
  for (const lane of running) {
    const { decoding, cachedTokens } = lane;
    const toFinish = firstDue(lane.finishing, requests) - lane.decodedSteps;
    const straight = Math.floor((clock.straightUpTo(decoding, cachedTokens) - cachedTokens) / decoding) + 1;
    most = stepsWithin(lane, cache, Math.min(most, toFinish, straight));
  }
  const stepSeconds = (step: number): number => running.reduce((longest, { decoding, cachedTokens }) => Math.max(longest, clock.decodingSeconds(decoding, cachedTokens + decoding * step)), 0);
  const first = stepSeconds(0);
  group.firstStepSeconds = first;
  group.stepGrowthSeconds = most === 1 ? 0 : (stepSeconds(most - 1) - first) / (most - 1);
  group.endSeconds = stages > 1 ? throughStages(group, seconds, first) : seconds + seriesSeconds(group, most);
  setSteps(group, most);
  for (const lane of running) takeBlocks(lane.cache, cache, nextBlocks(lane));
}

/** A group goes through the stages one by one, each when the group before has left it. */
function throughStages({ stageSeconds }: Group, seconds: number, stepSeconds: number): number {
  const count = stageSeconds.length;
  let end = seconds;
  for (let stage = 0; stage < count; stage += 1) {
    end = Math.max(end, stageSeconds[stage] as number) + stepSeconds / count;
    stageSeconds[stage] = end;
  }
  return count === 1 ? seconds + stepSeconds : end;
}

function setSteps(group: Group, steps: number): void {
  group.steps = steps;
  for (const lane of group.lanes) lane.steps = lane.decoding > 0 ? steps : 0;
}

/** Lets a run of decoding steps end with the first that ends no sooner than a moment. */
export function cut(group: Group, seconds: number): void {
  if (seconds > group.endSeconds) return;
  const steps = stepsBefore(group, seconds);
  setSteps(group, steps);
  group.endSeconds = group.beganSeconds + seriesSeconds(group, steps);
}

/** True when an arrival changes a plan that is made before the steps under way are over: plans take note of it, or it is the only one in the queue and may be admitted. */
export function isWorthCutting(fleet: Fleet, group: Group, lane: Lane): boolean {
  const { scheduler, maxBatchedTokens } = fleet.settings;
  return group.steps > 1 && (scheduler.lagSteps === 1 || scheduler.holdsPromptSteps > 0 || (lane.waiting === 1 && mayAdmitFirst(fleet, lane, maxBatchedTokens)));
}

const seriesSeconds = ({ firstStepSeconds, stepGrowthSeconds }: Group, steps: number): number => steps * firstStepSeconds + (stepGrowthSeconds * steps * (steps - 1)) / 2;

/** The least number of steps, one at least, after which a moment is reached. */
function stepsBefore(group: Group, moment: number): number {
  const { beganSeconds, firstStepSeconds, stepGrowthSeconds, steps: most } = group;
  const seconds = moment - beganSeconds;
  // j t + g j (j - 1) / 2 = seconds, by the root that does not cancel.
  const linear = firstStepSeconds - stepGrowthSeconds / 2;
  const estimate = Math.ceil((2 * seconds) / (linear + Math.sqrt(Math.max(0, linear * linear + 2 * stepGrowthSeconds * seconds))));
  let steps = Math.max(1, Math.min(most, estimate));
  while (steps < most && beganSeconds + seriesSeconds(group, steps) < moment) steps += 1;
  while (steps > 1 && beganSeconds + seriesSeconds(group, steps - 1) >= moment) steps -= 1;
  return steps;
}
