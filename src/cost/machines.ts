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
 * Whole machines for some replicas, each on one of them, or on as many as it takes.
 *
 * $$ n = \left\lceil \frac{N}{\lfloor g / S \rfloor} \right\rceil \quad (S \le g), \qquad n = N \lceil S / g \rceil \quad (S > g) $$
 *
 * @param purchase - S and N.
 * @param size - g: GPUs of a machine.
 * @returns how many.
 */
export const wholeMachines = ({ gpusPerReplica, replicas }: PurchasedReplicas, size: number): number =>
  gpusPerReplica <= size
    ? Math.ceil(replicas / Math.floor(size / gpusPerReplica))
    : replicas * Math.ceil(gpusPerReplica / size);

/**
 * Machines of an offer for some replicas. A replica is spread over several machines only where they are the largest of their GPU.
 *
 * @param purchase - S and N.
 * @param offer - machines, or GPUs one by one.
 * @param largest - GPUs of the largest server.
 * @returns machines and their GPUs; null where a replica has no place, and where fewer are rented than the offer is for.
 */
export function machinesOf(
  purchase: PurchasedReplicas,
  { machine, gpus, leastGpus = 1 }: Pick<RentalOffer, "machine" | "gpus" | "leastGpus">,
  largest: number,
): Machines | null {
  const needed = purchase.gpusPerReplica * purchase.replicas;
  if (machine === null) return needed < leastGpus ? null : { machines: null, gpus: needed };
  if (purchase.gpusPerReplica > gpus && gpus < largest) return null;
  const machines = wholeMachines(purchase, gpus);
  return machines * gpus < leastGpus ? null : { machines, gpus: machines * gpus };
}
