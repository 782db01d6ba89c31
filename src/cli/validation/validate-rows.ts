import { gpus, models, type EngineProfile, type Gpu } from "../../index.js";
import { numberOf, type Row } from "../../measurements/csv.js";
import { isRefused, resolveDemand, resolveDeployment, type Deployment } from "../../measurements/resolve-row.js";
import { hasExperts } from "../../catalog/model.js";
import { MEASURED_COLUMNS, type Predicted, type TableKind } from "./columns.js";
import { nameOfLogGpu } from "./log-gpu.js";
import { logOptions } from "./log-options.js";
import type { MeasurementTable } from "./measurement-table.js";
import { predictLog, predictWeights } from "./predict-log.js";
import { predictSpeed } from "./predict-speed.js";
import { errorReason, refusalReason } from "./refusal-reason.js";

/** A row beside its prediction, in the table's own columns and units. */
export interface ValidatedRow {
  readonly id: string;
  /** Every column that can be predicted, measured or not; null when the row has no prediction. */
  readonly predicted: Predicted | null;
  /** Every column that was measured. */
  readonly measured: Readonly<Record<string, number>>;
  /** Why there is no prediction; null when there is one. */
  readonly reason: string | null;
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
}

/** Each row of a table beside its prediction, with what one's own load tests say where a profile is given. */
export const validateRows = ({ kind, rows }: MeasurementTable, profile?: EngineProfile): readonly GroupedRow[] => rows.map(kind === "speed" ? (row) => validateSpeed(row, profile) : validateLog);

function validateSpeed(row: Row, profile: EngineProfile | undefined): GroupedRow {
  const demand = resolveDemand(row, { gpus, models });
  if (isRefused(demand)) return refused(row, "speed", refusalReason(demand));
  return { row: beside(row, "speed", () => predictSpeed(demand, profile)), group: groupOf(demand) };
}

/** Stands in for the GPU that a log does not name; only figures that depend on no GPU are then predicted. */
const ANY_GPU = gpus[0] as Gpu;

function validateLog(row: Row): GroupedRow {
  const name = nameOfLogGpu(row, gpus);
  const deployment = resolveDeployment({ ...row, gpu: name === "" ? ANY_GPU.id : name }, { gpus, models });
  if (isRefused(deployment)) return refused(row, "memory", refusalReason(deployment));
  const predict = (): Predicted => (name === "" ? predictWeights : predictLog)(logOptions(deployment, row));
  const group = groupOf(deployment);
  return { row: beside(row, "memory", predict), group: name === "" ? { ...group, gpu: "not stated" } : group };
}

const groupOf = ({ engine, gpu, model }: Deployment): RowGroup => ({ engine, gpu: gpu.id, kind: hasExperts(model) ? "MoE" : "dense" });

const refused = (row: Row, kind: TableKind, reason: string): GroupedRow => ({ row: validated(row, kind, null, reason), group: null });

function beside(row: Row, kind: TableKind, predict: () => Predicted): ValidatedRow {
  try {
    return validated(row, kind, predict(), null);
  } catch (error) {
    return validated(row, kind, null, errorReason(error));
  }
}

const validated = (row: Row, kind: TableKind, predicted: Predicted | null, reason: string | null): ValidatedRow => ({
  id: row["id"] ?? "",
  predicted,
  measured: measuredOf(row, kind),
  reason,
});

const measuredOf = (row: Row, kind: TableKind): Readonly<Record<string, number>> =>
  Object.fromEntries(
    MEASURED_COLUMNS[kind].flatMap((column) => {
      const value = numberOf(row[column]);
      return value === null ? [] : [[column, value] as const];
    }),
  );
