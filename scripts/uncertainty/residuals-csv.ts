import type { UncertainQuantity } from "../../src/performance/prediction-uncertainty.js";
import { parseCsv, toCsv } from "../../src/measurements/csv.js";
import { groupBy } from "../accuracy/statistics.js";
import type { Quantity } from "../accuracy/quantities.js";
import type { Residual } from "./residual.js";

/** Errors of the last exam, as committed: coverage can be counted without an hour of fits. */
export const RESIDUALS = new URL("../../test/uncertainty/residuals.csv", import.meta.url);

const HEADER = ["quantity", "measured", "class", "group", "thousandths"];

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
          thousandths: of.map(({ logRatio }) => Math.round(THOUSANDTHS * logRatio)).join(" "),
        };
      }),
  );
}

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
    return (row["thousandths"] ?? "").split(" ").map((error) => ({ ...common, logRatio: Number(error) / THOUSANDTHS }));
  });
}
