import { gpus, models } from "../../src/catalog/catalog-data.js";
import { numberOf, type Row } from "../../src/measurements/csv.js";
import { cacheOf } from "../../src/measurements/deployment-formats.js";
import { isRefused, resolveDeployment, type Deployment } from "../../src/measurements/resolve-row.js";
import type { Gpu } from "../../src/catalog/gpu.js";
import { InfrascaleError } from "../../src/errors.js";
import { deploymentMemory, poolTokens, type DeploymentMemory } from "../../src/deployment/memory/index.js";
import { hasExperts } from "../../src/catalog/model.js";
import { bytesFromGib } from "../../src/units.js";
import { eraOf } from "../fit/eras.js";
import { MEMORY_TABLE } from "../measurements/families.js";
import { Tally } from "../measurements/tally.js";
import { profileOf, sizesOf } from "./exam-row.js";
import type { Observation } from "./observation.js";
import type { Quantity } from "./quantities.js";

/** Observations of start-up logs, and how many logs gave none, by reason. */
export interface MemoryExam {
  readonly observations: readonly Observation[];
  readonly unresolved: Tally;
  readonly excluded: Tally;
  readonly refused: Tally;
}

/** Predicts what engines log when they start. */
export function examineMemory(logs: readonly Row[]): MemoryExam {
  const observations: Observation[] = [];
  const unresolved = new Tally();
  const excluded = new Tally();
  const refused = new Tally();
  for (const log of logs) {
    const deployment = resolveDeployment(log, { gpus, models });
    if (isRefused(deployment)) unresolved.add(deployment.refusal);
    else if (deployment.flags.length > 0) for (const flag of deployment.flags) excluded.add(`${flag} (all)`);
    else {
      const memory = predictMemory(deployment, log);
      if (typeof memory === "string") refused.add(memory);
      else {
        const compared = compare(deployment, log, memory);
        if (compared.length === 0) refused.add("states none of the figures compared");
        observations.push(...compared);
      }
    }
  }
  return { observations, unresolved, excluded, refused };
}

function predictMemory(deployment: Deployment, log: Row): DeploymentMemory | string {
  const { model, engine, engineVersion, weights, cache, parallelism } = deployment;
  const given = (column: string, name: string): Record<string, number> => {
    const value = numberOf(log[column]);
    return value === null ? {} : { [name]: value };
  };
  try {
    return deploymentMemory({
      model,
      gpu: asLogged(deployment.gpu, numberOf(log["gpu_memory_gib"])),
      engine: profileOf({ engine }, engineVersion),
      precision: { weights: weights.weights, kvCache: cacheOf(cache, engine, weights.weights) },
      parallelism: sizesOf(parallelism),
      ...given("max_num_seqs", "maxNumSeqs"),
      ...given("max_num_batched_tokens", "maxBatchedTokens"),
      ...given("max_model_len", "maxModelLen"),
      ...given("gpu_memory_utilization", "utilization"),
      ...given("block_size", "blockTokens"),
      ...((log["kv_dtype"] ?? "").includes("ds_mla") ? { latentLayout: "scaled" as const } : {}),
    });
  } catch (error) {
    if (error instanceof InfrascaleError) return error.message;
    throw error;
  }
}

/** The GPU with the memory that the log says the engine saw. */
const asLogged = (gpu: Gpu, gib: number | null): Gpu => (gib === null ? gpu : { ...gpu, memory: { ...gpu.memory, visibleBytes: bytesFromGib(gib) } });

function compare(deployment: Deployment, log: Row, memory: DeploymentMemory): readonly Observation[] {
  const { id, engine, engineVersion, model, gpu, weights, parallelism } = deployment;
  const era = eraOf(deployment as Parameters<typeof eraOf>[0], MEMORY_TABLE);
  const found: Observation[] = [];
  const add = (quantity: Quantity, predicted: number, measured: number | null): void => {
    if (measured === null || measured <= 0) return;
    found.push({
      id,
      quantity,
      family: MEMORY_TABLE,
      engine,
      era: era === null ? "other engines" : era.current ? "current" : "older",
      kind: hasExperts(model) ? "MoE" : "dense",
      model: model.id,
      gpu: gpu.id,
      // No constant of a kernel and no load is in it.
      facts: { engine, engineVersion: engineVersion ?? profileOf({ engine }, null).version, source: "calibrated", hasExperts: hasExperts(model), saturated: false },
      about: `${engineVersion ?? "?"} ${weights.weights} tp${parallelism.tensor}pp${parallelism.pipeline}dp${parallelism.data}`,
      measured,
      predicted,
      withoutPair: null,
      withoutFamily: null,
    });
  };
  const bytes = (column: string): number | null => {
    const gib = numberOf(log[column]);
    return gib === null ? null : bytesFromGib(gib);
  };
  add("weights per GPU", memory.parts.weights, bytes("weights_gib_per_gpu"));
  const cache = bytes("kv_cache_gib_per_gpu");
  add("KV cache per GPU", memory.kvCacheBytes, cache);
  if (cache !== null) add("KV tokens from its GiB", poolTokens(memory.kvPool, Math.floor(cache / memory.kvPool.blockBytes)), numberOf(log["kv_cache_tokens"]));
  // An engine logs the concurrency of one data-parallel rank.
  if (numberOf(log["max_model_len"]) !== null) add("maximum concurrency", memory.maxConcurrency() / memory.ranks, numberOf(log["max_concurrency"]));
  return found;
}
