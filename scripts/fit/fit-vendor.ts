import { shippedConstants } from "../../src/shipped/predict-serving.js";
import type { KernelLaws, VendorShare } from "../../src/kernels/kernel-laws.js";
import { timingAtVersion, type EngineTiming } from "../../src/performance/timing/engine-timing.js";
import { median } from "../accuracy/statistics.js";
import { eraOf } from "./eras.js";
import { kernelTimes, type FitRow } from "./fit-row.js";
import { groupWeights } from "./group-weights.js";
import { predictStep, stepTarget } from "./predictions.js";
import { fitConstants, type Comparison, type Prior } from "./robust.js";

/** Before any row is seen: somewhat less than the kernels that were timed. */
const PRIORS: readonly Prior[] = [
  { name: "computeShare", value: 0.6, spread: 0.3 },
  { name: "bandwidthShare", value: 0.9, spread: 0.1 },
];

/** Shares of a vendor, and what is behind them. */
export interface FittedShare extends VendorShare {
  readonly rows: number;
  readonly medianErrorPercent: number;
}

/**
 * How far the kernels of a vendor fall short of the universal constants: from the times of whole steps on its GPUs, under
 * engines of 2025 and later, with the engines' own time as fitted on other GPUs. Older software is slower still.
 *
 * @param vendor - whose GPUs.
 * @param rows - all rows.
 * @param timings - times of the engines.
 * @returns the shares.
 */
export function fitVendorShare(vendor: string, rows: readonly FitRow[], timings: readonly EngineTiming[]): FittedShare {
  const own = rows.filter((row) => row.row.gpu.vendor === vendor && eraOf(row.row)?.current === true && stepTarget(row) !== null);
  const predictions = (constants: readonly number[]): readonly number[] => {
    const [computeShare = 1, bandwidthShare = 1] = constants.map((share) => Math.min(1, share));
    const laws: KernelLaws = { ...shippedConstants().laws, vendorShares: [{ vendor, computeShare, bandwidthShare }] };
    return own.map((row) => {
      const timing = timingAtVersion(timings, row.row.engine, row.row.engineVersion ?? undefined);
      return predictStep({ ...row, ...kernelTimes(row.row, laws) }, timing.firstToken.promptsAhead)(timing);
    });
  };
  const weight = groupWeights(own);
  // One evaluation of the laws serves all rows of a set of constants.
  let known: { readonly constants: readonly number[]; readonly seconds: readonly number[] } | null = null;
  const at = (constants: readonly number[], i: number): number => {
    if (known?.constants !== constants) known = { constants, seconds: predictions(constants) };
    return known.seconds[i] ?? 1;
  };
  const comparisons = own.map((row, i): Comparison => ({ predict: (constants) => at(constants, i), measured: stepTarget(row)?.seconds ?? 1, weight: weight(row) }));
  const fitted = fitConstants(PRIORS, comparisons);
  const errors = own.map((row, i) => Math.abs(at(fitted, i) / (stepTarget(row)?.seconds ?? 1) - 1));
  const [computeShare = 1, bandwidthShare = 1] = fitted.map((share) => Number(Math.min(1, share).toPrecision(3)));
  return { vendor, computeShare, bandwidthShare, rows: own.length, medianErrorPercent: Number((100 * median(errors)).toPrecision(2)) };
}
