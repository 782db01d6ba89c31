import type { UncertainQuantity } from "../../src/performance/prediction-uncertainty.js";
import type { MeasuredRange, UncertaintyTable } from "../../src/uncertainty/uncertainty-table.js";
import { errorClasses, PROBABILITIES } from "./error-classes.js";
import { UNCERTAIN_QUANTITIES, type Residual } from "./residual.js";

/** The published table. */
export const TABLE = new URL("../../catalogs/uncertainty.json", import.meta.url);

/** The table of errors by quantity and class. */
export function uncertaintyTable(
  residuals: readonly Residual[],
  measured: Readonly<Record<string, MeasuredRange>>,
): UncertaintyTable {
  const classes = Object.fromEntries(
    UNCERTAIN_QUANTITIES.map((quantity) => [
      quantity,
      errorClasses(residuals.filter((residual) => residual.quantity === quantity)),
    ]),
  );
  return { probabilities: PROBABILITIES, ...(classes as Pick<UncertaintyTable, UncertainQuantity>), measured };
}

/** The table as JSON, one class a line. */
export function tableText({ probabilities, measured, ...quantities }: UncertaintyTable): string {
  const lines = (of: Readonly<Record<string, unknown>>): string =>
    Object.entries(of)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(",\n");
  const blocks = Object.entries({ ...quantities, measured }).map(
    ([name, of]) => `  ${JSON.stringify(name)}: {\n${lines(of)}\n  }`,
  );
  return `{\n  "probabilities": ${JSON.stringify(probabilities)},\n${blocks.join(",\n")}\n}\n`;
}
