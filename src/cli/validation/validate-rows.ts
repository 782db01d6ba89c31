import { detailsOf } from "../../errors.js";
import { engines, gpus, InfrascaleError, models, type EngineProfile, type Gpu } from "../../index.js";
import { hasExperts } from "../../catalog/model.js";
import type { Assumption } from "../../catalog/names/assumption.js";
import type { DeploymentRequest } from "../../deployment/deployment.js";
import { numberOf, type Row } from "../../measurements/csv.js";
import { isRefused, refusalText, type Refused } from "../../measurements/refusal.js";
import type { Catalogs } from "../../measurements/resolve-deployment.js";
import { resolveServing } from "../../measurements/resolve-serving.js";
import { rowReadings } from "../../measurements/row-readings.js";
import { nameOfLogGpu, resolveLog } from "../../measurements/start-up-log.js";
import { statedOf } from "../../measurements/stated.js";
import { MEASURED_COLUMNS, type Predicted, type TableKind } from "./columns.js";
import type { MeasurementTable } from "./measurement-table.js";
import { predictLog, predictWeights } from "./predict-log.js";
import { predictSpeed } from "./predict-speed.js";
import type { Reason } from "./reason.js";

/** A row beside its prediction, in the table's own columns and units. */
export interface ValidatedRow {
  readonly id: string;
  /** Every column that can be predicted, measured or not; null when the row has no prediction. */
  readonly predicted: Predicted | null;
  /** Every column that was measured. */
  readonly measured: Readonly<Record<string, number>>;
  /** Why there is no prediction; null when there is one. */
  readonly reason: string | null;
  /** Of a start-up log that states its cache: tokens and concurrency of that cache. */
  readonly fromCache?: Predicted;
  /** Of a start-up log: whether the server starts, and why not; null when there is no prediction. */
  readonly start?: { readonly starts: boolean; readonly reason: string | null } | null;
  /** What the row does not say, or says in other words. */
  readonly assumed: readonly Assumption[];
}

/** What rows are told apart by in the table of errors. */
export interface RowGroup {
  readonly engine: string;
  readonly gpu: string;
  readonly kind: "dense" | "MoE";
}

/** A validated row with its group; null when its deployment is not known. */
export interface GroupedRow {
  readonly row: ValidatedRow;
  readonly group: RowGroup | null;
  /** Its reason, or that of its start, by code; null where it has neither. */
  readonly why: Reason | null;
}

/** What became of a row, but for what was measured. */
type Outcome = Pick<ValidatedRow, "predicted" | "assumed" | "reason" | "start" | "fromCache"> &
  Pick<GroupedRow, "group" | "why">;

const CATALOGS: Catalogs = { engines, gpus, models };

/** Each row of a table beside its prediction, with what one's own load tests say where a profile is given. */
export const validateRows = ({ kind, rows }: MeasurementTable, profile?: EngineProfile): readonly GroupedRow[] =>
  rows.map((row) => {
    const { group, why, predicted, ...of } = kind === "speed" ? validateSpeed(row, profile) : validateLog(row);
    return { row: { id: row["id"] ?? "", predicted, measured: measuredOf(row, kind), ...of }, group, why };
  });

function validateSpeed(row: Row, profile: EngineProfile | undefined): Outcome {
  const { stated, unsound } = statedOf(rowReadings(row));
  const resolved = resolveServing(stated, CATALOGS);
  if (isRefused(resolved)) return refused(resolved);
  const { request, assumed } = resolved;
  const leftOut = unsound.map(({ name, value }): Assumption => ({
    code: "unreadable",
    asked: `${name}: ${String(value)}`,
    used: "not stated",
  }));
  return outcome(groupOf(request), [...leftOut, ...assumed], () => predictSpeed(request, profile));
}

/** In place of the name of a GPU. */
export const NOT_STATED = "not stated";

/** Stands in for the GPU that a log does not name; only figures that depend on no GPU are then predicted. */
const ANY_GPU = gpus[0] as Gpu;

function validateLog(row: Row): Outcome {
  const name = nameOfLogGpu(row, gpus);
  const log = resolveLog({ ...row, gpu: name === "" ? ANY_GPU.id : name }, CATALOGS);
  if (isRefused(log)) return refused(log);
  const group = groupOf(log.deployment);
  const predict = (): ReturnType<typeof predictLog> =>
    name === "" ? predictWeights(log.options) : predictLog(log.options, numberOf(row["kv_cache_gib_per_gpu"]));
  return outcome(name === "" ? { ...group, gpu: NOT_STATED } : group, log.assumed, () => {
    const { refusal, shortage, ...figures } = predict();
    return {
      ...figures,
      assumed: [],
      why: shortage,
      ...(name === "" ? {} : { start: { starts: refusal === null, reason: refusal } }),
    };
  });
}

const groupOf = ({ engine, gpu, model }: Pick<DeploymentRequest, "engine" | "gpu" | "model">): RowGroup => ({
  engine: engine.engine,
  gpu: gpu.id,
  kind: hasExperts(model) ? "MoE" : "dense",
});

const refused = (refusal: Refused): Outcome => ({
  predicted: null,
  reason: refusalText(refusal),
  assumed: [],
  group: null,
  why: refusal,
});

/** A prediction, or why the library refuses the deployment of a row. */
function outcome(
  group: RowGroup,
  assumed: readonly Assumption[],
  predict: () => Partial<Pick<Outcome, "why">> &
    Pick<Outcome, "assumed" | "start" | "fromCache"> & { readonly predicted: Predicted },
): Outcome {
  try {
    const { assumed: besides, ...of } = predict();
    return { why: null, ...of, reason: null, assumed: [...assumed, ...besides], group };
  } catch (error) {
    if (!(error instanceof InfrascaleError)) throw error;
    return {
      predicted: null,
      reason: error.code === "does-not-fit" ? `does not fit: ${error.message}` : error.message,
      assumed,
      group,
      why: detailsOf(error),
    };
  }
}

const measuredOf = (row: Row, kind: TableKind): Readonly<Record<string, number>> =>
  Object.fromEntries(
    MEASURED_COLUMNS[kind].flatMap((column) => {
      const value = numberOf(row[column]);
      return value === null ? [] : [[column, value] as const];
    }),
  );
