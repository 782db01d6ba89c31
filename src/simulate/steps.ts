import { firstNumber, firstTime, popEvent, pushEvent, type EventQueue } from "../internal/event-queue.js";
import { newBlocks, stepsWithin } from "./cache-blocks.js";
import { touch, type Fleet, type Replica } from "./replica.js";
import { NOT_YET, STATE, type Requests } from "./requests.js";
import { admit, admitsFirst, beginDecoding, finish, secureBlocks } from "./slots.js";

/** What was under way has ended: tokens are there, requests end, prompts are read, first tokens come. */
export function complete(fleet: Fleet, replica: Replica, seconds: number): void {
  touch(replica, seconds);
  const { steps, reads } = replica;
  if (steps > 0 || reads) replica.busySeconds += seconds - replica.beganSeconds;
  if (steps > 0) endDecoding(fleet, replica, steps, seconds);
  if (reads) endReading(fleet, replica, seconds);
  while (firstDue(replica.delayed, fleet.requests, STATE.delayed) <= seconds) beginDecoding(fleet, replica, popEvent(replica.delayed), seconds);
  replica.steps = 0;
  replica.reads = false;
  replica.endSeconds = Infinity;
}

function endDecoding(fleet: Fleet, replica: Replica, steps: number, seconds: number): void {
  const blocks = newBlocks(replica, steps);
  // They came one by one.
  replica.blockSeconds += (blocks / 2) * (seconds - replica.beganSeconds);
  replica.usedBlocks += blocks;
  replica.decodedSteps += steps;
  replica.cachedTokens += replica.decoding * steps;
  replica.outputTokens += replica.decoding * steps;
  while (firstDue(replica.finishing, fleet.requests, STATE.decoding) <= replica.decodedSteps) finish(fleet, replica, popEvent(replica.finishing), seconds);
}

function endReading(fleet: Fleet, replica: Replica, seconds: number): void {
  const { requests, settings } = fleet;
  const { unread, inputTokens, cachedTokens, slotSeconds, firstTokenSeconds, state, due } = requests;
  const count = replica.readingCount;
  let left = 0;
  for (let i = 0; i < count; i += 1) {
    const request = replica.reading[i] as number;
    const rest = (unread[request] as number) - (replica.chunks[i] as number);
    unread[request] = rest;
    if (rest > 0) {
      replica.reading[left] = request;
      left += 1;
      continue;
    }
    const input = inputTokens[request] as number;
    // A request that was preempted has its first token.
    const isFirst = firstTokenSeconds[request] === NOT_YET;
    const least = isFirst ? settings.clock.firstTokenSeconds(replica.decoding, replica.cachedTokens, input, input - (cachedTokens[request] as number)) : 0;
    const dueSeconds = (slotSeconds[request] as number) + least;
    if (dueSeconds > seconds) {
      state[request] = STATE.delayed;
      due[request] = dueSeconds;
      pushEvent(replica.delayed, dueSeconds, request);
    } else beginDecoding(fleet, replica, request, seconds);
  }
  replica.readingCount = left;
}

/** When the first of those in a queue is due that are still in the state that they were put there in. */
function firstDue(queue: EventQueue, { state, due }: Requests, expected: number): number {
  while (queue.size > 0) {
    const request = firstNumber(queue);
    const time = firstTime(queue);
    if (state[request] === expected && due[request] === time) return time;
    popEvent(queue);
  }
  return Infinity;
}

/** Begins what comes next: a step that reads, as many steps that only decode as nothing changes in, or a pause. */
export function begin(fleet: Fleet, replica: Replica, seconds: number): void {
  const { mixesPrompts } = fleet.settings.clock;
  touch(replica, seconds);
  replica.beganSeconds = seconds;
  const keptBlocks = mixesPrompts ? secureBlocks(fleet, replica) : 0;
  admit(fleet, replica, seconds, keptBlocks);
  if (replica.readingCount > 0) beginReading(fleet, replica, seconds);
  else if (replica.decoding > 0) {
    if (!mixesPrompts) secureBlocks(fleet, replica);
    beginDecodingSteps(fleet, replica, seconds);
  } else replica.endSeconds = firstDue(replica.delayed, fleet.requests, STATE.delayed);
}

/** A step that reads what its tokens allow, in order of admission, with what decodes beside it. */
function beginReading({ settings: { clock, maxBatchedTokens }, requests }: Fleet, replica: Replica, seconds: number): void {
  const { unread, inputTokens, written } = requests;
  const decoding = clock.mixesPrompts ? replica.decoding : 0;
  const most = maxBatchedTokens - decoding;
  let promptTokens = 0;
  let attentionSeconds = 0;
  for (let i = 0; i < replica.readingCount; i += 1) {
    const request = replica.reading[i] as number;
    const rest = unread[request] as number;
    const tokens = Math.min(rest, most - promptTokens);
    replica.chunks[i] = tokens;
    if (tokens === 0) continue;
    promptTokens += tokens;
    attentionSeconds += clock.attentionSeconds((inputTokens[request] as number) + (written[request] as number) - rest, tokens);
  }
  replica.reads = true;
  replica.steps = decoding > 0 ? 1 : 0;
  replica.endSeconds = seconds + clock.readingSeconds(decoding, decoding > 0 ? replica.cachedTokens : 0, promptTokens, attentionSeconds);
}

/**
 * As many steps at once as nothing but an arrival can change: nobody ends, no first token is due, blocks suffice, and the
 * time of a step grows in a straight line. Their times are an arithmetic series.
 */
function beginDecodingSteps({ settings: { clock, cache }, requests }: Fleet, replica: Replica, seconds: number): void {
  const { decoding, cachedTokens } = replica;
  const toFinish = firstDue(replica.finishing, requests, STATE.decoding) - replica.decodedSteps;
  const straight = Math.floor((clock.straightUpTo(decoding, cachedTokens) - cachedTokens) / decoding) + 1;
  const most = stepsWithin(replica, cache, Math.min(toFinish, straight));
  const first = clock.decodingSeconds(decoding, cachedTokens);
  replica.firstStepSeconds = first;
  replica.stepGrowthSeconds = most === 1 ? 0 : (clock.decodingSeconds(decoding, cachedTokens + decoding * (most - 1)) - first) / (most - 1);
  replica.steps = most;
  replica.endSeconds = seconds + seriesSeconds(replica, most);
  cut(replica, firstDue(replica.delayed, requests, STATE.delayed));
}

/** Lets a run of decoding steps end with the first that ends no sooner than a moment. */
export function cut(replica: Replica, seconds: number): void {
  if (seconds > replica.endSeconds) return;
  const steps = stepsBefore(replica, seconds);
  replica.steps = steps;
  replica.endSeconds = replica.beganSeconds + seriesSeconds(replica, steps);
}

/** True when an arrival that is the only one in the queue could begin before the steps under way are over. */
export const isWorthCutting = (fleet: Fleet, replica: Replica): boolean => replica.steps > 1 && !replica.reads && replica.waiting === 1 && admitsFirst(fleet, replica, 0);

const seriesSeconds = ({ firstStepSeconds, stepGrowthSeconds }: Replica, steps: number): number => steps * firstStepSeconds + (stepGrowthSeconds * steps * (steps - 1)) / 2;

/** The least number of steps, one at least, after which a moment is reached. */
function stepsBefore(replica: Replica, moment: number): number {
  const { beganSeconds, firstStepSeconds, stepGrowthSeconds, steps: most } = replica;
  const seconds = moment - beganSeconds;
  // j t + g j (j - 1) / 2 = seconds, by the root that does not cancel.
  const linear = firstStepSeconds - stepGrowthSeconds / 2;
  const estimate = Math.ceil((2 * seconds) / (linear + Math.sqrt(Math.max(0, linear * linear + 2 * stepGrowthSeconds * seconds))));
  let steps = Math.max(1, Math.min(most, estimate));
  while (steps < most && beganSeconds + seriesSeconds(replica, steps) < moment) steps += 1;
  while (steps > 1 && beganSeconds + seriesSeconds(replica, steps - 1) >= moment) steps -= 1;
  return steps;
}
