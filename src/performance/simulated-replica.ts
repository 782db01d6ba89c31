import type { DeploymentMemory } from "../deployment/memory/memory-options.js";
import { blocksPerRequest, type KvGroup, type KvPool } from "../deployment/memory/kv-pool.js";
import type { SimulatedCache, SimulationOptions } from "../simulate/options.js";
import { PLAIN_SCHEDULER } from "../simulate/scheduler.js";
import { TOKENS_OF_A_DECODING_STEP, type Replica } from "./replica.js";
import { engineClock, LONGEST_PROMPT } from "./timing/engine-clock.js";

/** What a replica is to a simulation. */
export type SimulatedReplica = Required<
  Pick<SimulationOptions, "clock" | "scheduler" | "engines" | "lanes" | "stages" | "slots" | "maxBatchedTokens">
> &
  Pick<SimulationOptions, "kv">;

/**
 * The replica of a serving engine as a simulation takes it. Data-parallel ranks of a mixture are lanes that step together, those of
 * a dense model engines of their own; batches in a pipeline share the slots of its ranks equally, and have the cache of each rank in common.
 *
 * @param replica - a replica.
 * @param maxNumSeqs - batch limit, where it is not the one that it is deployed with.
 * @returns options of `simulateFleet` that describe a replica.
 */
export function simulatedReplica(
  { timing, lengths, memory: memoryAt, engines, scheduler }: Replica,
  maxNumSeqs?: number,
): SimulatedReplica {
  const { data: lanes, pipeline: stages } = timing.kernels.deployment.parallelism;
  const memory = memoryAt(maxNumSeqs);
  const slots = Math.max(1, Math.floor(memory.maxNumSeqs / stages));
  const maxBatchedTokens = Math.max(slots, lengths.atOnce ? LONGEST_PROMPT : memory.maxBatchedTokens);
  const kv = simulatedCache(memory, lengths.input.mean + lengths.output.mean);
  return {
    clock: engineClock(timing, { slots, maxBatchedTokens }),
    scheduler: lengths.atOnce ? PLAIN_SCHEDULER : scheduler,
    engines,
    lanes,
    stages,
    slots,
    maxBatchedTokens,
    ...(kv === undefined ? {} : { kv }),
  };
}

/**
 * The cache of a lane as equal blocks. Of kinds of layers with blocks of one pool, those that grow with a request share its growth, and
 * those whose window is shorter than a mean request count in full from the start; of kinds with pools of their own the one that the
 * longest request fills most decides. A window holds what a request looks back on while it writes: engines free the rest of a prompt
 * with the step after the one that read it.
 */
function simulatedCache(
  { kvPool, kvBlocks, maxModelLen }: DeploymentMemory,
  meanTokens: number,
): SimulatedCache | undefined {
  if (kvPool.groups.length === 0) return undefined;
  const used = (group: KvGroup, tokens: number): number =>
    blocksPerRequest({ ...kvPool, groups: [group] }, tokens, TOKENS_OF_A_DECODING_STEP);
  const isGrowing = (group: KvGroup): boolean =>
    group.kind !== "state" && (group.windowTokens ?? Infinity) > meanTokens;
  const groups = kvPool.shared ? kvPool.groups : [fullest(kvPool, (group) => used(group, maxModelLen) / group.share)];
  const growing = groups.filter(isGrowing);
  const fixed = groups.filter((group) => !isGrowing(group)).reduce((sum, group) => sum + used(group, maxModelLen), 0);
  const blocks = kvBlocks * (kvPool.shared ? 1 : (groups[0] as KvGroup).share);
  const whole = (count: number): number => Math.max(1, Math.floor(count));
  if (growing.length === 0)
    return { blocks: whole(blocks), blockTokens: maxModelLen, requestBlocks: Math.max(0, fixed - 1) };
  // Blocks of the groups that grow are taken together: one of all of them for so many tokens.
  const blockTokens = Math.round(growing.length / growing.reduce((sum, group) => sum + 1 / group.blockTokens, 0));
  return { blocks: whole(blocks / growing.length), blockTokens, requestBlocks: Math.ceil(fixed / growing.length) };
}

function fullest({ groups }: KvPool, filled: (group: KvGroup) => number): KvGroup {
  return groups.reduce((most, group) => (filled(group) > filled(most) ? group : most));
}
