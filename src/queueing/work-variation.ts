import type { LengthDistribution } from "../workload/length-distribution.js";
import type { PromptReading } from "./prompt-reading.js";

/**
 * How much the work that a request brings varies, squared: the number that governs waits.
 *
 * $$ w = o\,\frac{t_{step}(k)}{k} + t_{read}(P), \qquad c_w^2 = \frac{\mathrm{Var}(w)}{E[w]^2} $$
 *
 * An answer of o tokens takes its share of o full steps; a prompt is read at the cost of all.
 *
 * @param stepSeconds - of a full replica, over its slots.
 * @param output - tokens of answers.
 * @param reading - of prompts at a full replica.
 */
export function workVariation(stepSeconds: number, output: LengthDistribution, reading: PromptReading): number {
  const writing = output.mean * stepSeconds;
  return (
    (writing ** 2 * output.squaredCv + reading.meanSeconds ** 2 * reading.squaredCv) /
    (writing + reading.meanSeconds) ** 2
  );
}
