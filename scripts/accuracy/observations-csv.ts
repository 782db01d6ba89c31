import { toCsv } from "../../src/measurements/csv.js";
import { FOLD_KINDS } from "./folds.js";
import { relativeError, type Observation } from "./observation.js";

const HEADER = [
  "quantity",
  "era",
  "kind",
  "family",
  "engine",
  "model",
  "gpu",
  "about",
  "id",
  "measured",
  "predicted",
  ...FOLD_KINDS.map((kind) => `without_${kind}`),
  "error_percent",
];

/** Every comparison as a table, for a look at the residuals. */
export function observationsCsv(observations: readonly Observation[]): string {
  const digits = (value: number | null): string => (value === null ? "" : value.toPrecision(5));
  return toCsv(
    HEADER,
    observations.map((one) => ({
      quantity: one.quantity,
      era: one.era,
      kind: one.kind,
      family: one.family,
      engine: one.engine,
      model: one.model,
      gpu: one.gpu,
      about: one.about,
      id: one.id,
      measured: digits(one.measured),
      predicted: digits(one.predicted),
      ...Object.fromEntries(FOLD_KINDS.map((kind) => [`without_${kind}`, digits(one.heldOut?.[kind] ?? null)])),
      error_percent: (100 * relativeError(one.predicted, one.measured)).toFixed(1),
    })),
  );
}
