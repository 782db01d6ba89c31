import type { Arrivals } from "./arrivals.js";
import { emptyCache } from "./block-cache.js";
import { idleLane, type Lane } from "./lane.js";
import type { ReplicaSettings } from "./replica-settings.js";
import type { Requests } from "./requests.js";

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
  /** Decoding steps since prompts were read, or nobody decoded. */
  decodedSteps: number;
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
}

/** A fleet at a moment. */
export interface Fleet {
  readonly settings: ReplicaSettings;
  readonly requests: Requests;
  readonly arrivals: Arrivals;
  readonly replicas: readonly Replica[];
  /** When something happened last. */
  seconds: number;
  /** Requests that have come, and which, in their order. */
  arrived: number;
  readonly order: Int32Array;
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
        decodedSteps: 0,
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
