import { readLoadTest } from "../../src/calibrate/readers/read-load-test.js";
import type { PredictedColumn } from "../../src/cli/validation/columns.js";
import { validateRows, type GroupedRow } from "../../src/cli/validation/validate-rows.js";
import type { EngineProfile, MeasuredQuantity } from "../../src/deployment/engine-profile.js";
import { InfrascaleError } from "../../src/errors.js";
import { compactRow } from "../../src/measurements/compact-row.js";
import { parseCsv } from "../../src/measurements/csv.js";
import { calibrate } from "../../src/shipped/calibrate.js";
import { secondsFromMilliseconds } from "../../src/units.js";

/** Figures of a table that `calibrate` and `validate` both predict. */
export interface ReadTwice {
  readonly figures: number;
  /** Those that differ, with both predictions: without a profile, and with the one that was fitted. */
  readonly different: readonly string[];
}

/** Relative difference that is rounding. */
const ROUNDING = 1e-9;

/** Where `validate` has what `calibrate` compares, and in which unit. */
const COLUMNS: Readonly<
  Record<MeasuredQuantity, readonly [column: PredictedColumn, inUnit: (value: number) => number]>
> = {
  tpotSeconds: ["tpot_ms_mean", secondsFromMilliseconds],
  ttftSeconds: ["ttft_ms_mean", secondsFromMilliseconds],
  requestSeconds: ["e2e_s_mean", (value) => value],
  outputTokensPerSecond: ["output_tokens_per_s_total", (value) => value],
};

/** Predicts the rows of a table by `calibrate` and by `validate`, before and after a fit to them. */
export function readTwice(table: string): ReadTwice {
  const { observations } = readLoadTest(table);
  const rows = parseCsv(table).map(compactRow);
  const validated = (profile?: EngineProfile): readonly GroupedRow[] => validateRows({ kind: "speed", rows }, profile);
  let calibration: ReturnType<typeof calibrate>;
  try {
    // One step of the fit is enough to tell the profile from none.
    calibration = calibrate(observations, { created: "2026-11-23", maxIterations: 1 });
  } catch (error) {
    if (error instanceof InfrascaleError && error.code === "nothing-to-fit") return { figures: 0, different: [] };
    throw error;
  }
  const before = validated();
  const after = validated(calibration.profile);
  const different = calibration.residuals.flatMap(({ observation, quantity, predictedBefore, predicted }) => {
    // The header is line 1.
    const row = (observations[observation]?.source.line ?? Number.NaN) - 2;
    const [column, inUnit] = COLUMNS[quantity];
    const seen = (of: readonly GroupedRow[]): number => inUnit(of[row]?.row.predicted?.[column] ?? Number.NaN);
    const pairs = [
      [predictedBefore, seen(before)],
      [predicted, seen(after)],
    ] as const;
    return pairs.every(([a, b]) => Math.abs(a / b - 1) <= ROUNDING)
      ? []
      : [`${before[row]?.row.id ?? "?"} ${quantity} ${pairs.flat().join(" ")}`];
  });
  return { figures: calibration.residuals.length, different };
}
