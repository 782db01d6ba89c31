import { toCsv } from "../../src/measurements/csv.js";
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
  "without_pair",
  "without_family",
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
      without_pair: digits(one.withoutPair),
      without_family: digits(one.withoutFamily),
      error_percent: (100 * relativeError(one.predicted, one.measured)).toFixed(1),
    })),
  );
}
