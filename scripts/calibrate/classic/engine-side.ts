import type { Calibration } from "../../../src/calibrate/calibration.js";
import type { Observation } from "../../../src/measurements/observation.js";
import { calibrate } from "../../../src/shipped/calibrate.js";
import { predictServing, type ServingRequest } from "../../../src/shipped/predict-serving.js";
import type { EngineProfile } from "../../../src/deployment/engine-profile.js";
import type { ServingPrediction } from "../../../src/performance/serving-prediction.js";
import type { OriginalRow } from "./rows.js";

/** The engine model on a row: all requests at once, of which the engine sees at most `inFlight`. */
export function enginePrediction(
  { row, clients }: OriginalRow,
  inFlight: number,
  profile: EngineProfile | null,
): ServingPrediction {
  const { model, gpu, parallelism, lengths } = row;
  const request: ServingRequest = {
    model,
    gpu,
    engine: "vllm",
    parallelism: { tensor: parallelism.tensor },
    load: { kind: "burst", requests: clients },
    inputTokens: lengths.inputTokens,
    outputTokens: lengths.outputTokens,
    ...(inFlight < clients ? { settings: { maxNumSeqs: inFlight } } : {}),
  };
  return predictServing(profile === null ? request : { ...request, profile });
}

/** One profile for all rows, as the original has one set of constants for all. */
export function calibrateEngine(rows: readonly OriginalRow[]): Calibration {
  return calibrate(rows.map(observationOf), { created: "2026-11-23", engine: "vllm" });
}

function observationOf({ row, clients, tpotSeconds, ttftSeconds, inputs }: OriginalRow): Observation {
  return {
    source: { tool: "infrascale-csv", file: "catalogs/measurements/infrascale.csv" },
    model: row.model.id,
    gpu: row.gpu.id,
    tensor: row.parallelism.tensor,
    concurrency: clients,
    arrivals: "burst",
    inputTokens: inputs.promptTokens,
    outputTokens: row.lengths.outputTokens,
    statistic: "mean",
    ttftSeconds,
    tpotSeconds,
    derived: ["tpotSeconds"],
  };
}
