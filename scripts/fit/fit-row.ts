import { engines, gpus, models } from "../../src/catalog/catalog-data.js";
import { layerCount } from "../../src/catalog/model.js";
import { hasExperts } from "../../src/performance/memory/index.js";
import { kernelLaws, type KernelLawTable } from "../../src/performance/speed/kernel-laws.js";
import type { KernelTime } from "../../src/performance/speed/kernel-time.js";
import { speedProfile } from "../../src/performance/speed/speed-profile.js";
import { decodeStep, prefillStep } from "../../src/performance/speed/step.js";
import lawTable from "../../catalogs/kernel-laws.json" with { type: "json" };
import { exclusionsOf } from "../measurements/exclusions.js";
import { readTable, SERVING_FAMILIES } from "../measurements/families.js";
import { isRefused, resolveRow, type ResolvedRow } from "../../src/cli/measurements/resolve-row.js";
import { cacheOf, storageOf } from "../../src/cli/measurements/deployment-formats.js";

export { engines };

/** A measured row with the kernel times of its step, its prompt and its whole batch of prompts. */
export interface FitRow {
  readonly family: string;
  readonly row: ResolvedRow;
  readonly kind: "dense" | "MoE";
  /** Requests of one replica. */
  readonly running: number;
  readonly layers: number;
  /** Requests of one rank of one stage. */
  readonly own: number;
  readonly parallel: boolean;
  readonly decode: KernelTime;
  readonly prompt: KernelTime;
  readonly batch: KernelTime;
  readonly firstTokenUsable: boolean;
}

const laws = kernelLaws(lawTable as KernelLawTable);

/** Rows of every table in the repository that the fit may use. */
export function fitRows(): readonly FitRow[] {
  return SERVING_FAMILIES.flatMap((family) =>
    readTable(family).flatMap((cells) => {
      const row = resolveRow(cells, { gpus, models });
      return isRefused(row) ? [] : (fitRow(row, family) ?? []);
    }),
  );
}

function fitRow(row: ResolvedRow, family: string): FitRow | null {
  const { load, lengths, model, gpu, engine, weights, cache, parallelism } = row;
  if (load.kind !== "closed-loop" && load.kind !== "static-batch") return null;
  const broken = exclusionsOf(row, family);
  if (broken.some(({ quantities }) => quantities === "all") || lengths.assumed) return null;
  const profile = speedProfile({ model, gpu, engine, storage: storageOf(model, weights), cache: cacheOf(cache, engine, weights.weights), parallelism }, laws);
  const running = (load.kind === "closed-loop" ? load.requestsInFlight : load.requests) / parallelism.replicas;
  return {
    family,
    row,
    kind: hasExperts(model) ? "MoE" : "dense",
    running,
    layers: layerCount(model),
    own: running / parallelism.data / parallelism.pipeline,
    parallel: parallelism.tensor * parallelism.data > 1,
    decode: decodeStep(profile, running, lengths.inputTokens + lengths.outputTokens / 2),
    prompt: prefillStep(profile, lengths.inputTokens),
    batch: prefillStep(profile, lengths.inputTokens, running),
    firstTokenUsable: broken.length === 0,
  };
}
