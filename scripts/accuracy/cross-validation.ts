import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import { remembered, valueAt } from "../../src/internal/remembered.js";
import { fitRows, type FitRow } from "../fit/fit-row.js";
import { fitTimings, isTimed } from "../fit/fit-timing.js";
import type { ExamRow } from "./exam-row.js";
import { dealFolds } from "./folds.js";

/** Folds of (model, GPU) pairs. */
const PAIR_FOLDS = 6;

/** Constants that have not seen a row. */
export interface HeldOut {
  /** Fitted without its (model, GPU), whatever the family. */
  readonly withoutPair: (row: ExamRow) => ServingConstants;
  /** Fitted without its family. */
  readonly withoutFamily: (row: ExamRow) => ServingConstants;
}

/**
 * Fits the constants anew without each fold, when it is first asked for, from those that ship; the laws of kernels stay, which no row of the tables
 * has touched.
 *
 * @param rows - rows to predict, and to fit to as far as they are of use.
 * @param shipped - constants where nothing is left out.
 * @param fit - the fit.
 * @returns constants for each row.
 */
export function crossValidate(
  rows: readonly ExamRow[],
  shipped: ServingConstants,
  fit: typeof fitTimings = fitTimings,
): HeldOut {
  const fitted = fitRows(rows, shipped).filter(isTimed);
  const without = (isOut: (row: FitRow) => boolean): ServingConstants => {
    const kept = fitted.filter((row) => !isOut(row));
    return kept.length === fitted.length
      ? shipped
      : { ...shipped, timings: fit(kept, shipped.laws, "", shipped.timings) };
  };
  const folds = dealFolds(
    [...fitted, ...rows].map(({ pair }) => pair),
    PAIR_FOLDS,
  );
  const withoutFold = remembered((fold: number) => without(({ pair }) => folds.get(pair) === fold));
  const byFamily = new Map<string, ServingConstants>();
  return {
    withoutPair: ({ pair }) => withoutFold(folds.get(pair) ?? -1),
    withoutFamily: ({ family }) => valueAt(byFamily, family, () => without((row) => row.family === family)),
  };
}
