import { checkEngine, isVersion } from "../../catalog/engine.js";
import { PRECISIONS, type Precision } from "../../catalog/precision.js";
import { checkGpu, checkModel } from "../../catalog/validate.js";
import { InfrascaleError } from "../../errors.js";
import { checkBetween, checkBoolean, checkInteger, checkKeys, checkObject, checkOneOf, checkPositive } from "../../internal/check.js";
import { MOST_CACHED, MOST_TOKENS } from "../../workload/limits.js";
import { checkSizes, type Parallelism } from "../../deployment/memory/parallelism.js";
import type { WeightStorage } from "../../kernels/number-format.js";
import { checkEngineProfile } from "./check-engine-profile.js";
import type { EngineProfile } from "./engine-profile.js";
import type { ServingLoad } from "./load.js";
import type { ServingPrecision, ServingRequest } from "./serving-request.js";
import type { Speculation } from "./serving-times.js";

const MOST_ROUNDS = 1e10;
const MOST_ACCEPTED = 0.9999;

/** Fields of a load by its kind. */
const LOAD_FIELDS = {
  "static-batch": ["kind", "requests"],
  "closed-loop": ["kind", "requestsInFlight", "rounds", "equalLengths"],
  offline: ["kind", "requests"],
  open: ["kind", "requestsPerSecond"],
} as const;

/** A request with everything that it leaves open filled in. */
interface CheckedRequest extends Pick<ServingRequest, "model" | "gpu" | "engine" | "load" | "inputTokens" | "outputTokens">, Formats {
  readonly parallelism: Parallelism;
  readonly replicas: number;
  readonly prefixCacheHitRate: number;
  readonly speculation: Speculation | undefined;
  readonly profile: EngineProfile | undefined;
}

interface Formats extends Required<Pick<ServingPrecision, "weights" | "kvCache">> {
  readonly storage: WeightStorage;
}

/** Refuses what is wrong or not known, and fills in what a request leaves open. */
export function checkServingRequest(request: ServingRequest): CheckedRequest {
  fields(request, "request", [
    "model", "gpu", "engine", "engineVersion", "precision", "parallelism", "replicas", "load", "inputTokens", "outputTokens", "settings", "prefixCacheHitRate", "speculation", "profile",
  ]);
  const model = checkModel(request.model, "model");
  const gpu = checkGpu(request.gpu, "gpu");
  const engine = checkEngine(request.engine, "engine");
  const { engineVersion } = request;
  if (engineVersion !== undefined && (typeof engineVersion !== "string" || !isVersion(engineVersion)))
    throw new InfrascaleError({ code: "out-of-range", field: "engineVersion", rule: "must be a version such as 0.19.0", value: engineVersion });
  if (request.settings !== undefined) fields(request.settings, "settings", ["maxNumSeqs", "maxBatchedTokens", "maxModelLen", "utilization"]);
  return {
    model,
    gpu,
    engine,
    load: checkLoad(request.load),
    parallelism: checkParallelism(request.parallelism),
    ...checkFormats(request),
    replicas: checkInteger(request.replicas ?? 1, "replicas", 1),
    inputTokens: checkBetween(request.inputTokens, "inputTokens", 1, MOST_TOKENS),
    outputTokens: checkBetween(request.outputTokens, "outputTokens", 1, MOST_TOKENS),
    prefixCacheHitRate: checkBetween(request.prefixCacheHitRate ?? 0, "prefixCacheHitRate", 0, MOST_CACHED),
    speculation: checkSpeculation(request.speculation),
    profile: request.profile === undefined ? undefined : checkEngineProfile(request.profile, "profile"),
  };
}

/** Refuses anything but an object of known fields. */
const fields = (value: unknown, field: string, known: readonly string[]): void => checkKeys(checkObject(value, field), field, known);

function checkParallelism(given: ServingRequest["parallelism"] = {}): Parallelism {
  fields(given, "parallelism", ["tensor", "pipeline", "expert", "data"]);
  return checkSizes(given);
}

function checkFormats({ model: { checkpoint }, gpu, precision = {} }: ServingRequest): Formats {
  fields(precision, "precision", ["weights", "kvCache", "scaling", "weightOnly"]);
  const { scaling, weightOnly } = precision;
  const sixteenBit: Precision = gpu.peakFlopsPerSecond.bf16 == null ? "fp16" : "bf16";
  const weights = checkOneOf(precision.weights ?? (checkpoint.weights === "bf16" ? sixteenBit : checkpoint.weights), "precision.weights", PRECISIONS);
  const kvCache = checkOneOf(precision.kvCache ?? sixteenBit, "precision.kvCache", PRECISIONS);
  if (scaling !== undefined) checkOneOf(scaling, "precision.scaling", ["tensor", "dynamic", "block"]);
  if (weightOnly !== undefined) checkBoolean(weightOnly, "precision.weightOnly");
  const published = weights === checkpoint.weights;
  const scales = scaling ?? (published ? checkpoint.scaling : undefined);
  return { weights, kvCache, storage: { weights, ...(scales === undefined ? {} : { scaling: scales }), weightOnly: weightOnly ?? (published && checkpoint.weightOnly === true) } };
}

function checkLoad(load: ServingLoad): ServingLoad {
  checkObject(load, "load");
  const kind = checkOneOf(load.kind, "load.kind", ["static-batch", "closed-loop", "offline", "open"]);
  fields(load, "load", LOAD_FIELDS[kind]);
  if (load.kind === "static-batch") checkPositive(load.requests, "load.requests");
  if (load.kind === "closed-loop") {
    checkPositive(load.requestsInFlight, "load.requestsInFlight");
    if (load.rounds !== undefined && load.rounds !== Number.POSITIVE_INFINITY) checkBetween(load.rounds, "load.rounds", 1, MOST_ROUNDS);
    if (load.equalLengths !== undefined) checkBoolean(load.equalLengths, "load.equalLengths");
  }
  if (load.kind === "offline" && load.requests !== undefined) checkPositive(load.requests, "load.requests");
  if (load.kind === "open") checkPositive(load.requestsPerSecond, "load.requestsPerSecond");
  return load;
}

function checkSpeculation(speculation: Speculation | undefined): Speculation | undefined {
  if (speculation === undefined) return undefined;
  fields(speculation, "speculation", ["draftTokens", "acceptanceRate"]);
  checkInteger(speculation.draftTokens, "speculation.draftTokens", 1);
  checkBetween(speculation.acceptanceRate, "speculation.acceptanceRate", 0, MOST_ACCEPTED);
  return speculation;
}
