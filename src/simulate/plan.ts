import { admit, chunkTokens, readNext } from "./admission.js";
import { takeBlocks } from "./block-cache.js";
import type { Fleet, Group, Replica } from "./fleet.js";
import type { Lane } from "./lane.js";
import { chunkBlocks, nextBlocks } from "./lane-cache.js";
import { preempt, secureBlocks } from "./preemption.js";

/** The next plan knows of all that has happened so far. */
export function notice(lane: Lane): void {
  lane.known = lane.waiting;
  lane.freshSlots = 0;
}

/** The next plan knows of the slots that are free, and of nobody new. */
export function noticeSlots(lane: Lane): void {
  lane.freshSlots = 0;
}

/** Gives parts of prompts to read in the next step, first to those in slots, then to those that get one, in order of admission. */
export function plan(fleet: Fleet, { replica }: Group, lane: Lane, seconds: number): void {
  const { settings, requests } = fleet;
  const { mixesPrompts } = settings.clock;
  const { preemptions } = replica;
  const keptBlocks = mixesPrompts ? secureBlocks(fleet, replica, lane) : 0;
  let left = settings.maxBatchedTokens - (mixesPrompts ? lane.decoding : 0);
  for (let i = 0; i < lane.prefillCount; i += 1) {
    const request = lane.prefill[i] as number;
    const tokens = chunkTokens(settings, requests.unread[request] as number, left);
    if (tokens > 0 && !securesChunk(fleet, replica, lane, request, tokens)) return;
    left = readNext(lane, i, tokens, left);
  }
  // Nobody comes in while others are sent back.
  if (replica.preemptions === preemptions) admit(fleet, lane, seconds, keptBlocks, left);
}

/** Blocks for a part of a prompt, where it does not hold them all; false when it had to give way itself. */
function securesChunk(fleet: Fleet, replica: Replica, lane: Lane, request: number, tokens: number): boolean {
  const {
    settings: { cache },
    requests,
  } = fleet;
  const needed = chunkBlocks(cache, requests, request, tokens);
  if (needed === 0) return true;
  while (needed + nextBlocks(lane) > cache.blocks - lane.cache.usedBlocks) {
    const youngest = lane.lastRunning;
    preempt(fleet, replica, lane, youngest);
    if (youngest === request) return false;
  }
  takeBlocks(lane.cache, cache, needed);
  requests.heldBlocks[request] = (requests.heldBlocks[request] as number) + needed;
  return true;
}
