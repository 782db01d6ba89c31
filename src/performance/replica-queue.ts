import { remembered } from "../internal/remembered.js";
import type { HeldCache } from "../queueing/replica-curve.js";
import { preparedReplica, type PreparedReplica } from "../queueing/replica-load.js";
import type { OperatingPoint, ServedReplica } from "./operating-point.js";
import { replicaCurve } from "./replica-curve.js";

/**
 * A replica as queueing takes it, by the whole requests that it runs at once: each prepared once.
 *
 * @param replica - clock and lengths.
 * @param cache - what its requests hold of it.
 * @param at - times while so many of its slots are taken.
 * @returns the replica by its slots, real, > 0.
 */
export function replicaQueue(
  replica: ServedReplica,
  cache: () => HeldCache,
  at: (running: number) => OperatingPoint,
): (slots: number) => PreparedReplica {
  const { uncached, output } = replica.lengths;
  const prepared = remembered((slots: number) =>
    preparedReplica(replicaCurve({ ...replica, slots, cache: cache(), at }), { input: uncached, output }),
  );
  return (slots) => prepared(Math.max(1, Math.floor(slots)));
}
