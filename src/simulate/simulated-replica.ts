import type { Engine } from "../catalog/engine.js";
import { engineClock } from "../performance/timing/engine-clock.js";
import type { StepTiming } from "../performance/timing/step-timing.js";
import type { DeploymentMemory } from "../deployment/memory/engine-memory.js";
import { blocksPerRequest, type KvGroup, type KvPool } from "../deployment/memory/kv-pool.js";
import type { SimulatedCache, SimulationOptions } from "./options.js";

/** What a replica of a serving engine is simulated from. */
export interface SimulatedReplicaOptions {
  /** Constants of its times. */
  readonly timing: StepTiming;
  /** Its memory. */
  readonly memory: DeploymentMemory;
  /** Rules of the engine. */
  readonly engine: Engine;
}

/**
 * The replica of a serving engine as a simulation takes it: clock, slots, tokens of a step, and cache. Data-parallel ranks
 * and stages of a pipeline are one replica with the slots, tokens and blocks of all.
 *
 * @param options - times, memory and engine.
 * @returns options of `simulateFleet` that describe a replica.
 */
export function simulatedReplica({ timing, memory, engine }: SimulatedReplicaOptions): Pick<SimulationOptions, "clock" | "slots" | "maxBatchedTokens"> & { readonly kv?: SimulatedCache } {
  const { data, pipeline } = timing.kernels.deployment.parallelism;
  const slots = memory.maxNumSeqs * data;
  const maxBatchedTokens = memory.maxBatchedTokens * data * pipeline;
  const kv = simulatedCache(memory, engine.memory.answerShareHeld === 1);
  return { clock: engineClock(timing, { slots, maxBatchedTokens }), slots, maxBatchedTokens, ...(kv === undefined ? {} : { kv }) };
}

const TOKENS_OF_A_WRITING_STEP = 1;

/**
 * The cache of all ranks as equal blocks. Of kinds of layers with blocks of one pool, those that grow with a request share
 * its growth, and windows shorter than the longest request count in full from the start; of kinds with pools of their own the
 * one that the longest request fills most decides. A window holds what a request looks back on while it writes: engines free
 * the rest of a prompt with the step after the one that read it.
 */
function simulatedCache({ kvPool, kvBlocks, ranks, maxModelLen }: DeploymentMemory, reservesAnswer: boolean): SimulatedCache | undefined {
  if (kvPool.groups.length === 0) return undefined;
  const used = (group: KvGroup, tokens: number): number => blocksPerRequest({ ...kvPool, groups: [group] }, tokens, TOKENS_OF_A_WRITING_STEP);
  const isGrowing = (group: KvGroup): boolean => group.kind !== "state" && used(group, 2 * maxModelLen) > used(group, maxModelLen);
  const groups = kvPool.shared ? kvPool.groups : [fullest(kvPool, (group) => used(group, maxModelLen) / group.share)];
  const growing = groups.filter(isGrowing);
  const fixed = groups.filter((group) => !isGrowing(group)).reduce((sum, group) => sum + used(group, maxModelLen), 0);
  const blocks = ranks * kvBlocks * (kvPool.shared ? 1 : (groups[0] as KvGroup).share);
  if (growing.length === 0) return { blocks: Math.floor(blocks), blockTokens: maxModelLen, requestBlocks: Math.max(0, fixed - 1), reservesAnswer };
  // Blocks of the groups that grow are taken together: one of all of them for so many tokens.
  const blockTokens = Math.round(growing.length / growing.reduce((sum, group) => sum + 1 / group.blockTokens, 0));
  return { blocks: Math.floor(blocks / growing.length), blockTokens, requestBlocks: Math.ceil(fixed / growing.length), reservesAnswer };
}

function fullest({ groups }: KvPool, filled: (group: KvGroup) => number): KvGroup {
  return groups.reduce((most, group) => (filled(group) > filled(most) ? group : most));
}
