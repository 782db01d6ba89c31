import { hasExperts } from "../../src/catalog/model.js";
import { gpus, models, type DeploymentPrecision, type Gpu, type Model, type Parallelism } from "../../src/index.js";
import { compactRow } from "../../src/measurements/compact-row.js";
import { numberOf, type Row } from "../../src/measurements/csv.js";
import { cacheOf, storageOf } from "../../src/measurements/deployment-formats.js";
import type { Measured } from "../../src/measurements/measured.js";
import { isRefused, resolveRow } from "../../src/measurements/resolve-row.js";
import { sizesOf } from "../accuracy/exam-row.js";
import { eraOf } from "../fit/eras.js";
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
export function servedPoint(cells: Row, family: string): ServedPoint | string {
  const compact = compactRow(cells);
  const row = resolveRow(compact, { gpus, models });
  if (isRefused(row)) return row.refusal;
  if (row.flags.length > 0) return "flagged";
  const times = timesOfOneStatistic(row.measured);
  if (row.load.kind !== "closed-loop" || row.lengths.assumed || !(row.lengths.outputTokens > 1) || times === null) return "times or lengths not stated";
  if (row.parallelism.replicas > 1) return "several replicas";
  const { model, gpu, engine, engineVersion, lengths, load } = row;
  const storage = storageOf(model, row.weights);
  return {
    served: {
      model,
      gpu,
      engine: engineVersion === null || engine === "generic" ? engine : `${engine}@${engineVersion}`,
      precision: { ...storage, kvCache: cacheOf(row.cache, engine, storage.weights) },
    },
    split: sizesOf(row.parallelism),
    experts: hasExperts(model),
    era: eraOf(row, family)?.current === true ? "current" : "older",
    statistic: times.statistic,
    inputTokens: lengths.inputTokens,
    outputTokens: lengths.outputTokens,
    equalLengths: lengths.equal,
    point: { requestsInFlight: load.requestsInFlight, tpot: times.tpot, ttft: times.ttft, completed: numberOf(compact["num_prompts"]) },
  };
}

/** Both times as means, else both as medians. */
function timesOfOneStatistic(measured: Measured): { readonly statistic: "mean" | "p50"; readonly tpot: number; readonly ttft: number } | null {
  const { meanSecondsPerToken, meanFirstTokenSeconds, medianSecondsPerToken, medianFirstTokenSeconds } = measured;
  if (meanSecondsPerToken && meanFirstTokenSeconds) return { statistic: "mean", tpot: meanSecondsPerToken, ttft: meanFirstTokenSeconds };
  if (medianSecondsPerToken && medianFirstTokenSeconds) return { statistic: "p50", tpot: medianSecondsPerToken, ttft: medianFirstTokenSeconds };
  return null;
}
