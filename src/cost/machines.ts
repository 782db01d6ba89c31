import type { RentalOffer } from "./rental-offer.js";

/** Replicas that machines are taken for. */
export interface PurchasedReplicas {
  /** S: GPUs of each. */
  readonly gpusPerReplica: number;
  /** Replicas, spare ones included. */
  readonly replicas: number;
}

/** Machines that hold some replicas. */
export interface Machines {
  /** How many; null where GPUs are priced one by one. */
  readonly machines: number | null;
  /** GPUs of all of them, paid for whether they are used or not. */
  readonly gpus: number;
}

/**
 * Whole machines for some replicas: a replica is spread over several machines only where they are the largest of their GPU.
 *
 * $$ n = \left\lceil \frac{N}{\lfloor g / S \rfloor} \right\rceil \quad (S \le g), \qquad n = N \lceil S / g \rceil \quad (S > g) $$
 *
 * @param purchase - S and N.
 * @param offer - machines of g GPUs, or GPUs one by one.
 * @param largest - GPUs of the largest server.
 * @returns machines and their GPUs; null where a replica has no place, and where fewer are rented than the offer is for.
 */
export function machinesOf(
  { gpusPerReplica, replicas }: PurchasedReplicas,
  { machine, gpus, leastGpus = 1 }: Pick<RentalOffer, "machine" | "gpus" | "leastGpus">,
  largest: number,
): Machines | null {
  const needed = gpusPerReplica * replicas;
  if (machine === null) return needed < leastGpus ? null : { machines: null, gpus: needed };
  if (gpusPerReplica > gpus && gpus < largest) return null;
  const machines =
    gpusPerReplica <= gpus
      ? Math.ceil(replicas / Math.floor(gpus / gpusPerReplica))
      : replicas * Math.ceil(gpusPerReplica / gpus);
  return machines * gpus < leastGpus ? null : { machines, gpus: machines * gpus };
}
