/**
 * How deployments differ from the constants that ship: medians of ln(measured / predicted) by (family, engine, model, GPU) over the
 * exam's rows of current engines, and their scatter. The widths of src/calibrate/priors.ts are taken from it.
 *
 *     npx tsx scripts/calibrate/priors.ts
 */
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { examRows } from "../accuracy/exam-row.js";
import { examineSpeed } from "../accuracy/speed-exam.js";
import { groupBy, median } from "../accuracy/statistics.js";
import { readTable, SERVING_FAMILIES } from "../measurements/families.js";

/** Rows of one deployment whose median is more than their scatter. */
const LEAST_ROWS = 3;

const { rows } = examRows(SERVING_FAMILIES.map((family) => [family, readTable(family)]));
const { observations } = examineSpeed(rows, shippedConstants(), null);
const current = observations.filter(({ era, predicted }) => era === "current" && Number.isFinite(predicted));

console.log("quantity, deployments, standard deviation of their medians, median deviation of rows from their deployment's median (of logarithms)");
for (const [quantity, own] of groupBy(current, (observation) => observation.quantity)) {
  const deployments = [...groupBy(own, ({ family, engine, model, gpu }) => [family, engine, model, gpu].join("|")).values()]
    .filter((group) => group.length >= LEAST_ROWS)
    .map((group) => group.map(({ measured, predicted }) => Math.log(measured / predicted)));
  const medians = deployments.map(median);
  const mean = medians.reduce((sum, value) => sum + value, 0) / medians.length;
  const deviation = Math.sqrt(medians.reduce((sum, value) => sum + (value - mean) ** 2, 0) / medians.length);
  const within = median(deployments.flatMap((logarithms) => logarithms.map((value) => Math.abs(value - median(logarithms)))));
  console.log(`${quantity}, ${medians.length}, ${deviation.toFixed(2)}, ${within.toFixed(2)}`);
}
