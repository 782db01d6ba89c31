import { eventQueue, type EventQueue } from "../internal/event-queue.js";
import type { Arrivals } from "./arrivals.js";
import type { StepClock } from "./clock.js";
import { emptyCache, type BlockCache, type CacheUse } from "./lane-cache.js";
import { NONE, type Requests } from "./requests.js";
import { EXPECTED_OUTPUT, type SchedulerRules } from "./scheduler.js";

/** Lanes of a replica, all of which take requests. */
export const lanesOf = ({ engines, lanes, stages }: Pick<ReplicaSettings, "engines" | "lanes" | "stages">): number => engines * lanes * stages;

/** What every replica of a fleet is. */
export interface ReplicaSettings {
  readonly clock: StepClock;
  readonly scheduler: SchedulerRules;
  /** Engines behind one address that share nothing, as data-parallel ranks of a dense model do. */
  readonly engines: number;
  /** Lanes that step together, as data-parallel ranks do: each has slots, tokens of a step and a cache of its own. */
  readonly lanes: number;
  /** Stages of a pipeline, and groups of lanes that follow one another through them. */
  readonly stages: number;
  /** Requests that a lane runs at once, at most. */
  readonly slots: number;
  /** Tokens that a lane decodes and prefills in a step, at most. */
  readonly maxBatchedTokens: number;
  /** Of a lane, shared by those that follow one another through a pipeline. */
  readonly cache: BlockCache;
}

/** One lane of a replica at a moment: a queue, and what runs. */
export interface Lane {
  firstWaiting: number;
  lastWaiting: number;
  waiting: number;
  /** Of those that wait, from the head on, how many the next plan knows of. */
  known: number;
  /** Slots that were freed too late for the next plan to know. */
  freshSlots: number;
  /** True while the head of the queue was refused and nobody has ended since. */
  isRefusing: boolean;
  /** What those that run are expected to write yet, as a share of what they may; as of a step. */
  expectedShare: number;
  expectedSince: number;

  /** The request in a slot that was admitted last. */
  lastRunning: number;
  running: number;

  /** Requests whose prompts are not read to the end, by order of admission. */
  readonly prefill: Int32Array;
  prefillCount: number;
  /** Tokens of each of these in the step under way. */
  readonly chunks: Float64Array;
  /** True when the step under way reads prompts of this lane. */
  reads: boolean;

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
}

/** Lanes that step together at a moment. */
export interface Group {
  readonly replica: Replica;
  /** Among all groups of the fleet. */
  readonly index: number;
  readonly lanes: readonly Lane[];
  /** When each stage of the pipeline that it goes through is free again, seconds. */
  readonly stageSeconds: Float64Array;
  /** Decoding steps for which prompts have been held back. */
  heldSteps: number;
  /** Steps under way; the first of them reads prompts, or all only decode. */
  steps: number;
  beganSeconds: number;
  /** When they end; Infinity of an idle group. */
  endSeconds: number;
  firstStepSeconds: number;
  /** By how much each step under way is longer than the one before. */
  stepGrowthSeconds: number;
  /** True when it is to begin something at this moment. */
  isStarting: boolean;
}

/** One replica at a moment. */
export interface Replica {
  readonly index: number;
  /** One for each stage of each engine. */
  readonly groups: readonly Group[];
  arrivals: number;
  finished: number;
  rejected: number;
  preemptions: number;
  outputTokens: number;
  /** Of all groups. */
  busySeconds: number;
  /** Sums up to `touchedSeconds`. */
  touchedSeconds: number;
  runningSeconds: number;
  waitingSeconds: number;
  blockSeconds: number;
}

/** A fleet at a moment. */
export interface Fleet {
  readonly settings: ReplicaSettings;
  readonly requests: Requests;
  readonly arrivals: Arrivals;
  readonly replicas: readonly Replica[];
  /** When something happened last. */
  seconds: number;
  /** Requests that have come. */
  arrived: number;
  /** Requests that have ended or were turned away. */
  answered: number;
}

/** A replica without requests. */
export function idleReplica(index: number, settings: ReplicaSettings, requests: number): Replica {
  const groups: Group[] = [];
  const replica: Replica = {
    index,
    groups,
    arrivals: 0,
    finished: 0,
    rejected: 0,
    preemptions: 0,
    outputTokens: 0,
    busySeconds: 0,
    touchedSeconds: 0,
    runningSeconds: 0,
    waitingSeconds: 0,
    blockSeconds: 0,
  };
  for (let engine = 0; engine < settings.engines; engine += 1) {
    const stageSeconds = new Float64Array(settings.stages);
    // Batches that follow one another through a pipeline share the cache of their rank.
    const caches = Array.from({ length: settings.lanes }, emptyCache);
    for (let stage = 0; stage < settings.stages; stage += 1) {
      groups.push({
        replica,
        index: index * settings.engines * settings.stages + groups.length,
        lanes: caches.map((cache) => idleLane(settings, requests, cache)),
        stageSeconds,
        heldSteps: 0,
        steps: 0,
        beganSeconds: 0,
        endSeconds: Infinity,
        firstStepSeconds: 0,
        stepGrowthSeconds: 0,
        isStarting: false,
      });
    }
  }
  return replica;
}

function idleLane({ slots, cache, scheduler }: ReplicaSettings, requests: number, use: CacheUse): Lane {
  const room = Math.min(slots, requests);
  const grows = cache.blocks !== Infinity && scheduler.admission !== "whole-output";
  return {
    firstWaiting: NONE,
    lastWaiting: NONE,
    waiting: 0,
    known: 0,
    freshSlots: 0,
    isRefusing: false,
    expectedShare: EXPECTED_OUTPUT.firstShare,
    expectedSince: 0,
    lastRunning: NONE,
    running: 0,
    prefill: new Int32Array(room),
    prefillCount: 0,
    chunks: new Float64Array(room),
    reads: false,
    decoding: 0,
    cachedTokens: 0,
    decodedSteps: 0,
    steps: 0,
    finishing: eventQueue(),
    cache: use,
    growing: new Int32Array(grows ? cache.blockTokens : 0),
  };
}

/** Requests of a replica that run or wait, or blocks that it uses: all lanes together. */
export function sumOfLanes({ groups }: Replica, read: (lane: Lane) => number): number {
  let sum = 0;
  for (const { lanes } of groups) for (const lane of lanes) sum += read(lane);
  return sum;
}

export const runningOf = ({ running }: Lane): number => running;
export const waitingOf = ({ waiting }: Lane): number => waiting;
export const usedBlocksOf = ({ cache }: Lane): number => cache.usedBlocks;

/** Brings the sums over time up to a moment. */
export function touch(replica: Replica, seconds: number): void {
  const passed = seconds - replica.touchedSeconds;
  if (passed === 0) return;
  replica.runningSeconds += sumOfLanes(replica, runningOf) * passed;
  replica.waitingSeconds += sumOfLanes(replica, waitingOf) * passed;
  replica.blockSeconds += sumOfLanes(replica, usedBlocksOf) * passed;
  replica.touchedSeconds = seconds;
}
