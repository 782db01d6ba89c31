import { checkBetween } from "../internal/check.js";
import { interpolate } from "../internal/interpolate.js";
import type { UncertainQuantity } from "../performance/prediction-uncertainty.js";
import { errorClass, narrowest } from "./error-class.js";
import type { PredictionFacts } from "./prediction-facts.js";
import type { UncertaintyTable } from "./uncertainty-table.js";

/** Unit of the table's quantiles. */
const THOUSANDTHS = 1000;

/** Standard normal deviate that 90 % stay below. */
const NORMAL_90 = 1.281_551_565_544_600_4;

/**
 * Measured over predicted: the factor that it stays below with a probability $p$,
 *
 * $$ e^{q_p}, \qquad P\left(\ln \frac{\text{measured}}{\text{predicted}} \le q_p\right) = p $$
 *
 * with the quantiles $q$ of the prediction's class, linear in $p$ between those of the table. Where a prediction brings a
 * relative standard deviation $\sigma$ of its own, that replaces bias and spread, and the shape is that of all errors:
 *
 * $$ q_p' = (q_p - q_{0.5}) \frac{2 z_{0.9}\, \sigma}{q_{0.9} - q_{0.1}} $$
 *
 * @param table - quantiles by class.
 * @param facts - what the error depends on.
 * @param quantity - which prediction.
 * @param probability - from 0.025 to 0.975: beyond, the tables say nothing.
 * @returns a factor > 0.
 * @throws {@link InfrascaleError} `out-of-range` for a probability outside.
 */
export function errorFactor(
  table: UncertaintyTable,
  facts: PredictionFacts,
  quantity: UncertainQuantity,
  probability: number,
): number {
  const { probabilities, measured } = table;
  checkBetween(probability, "probability", probabilities[0] ?? 0, probabilities.at(-1) ?? 1);
  const deviation = facts.relativeStandardDeviations?.[quantity];
  if (deviation !== undefined) {
    const shape = (p: number): number => interpolate(probabilities, table[quantity][""] ?? [], p);
    return Math.exp(((shape(probability) - shape(0.5)) * 2 * NORMAL_90 * deviation) / (shape(0.9) - shape(0.1)));
  }
  const quantiles = narrowest(
    table[quantity],
    errorClass(facts, quantity, (engine) => measured[engine]?.currentFrom),
  );
  return Math.exp(interpolate(probabilities, quantiles, probability) / THOUSANDTHS);
}
