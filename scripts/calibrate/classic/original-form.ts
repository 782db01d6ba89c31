import { leastSquares } from "../../../src/calibrate/least-squares/levenberg-marquardt.js";
import { classicDecodeSeconds, classicPrefillSeconds } from "../../../src/performance/classic/classic-formulas.js";
import { fromBillions } from "../../../src/units.js";
import type { OriginalRow } from "./rows.js";

/** Constants of the original's form that its authors fitted to these rows. */
export interface OriginalConstants {
  /** Billions of parameters from which its recalibration is counted. */
  readonly referenceBillions: number;
  /** Added to the batch before the logarithm. */
  readonly batchOffset: number;
  /** What each GPU after the first is worth. */
  readonly efficiency: number;
}

/** As its code has them (constraints.py). */
export const PUBLISHED: OriginalConstants = { referenceBillions: 24, batchOffset: 30, efficiency: 0.85 };

/** r = k^(-1/(k+1)) with k = reference / parameters. */
function recalibration(parameters: number, referenceBillions: number): number {
  const k = fromBillions(referenceBillions) / parameters;
  return k ** (-1 / (k + 1));
}

/** Seconds of one token of a batch, uncorrected for load and GPUs. */
const decodeSeconds = ({ inputs }: OriginalRow, batch: number, { referenceBillions }: OriginalConstants): number =>
  (classicDecodeSeconds(inputs, batch) * recalibration(inputs.parameters, PUBLISHED.referenceBillions)) /
  recalibration(inputs.parameters, referenceBillions);

/**
 * Seconds per output token in the original's form: (prefill + output x decode) / output, times the logarithm of the load, over
 * the worth of the GPUs.
 *
 * @param row - what was served.
 * @param batch - requests that run.
 * @param constants - of the form.
 */
export function originalTokenSeconds(row: OriginalRow, batch: number, constants: OriginalConstants): number {
  const oneGpu = classicPrefillSeconds(row.inputs, batch) / row.outputTokens + decodeSeconds(row, batch, constants);
  return (oneGpu * Math.log10(batch + constants.batchOffset)) / (1 + constants.efficiency * (row.gpus - 1));
}

/**
 * Its wait: prefill + (Q - 1) times a whole batch, which knows nothing of load or GPUs.
 *
 * @param row - what was served.
 * @param batch - requests that run at once.
 * @param constants - of the form.
 */
export function originalWaitSeconds(row: OriginalRow, batch: number, constants: OriginalConstants): number {
  const prefill = classicPrefillSeconds(row.inputs, batch);
  return (
    prefill + Math.max(0, row.clients / batch - 1) * (prefill + row.outputTokens * decodeSeconds(row, batch, constants))
  );
}

/** The constants that fit the times per output token of rows best, in logarithms; of each row the batch is given. */
export function refit(rows: readonly OriginalRow[], batchOf: (row: OriginalRow) => number): OriginalConstants {
  const constantsAt = ([reference = 0, offset = 0, efficiency = 0]: readonly number[]): OriginalConstants => ({
    referenceBillions: PUBLISHED.referenceBillions * Math.exp(reference),
    // Its logarithm must stay above that of one.
    batchOffset: 1 + (PUBLISHED.batchOffset - 1) * Math.exp(offset),
    efficiency: PUBLISHED.efficiency * Math.exp(efficiency),
  });
  const residuals = (x: readonly number[]): readonly number[] =>
    rows.map((row) => Math.log(originalTokenSeconds(row, batchOf(row), constantsAt(x)) / row.tpotSeconds));
  return constantsAt(leastSquares({ residuals, start: [0, 0, 0], maxIterations: 500 }).x);
}
