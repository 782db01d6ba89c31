import type { Engine } from "../../catalog/engine.js";
import { InfrascaleError } from "../../errors.js";
import { deploymentMemory, heldTokens, type DeploymentMemory } from "../../deployment/memory/engine-memory.js";
import type { Parallelism } from "../../deployment/memory/parallelism.js";
import { gigabytesFromBytes } from "../../units.js";
import { speedProfile } from "../../kernels/speed-profile.js";
import { checkServingRequest } from "./check-serving-request.js";
import { timingAtVersion } from "./engine-timing.js";
import type { ServingLoad } from "./load.js";
import type { ServedLengths } from "./occupancy.js";
import { profileUse, type ProfileUse } from "./profile-use.js";
import type { ServingConstants } from "./serving-constants.js";
import type { ServingRequest } from "./serving-request.js";
import type { ServingModel } from "./serving-times.js";

/** A request that is ready to be predicted: one replica, its share of the load, and what does not depend on times. */
export interface ServingReplica {
  readonly model: ServingModel;
  readonly load: ServingLoad;
  readonly lengths: ServedLengths;
  /** Requests that the replica runs at once. */
  readonly slots: number;
  readonly memory: DeploymentMemory;
  readonly parallelism: Parallelism;
  readonly replicas: number;
  /** The engine's rules. */
  readonly engine: Engine;
  /** The version that its timing is of. */
  readonly engineVersion: string;
  /** What an engine profile was fitted to, against this; null without one. */
  readonly profile: ProfileUse | null;
}

/**
 * Checks a request and prepares its replica.
 *
 * @param request - deployment and load.
 * @param constants - laws of kernels and timing of engines.
 * @returns the replica.
 * @throws {@link InfrascaleError} see `predictServing`.
 */
export function servingReplica(request: ServingRequest, constants: ServingConstants): ServingReplica {
  const { model, gpu, engine, load, inputTokens, outputTokens, parallelism, weights, kvCache, storage, replicas, prefixCacheHitRate, speculation, profile: own } = checkServingRequest(request);
  const tokens = inputTokens + outputTokens;
  const memory = deploymentMemory({
    model,
    gpu,
    engine,
    precision: { weights, kvCache },
    parallelism,
    ...request.settings,
    maxModelLen: request.settings?.maxModelLen ?? Math.ceil(tokens),
  });
  if (memory.kvCacheBytes === 0 || memory.maxConcurrency(tokens) < 1)
    throw new InfrascaleError({ code: "does-not-fit", field: "parallelism", rule: `must give room for one request: weights and work space take ${gigabytes(memory.usableBytes - memory.leftBytes)} of the ${gigabytes(memory.usableBytes)} of a GPU that the engine may use`, value: `tensor ${parallelism.tensor}, pipeline ${parallelism.pipeline}, data ${parallelism.data}` });
  const lengths = { inputTokens, outputTokens, prefixCacheHitRate, equal: load.kind === "closed-loop" && load.equalLengths === true, outputSquaredCv: 0 };
  const slots = Math.min(memory.maxNumSeqs * parallelism.data, memory.maxConcurrency(heldTokens(engine, inputTokens, outputTokens)));
  const profile = speedProfile({ model, gpu, engine: engine.engine, storage, cache: kvCache, parallelism }, constants.laws);
  const engineVersion = request.engineVersion ?? engine.version;
  const timing = timingAtVersion(constants.timings, engine.engine, engineVersion);
  return {
    model: { profile, timing, speculation, corrections: own?.parameters },
    load: shareOf(load, replicas),
    lengths,
    slots,
    memory,
    parallelism,
    replicas,
    engine,
    engineVersion,
    profile: own === undefined ? null : profileUse(own, { model: model.id, gpu: gpu.id, engine: engine.engine, engineVersion, tensor: parallelism.tensor }),
  };
}

const gigabytes = (bytes: number): string => `${gigabytesFromBytes(bytes).toFixed(1)} GB`;

/** The share of a load that one of several replicas gets. */
function shareOf(load: ServingLoad, replicas: number): ServingLoad {
  switch (load.kind) {
    case "static-batch":
      return { ...load, requests: load.requests / replicas };
    case "closed-loop":
      return { ...load, requestsInFlight: load.requestsInFlight / replicas };
    case "offline":
      return load.requests === undefined ? load : { ...load, requests: load.requests / replicas };
    case "open":
      return { ...load, requestsPerSecond: load.requestsPerSecond / replicas };
  }
}
