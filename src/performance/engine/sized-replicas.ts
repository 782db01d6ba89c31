import type { Parallelism } from "../../deployment/parallelism.js";
import { remembered, valueAt } from "../../internal/remembered.js";
import type { Decision } from "../decision.js";
import type { MemoryUse } from "../performance-model.js";
import type { Replica } from "../replica.js";

/** Replicas of one scenario by number of GPUs, built when they are asked for. */
export interface SizedReplicas {
  /** The replica of a split, or the default one of an integer size. */
  readonly exact: (size: Size) => Replica;
  /** A positive quantity at a real size: geometric between the sizes that can be built. */
  readonly geometric: (size: Size, read: (replica: Replica) => number) => number;
  /** Memory of a replica at a real size: linear between the sizes that can be built. */
  readonly memory: (size: Size, maxNumSeqs: number) => MemoryUse;
}

/** What is asked for: S, and the split if it is not the default one. */
export type Size = Pick<Decision, "gpusPerReplica" | "split">;

/**
 * @param sizes - sizes that can be built, ascending.
 * @param build - makes the default replica of a size.
 * @param buildSplit - makes the replica of a split.
 * @returns replicas by size.
 */
export function sizedReplicas(
  sizes: readonly number[],
  build: (gpus: number) => Replica,
  buildSplit: (split: Parallelism) => Replica,
): SizedReplicas {
  const ofSize = remembered(build);
  const ofSplit = new Map<string, Replica>();
  function exact({ gpusPerReplica, split }: Size): Replica {
    if (split === undefined) return ofSize(gpusPerReplica);
    const key = `${split.tensor} ${split.pipeline} ${split.data} ${split.expert}`;
    return valueAt(ofSplit, key, () => buildSplit(split));
  }
  return {
    exact,
    geometric: (size, read) => {
      if (size.split !== undefined) return read(exact(size));
      const { below, above, share } = around(size.gpusPerReplica, sizes);
      const low = read(ofSize(below));
      return share === 0 ? low : low * (read(ofSize(above)) / low) ** share;
    },
    memory: (size, maxNumSeqs) => {
      if (size.split !== undefined) return memoryUse(exact(size), size.gpusPerReplica, maxNumSeqs);
      const { below, above, share } = around(size.gpusPerReplica, sizes);
      const low = memoryUse(ofSize(below), below, maxNumSeqs);
      return share === 0 ? low : between(low, memoryUse(ofSize(above), above, maxNumSeqs), share);
    },
  };
}

interface Bracket {
  readonly below: number;
  readonly above: number;
  /** How far a size lies between the logarithms of the two. */
  readonly share: number;
}

function around(gpus: number, sizes: readonly number[]): Bracket {
  if (Number.isInteger(gpus)) return { below: gpus, above: gpus, share: 0 };
  const above = sizes.find((size) => size > gpus);
  const below = sizes.filter((size) => size < gpus).at(-1);
  if (above === undefined || below === undefined) {
    const nearest = above ?? below ?? 1;
    return { below: nearest, above: nearest, share: 0 };
  }
  return { below, above, share: Math.log(gpus / below) / Math.log(above / below) };
}

/** Memory of all GPUs of a replica: the engine's parts and the cache of one longest request, against what it may use. */
function memoryUse(replica: Replica, gpus: number, maxNumSeqs: number): MemoryUse {
  const memory = replica.memory(maxNumSeqs);
  const kvCacheOfOneRequest = gpus * replica.requestBytes(maxNumSeqs);
  const limitBytes = gpus * memory.usableBytes;
  const weights = gpus * memory.parts.weights;
  const workSpace = limitBytes - gpus * memory.leftBytes - weights;
  return {
    demandBytes: weights + workSpace + kvCacheOfOneRequest,
    limitBytes,
    parts: { weights, workSpace, kvCacheOfOneRequest },
  };
}

function between(low: MemoryUse, high: MemoryUse, share: number): MemoryUse {
  const mix = (a: number, b: number): number => a + share * (b - a);
  const parts = Object.fromEntries(
    Object.entries(low.parts).map(([name, bytes]) => [name, mix(bytes, high.parts[name] ?? bytes)]),
  );
  return {
    demandBytes: mix(low.demandBytes, high.demandBytes),
    limitBytes: mix(low.limitBytes, high.limitBytes),
    parts,
  };
}
