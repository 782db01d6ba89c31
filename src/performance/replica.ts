import { hasExperts, isEncoder, isPoolingModel } from "../catalog/model.js";
import { InfrascaleError } from "../errors.js";
import { remembered } from "../internal/remembered.js";
import type { Deployment } from "../deployment/deployment.js";
import type { ProfileParameters } from "../deployment/engine-profile.js";
import { deploymentMemory } from "../deployment/memory/engine-memory.js";
import type { DeploymentMemory, DeploymentMemoryOptions } from "../deployment/memory/memory-options.js";
import { mostStepTokens } from "../deployment/memory/memory-settings.js";
import { poolConcurrency } from "../deployment/memory/kv-pool.js";
import type { KernelTime } from "../kernels/kernel-time.js";
import { speedProfile } from "../kernels/choose-profile.js";
import { encodingSeconds } from "../kernels/image-encoding.js";
import type { DeploymentWork } from "../kernels/step.js";
import type { QueuedReplica } from "../queueing/waiting.js";
import type { SchedulerRules } from "../simulate/scheduler.js";
import { readImages, type ReadImages } from "../workload/images.js";
import { LONGEST_SHARE } from "../workload/limits.js";
import { ownInput } from "../workload/request-lengths.js";
import { addedReading } from "./added-reading.js";
import { heldByRequest } from "./held-by-request.js";
import { operatingPoint, type OperatingPoint, type ServedLengths, type ServedReplica } from "./operating-point.js";
import { passPoint } from "./pass-point.js";
import { passQueue } from "./pass-replica.js";
import { replicaQueue } from "./replica-queue.js";
import { schedulerOf } from "./scheduler-of.js";
import { batchTiming, timingAtVersion } from "./timing/engine-timing.js";
import type { ServingConstants } from "./timing/serving-constants.js";
import { stepTiming, type StepTiming } from "./timing/step-timing.js";
import { performanceRule } from "../rules/performance.js";

/** One engine that serves requests of some lengths: memory by batch limit, times by the requests that run, each worked out once. */
export interface Replica {
  /** What is served and how. */
  readonly deployment: Deployment;
  /** Of the requests. */
  readonly lengths: ServedLengths;
  /** How long its steps take. */
  readonly timing: StepTiming;
  /** What its operating points are worked out from. */
  readonly served: ServedReplica;
  /** Engines that run apart from one another: data-parallel ranks of a dense model, which share nothing; 1 of a mixture. */
  readonly engines: number;
  /** Memory of one GPU when the engine is told to run `maxNumSeqs` requests at most; by default what the deployment says, or the engine. */
  readonly memory: (maxNumSeqs?: number) => DeploymentMemory;
  /** Requests that the replica runs at once, all its engines together: the batch limit, or what the cache holds beside it; real, >= 1. */
  readonly slots: (maxNumSeqs?: number) => number;
  /** Tokens that a request which runs holds room for beside what all share, mean. */
  readonly heldTokens: number;
  /** Share of the cache that the start of the prompts takes which all have in common, stored once in each rank. */
  readonly sharedShare: (maxNumSeqs?: number) => number;
  /** Requests of so many tokens that the whole caches of all ranks hold; real, >= 0. */
  readonly cachedRequests: (tokens: number, maxNumSeqs?: number) => number;
  /** Bytes of the cache of one longest request, on one GPU. */
  readonly requestBytes: (maxNumSeqs?: number) => number;
  /** Times while one engine has a number of requests in flight, each of which has a slot. */
  readonly at: (inFlight: number) => OperatingPoint;
  /** Times while so many slots of one engine are taken. */
  readonly inSlots: (running: number) => OperatingPoint;
  /** One engine as queueing takes it, by the requests that it runs at once. */
  readonly queue: (slots: number) => QueuedReplica;
  /** How its engine schedules requests. */
  readonly scheduler: SchedulerRules;
}

/** What a replica may be told besides. */
export interface ReplicaOptions {
  /** Corrections in place of those of the deployment's profile. */
  readonly corrections?: ProfileParameters;
  /** Times of kernels where they are at hand already. */
  readonly kernelTimes?: (work: DeploymentWork) => KernelTime;
  /** Longest request, tokens, where it is known. @defaultValue 99 % of prompts, and the longest output */
  readonly longestTokens?: number;
}

/** Tokens that a step which only decodes adds to a request. */
export const TOKENS_OF_A_DECODING_STEP = 1;

/** Number of blocks at which the concurrency of a pool is asked for, large enough that rounding does not matter. */
const MANY_BLOCKS = 1e9;

/**
 * A replica of a deployment: the one place where it is built, for means, waits, simulations, estimates and calibrations.
 *
 * @param deployment - checked.
 * @param lengths - of the requests.
 * @param constants - laws of kernels and timing of engines.
 * @param options - what is known besides.
 * @returns the replica.
 * @throws {@link InfrascaleError} `impossible-parallelism`, when its memory is first asked for; `contradictory-options` where prompts that are
 * cached are not kept, or where an engine that looks for new requests at every step is told to do so less often; `unsupported-model` for an engine that is not known to serve models which write nothing.
 */
export function replicaOf(
  deployment: Deployment,
  lengths: ServedLengths,
  constants: ServingConstants,
  options: ReplicaOptions = {},
): Replica {
  const { model, gpu, engine, engineVersion, precision, parallelism, settings, speculation, profile } = deployment;
  const { input, output, maxOutputTokens, sharedPrefixTokens, prefixCacheHitRate } = lengths;
  if (settings.prefixCaching === false && (sharedPrefixTokens > 0 || prefixCacheHitRate > 0))
    throw new InfrascaleError({
      code: "contradictory-options",
      field: "settings.prefixCaching",
      ...performanceRule("prompts-are-cached"),
      value: false,
    });
  const { data } = parallelism;
  const engines = hasExperts(model) ? 1 : data;
  const longest = options.longestTokens ?? input.quantile(LONGEST_SHARE) + maxOutputTokens;
  const needed = Math.max(input.mean + output.mean, Math.min(model.maxContextTokens ?? Infinity, longest));
  const maxModelLen = settings.maxModelLen ?? Math.ceil(needed);
  const corrections = options.corrections ?? profile?.parameters;
  const engineTimes = timingAtVersion(constants.timings, engine.engine, engineVersion);
  const ofImages = lengths.images === undefined ? null : readImages(lengths.images, model);
  const ofCache = heldByRequest(engine, lengths);
  const timing = stepTiming({
    kernels: speedProfile(
      {
        model,
        gpu,
        engine: engine.engine,
        storage: precision,
        cache: precision.kvCache,
        parallelism: { ...parallelism, data: data / engines },
      },
      constants.laws,
    ),
    // Of images that the cache holds nothing is encoded again, as nothing of the prompt is read again.
    ...(ofImages !== null && {
      encodingSecondsPerToken:
        encodingSeconds(ofImages, { gpu, engine: engine.engine, parallelism }, constants.laws) / ownInput(lengths).mean,
    }),
    engine: lengths.atOnce ? batchTiming(engineTimes) : engineTimes,
    drafting: speculation,
    ...(corrections === undefined ? {} : { corrections }),
    ...(options.kernelTimes === undefined ? {} : { kernelTimes: options.kernelTimes }),
  });
  const { maxNumSeqs: told, maxBatchedTokens: toldTokens, receiveIntervalSteps, ...others } = settings;
  // A limit that is planned is lowered to what the engine starts with; one that it has been told stands.
  const limitOf = (planned: number | undefined): Pick<DeploymentMemoryOptions, "maxNumSeqs" | "plannedNumSeqs"> =>
    planned !== undefined ? { plannedNumSeqs: planned } : told === undefined ? {} : { maxNumSeqs: told };
  const draftTokens = speculation?.draftTokens ?? 0;
  // A prompt that is not cut has to have room in a step: the engine's default is raised to the longest that it is started for.
  const wholeTokens =
    isEncoder(model) && toldTokens === undefined ? (settings.maxModelLen ?? model.maxContextTokens ?? maxModelLen) : 1;
  const maxBatchedTokens = Math.max(mostStepTokens(engine, gpu, settings, maxModelLen), wholeTokens);
  const encodedPatches = ofImages === null ? 0 : patchesOfStep(ofImages, maxBatchedTokens);
  const memory = byLimit((planned) =>
    deploymentMemory({
      model,
      gpu,
      engine,
      precision,
      parallelism,
      ...others,
      ...(toldTokens === undefined && !isEncoder(model) ? {} : { maxBatchedTokens }),
      maxModelLen,
      draftTokens,
      encodedPatches,
      ...limitOf(planned),
    }),
  );
  const sharedShare = (maxNumSeqs?: number): number =>
    sharedPrefixTokens === 0 ? 0 : Math.min(1, sharedPrefixTokens / memory(maxNumSeqs).kvTokens);
  // Windows hold what a request looks back on while it writes: the rest of a prompt is free with the step after the one that read it.
  const cachedRequests = (tokens: number, maxNumSeqs?: number): number => {
    const { ranks, kvPool, kvBlocks } = memory(maxNumSeqs);
    return ranks * poolConcurrency(kvPool, kvBlocks, tokens, TOKENS_OF_A_DECODING_STEP);
  };
  const held = byLimit((maxNumSeqs) => cachedRequests(ofCache.meanTokens, maxNumSeqs) * (1 - sharedShare(maxNumSeqs)));
  const scheduler = schedulerOf(engine, engineVersion, model, receiveIntervalSteps);
  const { lagSteps, receiveSteps, chunksPrompts } = scheduler;
  const served = {
    timing,
    lengths,
    added: addedReading(timing, lengths),
    maxBatchedTokens: lengths.atOnce && !isPoolingModel(model) ? Infinity : maxBatchedTokens,
    chunksPrompts,
    lagSteps,
    receiveSteps,
  };
  const slots = (maxNumSeqs?: number): number =>
    Math.max(1, Math.min(memory(maxNumSeqs).maxNumSeqs * data, held(maxNumSeqs)));
  const ofPasses = passQueue(served);
  const pointOf = (running: number, of: "clients" | "slots"): OperatingPoint =>
    isPoolingModel(model)
      ? passPoint(ofPasses(slots() / engines), served, running)
      : operatingPoint(served, running, of);
  const at = remembered((inFlight: number) => pointOf(inFlight, "clients"));
  const inSlots = remembered((running: number) => pointOf(running, "slots"));
  return {
    deployment,
    lengths,
    timing,
    served,
    engines,
    memory,
    slots,
    heldTokens: ofCache.meanTokens,
    sharedShare,
    cachedRequests,
    requestBytes: byLimit((maxNumSeqs) => {
      const { kvPool, maxBatchedTokens } = memory(maxNumSeqs);
      return (MANY_BLOCKS * kvPool.blockBytes) / poolConcurrency(kvPool, MANY_BLOCKS, needed, maxBatchedTokens);
    }),
    at,
    inSlots,
    queue: isPoolingModel(model)
      ? ofPasses
      : replicaQueue(served, () => ({ requests: held() / engines, squaredCv: ofCache.squaredCv }), inSlots),
    scheduler,
  };
}

/** Patches that a step encodes: images of one prompt, as many as have room in it, and one at least. */
const patchesOfStep = ({ perRequest, tokens, tiles, patchesPerTile }: ReadImages, stepTokens: number): number =>
  Math.max(1, Math.min(perRequest, Math.floor(stepTokens / tokens))) * tiles * patchesPerTile;

/** A function of a batch limit, or of none, that computes each value once. */
function byLimit<Value>(compute: (maxNumSeqs: number | undefined) => Value): (maxNumSeqs?: number) => Value {
  const known = remembered((limit: number) => compute(limit));
  let unlimited: Value | undefined;
  return (limit) => (limit === undefined ? (unlimited ??= compute(undefined)) : known(limit));
}

/**
 * Refuses a replica that does not hold even one request of mean length.
 *
 * @param replica - a replica.
 * @returns the replica.
 * @throws {@link InfrascaleError} `does-not-fit`.
 */
export function checkFits(replica: Replica): Replica {
  const memory = replica.memory();
  const { input, output } = replica.lengths;
  // Of all ranks: each holds its requests by itself.
  if (memory.leftBytes <= 0 || memory.maxConcurrency(input.mean + output.mean) < memory.ranks) {
    const { tensor, pipeline, data } = replica.deployment.parallelism;
    throw new InfrascaleError({
      code: "does-not-fit",
      field: "parallelism",
      ...performanceRule("room-for-one-request", {
        takenBytes: memory.usableBytes - memory.leftBytes,
        usableBytes: memory.usableBytes,
      }),
      value: `tensor ${tensor}, pipeline ${pipeline}, data ${data}`,
    });
  }
  return replica;
}
