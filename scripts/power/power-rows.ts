import { numberOf } from "../../src/measurements/csv.js";
import type { PowerLaw } from "../../src/cost/power-law.js";
import { gpuWork, powerTerms } from "../../src/cost/power-law.js";
import { predictServing, type ServingPrediction } from "../../src/index.js";
import { readTable } from "../measurements/families.js";
import { isRefusedRow, tableRow } from "../measurements/table-row.js";

/** A run whose watts were measured, and what the library predicts of it. */
export interface PowerRow {
  readonly model: string;
  readonly gpu: string;
  /** Rated power of all its GPUs, watts. */
  readonly ratedWatts: number;
  /** Mean of all GPUs, watts. */
  readonly watts: number;
  /** Energy of all GPUs over the output tokens of the run. */
  readonly joulesPerToken: number;
  /** Requests that ran at once, mean. */
  readonly running: number;
  readonly prediction: ServingPrediction;
  /** A decoding step as it was measured: the median gap between two tokens, seconds. */
  readonly gapSeconds: number;
}

/** Runs of ML.ENERGY: the only published ones whose watts and speeds are of the same run. */
export const powerRows = (): readonly PowerRow[] =>
  readTable("ml_energy").flatMap((cells) => {
    const row = tableRow(cells);
    const watts = numberOf(cells["power_watts_total"]);
    const joulesPerToken = numberOf(cells["joules_per_output_token"]);
    if (isRefusedRow(row) || watts === null || joulesPerToken === null) return [];
    const { gpu, model, load, request, measured, parallelism } = row;
    if (load.kind !== "closed-loop" || gpu.powerWatts === null || measured.medianGapSeconds === null) return [];
    return [
      {
        model: model.id,
        gpu: gpu.id,
        ratedWatts: parallelism.gpus * gpu.powerWatts,
        watts,
        joulesPerToken,
        running: load.requestsInFlight,
        // The number of requests that ran is a mean over the run: no start and no end are to be added to it.
        prediction: predictServing({ ...request, load: { ...load, rounds: Infinity } }),
        gapSeconds: measured.medianGapSeconds,
      },
    ];
  });

/** What the coefficients of a law are multiplied by, in the order of its fields. */
export const termsOf = ({ prediction, gapSeconds }: PowerRow): readonly number[] =>
  powerTerms(gpuWork(prediction, gapSeconds)).map(({ value }) => value);

/** A law of coefficients in the order of its fields. */
export const lawOf = ([base = 0, memory = 0, compute = 0, running = 0, partners = 0]: readonly number[]): PowerLaw => ({
  base,
  memory,
  compute,
  running,
  partners,
});
