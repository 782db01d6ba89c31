/**
 * What three points of one's own are worth: for every sweep over clients, batches or rates in the tables of measurements, a profile
 * is fitted to the lowest, the middle and the highest point, and predicts the time per output token of the others; where no
 * times per token were published, the time of requests, or the rate.
 *
 *     npm run calibrate:three-points [-- SCALE]
 *
 * SCALE multiplies the times of the kernels and of communication that ship beforehand, 1 unless it is given.
 */
import { calibrationPoint, type CalibrationPoint } from "../../src/calibrate/calibration-point.js";
import { fitProfile } from "../../src/calibrate/fit-profile.js";
import { InfrascaleError } from "../../src/errors.js";
import { withRoom } from "../../src/measurements/with-room.js";
import { shippedConstants } from "../../src/shipped/predict-serving.js";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";
import { median, quantile } from "../accuracy/statistics.js";
import { NO_PROVENANCE } from "./no-provenance.js";
import { sweeps, type Sweep, type SweepPoint } from "./sweeps.js";

const WANTED_PERCENT = 5;
const FITTED = 3;
const SCALE = Number(process.argv[2] ?? 1);

/** Errors of the points that the fit has not seen, in percent. */
interface Errors {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function errorsOf({ points, quantity }: Sweep): Errors | null {
  const prepared = preparedPoints(points);
  const [low, middle, high] = [prepared[0], prepared[Math.floor(prepared.length / 2)], prepared.at(-1)];
  if (low === undefined || middle === undefined || high === undefined || prepared.length <= FITTED) return null;
  const { profile } = fitProfile([low, middle, high], { ...NO_PROVENANCE, rows: FITTED }, { created: "2026-11-23" });
  const others = prepared.filter((point) => point !== low && point !== middle && point !== high);
  const errors = (parameters: typeof profile.parameters): readonly number[] =>
    others.flatMap((point) => {
      const predicted = point.predict(parameters)[quantity];
      const measured = point.measured[quantity];
      return predicted === null || measured === undefined ? [] : [100 * Math.abs(predicted / measured - 1)];
    });
  return { before: errors(IDENTITY_PARAMETERS), after: errors(profile.parameters) };
}

/** Points without those that the model holds for impossible, or for overloaded. */
function preparedPoints(points: readonly SweepPoint[]): readonly CalibrationPoint[] {
  return points.flatMap(({ row, measured, quantity }, index) => {
    try {
      const point = scaled(
        withRoom(row.row.request, (request) => calibrationPoint(index, request, measured, 1, shippedConstants()))
          .result,
      );
      return point.predict(IDENTITY_PARAMETERS)[quantity] === null ? [] : [point];
    } catch (error) {
      if (error instanceof InfrascaleError) return [];
      throw error;
    }
  });
}

/** What a profile multiplies is scaled before it. */
const scaled = (point: CalibrationPoint): CalibrationPoint => ({
  ...point,
  predict: (parameters) =>
    point.predict({
      ...parameters,
      decodeFactor: SCALE * parameters.decodeFactor,
      prefillFactor: SCALE * parameters.prefillFactor,
      communicationFactor: SCALE * parameters.communicationFactor,
    }),
});

const percent = (value: number): string => value.toFixed(1).padStart(6);
const all: (Sweep & { readonly errors: Errors })[] = [];

console.log("median error, %: points not fitted, as shipped and with the profile");
for (const sweep of sweeps().toSorted((a, b) => a.name.localeCompare(b.name))) {
  const errors = errorsOf(sweep);
  const points = `${sweep.points.length} points ${sweep.points[0]?.load ?? 0}..${sweep.points.at(-1)?.load ?? 0}  ${sweep.name}`;
  if (errors === null || errors.after.length === 0) {
    console.log(`     -      -  ${points}: impossible or overloaded, says the model`);
    continue;
  }
  all.push({ ...sweep, errors });
  console.log(`${percent(median(errors.before))} ${percent(median(errors.after))}  ${points}`);
}
function summary(label: string, of: readonly (typeof all)[number][]): number {
  const before = of.flatMap(({ errors }) => errors.before);
  const after = of.flatMap(({ errors }) => errors.after);
  const bySweep = median(of.map(({ errors }) => median(errors.after)));
  console.log(
    `${label.padEnd(52)} ${of.length} sweeps, ${after.length} points: shipped ${percent(median(before))} (p90 ${percent(quantile(before, 0.9))}), with the profile ${percent(median(after))} (p90 ${percent(quantile(after, 0.9))}), median of sweeps ${percent(bySweep)}`,
  );
  return median(after);
}

console.log("");
for (const key of [
  ({ kind, loadKind, quantity }: Sweep) => `${kind}, ${loadKind}, ${quantity}`,
  ({ family }: Sweep) => family,
  ({ kind, quantity }: Sweep) => `${kind}, ${quantity}`,
])
  for (const label of new Set(all.map(key)))
    summary(
      label,
      all.filter((sweep) => key(sweep) === label),
    );
const reached = summary("all", all);
const perToken = summary(
  "all with times per output token",
  all.filter(({ quantity }) => quantity === "tpotSeconds"),
);
console.log(
  `wanted of times per output token: ${WANTED_PERCENT} % or less; reached: ${perToken.toFixed(1)} %; of all quantities ${reached.toFixed(1)} %`,
);
process.exitCode = perToken <= WANTED_PERCENT ? 0 : 1;
