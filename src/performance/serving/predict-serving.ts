import { checkEngine, type Engine } from "../../catalog/engine.js";
import type { Gpu } from "../../catalog/gpu.js";
import type { Model } from "../../catalog/model.js";
import { PRECISIONS, type Precision } from "../../catalog/precision.js";
import { checkGpu, checkModel } from "../../catalog/validate.js";
import { InfrascaleError } from "../../errors.js";
import { checkBetween, checkInteger, checkKeys, checkObject, checkOneOf, checkPositive } from "../../internal/check.js";
import { deploymentMemory, type DeploymentMemoryOptions } from "../memory/engine-memory.js";
import type { Parallelism } from "../memory/parallelism.js";
import type { WeightStorage } from "../speed/number-format.js";
import { speedProfile } from "../speed/speed-profile.js";
import { timingAtVersion } from "./engine-timing.js";
import type { ServingLoad } from "./load.js";
import { predictReplica } from "./predict-load.js";
import type { ServingConstants } from "./serving-constants.js";
import type { ServingPrediction } from "./serving-prediction.js";
import type { Speculation } from "./serving-times.js";

/** Number formats of a deployment; those left out are the checkpoint's, and 16 bit for the cache. */
export interface ServingPrecision {
  /** Number format of the weights. */
  readonly weights?: Precision;
  /** Number format of the key-value cache. */
  readonly kvCache?: Precision;
  /** Scales of 8-bit weights: one for each tensor, fixed; computed as the model runs; or one for each block. */
  readonly scaling?: WeightStorage["scaling"];
  /** True when only weights are quantised and arithmetic stays in 16 bit. */
  readonly weightOnly?: boolean;
}

/** Limits that an engine is started with; those left out are its defaults on the GPU. */
export type ServingSettings = Pick<DeploymentMemoryOptions, "maxNumSeqs" | "maxBatchedTokens" | "maxModelLen" | "utilization">;

/** A deployment and what is asked of it. */
export interface ServingRequest {
  /** What is served. */
  readonly model: Model;
  /** On what. */
  readonly gpu: Gpu;
  /** By what: its memory rules and defaults. */
  readonly engine: Engine;
  /** Version of the engine, which its timing depends on; the profile's own when absent. */
  readonly engineVersion?: string;
  /** Number formats; those left out are the checkpoint's. */
  readonly precision?: ServingPrecision;
  /** Each an integer >= 1; those left out are 1. */
  readonly parallelism?: Partial<Parallelism>;
  /** Copies of the deployment that share the load evenly, integer >= 1. @defaultValue 1 */
  readonly replicas?: number;
  /** How requests come. */
  readonly load: ServingLoad;
  /** Prompt, tokens, >= 1. */
  readonly inputTokens: number;
  /** Answer, tokens, >= 1. */
  readonly outputTokens: number;
  /** Limits that the engine is started with. */
  readonly settings?: ServingSettings;
  /** Share of the prompts' tokens that the prefix cache holds, in [0, 1). @defaultValue 0 */
  readonly prefixCacheHitRate?: number;
  /** Tokens guessed ahead; absent without. */
  readonly speculation?: Speculation;
}

/**
 * What a deployment delivers under a load: times, rates, occupancy, memory, and the parts of each time.
 *
 * @param request - deployment and load.
 * @param constants - laws of kernels and timing of engines.
 * @returns the prediction; means, not percentiles.
 * @throws {@link InfrascaleError} `invalid-type`, `out-of-range`, `impossible-parallelism`, or `unsupported-model` when
 * not even one request fits into memory.
 */
export function predictServing(request: ServingRequest, constants: ServingConstants): ServingPrediction {
  const { model, gpu, engine, load, inputTokens, outputTokens, parallelism, weights, kvCache, storage, replicas, prefixCacheHitRate } = checkRequest(request);
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
    throw new InfrascaleError({ code: "does-not-fit", field: "parallelism", rule: "must give enough memory for the weights and one request", value: `${parallelism.tensor} x ${parallelism.pipeline} x ${parallelism.data} GPUs` });
  const lengths = { inputTokens, outputTokens, prefixCacheHitRate };
  // A running request holds its prompt and, on average, half its answer.
  const slots = Math.min(memory.maxNumSeqs * parallelism.data, memory.maxConcurrency(inputTokens + outputTokens / 2));
  const profile = speedProfile({ model, gpu, engine: engine.engine, storage, cache: kvCache, parallelism }, constants.laws);
  const timing = timingAtVersion(constants.timings, engine.engine, request.engineVersion ?? engine.version);
  const replica = predictReplica({ profile, timing, speculation: request.speculation }, shareOf(load, replicas), lengths, slots);
  const { tensor, pipeline, data } = parallelism;
  return {
    ...replica,
    requestsPerSecond: replicas * replica.requestsPerSecond,
    running: replicas * replica.running,
    waiting: replica.waiting === null ? null : replicas * replica.waiting,
    tokensPerSecondPerRequest: 1 / replica.tpotSeconds,
    outputTokensPerSecond: replicas * replica.requestsPerSecond * outputTokens,
    totalTokensPerSecond: replicas * replica.requestsPerSecond * tokens,
    slots: replicas * slots,
    memory,
    parallelism,
    replicas,
    gpus: replicas * tensor * pipeline * data,
    engine: engine.id,
    source: profile.source,
  };
}

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

function checkRequest(request: ServingRequest) {
  checkKeys(checkObject(request, "request"), "request", [
    "model", "gpu", "engine", "engineVersion", "precision", "parallelism", "replicas", "load", "inputTokens", "outputTokens", "settings", "prefixCacheHitRate", "speculation",
  ]);
  const model = checkModel(request.model, "model");
  const gpu = checkGpu(request.gpu, "gpu");
  const engine = checkEngine(request.engine, "engine");
  const { weights: wanted, kvCache: wantedCache, scaling, weightOnly } = request.precision ?? {};
  const sixteenBit: Precision = gpu.peakFlopsPerSecond.bf16 == null ? "fp16" : "bf16";
  const { checkpoint } = model;
  const weights = checkOneOf(wanted ?? (checkpoint.weights === "bf16" ? sixteenBit : checkpoint.weights), "precision.weights", PRECISIONS);
  const kvCache = checkOneOf(wantedCache ?? sixteenBit, "precision.kvCache", PRECISIONS);
  const published = weights === checkpoint.weights;
  const parallelism = { tensor: 1, pipeline: 1, expert: 1, data: 1, ...request.parallelism };
  const load = checkLoad(request.load);
  if (request.speculation !== undefined) {
    checkInteger(request.speculation.draftTokens, "speculation.draftTokens", 1);
    checkBetween(request.speculation.acceptanceRate, "speculation.acceptanceRate", 0, MOST_ACCEPTED);
  }
  return {
    model,
    gpu,
    engine,
    load,
    parallelism,
    weights,
    kvCache,
    storage: {
      weights,
      ...(scaling ?? (published ? checkpoint.scaling : undefined) ? { scaling: scaling ?? checkpoint.scaling } : {}),
      weightOnly: weightOnly ?? (published && checkpoint.weightOnly === true),
    } as WeightStorage,
    replicas: checkInteger(request.replicas ?? 1, "replicas", 1),
    inputTokens: checkBetween(request.inputTokens, "inputTokens", 1, MOST_TOKENS),
    outputTokens: checkBetween(request.outputTokens, "outputTokens", 1, MOST_TOKENS),
    prefixCacheHitRate: checkBetween(request.prefixCacheHitRate ?? 0, "prefixCacheHitRate", 0, MOST_CACHED),
  };
}

const MOST_TOKENS = 1e10;
const MOST_CACHED = 0.9999;
const MOST_ACCEPTED = 0.9999;

function checkLoad(load: ServingLoad): ServingLoad {
  checkObject(load, "load");
  checkOneOf(load.kind, "load.kind", ["static-batch", "closed-loop", "offline", "open"]);
  if (load.kind === "static-batch") checkPositive(load.requests, "load.requests");
  if (load.kind === "closed-loop") {
    checkPositive(load.requestsInFlight, "load.requestsInFlight");
    if (load.rounds !== undefined && load.rounds !== Number.POSITIVE_INFINITY) checkPositive(load.rounds, "load.rounds");
  }
  if (load.kind === "offline" && load.requests !== undefined) checkPositive(load.requests, "load.requests");
  if (load.kind === "open") checkPositive(load.requestsPerSecond, "load.requestsPerSecond");
  return load;
}
