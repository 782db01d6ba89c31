import { engineAtVersion, engines, InfrascaleError, type DeploymentMemoryOptions, type Engine, type Gpu } from "../../index.js";
import { numberOf, type Row } from "../../measurements/csv.js";
import { cacheOf } from "../../measurements/deployment-formats.js";
import type { Deployment } from "../../measurements/resolve-row.js";
import { bytesFromGib } from "../../units.js";
import { parallelismOf } from "./parallelism-of.js";

/**
 * The options of `deploymentMemory` that a start-up log describes. What was measured is not looked at.
 *
 * @param deployment - what was served, by what, on what.
 * @param row - the log.
 * @returns the options; settings that the log leaves open are the engine's defaults.
 * @throws {@link InfrascaleError} `unknown-id` when no profile holds the engine's version.
 */
export function logOptions({ engine, engineVersion, model, gpu, weights, cache, parallelism }: Deployment, row: Row): DeploymentMemoryOptions {
  const profile = engineAtVersion(engines, engine, engineVersion ?? undefined);
  if (profile === undefined) throw new InfrascaleError({ code: "unknown-id", field: "engine", rule: "must have a version that is known", value: `${engine}@${engineVersion ?? ""}` });
  const settings = (row["settings"] ?? "").split("|");
  const experts = settings.includes("expert-parallel") ? { ...parallelism, expert: parallelism.tensor * parallelism.data } : parallelism;
  return {
    model,
    gpu: withMemory(gpu, numberOf(row["gpu_memory_gib"])),
    engine: settings.includes("enforce-eager") ? withoutGraphs(profile) : profile,
    precision: { weights: weights.weights, kvCache: cacheOf(cache, engine, weights.weights) },
    parallelism: parallelismOf(model, experts),
    ...limitsOf(row),
    ...(row["kv_dtype"]?.includes("fp8_ds_mla") === true ? { latentLayout: "scaled" as const } : {}),
  };
}

function limitsOf(row: Row): Partial<DeploymentMemoryOptions> {
  const limits = {
    maxNumSeqs: numberOf(row["max_num_seqs"]),
    maxBatchedTokens: numberOf(row["max_num_batched_tokens"]),
    maxModelLen: numberOf(row["max_model_len"]),
    utilization: numberOf(row["gpu_memory_utilization"]),
    blockTokens: numberOf(row["block_size"]),
  };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== null));
}

/** The GPU with the memory that the log saw. */
const withMemory = (gpu: Gpu, gib: number | null): Gpu => (gib === null ? gpu : { ...gpu, memory: { ...gpu.memory, visibleBytes: bytesFromGib(gib) } });

/** The engine as it runs with `--enforce-eager`: no graph is captured. */
function withoutGraphs(engine: Engine): Engine {
  const { graphs } = engine.memory;
  const none = { ...graphs, baseBytes: 0, perLayerBytes: 0, expertsOrLatentBytes: 0, amdBytes: 0, largeMemory: { ...graphs.largeMemory, latentBytes: 0 } };
  return { ...engine, memory: { ...engine.memory, graphs: none } };
}
