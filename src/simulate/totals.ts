import { newBlocks } from "./cache-blocks.js";
import type { Fleet, Replica } from "./replica.js";

/** Sums of one replica from the start of a run to a moment. */
export interface Totals {
  readonly seconds: number;
  readonly arrivals: number;
  readonly finished: number;
  /** Tokens; those of steps under way in proportion to the time that has passed. */
  readonly outputTokens: number;
  readonly busySeconds: number;
  /** Requests in slots, in the queue, and blocks in use, each times the time for which they were. */
  readonly runningSeconds: number;
  readonly waitingSeconds: number;
  readonly blockSeconds: number;
}

/** Sums of a replica up to a moment between two at which something happens to it. */
export function totalsOf(replica: Replica, seconds: number): Totals {
  const { steps, reads, beganSeconds, endSeconds, decoding, touchedSeconds } = replica;
  const passed = seconds - touchedSeconds;
  const under = steps > 0 || reads ? seconds - beganSeconds : 0;
  const doneShare = steps > 0 ? under / (endSeconds - beganSeconds) : 0;
  return {
    seconds,
    arrivals: replica.arrivals,
    finished: replica.finished,
    outputTokens: replica.outputTokens + decoding * steps * doneShare,
    busySeconds: replica.busySeconds + under,
    runningSeconds: replica.runningSeconds + replica.running * passed,
    waitingSeconds: replica.waitingSeconds + replica.waiting * passed,
    blockSeconds: replica.blockSeconds + replica.usedBlocks * passed + (doneShare === 0 ? 0 : (newBlocks(replica, steps) * doneShare * under) / 2),
  };
}

/** Sums of every replica. */
export const fleetTotals = ({ replicas }: Fleet, seconds: number): readonly Totals[] => replicas.map((replica) => totalsOf(replica, seconds));

/** The sum of one quantity over the replicas, between two moments. */
export function between(from: readonly Totals[], to: readonly Totals[], quantity: keyof Totals): number {
  let sum = 0;
  for (const [index, later] of to.entries()) sum += later[quantity] - (from[index] as Totals)[quantity];
  return sum;
}
