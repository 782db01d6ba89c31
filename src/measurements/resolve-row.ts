import type { EngineName } from "../catalog/engine.js";
import type { Gpu } from "../catalog/gpu.js";
import type { Model } from "../catalog/model.js";
import { numberOf, type Row } from "./csv.js";
import { flagsOf, type Flag } from "./flags.js";
import { measuredOf, type Measured } from "./measured.js";
import { resolveEngine } from "./resolve-engine.js";
import { resolveGpu } from "./resolve-gpu.js";
import { resolveLengths, resolveLoad, type Lengths, type Load } from "./resolve-load.js";
import { resolveModel } from "./resolve-model.js";
import { resolveParallelism, type ParallelismRefusal, type ResolvedParallelism } from "./resolve-parallelism.js";
import { resolveCache, resolveWeights, type CacheFormat, type WeightFormat } from "./resolve-precision.js";
import { undatedVersion } from "./undated-versions.js";

/** Why a row says too little, or something that the catalogs do not hold. */
export type Refusal =
  | "engine-not-stated"
  | "gpu-not-stated"
  | "gpu-not-in-catalog"
  | "model-not-in-catalog"
  | "weight-format-unknown"
  | "cache-format-unknown"
  | ParallelismRefusal
  | "load-not-stated"
  | "lengths-not-stated"
  | "nothing-measured";

/** A row without a prediction, with the cell that is to blame. */
export interface Refused {
  readonly refusal: Refusal;
  readonly detail: string;
}

/** What was served, by what, on what. */
export interface Deployment {
  readonly id: string;
  readonly engine: EngineName;
  readonly engineVersion: string | null;
  readonly gpu: Gpu;
  readonly model: Model;
  readonly weights: WeightFormat;
  readonly cache: CacheFormat;
  readonly parallelism: ResolvedParallelism;
  readonly flags: readonly Flag[];
}

/** A deployment and what is asked of it: all that a prediction of speed may look at. */
export interface ResolvedDemand extends Deployment {
  readonly load: Load;
  readonly lengths: Lengths;
  readonly maxNumSeqs: number | null;
  /** Share of the memory left after the weights that the cache was given; null when not stated. */
  readonly cacheShare: number | null;
}

/** A row of a table of speeds in the library's terms. */
export interface ResolvedRow extends ResolvedDemand {
  readonly failedPercent: number | null;
  readonly measured: Measured;
}

/** Where names are looked up. */
export interface Catalogs {
  readonly gpus: readonly Gpu[];
  readonly models: readonly Model[];
}

/** True when a row could not be resolved. */
export const isRefused = (result: object): result is Refused => "refusal" in result;

/**
 * What was served, by what, on what: of a row of a table of speeds or of start-up logs.
 *
 * @param row - a compact row.
 * @param catalogs - where names are looked up; entries of your own may be among them.
 * @returns the deployment, or why there is none.
 */
export function resolveDeployment(row: Row, { gpus, models }: Catalogs): Deployment | Refused {
  const cell = (column: string): string => row[column] ?? "";
  const named = resolveEngine(cell("engine"), cell("engine_version"));
  if (named === null) return refuse("engine-not-stated");
  if (cell("gpu") === "") return refuse("gpu-not-stated");
  const gpu = resolveGpu(cell("gpu"), gpus);
  if (gpu === null) return refuse("gpu-not-in-catalog", cell("gpu"));
  const model = resolveModel(cell("model"), models);
  if (model === null) return refuse("model-not-in-catalog", cell("model"));
  const weights = resolveWeights(cell("weights_dtype"), cell("model"), model);
  if (weights === null) return refuse("weight-format-unknown", cell("weights_dtype"));
  const cache = resolveCache(cell("kv_dtype"));
  if (cache === null) return refuse("cache-format-unknown", cell("kv_dtype"));
  const size = (column: string): number | null => numberOf(row[column]);
  const parallelism = resolveParallelism({ gpus: size("gpus_total"), tensor: size("tp"), pipeline: size("pp"), expert: size("ep"), data: size("dp") });
  if (typeof parallelism === "string") return refuse(parallelism, ["gpus_total", "tp", "pp", "ep", "dp"].map((column) => `${column}=${cell(column)}`).join(" "));
  return { id: cell("id"), engine: named.engine, engineVersion: named.version ?? undatedVersion(row, named.engine), gpu, model, weights, cache, parallelism, flags: flagsOf(row["flag"]) };
}

/**
 * What a row of a table of speeds asks of which deployment; nothing that was measured is read.
 *
 * @param row - a compact row.
 * @param catalogs - where names are looked up; entries of your own may be among them.
 * @returns the demand, or why it cannot be predicted.
 */
export function resolveDemand(row: Row, catalogs: Catalogs): ResolvedDemand | Refused {
  const deployment = resolveDeployment(row, catalogs);
  if (isRefused(deployment)) return deployment;
  const load = resolveLoad(row);
  if (load === null) return refuse("load-not-stated", row["scenario"]);
  const lengths = resolveLengths(row);
  if (lengths === null) return refuse("lengths-not-stated");
  return { ...deployment, load, lengths, maxNumSeqs: numberOf(row["max_num_seqs"]), cacheShare: numberOf(row["kv_memory_fraction"]) };
}

/**
 * A row of a table of speeds in the library's terms.
 *
 * @param row - a compact row.
 * @param catalogs - where names are looked up; entries of your own may be among them.
 * @returns the row, or why it cannot be predicted.
 */
export function resolveRow(row: Row, catalogs: Catalogs): ResolvedRow | Refused {
  const demand = resolveDemand(row, catalogs);
  if (isRefused(demand)) return demand;
  const measured = measuredOf(row);
  if (Object.values(measured).every((value) => value === null)) return refuse("nothing-measured");
  return { ...demand, failedPercent: numberOf(row["failed_percent"]), measured };
}

const refuse = (refusal: Refusal, detail = ""): Refused => ({ refusal, detail });
