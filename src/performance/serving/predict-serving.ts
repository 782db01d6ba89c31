import { hasExperts } from "../../deployment/memory/parallelism.js";
import { predictReplica, type ReplicaPrediction } from "./predict-load.js";
import { profileDeviations, type ProfiledTimes } from "./profile-deviations.js";
import type { ServingConstants } from "./serving-constants.js";
import type { ServingPrediction } from "./serving-prediction.js";
import { servingReplica } from "./serving-replica.js";
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
  const { model, load, lengths, slots, memory, parallelism, replicas, engine, engineVersion, profile } = servingReplica(request, constants);
  const { profile: own } = request;
  const replica = predictReplica(model, load, lengths, slots);
  const { inputTokens, outputTokens } = lengths;
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
    totalTokensPerSecond: replicas * replica.requestsPerSecond * (inputTokens + outputTokens),
    slots: replicas * slots,
    memory,
    parallelism,
    replicas,
    gpus: replicas * tensor * pipeline * data,
    engine: engine.id,
    engineName: engine.engine,
    engineVersion,
    hasExperts: hasExperts(model.profile.deployment.model),
    source: model.profile.source,
    profile,
    relativeStandardDeviations: own !== undefined && profile?.matches === true ? profileDeviations(own, (corrections) => timesOf(predictReplica({ ...model, corrections }, load, lengths, slots))) : null,
  };
}

/** A wait is made of the tokens of others, and has their error. */
const timesOf = ({ tpotSeconds, ttftSeconds, waitSeconds }: ReplicaPrediction): ProfiledTimes => ({
  secondsPerToken: tpotSeconds,
  secondsToFirstToken: ttftSeconds === null || waitSeconds === null ? null : ttftSeconds - waitSeconds,
});
