import { hasExperts } from "../../src/catalog/model.js";
import type { DeploymentPrecision, Gpu, Model, Parallelism } from "../../src/index.js";
import { compactRow } from "../../src/measurements/compact-row.js";
import { numberOf, type Row } from "../../src/measurements/csv.js";
import { checkPrecision } from "../../src/deployment/formats.js";
import { checkSizes } from "../../src/deployment/parallelism.js";
import { eraName } from "../accuracy/exam-row.js";
import type { Measured } from "../measurements/measured.js";
import { isRefusedRow, tableRow } from "../measurements/table-row.js";
import type { Point } from "./sweep.js";

/** What was served, by what, on what, as the library takes it. */
export interface Served {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: string;
  readonly precision: DeploymentPrecision;
}

/** A row of a closed loop on one replica. */
export interface ServedPoint {
  readonly served: Served;
  readonly split: Parallelism;
  readonly experts: boolean;
  readonly era: "current" | "older";
  /** Of which the times are. */
  readonly statistic: "mean" | "p50";
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly equalLengths: boolean;
  readonly point: Point;
}

/** A row as published, or with the facts of its notes as columns, in the library's terms; or why it is of no use. */
export function servedPoint(cells: Row): ServedPoint | string {
  const compact = compactRow(cells);
  const row = tableRow(compact);
  if (isRefusedRow(row)) return row.refusal;
  if (row.flags.length > 0) return "flagged";
  const times = timesOfOneStatistic(row.measured);
  if (row.load.kind !== "closed-loop" || row.lengths.assumed || !(row.lengths.outputTokens > 1) || times === null)
    return "times or lengths not stated";
  if (row.parallelism.replicas > 1) return "several replicas";
  const { request, engine, engineVersion, lengths, load } = row;
  const { model, gpu } = request;
  return {
    served: {
      model,
      gpu,
      engine: engineVersion === null || engine === "generic" ? engine : `${engine}@${engineVersion}`,
      precision: checkPrecision(request.precision ?? {}, model, gpu),
    },
    split: checkSizes(request.parallelism ?? {}),
    experts: hasExperts(model),
    era: eraName(row) === "current" ? "current" : "older",
    statistic: times.statistic,
    inputTokens: lengths.inputTokens,
    outputTokens: lengths.outputTokens,
    equalLengths: lengths.equal,
    point: {
      requestsInFlight: load.requestsInFlight,
      tpot: times.tpot,
      ttft: times.ttft,
      completed: numberOf(compact["num_prompts"]),
    },
  };
}

/** Both times as means, else both as medians. */
function timesOfOneStatistic(
  measured: Measured,
): { readonly statistic: "mean" | "p50"; readonly tpot: number; readonly ttft: number } | null {
  const { meanSecondsPerToken, meanFirstTokenSeconds, medianSecondsPerToken, medianFirstTokenSeconds } = measured;
  if (meanSecondsPerToken && meanFirstTokenSeconds)
    return { statistic: "mean", tpot: meanSecondsPerToken, ttft: meanFirstTokenSeconds };
  if (medianSecondsPerToken && medianFirstTokenSeconds)
    return { statistic: "p50", tpot: medianSecondsPerToken, ttft: medianFirstTokenSeconds };
  return null;
}
