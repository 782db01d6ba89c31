import { eventQueue, type EventQueue } from "../internal/event-queue.js";
import type { StepClock } from "../performance/timing/step-clock.js";
import type { Arrivals } from "./arrivals.js";
import { NONE, type Requests } from "./requests.js";

/** The key-value cache of a replica, in blocks that are handed out one by one. */
export interface BlockCache {
  /** Blocks; Infinity for a cache without limit. */
  readonly blocks: number;
  /** Tokens of one block. */
  readonly blockTokens: number;
  /** Blocks that every request holds beside those of its tokens. */
  readonly requestBlocks: number;
  /** True when a request takes blocks for its whole answer with its slot. */
  readonly reservesAnswer: boolean;
}

/** What every replica of a fleet is. */
export interface ReplicaSettings {
  readonly clock: StepClock;
  /** Requests that run at once, at most. */
  readonly slots: number;
  /** Tokens that a step decodes and reads, at most. */
  readonly maxBatchedTokens: number;
  readonly cache: BlockCache;
}

/** One replica at a moment. */
export interface Replica {
  readonly index: number;

  firstWaiting: number;
  lastWaiting: number;
  waiting: number;

  /** The request in a slot that was admitted last. */
  lastRunning: number;
  running: number;

  /** Requests whose prompts are not read to the end, by order of admission. */
  readonly reading: Int32Array;
  readingCount: number;
  /** Requests whose prompts are read and whose first token is due. */
  readonly delayed: EventQueue;

  decoding: number;
  /** Tokens of all requests that decode, the next of each included. */
  cachedTokens: number;
  /** Decoding steps since the start of the run. */
  decodedSteps: number;
  /** Requests that decode, by the step in which they end; some have left meanwhile. */
  readonly finishing: EventQueue;

  usedBlocks: number;
  /** Requests that decode and need a new block in the steps whose number has a remainder by the size of a block. */
  readonly growing: Int32Array;

  /** What is under way: decoding steps, a step that reads, or neither. */
  steps: number;
  reads: boolean;
  beganSeconds: number;
  /** When it ends; of an idle replica, when a first token is due, or Infinity. */
  endSeconds: number;
  firstStepSeconds: number;
  /** By how much each decoding step under way is longer than the one before. */
  stepGrowthSeconds: number;
  /** Tokens of each of `reading` in the step under way. */
  readonly chunks: Float64Array;
  /** True when it is to begin something at this moment. */
  isStarting: boolean;

  arrivals: number;
  finished: number;
  rejected: number;
  preemptions: number;
  outputTokens: number;
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
export function idleReplica(index: number, { slots, cache }: ReplicaSettings, requests: number): Replica {
  const room = Math.min(slots, requests);
  return {
    index,
    firstWaiting: NONE,
    lastWaiting: NONE,
    waiting: 0,
    lastRunning: NONE,
    running: 0,
    reading: new Int32Array(room),
    readingCount: 0,
    delayed: eventQueue(),
    decoding: 0,
    cachedTokens: 0,
    decodedSteps: 0,
    finishing: eventQueue(),
    usedBlocks: 0,
    growing: new Int32Array(grows(cache) ? cache.blockTokens : 0),
    steps: 0,
    reads: false,
    beganSeconds: 0,
    endSeconds: Infinity,
    firstStepSeconds: 0,
    stepGrowthSeconds: 0,
    chunks: new Float64Array(room),
    isStarting: false,
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
}

/** True when requests take blocks as they write. */
export const grows = ({ blocks, reservesAnswer }: BlockCache): boolean => blocks !== Infinity && !reservesAnswer;

/** Brings the sums over time up to a moment. */
export function touch(replica: Replica, seconds: number): void {
  const passed = seconds - replica.touchedSeconds;
  replica.runningSeconds += replica.running * passed;
  replica.waitingSeconds += replica.waiting * passed;
  replica.blockSeconds += replica.usedBlocks * passed;
  replica.touchedSeconds = seconds;
}
