import type { BlockCache } from "./block-cache.js";
import { expectMore } from "./expected-output.js";
import type { Fleet, Replica } from "./fleet.js";
import type { Lane } from "./lane.js";
import { nextBlocks, writtenTokens } from "./lane-cache.js";
import { putFirst, putLast } from "./lane-queue.js";
import { NONE, STATE, type Requests } from "./requests.js";
import { EXPECTED_OUTPUT } from "./scheduler.js";
import { leaveSlot } from "./slots.js";

/** Blocks for a token of each request that decodes; where there are too few, some go back to the queue. */
export function secureBlocks(fleet: Fleet, replica: Replica, lane: Lane): number {
  const { cache, scheduler } = fleet.settings;
  if (lacksBlocks(lane, cache)) {
    if (scheduler.admission === "expected-output") preemptShortest(fleet, replica, lane);
    else while (lacksBlocks(lane, cache)) preempt(fleet, replica, lane, lane.lastRunning);
  }
  return nextBlocks(lane);
}

const lacksBlocks = (lane: Lane, { blocks }: BlockCache): boolean => nextBlocks(lane) > blocks - lane.cache.usedBlocks;

/** Those with the fewest tokens written give way until the others have room for some steps. */
function preemptShortest(fleet: Fleet, replica: Replica, lane: Lane): void {
  const {
    settings: {
      cache: { blocks, blockTokens },
    },
    requests,
  } = fleet;
  do preempt(fleet, replica, lane, shortestOutput(lane, requests));
  while (
    lane.decoding > 1 &&
    (blocks - lane.cache.usedBlocks) * blockTokens < lane.decoding * EXPECTED_OUTPUT.stepsAfterPreemption
  );
  expectMore(lane, requests);
}

/** Of those that decode the one with the fewest tokens written; of several, the one with the longest prompt. */
function shortestOutput(lane: Lane, requests: Requests): number {
  const { previous, state, inputTokens } = requests;
  let found = NONE;
  for (let request = lane.lastRunning; request !== NONE; request = previous[request] as number) {
    if (state[request] !== STATE.decoding) continue;
    const fewer = found === NONE ? -1 : writtenTokens(lane, requests, request) - writtenTokens(lane, requests, found);
    if (fewer < 0 || (fewer === 0 && (inputTokens[request] as number) > (inputTokens[found] as number)))
      found = request;
  }
  return found;
}

/** A request loses its slot and its blocks: the next to be admitted, or the last. */
export function preempt({ settings, requests }: Fleet, replica: Replica, lane: Lane, request: number): void {
  const tokens = writtenTokens(lane, requests, request);
  // Whose prompt is read when it gives way was admitted last.
  if (requests.state[request] === STATE.prefill) lane.prefillCount -= 1;
  leaveSlot(settings, lane, requests, request, false);
  requests.written[request] = tokens;
  if (settings.scheduler.admission === "expected-output") putLast(lane, requests, request);
  else putFirst(lane, requests, request);
  // Batches that share a cache would send one another back for ever: who gave way to another batch returns when somebody has ended.
  lane.cache.isRefusing = lane.cache.users > lane.running;
  replica.preemptions += 1;
}
