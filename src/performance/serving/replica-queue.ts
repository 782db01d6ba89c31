import { remembered } from "../../internal/remembered.js";
import { preparedReplica, type PreparedReplica } from "../../queueing/replica-load.js";
import type { LengthDistribution } from "../../workload/length-distribution.js";
import { shareOfLengths } from "../../workload/length-distribution.js";
import { addedReading } from "./added-reading.js";
import type { Occupancy, ServedLengths } from "./occupancy.js";
import { replicaCurve } from "./replica-curve.js";
import type { ServingModel } from "./serving-times.js";

/** A replica and the lengths of what it is asked. */
export interface ReplicaQueueOptions {
  readonly model: ServingModel;
  readonly lengths: ServedLengths;
  /** Prompts, the whole of them, and answers. */
  readonly input: LengthDistribution;
  readonly output: LengthDistribution;
  /** Times while it runs a number of requests. */
  readonly at: (running: number) => Occupancy;
}

/**
 * A replica as queueing takes it, by the whole requests that it runs at once: each prepared once.
 *
 * @param options - constants, lengths and occupancies.
 * @returns the replica by its slots, real, > 0.
 */
export function replicaQueue({ model, lengths, input, output, at }: ReplicaQueueOptions): (slots: number) => PreparedReplica {
  const uncached = shareOfLengths(input, 1 - lengths.prefixCacheHitRate);
  const addedSeconds = addedReading({ model, lengths, at });
  const prepared = remembered((slots: number) => preparedReplica(replicaCurve({ model, lengths, input: uncached, slots, at, addedSeconds }), { input: uncached, output }));
  return (slots) => prepared(Math.max(1, Math.floor(slots)));
}
