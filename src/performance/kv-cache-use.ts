import { replicaGpus } from "../deployment/parallelism.js";
import type { Replica } from "./replica.js";

/** The KV cache of one replica, all of its GPUs together. */
export interface KvCacheUse {
  /** All of it: what weights and work space leave of the memory that the engine may use, bytes. */
  readonly poolBytes: number;
  /** Of that, what the running requests hold, mean, a shared start of their prompts included, bytes. */
  readonly runningBytes: number;
}

/**
 * What the running requests hold of the cache, by their mean number $n$, their mean tokens $h$ and the $s$ that all share, stored once:
 *
 * $$ \mathrm{share} = \min\left(1, \frac{s}{\mathrm{tokens}} + \frac{n}{\mathrm{requests\ of\ } h \mathrm{\ tokens\ that\ fit}}\right) $$
 *
 * @param replica - a replica.
 * @param running - n, >= 0.
 * @param maxNumSeqs - batch limit, where it is not the one that it is deployed with.
 * @returns bytes.
 */
export function kvCacheUse(replica: Replica, running: number, maxNumSeqs?: number): KvCacheUse {
  const poolBytes = replicaGpus(replica.deployment.parallelism) * replica.memory(maxNumSeqs).kvCacheBytes;
  const share = replica.sharedShare(maxNumSeqs) + running / replica.cachedRequests(replica.heldTokens, maxNumSeqs);
  return { poolBytes, runningBytes: poolBytes * Math.min(1, share) };
}
