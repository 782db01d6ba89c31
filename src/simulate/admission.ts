import { expectAtFirst, expectedTokens, mayWriteTokens } from "./expected-output.js";
import type { Fleet } from "./fleet.js";
import type { Lane } from "./lane.js";
import { admissionBlocks, mostBlocks, prefixBlocks } from "./lane-cache.js";
import { putLast } from "./lane-queue.js";
import type { ReplicaSettings } from "./replica-settings.js";
import { promptTokens, takeSlot } from "./slots.js";

/** A request joins the end of the queue, or is turned away when the cache could never hold it. */
export function enqueue({ settings, requests }: Fleet, lane: Lane, request: number): boolean {
  if (mostBlocks(settings, requests, request) > settings.cache.blocks) return false;
  putLast(lane, requests, request);
  return true;
}

/**
 * First come, first served: requests that the plan knows of take slots while there are slots, room in the cache, and tokens of the
 * step that those before them do not need.
 */
export function admit(fleet: Fleet, lane: Lane, seconds: number, keptBlocks: number, stepTokens: number): void {
  const { settings, requests } = fleet;
  const { scheduler } = settings;
  let left = stepTokens;
  while (lane.known > 0) {
    // A prompt that is not cut waits for a step that has room for it.
    if (chunkTokens(settings, promptTokens(settings, lane, requests, lane.firstWaiting), left) === 0) return;
    if (!admitsFirst(fleet, lane, keptBlocks, left)) {
      // A slot that was freed since the plan before ends a refusal with the next one.
      if (scheduler.admission === "expected-output" && lane.running > 0 && lane.freshSlots === 0)
        lane.cache.isRefusing = true;
      return;
    }
    if (lane.running === 0) expectAtFirst(lane);
    takeSlot(fleet, lane, seconds, left);
    left = readNext(
      lane,
      lane.prefillCount - 1,
      chunkTokens(settings, requests.unread[lane.lastRunning] as number, left),
      left,
    );
  }
}

/** What a step with so many tokens left reads of a prompt; one that is not cut waits for a step that has room for it. */
export function chunkTokens({ scheduler, maxBatchedTokens }: ReplicaSettings, unread: number, left: number): number {
  if (scheduler.chunksPrompts || unread > maxBatchedTokens) return Math.min(unread, left);
  return unread <= left ? unread : 0;
}

/** The next step reads so many tokens of a prompt; how many it has left. Behind one that waits nothing is read. */
export function readNext(lane: Lane, at: number, tokens: number, left: number): number {
  lane.chunks[at] = tokens;
  lane.promptTokens += tokens;
  return tokens === 0 ? 0 : left - tokens;
}

/** True when the first in the queue gets a slot, and room in the cache beside blocks that are spoken for. */
function admitsFirst(fleet: Fleet, lane: Lane, keptBlocks: number, stepTokens: number): boolean {
  const {
    settings: { cache, scheduler },
    requests,
  } = fleet;
  if (!mayAdmitFirst(fleet, lane)) return false;
  const needed = blocksOfFirst(fleet, lane, stepTokens);
  const free = cache.blocks - lane.cache.usedBlocks - keptBlocks;
  if (needed > free) return false;
  // Nobody else is there to write: what fits in the cache at all is let in.
  if (scheduler.admission !== "expected-output" || lane.running === 0) return true;
  return (
    needed * cache.blockTokens + mayWriteTokens(lane, requests, lane.firstWaiting) <
    free * cache.blockTokens - expectedTokens(lane, requests)
  );
}

/** True when it would get a slot as far as slots go. */
export const mayAdmitFirst = ({ settings }: Fleet, lane: Lane): boolean =>
  lane.running + lane.freshSlots < settings.slots && !lane.cache.isRefusing;

/** Blocks that the first in the queue needs for a slot. */
const blocksOfFirst = ({ settings, requests }: Fleet, lane: Lane, stepTokens: number): number =>
  admissionBlocks(settings, lane, requests, lane.firstWaiting, stepTokens) +
  prefixBlocks(settings.cache, lane, requests, lane.firstWaiting);
