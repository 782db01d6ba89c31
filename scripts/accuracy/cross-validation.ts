import type { ServingConstants } from "../../src/performance/timing/serving-constants.js";
import { valueAt } from "../../src/internal/remembered.js";
import { fitRows } from "../fit/fit-row.js";
import { fitTimings, isTimed } from "../fit/fit-timing.js";
import type { ExamRow } from "./exam-row.js";
import { dealFolds, FOLDS, type FoldKind } from "./folds.js";

/** Constants that have not seen a row, nor any that is alike. */
export type HeldOut = (kind: FoldKind, row: ExamRow) => ServingConstants;

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
  const dealt = new Map<FoldKind, (row: ExamRow) => string>();
  const foldOf = (kind: FoldKind): ((row: ExamRow) => string) =>
    valueAt(dealt, kind, () => {
      const { keyOf, fits } = FOLDS[kind];
      if (fits === null) return keyOf;
      const folds = dealFolds([...fitted, ...rows].map(keyOf), fits);
      return (row) => String(folds.get(keyOf(row)));
    });
  const known = new Map<string, ServingConstants>();
  return (kind, row) => {
    const of = foldOf(kind);
    const fold = of(row);
    return valueAt(known, `${kind} ${fold}`, () => {
      const kept = fitted.filter((other) => of(other) !== fold);
      return kept.length === fitted.length
        ? shipped
        : { ...shipped, timings: fit(kept, shipped.laws, "", shipped.timings) };
    });
  };
}
