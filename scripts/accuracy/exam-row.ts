import { engines, gpus, models } from "../../src/catalog/catalog-data.js";
import { engineAtVersion, type Engine } from "../../src/catalog/engine.js";
import { numberOf, type Row } from "../../src/measurements/csv.js";
import { cacheOf, storageOf } from "../../src/measurements/deployment-formats.js";
import type { ResolvedParallelism } from "../../src/measurements/resolve-parallelism.js";
import { isRefused, resolveRow, type ResolvedRow } from "../../src/measurements/resolve-row.js";
import { servingLoad } from "../../src/cli/validation/serving-load.js";
import type { Parallelism } from "../../src/deployment/memory/index.js";
import { hasExperts } from "../../src/catalog/model.js";
import type { EngineSettings } from "../../src/deployment/deployment.js";
import type { ServingRequest } from "../../src/performance/predict-serving.js";
import { eraOf, versionOf } from "../fit/eras.js";
import { exclusionsOf } from "../measurements/exclusions.js";
import { Tally } from "../measurements/tally.js";

/** Engines of 2025 and later, those before, and those without a profile of their own. */
export const ERA_NAMES = ["current", "older", "other engines"] as const;

/** A row of a table of speeds, ready to be predicted. */
export interface ExamRow {
  readonly family: string;
  readonly row: ResolvedRow;
  readonly era: (typeof ERA_NAMES)[number];
  readonly kind: "dense" | "MoE";
  /** Model and GPU: what cross-validation leaves out together. */
  readonly pair: string;
  readonly request: ServingRequest;
  /** False when a rule says that its time to the first token is of no use. */
  readonly firstTokenUsable: boolean;
}

/** Rows that count, and how many do not, by reason. */
export interface ExamRows {
  readonly rows: readonly ExamRow[];
  /** Rows that do not say enough, or name what the catalogs lack. */
  readonly unresolved: Tally;
  /** Rows left out, by rule. */
  readonly excluded: Tally;
}

/** Rows of tables; what is left out is counted, by rule. */
export function examRows(tables: readonly (readonly [family: string, rows: readonly Row[]])[]): ExamRows {
  const rows: ExamRow[] = [];
  const unresolved = new Tally();
  const excluded = new Tally();
  for (const [family, table] of tables) {
    const resolved: (readonly [row: ResolvedRow, cells: Row])[] = [];
    for (const cells of table) {
      const row = resolveRow(cells, { gpus, models });
      if (isRefused(row)) unresolved.add(row.refusal);
      else resolved.push([row, cells]);
    }
    const all = resolved.map(([row]) => row);
    for (const [row, cells] of resolved) {
      const broken = exclusionsOf(row, family, all);
      for (const { id, quantities } of broken) excluded.add(`${id} (${quantities})`);
      if (broken.some(({ quantities }) => quantities === "all")) continue;
      rows.push(examRow(row, cells, family, broken.length === 0));
    }
  }
  return { rows, unresolved, excluded };
}

function examRow(row: ResolvedRow, cells: Row, family: string, firstTokenUsable: boolean): ExamRow {
  const era = eraOf(row, family);
  return {
    family,
    row,
    era: era === null ? "other engines" : era.current ? "current" : "older",
    kind: hasExperts(row.model) ? "MoE" : "dense",
    pair: pairOf(row),
    request: requestOf(row, cells, family),
    firstTokenUsable,
  };
}

/** Model and GPU of a row. */
export const pairOf = ({ model, gpu }: Pick<ResolvedRow, "model" | "gpu">): string => `${model.id}|${gpu.id}`;

/** The row as a question to `predictServing`. */
function requestOf(row: ResolvedRow, cells: Row, family: string): ServingRequest {
  const { model, gpu, lengths, parallelism } = row;
  const { weights, weightOnly, scaling } = { scaling: undefined, ...storageOf(model, row.weights) };
  const version = versionOf(row, family);
  return {
    model,
    gpu,
    engine: profileOf(row, version),
    ...(version === null ? {} : { engineVersion: version }),
    precision: { weights, kvCache: cacheOf(row.cache, row.engine, weights), weightOnly: weightOnly ?? false, ...(scaling === undefined ? {} : { scaling }) },
    parallelism: sizesOf(parallelism),
    replicas: parallelism.replicas,
    load: servingLoad(row.load, lengths),
    inputTokens: Math.max(1, lengths.inputTokens),
    outputTokens: Math.max(1, lengths.outputTokens),
    settings: settingsOf(row, cells),
  };
}

/** Profile of an engine at a version; the newest where none is known. */
export function profileOf({ engine }: Pick<ResolvedRow, "engine">, version: string | null): Engine {
  const profile = engineAtVersion(engines, engine, version ?? undefined) ?? engineAtVersion(engines, engine);
  if (profile === undefined) throw new Error(`no profile of ${engine}`);
  return profile;
}

/** Experts are spread over all ranks or over none: sizes between the two are taken as all. */
export const sizesOf = ({ tensor, pipeline, expert, data }: ResolvedParallelism): Parallelism => ({ tensor, pipeline, data, expert: expert > 1 ? tensor * data : 1 });

function settingsOf(row: ResolvedRow, cells: Row): EngineSettings {
  const { load, parallelism, engine } = row;
  const ranks = parallelism.replicas * parallelism.data;
  const share = (requests: number): number => Math.max(1, Math.ceil(requests / ranks));
  // A static batch runs whole by its definition: its tests raise the engine's limit.
  const batch = load.kind === "static-batch" ? share(load.requests) : null;
  const atOnce = load.kind === "offline" && load.mostInFlight !== null ? share(load.mostInFlight) : null;
  const maxNumSeqs = row.maxNumSeqs ?? atOnce ?? batch;
  // Only TensorRT-LLM's fraction means the memory that the weights leave.
  const fraction = engine === "tensorrt-llm" ? numberOf(cells["kv_memory_fraction"]) : null;
  return { ...(maxNumSeqs === null ? {} : { maxNumSeqs }), ...(fraction === null ? {} : { utilization: fraction }) };
}
