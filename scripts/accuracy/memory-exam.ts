import { numberOf, type Row } from "../../src/measurements/csv.js";
import { flagsOf } from "../../src/measurements/flags.js";
import { isRefused } from "../../src/measurements/refusal.js";
import { resolveLog, type ResolvedLog } from "../../src/measurements/start-up-log.js";
import { InfrascaleError } from "../../src/errors.js";
import { deploymentMemory, type DeploymentMemory } from "../../src/deployment/memory/index.js";
import { hasExperts } from "../../src/catalog/model.js";
import { bytesFromGib } from "../../src/units.js";
import { MEMORY_TABLE } from "../measurements/families.js";
import { CATALOGS } from "../measurements/table-row.js";
import { Tally } from "../measurements/tally.js";
import { eraName } from "./exam-row.js";
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
    const resolved = resolveLog(log, CATALOGS);
    const flags = flagsOf(log["flag"]);
    if (isRefused(resolved)) unresolved.add(resolved.refusal);
    else if (flags.length > 0) for (const flag of flags) excluded.add(`${flag} (all)`);
    else {
      const memory = predictMemory(resolved);
      if (typeof memory === "string") refused.add(memory);
      else {
        const compared = compare(resolved, log, memory);
        if (compared.length === 0) refused.add("states none of the figures compared");
        observations.push(...compared);
      }
    }
  }
  return { observations, unresolved, excluded, refused };
}

function predictMemory({ options }: ResolvedLog): DeploymentMemory | string {
  try {
    return deploymentMemory(options);
  } catch (error) {
    if (error instanceof InfrascaleError) return error.message;
    throw error;
  }
}

function compare(
  { deployment, entry: model, options }: ResolvedLog,
  log: Row,
  memory: DeploymentMemory,
): readonly Observation[] {
  const { engine: rules, engineVersion, gpu, parallelism } = deployment;
  const engine = rules.engine;
  const found: Observation[] = [];
  const add = (quantity: Quantity, predicted: number, measured: number | null): void => {
    if (measured === null || measured <= 0) return;
    found.push({
      id: log["id"] ?? "",
      quantity,
      family: MEMORY_TABLE,
      engine,
      era: eraName({ engine, engineVersion: engineVersion ?? null }),
      kind: hasExperts(model) ? "MoE" : "dense",
      model: model.id,
      gpu: gpu.id,
      // No constant of a kernel and no load is in it.
      facts: {
        engine,
        engineVersion: engineVersion ?? rules.version,
        source: "calibrated",
        hasExperts: hasExperts(model),
        saturated: false,
      },
      about: `${engineVersion ?? "?"} ${options.precision.weights} tp${parallelism.tensor}pp${parallelism.pipeline}dp${parallelism.data}`,
      measured,
      predicted,
      heldOut: null,
    });
  };
  const bytes = (column: string): number | null => {
    const gib = numberOf(log[column]);
    return gib === null ? null : bytesFromGib(gib);
  };
  add("weights per GPU", memory.parts.weights, bytes("weights_gib_per_gpu"));
  const cache = bytes("kv_cache_gib_per_gpu");
  add("KV cache per GPU", memory.kvCacheBytes, cache);
  if (cache !== null)
    add(
      "KV tokens from its GiB",
      memory.loggedTokens(Math.floor(cache / memory.kvPool.blockBytes)),
      numberOf(log["kv_cache_tokens"]),
    );
  // An engine logs the concurrency of one data-parallel rank.
  if (numberOf(log["max_model_len"]) !== null)
    add("maximum concurrency", memory.maxConcurrency() / memory.ranks, numberOf(log["max_concurrency"]));
  return found;
}
