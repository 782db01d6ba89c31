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
import { calibrationPoint } from "../../src/calibrate/calibration-point.js";
import { InfrascaleError } from "../../src/errors.js";
import { IDENTITY_PARAMETERS, type MeasuredQuantity } from "../../src/deployment/engine-profile.js";
import { withRoom } from "../../src/measurements/with-room.js";
import { readTable, SERVING_FAMILIES } from "../measurements/families.js";
import { sweeps, type Sweep } from "./sweeps.js";

/** Rows of one deployment whose median is more than their scatter. */
const LEAST_ROWS = 3;

const { rows } = examRows(SERVING_FAMILIES.map((family) => [family, readTable(family)]));
const { observations } = examineSpeed(rows, shippedConstants(), null);
const current = observations.filter(({ era, predicted }) => era === "current" && Number.isFinite(predicted));

console.log(
  "quantity, deployments, standard deviation of their medians, median deviation of rows from their deployment's median (of logarithms)",
);
for (const [quantity, own] of groupBy(current, (observation) => observation.quantity)) {
  const deployments = [
    ...groupBy(own, ({ family, engine, model, gpu }) => [family, engine, model, gpu].join("|")).values(),
  ]
    .filter((group) => group.length >= LEAST_ROWS)
    .map((group) => group.map(({ measured, predicted }) => Math.log(measured / predicted)));
  const medians = deployments.map(median);
  const mean = medians.reduce((sum, value) => sum + value, 0) / medians.length;
  const deviation = Math.sqrt(medians.reduce((sum, value) => sum + (value - mean) ** 2, 0) / medians.length);
  const within = median(
    deployments.flatMap((logarithms) => logarithms.map((value) => Math.abs(value - median(logarithms)))),
  );
  console.log(`${quantity}, ${medians.length}, ${deviation.toFixed(2)}, ${within.toFixed(2)}`);
}

/** Slope of ln(measured / predicted) with the logarithm of the load; null with fewer than five points. */
function slopeOf({ points }: Sweep, quantity: MeasuredQuantity): number | null {
  const ratios = points.flatMap(({ row: { row }, load, measured }, i) => {
    try {
      const predicted = withRoom(row.request, (request) =>
        calibrationPoint(i, request, measured, 1, shippedConstants()),
      ).result.predict(IDENTITY_PARAMETERS)[quantity];
      const seconds = measured[quantity];
      return predicted === null || seconds === undefined
        ? []
        : [{ x: Math.log(load), y: Math.log(seconds / predicted) }];
    } catch (error) {
      if (error instanceof InfrascaleError) return [];
      throw error;
    }
  });
  if (ratios.length < 5) return null;
  const mean = ratios.reduce((sum, { x }) => sum + x, 0) / ratios.length;
  return (
    ratios.reduce((sum, { x, y }) => sum + (x - mean) * y, 0) / ratios.reduce((sum, { x }) => sum + (x - mean) ** 2, 0)
  );
}

console.log(
  "\nfamily, quantity, deployments, root mean square of their slopes with the load (of logarithms; medians of sweeps)",
);
for (const [family, own] of groupBy(sweeps(), (sweep) => sweep.family))
  for (const quantity of ["tpotSeconds", "ttftSeconds"] as const) {
    const slopes = [
      ...groupBy(own, ({ points }) =>
        [points[0]?.row.row.engine, points[0]?.row.row.model.id, points[0]?.row.row.gpu.id].join("|"),
      ).values(),
    ]
      .map((same) => same.flatMap((sweep) => slopeOf(sweep, quantity) ?? []))
      .filter((found) => found.length > 0)
      .map(median);
    if (slopes.length > 0)
      console.log(
        `${family}, ${quantity}, ${slopes.length}, ${Math.sqrt(slopes.reduce((sum, slope) => sum + slope ** 2, 0) / slopes.length).toFixed(3)}`,
      );
  }
