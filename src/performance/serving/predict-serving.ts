import { InfrascaleError } from "../../errors.js";
import { deploymentMemory, heldTokens } from "../memory/engine-memory.js";
import { hasExperts } from "../memory/parallelism.js";
import { gigabytesFromBytes } from "../../units.js";
import { speedProfile } from "../speed/speed-profile.js";
import { checkServingRequest } from "./check-serving-request.js";
import { timingAtVersion } from "./engine-timing.js";
import type { ServingLoad } from "./load.js";
import { predictReplica } from "./predict-load.js";
import type { ServingConstants } from "./serving-constants.js";
import type { ServingPrediction } from "./serving-prediction.js";
import type { ServingRequest } from "./serving-request.js";

/**
 * What a deployment delivers under a load: times, rates, occupancy, memory, and the parts of each time.
 *
 * @param request - deployment and load.
 * @param constants - laws of kernels and timing of engines.
 * @returns the prediction; means, not percentiles.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `impossible-parallelism`, or `does-not-fit` when not
 * even one request fits into memory.
 */
export function predictServing(request: ServingRequest, constants: ServingConstants): ServingPrediction {
  const { model, gpu, engine, load, inputTokens, outputTokens, parallelism, weights, kvCache, storage, replicas, prefixCacheHitRate, speculation } = checkServingRequest(request);
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
  const lengths = { inputTokens, outputTokens, prefixCacheHitRate, equal: load.kind === "closed-loop" && load.equalLengths === true };
  const slots = Math.min(memory.maxNumSeqs * parallelism.data, memory.maxConcurrency(heldTokens(engine, inputTokens, outputTokens)));
  const profile = speedProfile({ model, gpu, engine: engine.engine, storage, cache: kvCache, parallelism }, constants.laws);
  const engineVersion = request.engineVersion ?? engine.version;
  const timing = timingAtVersion(constants.timings, engine.engine, engineVersion);
  const replica = predictReplica({ profile, timing, speculation }, shareOf(load, replicas), lengths, slots);
  const { tensor, pipeline, data } = parallelism;
  return {
    ttftSeconds: replica.ttftSeconds,
    tpotSeconds: replica.tpotSeconds,
    requestSeconds: replica.requestSeconds,
    waitSeconds: replica.waitSeconds,
    requestsPerSecond: replicas * replica.requestsPerSecond,
    running: replicas * replica.running,
    waiting: replica.waiting === null ? null : replicas * replica.waiting,
    stable: replica.stable,
    decode: replica.decode,
    prompt: replica.prompt,
    tokensPerSecondPerRequest: 1 / replica.tpotSeconds,
    outputTokensPerSecond: replicas * replica.requestsPerSecond * outputTokens,
    totalTokensPerSecond: replicas * replica.requestsPerSecond * tokens,
    slots: replicas * slots,
    memory,
    parallelism,
    replicas,
    gpus: replicas * tensor * pipeline * data,
    engine: engine.id,
    engineName: engine.engine,
    engineVersion,
    hasExperts: hasExperts(model),
    source: profile.source,
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
