import { engines, gpus, models } from "../../src/catalog/catalog-data.js";
import type { EngineName } from "../../src/catalog/engine.js";
import type { Gpu } from "../../src/catalog/gpu.js";
import type { Model } from "../../src/catalog/model.js";
import type { Precision } from "../../src/catalog/precision.js";
import type { Parallelism } from "../../src/deployment/parallelism.js";
import { numberOf, type Row } from "../../src/measurements/csv.js";
import { flagsOf, type Flag } from "../../src/measurements/flags.js";
import { isRefused, type Refusal } from "../../src/measurements/refusal.js";
import type { Catalogs } from "../../src/measurements/resolve-deployment.js";
import { resolveServing } from "../../src/measurements/resolve-serving.js";
import { rowReadings } from "../../src/measurements/row-readings.js";
import { statedOf } from "../../src/measurements/stated.js";
import type { ServingLoad } from "../../src/performance/predict-load.js";
import type { ServingRequest } from "../../src/performance/predict-serving.js";
import { measuredOf, type Measured } from "./measured.js";

/** The catalogs that ship. */
export const CATALOGS: Catalogs = { engines, gpus, models };

/** A row of a table of speeds: what it asks of what, and what it measured. */
export interface TableRow {
  readonly id: string;
  /** As `predictServing` takes it. */
  readonly request: ServingRequest;
  readonly engine: EngineName;
  /** Null where none is known, which means a current one. */
  readonly engineVersion: string | null;
  /** Entry of the catalog that has the shape of the model. */
  readonly model: Model;
  readonly gpu: Gpu;
  readonly weights: Precision;
  /** As the row states it: experts may be spread over some of the ranks. */
  readonly parallelism: Parallelism & { readonly gpus: number; readonly replicas: number };
  readonly load: ServingLoad;
  readonly lengths: RowLengths;
  /** As the row states it. */
  readonly maxNumSeqs: number | null;
  readonly flags: readonly Flag[];
  readonly failedPercent: number | null;
  readonly measured: Measured;
}

/** Lengths of the requests of a row, tokens. */
export interface RowLengths {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** True when all requests have these lengths, false when they vary or nothing is said. */
  readonly equal: boolean;
  /** True when the source assumed a length, or counted characters. */
  readonly assumed: boolean;
}

/** A row that cannot be used, and why. */
export interface RefusedRow {
  readonly refusal: Refusal | "nothing-measured";
  readonly detail: string;
}

/** True when a row cannot be used. */
export const isRefusedRow = (row: TableRow | RefusedRow): row is RefusedRow => "refusal" in row;

/** A compact row, read; or why it is of no use. */
export function tableRow(cells: Row): TableRow | RefusedRow {
  const { stated } = statedOf(rowReadings(cells));
  const resolved = resolveServing(stated, CATALOGS);
  if (isRefused(resolved)) return resolved;
  const measured = measuredOf(cells);
  if (Object.values(measured).every((value) => value === null)) return { refusal: "nothing-measured", detail: "" };
  const { request, entry } = resolved;
  const { tensor = 1, pipeline = 1, data = 1 } = request.parallelism ?? {};
  const { replicas = 1 } = request;
  const { expert = 1 } = stated;
  return {
    id: cells["id"] ?? "",
    request,
    engine: request.engine.engine,
    engineVersion: request.engineVersion ?? null,
    model: entry,
    gpu: request.gpu,
    weights: request.precision?.weights ?? request.model.checkpoint.weights,
    parallelism: { tensor, pipeline, expert, data, replicas, gpus: tensor * pipeline * data * replicas },
    load: request.load,
    lengths: {
      inputTokens: stated.inputTokens ?? Number.NaN,
      outputTokens: stated.outputTokens ?? Number.NaN,
      equal: stated.lengths === "equal",
      assumed: stated.derived.length > 0,
    },
    maxNumSeqs: stated.maxNumSeqs ?? null,
    flags: flagsOf(cells["flag"]),
    failedPercent: numberOf(cells["failed_percent"]),
    measured,
  };
}

/** True for rows of one deployment: what is served, by which release, on what, and how it is spread. */
export const isSameDeployment = (a: TableRow, b: TableRow): boolean =>
  a.model.id === b.model.id &&
  a.gpu.id === b.gpu.id &&
  a.engine === b.engine &&
  a.engineVersion === b.engineVersion &&
  a.weights === b.weights &&
  SIZES.every((size) => a.parallelism[size] === b.parallelism[size]);

const SIZES = ["tensor", "pipeline", "data", "expert", "replicas"] as const;

/** Every row of a table that can be used. */
export const usableRows = (table: readonly Row[]): readonly TableRow[] =>
  table.flatMap((cells) => {
    const row = tableRow(cells);
    return isRefusedRow(row) ? [] : [row];
  });
