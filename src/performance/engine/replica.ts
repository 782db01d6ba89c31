import type { Engine } from "../../catalog/engine.js";
import type { Precision } from "../../catalog/precision.js";
import { remembered } from "../../internal/remembered.js";
import type { PreparedReplica } from "../../queueing/replica-load.js";
import { LONGEST_SHARE } from "../../workload/limits.js";
import type { Scenario } from "../../workload/scenario.js";
import { deploymentMemory, heldTokens, type DeploymentMemory } from "../../deployment/memory/engine-memory.js";
import { poolConcurrency } from "../../deployment/memory/kv-pool.js";
import type { Parallelism } from "../../deployment/memory/parallelism.js";
import { occupancy, type Occupancy, type ServedLengths } from "../serving/occupancy.js";
import type { ServingConstants } from "../serving/serving-constants.js";
import type { ProfileParameters } from "../serving/engine-profile.js";
import type { EngineTiming } from "../serving/engine-timing.js";
import { replicaQueue } from "../serving/replica-queue.js";
import type { ServingModel } from "../serving/serving-times.js";
import type { WeightStorage } from "../../kernels/number-format.js";
import { speedProfile } from "../../kernels/speed-profile.js";

/** One way to run a replica in a scenario: memory by batch limit and times by occupancy, each computed once. */
export interface Replica {
  readonly parallelism: Parallelism;
  readonly model: ServingModel;
  /** Memory of one GPU when the engine is told to run `maxNumSeqs` requests at most. */
  readonly memory: (maxNumSeqs: number) => DeploymentMemory;
  /** Requests that the replica runs at once: the batch size, or what the cache holds beside a limit of `maxNumSeqs`. */
  readonly slots: (maxBatchSize: number, maxNumSeqs: number) => number;
  /** Bytes of the cache of one longest request, on one GPU. */
  readonly requestBytes: (maxNumSeqs: number) => number;
  /** Times while it runs a number of requests. */
  readonly at: (running: number) => Occupancy;
  /** The replica as queueing takes it, by the requests that it runs at once. */
  readonly queue: (slots: number) => PreparedReplica;
}

/** Number of blocks at which the concurrency of a pool is asked for, large enough that rounding does not matter. */
const MANY_BLOCKS = 1e9;

/**
 * A replica of a scenario in one split.
 *
 * @param scenario - what is served, to whom.
 * @param parallelism - how it is spread.
 * @param engine - rules of memory.
 * @param timing - times of the engine.
 * @param constants - laws of kernels.
 * @param corrections - of an engine profile; none when absent.
 * @returns the replica.
 */
export function replicaOf(scenario: Scenario, parallelism: Parallelism, engine: Engine, timing: EngineTiming, constants: ServingConstants, corrections?: ProfileParameters): Replica {
  const { model, gpu, precision, workload } = scenario;
  const lengths: ServedLengths = { inputTokens: workload.inputTokens, outputTokens: workload.outputTokens, prefixCacheHitRate: workload.prefixCacheHitRate, equal: false, outputSquaredCv: workload.output.squaredCv };
  const longest = Math.min(model.maxContextTokens ?? Infinity, workload.input.quantile(LONGEST_SHARE) + workload.output.quantile(LONGEST_SHARE));
  // Of the requests that run at a moment the long ones are more than their share: they stay longer.
  const runningOutputTokens = lengths.outputTokens * (1 + workload.output.squaredCv);
  const maxModelLen = Math.ceil(longest);
  const serving: ServingModel = {
    profile: speedProfile({ model, gpu, engine: engine.engine, storage: storageOf(scenario, precision.weights), cache: precision.kvCache, parallelism }, constants.laws),
    timing,
    corrections,
  };
  const memory = remembered((maxNumSeqs: number) => deploymentMemory({ model, gpu, engine, precision, parallelism, maxNumSeqs, maxModelLen }));
  const held = remembered((maxNumSeqs: number) => memory(maxNumSeqs).maxConcurrency(heldTokens(engine, lengths.inputTokens, runningOutputTokens)));
  const at = remembered((running: number) => occupancy(serving, running, lengths));
  return {
    parallelism,
    model: serving,
    memory,
    slots: (maxBatchSize, maxNumSeqs) => Math.max(1, Math.min(maxBatchSize * parallelism.data, held(maxNumSeqs))),
    requestBytes: remembered((maxNumSeqs) => {
      const { kvPool, maxBatchedTokens } = memory(maxNumSeqs);
      return (MANY_BLOCKS * kvPool.blockBytes) / poolConcurrency(kvPool, MANY_BLOCKS, longest, maxBatchedTokens);
    }),
    at,
    queue: replicaQueue({ model: serving, lengths, input: workload.input, output: workload.output, at }),
  };
}

/** How weights are stored: as the checkpoint has them where it has that precision. */
function storageOf({ model: { checkpoint } }: Scenario, weights: Precision): WeightStorage {
  if (weights !== checkpoint.weights) return { weights };
  const { scaling, weightOnly } = checkpoint;
  return { weights, ...(scaling === undefined ? {} : { scaling }), ...(weightOnly === undefined ? {} : { weightOnly }) };
}
