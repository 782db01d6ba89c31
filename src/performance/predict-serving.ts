import { hasExperts } from "../catalog/model.js";
import { checkDeployment, DEPLOYMENT_FIELDS, type DeploymentRequest } from "../deployment/deployment.js";
import { profileUse } from "../deployment/profile-use.js";
import { checkInteger, checkKeys, checkObject } from "../internal/check.js";
import { isBatch } from "../workload/loads.js";
import { LENGTH_FIELDS, resolveLengths, type RequestLengths } from "../workload/request-lengths.js";
import { asRead } from "../workload/as-read.js";
import { shareTooLong } from "../workload/too-long.js";
import { servedLengths } from "./operating-point.js";
import { checkLoad, predictReplica, shareOf, type ReplicaPrediction, type ServingLoad } from "./predict-load.js";
import { profileDeviations, type ProfiledTimes } from "./profile-deviations.js";
import { checkFits, replicaOf, type Replica, type ReplicaOptions } from "./replica.js";
import type { ServingPrediction } from "./serving-prediction.js";
import { servingWarnings } from "./serving-warnings.js";
import { checkedConstants, type ServingConstants } from "./timing/serving-constants.js";

/** A deployment and what is asked of it. */
export interface ServingRequest extends DeploymentRequest, RequestLengths {
  /** Copies of the deployment that share the load evenly, integer >= 1. @defaultValue 1 */
  readonly replicas?: number;
  /** How requests come. */
  readonly load: ServingLoad;
}

/** A request that is ready to be predicted. */
export interface ServedLoad {
  readonly replica: Replica;
  readonly replicas: number;
  /** The share of one engine. */
  readonly load: ServingLoad;
  /** Requests that one engine runs at once. */
  readonly slots: number;
}

/**
 * Checks a request and builds its replica.
 *
 * @param request - deployment and load.
 * @param constants - laws of kernels and timing of engines.
 * @param options - what is known besides.
 * @returns the replica, and its share of the load.
 * @throws {@link InfrascaleError} see {@link predictServing}.
 */
export function servedLoad(request: ServingRequest, constants: ServingConstants, options?: ReplicaOptions): ServedLoad {
  checkKeys(checkObject(request, "request"), "request", [...DEPLOYMENT_FIELDS, "replicas", "load", ...LENGTH_FIELDS]);
  const deployment = checkDeployment(request);
  const load = checkLoad(request.load);
  const replicas = checkInteger(request.replicas ?? 1, "replicas", 1);
  const lengths = servedLengths(asRead(resolveLengths(request, ""), deployment.model, ""), {
    equal: "equalLengths" in load && load.equalLengths,
    atOnce: isBatch(load),
  });
  const replica = checkFits(replicaOf(deployment, lengths, checkedConstants(constants), options));
  return {
    replica,
    replicas,
    load: shareOf(load, replicas * replica.engines),
    slots: replica.slots() / replica.engines,
  };
}

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
  const { replica, replicas, load, slots } = servedLoad(request, constants);
  const { deployment, lengths, timing } = replica;
  const { model, engine, engineVersion, parallelism, profile } = deployment;
  const engines = replicas * replica.engines;
  const one = predictReplica(replica, load, slots, engines);
  const inputTokens = lengths.input.mean;
  const outputTokens = lengths.output.mean;
  const { tensor, pipeline, data } = parallelism;
  const use = profileUse(deployment);
  return {
    ttftSeconds: one.ttftSeconds,
    tpotSeconds: one.tpotSeconds,
    e2eSeconds: one.e2eSeconds,
    queueSeconds: one.queueSeconds,
    requestsPerSecond: engines * one.requestsPerSecond,
    running: engines * one.running,
    waiting: one.waiting === null ? null : engines * one.waiting,
    stable: one.stable,
    decode: one.decode,
    prompt: one.prompt,
    tokensPerSecondPerRequest: one.tpotSeconds > 0 ? 1 / one.tpotSeconds : 0,
    outputTokensPerSecond: engines * one.requestsPerSecond * outputTokens,
    totalTokensPerSecond: engines * one.requestsPerSecond * (inputTokens + outputTokens),
    slots: engines * slots,
    memory: replica.memory(),
    parallelism,
    replicas,
    gpus: replicas * tensor * pipeline * data,
    engine: engine.id,
    engineName: engine.engine,
    engineVersion,
    hasExperts: hasExperts(model),
    source: timing.source,
    profile: use,
    warnings: servingWarnings(replica, {
      shareTooLong: (limitTokens) => shareTooLong(lengths, limitTokens),
      running: replica.engines * one.running,
      users: 0,
      requestsPerSecond: replica.engines * one.requestsPerSecond,
    }),
    relativeStandardDeviations:
      profile !== null && use?.matches === true
        ? profileDeviations(profile, (corrections) =>
            timesOf(predictReplica(replicaOf(deployment, lengths, constants, { corrections }), load, slots)),
          )
        : null,
  };
}

/** A wait is made of the tokens of others, and has their error. */
const timesOf = ({ tpotSeconds, ttftSeconds, queueSeconds }: ReplicaPrediction): ProfiledTimes => ({
  secondsPerToken: tpotSeconds,
  secondsToFirstToken: ttftSeconds === null || queueSeconds === null ? null : ttftSeconds - queueSeconds,
});
