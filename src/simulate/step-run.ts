import { smallestWhere } from "../internal/bisect.js";
import { firstNumber, firstTime, popEvent, type EventQueue } from "../internal/event-queue.js";
import { takeBlocks } from "./block-cache.js";
import type { StepClock } from "./clock.js";
import type { Fleet, Group } from "./fleet.js";
import type { Lane } from "./lane.js";
import { nextBlocks, stepsWithin } from "./lane-cache.js";
import { STATE, type Requests } from "./requests.js";

/** The step in which the first of those that decode ends; of those in the queue some have left, or begun anew, meanwhile. */
export function firstDue(queue: EventQueue, { state, due }: Requests): number {
  while (queue.size > 0) {
    const request = firstNumber(queue);
    const step = firstTime(queue);
    if (state[request] === STATE.decoding && due[request] === step) return step;
    popEvent(queue);
  }
  return Infinity;
}

/** A step that reads the planned parts of prompts, with what decodes beside them; the slowest lane sets its time. */
export function beginPrefill({ settings: { clock, cache }, requests }: Fleet, group: Group, seconds: number): void {
  let allTokens = 0;
  for (const { promptTokens } of group.lanes) allTokens += promptTokens;
  let longest = 0;
  for (const lane of group.lanes) {
    const { promptTokens } = lane;
    const decoding = clock.mixesPrompts ? lane.decoding : 0;
    const cachedTokens = decoding === 0 ? 0 : lane.cachedTokens;
    lane.steps = decoding === 0 ? 0 : 1;
    if (decoding > 0) takeBlocks(lane.cache, cache, nextBlocks(lane));
    if (promptTokens > 0)
      longest = Math.max(
        longest,
        clock.prefillSeconds(
          decoding,
          cachedTokens,
          promptTokens,
          attentionSeconds(clock, lane, requests),
          allTokens - promptTokens,
        ),
      );
    else if (decoding > 0) longest = Math.max(longest, clock.decodingSeconds(decoding, cachedTokens));
  }
  group.steps = 1;
  group.endSeconds = throughStages(group, seconds, longest);
}

/** Attention of the parts of prompts that the next step reads. */
function attentionSeconds(
  clock: StepClock,
  { prefill, prefillCount, chunks }: Lane,
  { unread, inputTokens, written }: Requests,
): number {
  let seconds = 0;
  for (let i = 0; i < prefillCount; i += 1) {
    const request = prefill[i] as number;
    const tokens = chunks[i] as number;
    if (tokens > 0)
      seconds += clock.attentionSeconds(
        (inputTokens[request] as number) + (written[request] as number) - (unread[request] as number),
        tokens,
      );
  }
  return seconds;
}

/**
 * As many steps at once as nothing but an arrival can change: nobody ends, blocks suffice, and the
 * time of a step grows in a straight line. Their times are an arithmetic series.
 */
export function beginDecodingSteps(fleet: Fleet, group: Group, seconds: number, mostSteps: number): void {
  const { clock, cache, stages } = fleet.settings;
  // Groups that share the stages of a pipeline go step by step, and so do lanes of which now one is the slowest, now another.
  const lane = stages > 1 ? undefined : onlyDecoding(group);
  const most = lane === undefined ? 1 : stepsWithoutChange(fleet, lane, mostSteps);
  const first = decodingSeconds(clock, group, 0);
  group.firstStepSeconds = first;
  group.stepGrowthSeconds = most === 1 ? 0 : (decodingSeconds(clock, group, most - 1) - first) / (most - 1);
  group.endSeconds = stages > 1 ? throughStages(group, seconds, first) : seconds + seriesSeconds(group, most);
  setSteps(group, most);
  for (const each of group.lanes) if (each.decoding > 0) takeBlocks(each.cache, cache, nextBlocks(each));
}

/** The lane that decodes, when no other does. */
function onlyDecoding({ lanes }: Group): Lane | undefined {
  let found: Lane | undefined;
  for (const lane of lanes) {
    if (lane.decoding === 0) continue;
    if (found !== undefined) return undefined;
    found = lane;
  }
  return found;
}

/** Decoding steps of a lane, at most as many as asked for, until somebody ends, blocks run out, or the time bends. */
function stepsWithoutChange({ settings: { clock, cache }, requests }: Fleet, lane: Lane, most: number): number {
  const { decoding, cachedTokens } = lane;
  const toFinish = firstDue(lane.finishing, requests) - lane.decodedSteps;
  const straight = Math.floor((clock.straightUpTo(decoding, cachedTokens) - cachedTokens) / decoding) + 1;
  return stepsWithin(lane, cache, Math.min(most, toFinish, straight));
}

/** A step of the slowest lane, so many steps from now. */
function decodingSeconds(clock: StepClock, { lanes }: Group, step: number): number {
  let longest = 0;
  for (const { decoding, cachedTokens } of lanes)
    if (decoding > 0) longest = Math.max(longest, clock.decodingSeconds(decoding, cachedTokens + decoding * step));
  return longest;
}

/** A group goes through the stages one by one, each when the group before has left it. */
function throughStages({ stageSeconds }: Group, seconds: number, stepSeconds: number): number {
  const count = stageSeconds.length;
  if (count === 1) return seconds + stepSeconds;
  let end = seconds;
  for (let stage = 0; stage < count; stage += 1) {
    end = Math.max(end, stageSeconds[stage] as number) + stepSeconds / count;
    stageSeconds[stage] = end;
  }
  return end;
}

function setSteps(group: Group, steps: number): void {
  group.steps = steps;
  for (const lane of group.lanes) lane.steps = lane.decoding > 0 ? steps : 0;
}

/** Lets a run of decoding steps end with the first that ends no sooner than a moment. */
export function cutRun(group: Group, seconds: number): void {
  const endSeconds = (steps: number): number => group.beganSeconds + seriesSeconds(group, steps);
  setSteps(
    group,
    smallestWhere((steps) => endSeconds(steps) >= seconds, 0, group.steps, group.steps),
  );
  group.endSeconds = endSeconds(group.steps);
}

const seriesSeconds = ({ firstStepSeconds, stepGrowthSeconds }: Group, steps: number): number =>
  steps * firstStepSeconds + (stepGrowthSeconds * steps * (steps - 1)) / 2;
