import { eventQueue, type EventQueue } from "../internal/event-queue.js";
import { touchCache, type CacheUse } from "./block-cache.js";
import type { ReplicaSettings } from "./replica-settings.js";
import { NONE } from "./requests.js";
import { EXPECTED_OUTPUT } from "./scheduler.js";

/** One lane of a replica at a moment: a queue, and what runs. */
export interface Lane {
  firstWaiting: number;
  lastWaiting: number;
  waiting: number;
  /** Of those that wait, from the head on, how many the next plan knows of. */
  known: number;
  /** Slots that were freed too late for the next plan to know. */
  freshSlots: number;
  /** What those that run are expected to write yet, as a share of what they may; as of a step. */
  expectedShare: number;
  expectedSince: number;

  /** The request in a slot that was admitted last. */
  lastRunning: number;
  running: number;

  /** Requests whose prompts are not read to the end, by order of admission. */
  readonly prefill: Int32Array;
  prefillCount: number;
  /** Tokens of each of these in the step under way, and of all of them. */
  readonly chunks: Float64Array;
  promptTokens: number;

  decoding: number;
  /** Tokens of all requests that decode, the next of each included. */
  cachedTokens: number;
  /** Decoding steps since the start of the run. */
  decodedSteps: number;
  /** Decoding steps under way. */
  steps: number;
  /** Requests that decode, by the step in which they end; some have left meanwhile. */
  readonly finishing: EventQueue;

  readonly cache: CacheUse;
  /** Requests that decode and need a new block in the steps whose number has a remainder by the size of a block. */
  readonly growing: Int32Array;

  /** Requests in slots, and in the queue, each times the time for which they were, up to `touchedSeconds`. */
  runningSeconds: number;
  waitingSeconds: number;
  touchedSeconds: number;
}

/** A lane without requests, with room for as many as may ever come. */
export function idleLane({ slots, cache, scheduler }: ReplicaSettings, requests: number, use: CacheUse): Lane {
  const room = Math.min(slots, requests);
  const grows = cache.blocks !== Infinity && scheduler.admission !== "whole-output";
  return {
    firstWaiting: NONE,
    lastWaiting: NONE,
    waiting: 0,
    known: 0,
    freshSlots: 0,
    expectedShare: EXPECTED_OUTPUT.firstShare,
    expectedSince: 0,
    lastRunning: NONE,
    running: 0,
    prefill: new Int32Array(room),
    prefillCount: 0,
    chunks: new Float64Array(room),
    promptTokens: 0,
    decoding: 0,
    cachedTokens: 0,
    decodedSteps: 0,
    steps: 0,
    finishing: eventQueue(),
    cache: use,
    growing: new Int32Array(grows ? cache.blockTokens : 0),
    runningSeconds: 0,
    waitingSeconds: 0,
    touchedSeconds: 0,
  };
}

/** Brings the sums over time of a lane and its cache up to a moment. */
export function touch(lane: Lane, seconds: number): void {
  touchCache(lane.cache, seconds);
  const passed = seconds - lane.touchedSeconds;
  if (passed === 0) return;
  lane.runningSeconds += lane.running * passed;
  lane.waitingSeconds += lane.waiting * passed;
  lane.touchedSeconds = seconds;
}
