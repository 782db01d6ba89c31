import { farthest, reach, ROUNDING } from "./limits.js";
import type { Room } from "./rooms.js";
import type { Limits } from "./sweep.js";

/** A number of replicas of a size that was measured. */
export interface Fleet {
  readonly gpus: number;
  readonly gpusPerReplica: number;
  readonly replicas: number;
}

/** The fewest GPUs that meet the limits by measurement, or that none do. */
export type Truth = (Fleet & { readonly feasible: true; readonly load: number }) | { readonly feasible: false };

/**
 * The fewest GPUs over the measured sizes, each with the replicas whose share of the load its sweep still meets.
 *
 * @param room - sweeps.
 * @param requestsInFlight - of the whole fleet.
 * @param limits - to be met.
 * @returns the fleet; null where a sweep that begins too late or ends too soon leaves open whether fewer would do.
 */
export function truthOf({ sweeps, sizes }: Room, requestsInFlight: number, limits: Limits): Truth | null {
  const known: (Fleet & { readonly load: number })[] = [];
  /** Fewest GPUs that sizes might need of which the sweeps do not tell all. */
  const open: number[] = [];
  for (const gpusPerReplica of sizes) {
    const own = sweeps.filter(({ gpus }) => gpus === gpusPerReplica);
    const { state, load } = farthest(own.map((sweep) => reach(sweep, limits)));
    const lowest = Math.min(...own.map((sweep) => sweep.lowest));
    if (state === "below") {
      // One request alone that is too slow is so on any number of replicas.
      if (lowest > 1) open.push(gpusPerReplica * Math.ceil(requestsInFlight / lowest));
      continue;
    }
    const replicas = Math.ceil(requestsInFlight / load / (1 + ROUNDING));
    known.push({ gpus: gpusPerReplica * replicas, gpusPerReplica, replicas, load });
    if (state === "all" && replicas > 1) open.push(gpusPerReplica);
  }
  const [fewest] = known.toSorted((a, b) => a.gpus - b.gpus || a.gpusPerReplica - b.gpusPerReplica);
  if (fewest === undefined) return open.length === 0 ? { feasible: false } : null;
  return open.some((gpus) => gpus < fewest.gpus) ? null : { feasible: true, ...fewest };
}
