import type { UncertainQuantity } from "../../src/performance/prediction-uncertainty.js";
import { parseCsv, toCsv } from "../../src/measurements/csv.js";
import { groupBy } from "../accuracy/statistics.js";
import type { Quantity } from "../accuracy/quantities.js";
import { byOtherFold, OTHER_FOLDS, type Residual } from "./residual.js";

/** Errors of the last exam, as committed: coverage can be counted without an hour of fits. */
export const RESIDUALS = new URL("../../test/uncertainty/residuals.csv", import.meta.url);

/** Errors, thousandths: without the pair, and without others that are alike. */
const HEADER = ["quantity", "measured", "class", "group", "pair", ...OTHER_FOLDS];

const THOUSANDTHS = 1000;

/** One line for each group and class, its errors in the order of the exam. */
export function residualsCsv(residuals: readonly Residual[]): string {
  const lines = groupBy(residuals, ({ quantity, measured, path, group }) =>
    [quantity, measured, path.join(" "), group].join("\n"),
  );
  return toCsv(
    HEADER,
    [...lines]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, of]) => {
        const [quantity, measured, path, group] = key.split("\n");
        return {
          quantity,
          measured,
          class: path,
          group,
          pair: thousandths(of.map(({ logRatio }) => logRatio)),
          ...byOtherFold((kind) => thousandths(of.map(({ elsewhere }) => elsewhere[kind]))),
        };
      }),
  );
}

const thousandths = (logRatios: readonly number[]): string =>
  logRatios.map((logRatio) => Math.round(THOUSANDTHS * logRatio)).join(" ");

const numbersIn = (cell: string | undefined): readonly number[] =>
  (cell ?? "").split(" ").map((thousandth) => Number(thousandth) / THOUSANDTHS);

/** The errors of such a table. */
export function parseResiduals(text: string): readonly Residual[] {
  return parseCsv(text).flatMap((row) => {
    const group = row["group"] ?? "";
    const common = {
      quantity: row["quantity"] as UncertainQuantity,
      measured: row["measured"] as Quantity,
      path: (row["class"] ?? "").split(" "),
      pair: group.split("|").slice(-2).join("|"),
      group,
    };
    const elsewhere = byOtherFold((kind) => numbersIn(row[kind]));
    return numbersIn(row["pair"]).map((logRatio, i) => ({
      ...common,
      logRatio,
      elsewhere: byOtherFold((kind) => elsewhere[kind][i] ?? Number.NaN),
    }));
  });
}
