import { instances } from "../catalog/catalog-data.js";
import type { Gpu } from "../catalog/gpu.js";
import { hasExperts } from "../catalog/model.js";
import { isNameRefused } from "../catalog/names/name-refusal.js";
import { ofMemory, resolveGpuName } from "../catalog/names/resolve-gpu-name.js";
import { sixteenBit } from "../deployment/formats.js";
import type { DeploymentMemoryOptions } from "../deployment/memory/memory-options.js";
import { batchDefaults } from "../deployment/memory/memory-settings.js";
import { visibleMemoryBytes } from "../deployment/memory/visible-memory.js";
import { expertGpus } from "../deployment/parallelism.js";
import { bytesFromGib } from "../units.js";
import { numberOf, type Row } from "./csv.js";
import { isRefused, type Refused } from "./refusal.js";
import { resolveDeployment, type Catalogs, type ResolvedDeployment } from "./resolve-deployment.js";
import { rowReadings, settingsOf } from "./row-readings.js";
import { statedOf } from "./stated.js";

/** What a start-up log is of. */
export interface ResolvedLog extends ResolvedDeployment {
  /** For `deploymentMemory`; settings that the log leaves open are the engine's defaults. */
  readonly options: DeploymentMemoryOptions;
}

/**
 * The deployment that a start-up log describes. What was measured is not looked at.
 *
 * @param row - the log.
 * @param catalogs - where names are looked up.
 * @returns the deployment and the options of `deploymentMemory`, or why there are none.
 */
export function resolveLog(row: Row, catalogs: Catalogs): ResolvedLog | Refused {
  const resolved = resolveDeployment(statedOf(rowReadings(row)).stated, catalogs);
  if (isRefused(resolved)) return resolved;
  const { model, gpu, engine, precision, parallelism, settings } = resolved.deployment;
  const told = settingsOf(row);
  const blockTokens = numberOf(row["block_size"]);
  const draftTokens = numberOf(row["draft_tokens"]);
  const contextGpus = numberOf(row["dcp"]);
  const kvCacheGib = numberOf(row["kv_cache_memory_gib"]);
  const seenGib = seenMemoryGib(row);
  const seen = withMemory(gpu, seenGib);
  const options: DeploymentMemoryOptions = {
    model,
    gpu: seen,
    engine,
    // Room does not depend on what a GPU computes in.
    precision: {
      weights: precision.weights ?? model.checkpoint.weights,
      kvCache: precision.kvCache ?? sixteenBit(gpu),
    },
    parallelism:
      told.includes("expert-parallel") && hasExperts(model)
        ? { ...parallelism, expert: expertGpus(parallelism) }
        : parallelism,
    // A server that was told no limit has run with its engine's.
    maxNumSeqs: batchDefaults(engine, seen).maxNumSeqs,
    ...settings,
    enforceEager: told.includes("enforce-eager"),
    languageModelOnly: told.includes("language-model-only"),
    ...(draftTokens === null ? {} : { draftTokens }),
    ...(contextGpus === null ? {} : { contextGpus }),
    ...(kvCacheGib === null ? {} : { kvCacheBytes: bytesFromGib(kvCacheGib) }),
    ...(blockTokens === null ? {} : { blockTokens }),
    ...(row["kv_dtype"]?.includes("fp8_ds_mla") === true ? { latentLayout: "scaled" as const } : {}),
  };
  const cell = row["gpu_memory_gib"] ?? "";
  if (seenGib !== null || cell === "") return { ...resolved, options };
  return {
    ...resolved,
    options,
    assumed: [...resolved.assumed, { code: "unreadable", asked: `gpu_memory_gib: ${cell}`, used: "not stated" }],
  };
}

/** Memory of the GPU that a log saw, GiB; null where it states none, or what is none. */
function seenMemoryGib(row: Row): number | null {
  const gib = numberOf(row["gpu_memory_gib"]);
  return gib !== null && gib > 0 ? gib : null;
}

/** A GPU of one memory size stands for another within this share of it. */
const NEAR_ENOUGH = 0.05;

/**
 * The GPU of a start-up log. Of several sizes with one name it is the one with the memory that the engine saw. One that names
 * none, or one that is not known, is taken as the CUDA GPU of the catalog with the nearest memory: nothing else of a GPU counts
 * for memory.
 *
 * @param row - the log.
 * @param gpus - the catalog.
 * @returns the name to look up: the log's own, or an id; "" when neither is there.
 */
export function nameOfLogGpu(row: Row, gpus: readonly Gpu[]): string {
  const name = row["gpu"] ?? "";
  const gib = seenMemoryGib(row);
  if (gib === null) return name;
  const bytes = bytesFromGib(gib);
  const named = resolveGpuName(name, gpus, instances);
  if (!isNameRefused(named)) {
    const { id } = ofMemory(named.gpu, bytes, gpus);
    return id === named.gpu.id ? name : id;
  }
  const distance = (gpu: Gpu): number => Math.abs(visibleMemoryBytes(gpu) / bytes - 1);
  const [nearest] = gpus
    .filter(({ vendor, memory }) => vendor === "NVIDIA" && (memory.visibleBytes ?? memory.driverBytes) !== null)
    .sort((a, b) => distance(a) - distance(b));
  return nearest !== undefined && distance(nearest) < NEAR_ENOUGH ? nearest.id : name;
}

/** The GPU with the memory that the log saw. */
const withMemory = (gpu: Gpu, gib: number | null): Gpu =>
  gib === null ? gpu : { ...gpu, memory: { ...gpu.memory, visibleBytes: bytesFromGib(gib) } };
