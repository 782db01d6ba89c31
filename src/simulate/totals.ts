import type { Fleet, Replica } from "./fleet.js";
import { laterBlocks } from "./lane-cache.js";

/** Sums of one replica from the start of a run to a moment. */
export interface Totals {
  readonly seconds: number;
  readonly arrivals: number;
  readonly finished: number;
  /** Tokens; those of steps under way in proportion to the time that has passed. */
  readonly outputTokens: number;
  /** Of all groups of lanes that step together. */
  readonly busySeconds: number;
  /** Requests in slots, in the queue, and blocks in use, each times the time for which they were. */
  readonly runningSeconds: number;
  readonly waitingSeconds: number;
  readonly blockSeconds: number;
}

/** Sums of a replica up to a moment between two at which something happens to it. */
export function totalsOf(replica: Replica, seconds: number): Totals {
  let { outputTokens, busySeconds } = replica;
  let [runningSeconds, waitingSeconds, blockSeconds] = [0, 0, 0];
  for (const { lanes, steps, beganSeconds, endSeconds } of replica.groups) {
    const underWay = steps === 0 ? 0 : seconds - beganSeconds;
    const doneShare = underWay === 0 ? 0 : underWay / (endSeconds - beganSeconds);
    busySeconds += underWay;
    for (const lane of lanes) {
      const passed = seconds - lane.touchedSeconds;
      outputTokens += lane.decoding * lane.steps * doneShare;
      runningSeconds += lane.runningSeconds + lane.running * passed;
      waitingSeconds += lane.waitingSeconds + lane.waiting * passed;
      blockSeconds +=
        lane.cache.blockSeconds +
        lane.cache.usedBlocks * (seconds - lane.cache.touchedSeconds) +
        (laterBlocks(lane, lane.steps) * doneShare * underWay) / 2;
    }
  }
  return {
    seconds,
    arrivals: replica.arrivals,
    finished: replica.finished,
    outputTokens,
    busySeconds,
    runningSeconds,
    waitingSeconds,
    blockSeconds,
  };
}

/** Sums of every replica. */
export const fleetTotals = ({ replicas }: Fleet, seconds: number): readonly Totals[] =>
  replicas.map((replica) => totalsOf(replica, seconds));

/** Seconds between two moments. */
export const durationOf = (from: readonly Totals[], to: readonly Totals[]): number =>
  (to[0] as Totals).seconds - (from[0] as Totals).seconds;

/** The sum of one quantity over the replicas, between two moments. */
export function between(from: readonly Totals[], to: readonly Totals[], quantity: keyof Totals): number {
  let sum = 0;
  for (const [index, later] of to.entries()) sum += later[quantity] - (from[index] as Totals)[quantity];
  return sum;
}
