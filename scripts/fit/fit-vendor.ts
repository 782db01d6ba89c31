import type { VendorShare } from "../../src/kernels/kernel-laws.js";
import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import { median } from "../accuracy/statistics.js";
import { mapped, rounded, valuesOf, type Constants } from "./fit-constants.js";
import type { FitRow } from "./fit-row.js";
import { fitTargets } from "./fit-targets.js";

/** Before any row is seen: somewhat less than the kernels that were timed. */
const PRIORS = {
  computeShare: { value: 0.6, spread: 0.3 },
  bandwidthShare: { value: 0.9, spread: 0.1 },
  quantisationSeconds: { value: 10e-6, spread: 0.5 },
};

const PASSES = 3;

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
 * @param constants - laws of kernels and times of the engines.
 * @returns the shares.
 */
export function fitVendorShare(
  vendor: string,
  rows: readonly FitRow[],
  { laws, timings }: ServingConstants,
): FittedShare {
  const own = rows.filter(({ row, era }) => row.gpu.vendor === vendor && era === "current");
  // Shares; the seconds are far below one.
  const atMostOne = (shares: Constants<keyof typeof PRIORS>): Constants<keyof typeof PRIORS> =>
    mapped(shares, (share) => Math.min(1, share));
  const withShares = (shares: Constants<keyof typeof PRIORS>): ServingConstants => ({
    laws: { ...laws, vendorShares: [{ vendor, ...atMostOne(shares) }] },
    timings,
  });
  let shares = valuesOf(PRIORS);
  for (let pass = 0; pass < PASSES; pass += 1) shares = fitTargets(own, "steps", PRIORS, shares, withShares);
  const fitted = withShares(shares);
  const errors = own.flatMap(({ steps, predict }) =>
    steps === null ? [] : [Math.abs(steps.of(predict(fitted)) / steps.seconds - 1)],
  );
  return {
    vendor,
    ...rounded(atMostOne(shares)),
    rows: errors.length,
    medianErrorPercent: Number((100 * median(errors)).toPrecision(2)),
  };
}
