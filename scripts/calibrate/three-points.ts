/**
 * What three points of one's own are worth: for every sweep over requests in flight in the tables of measurements, a profile is
 * fitted to the lowest, the middle and the highest point, and predicts the time per output token of the others.
 *
 *     npm run calibrate:three-points
 */
import { calibrationPoint, type CalibrationPoint, type Measured } from "../../src/calibrate/calibration-point.js";
import { fitProfile } from "../../src/calibrate/fit-profile.js";
import { shippedConstants } from "../../src/named/predict-serving.js";
import { IDENTITY_PARAMETERS, type ProfileProvenance } from "../../src/performance/serving/engine-profile.js";
import { median, quantile } from "../accuracy/statistics.js";
import { sweeps, type Sweep, type SweepPoint } from "./sweeps.js";

const WANTED_PERCENT = 5;

const NO_PROVENANCE: ProfileProvenance = { tools: [], files: [], rows: 3, models: [], gpus: [], engines: [], engineVersions: [], tensorSizes: [] };

/** Errors of the points that the fit has not seen, in percent. */
interface Errors {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

function errorsOf({ points }: Sweep): Errors {
  const [low, middle, high] = [points[0], points[Math.floor(points.length / 2)], points.at(-1)] as [SweepPoint, SweepPoint, SweepPoint];
  const { profile } = fitProfile([low, middle, high].map(prepared), NO_PROVENANCE, { created: "2026-11-23" });
  const others = points.filter((point) => point !== low && point !== middle && point !== high);
  const errors = (parameters: typeof profile.parameters): readonly number[] =>
    others.map((point, i) => 100 * Math.abs((prepared(point, i).predict(parameters).tpotSeconds ?? Number.NaN) / point.tpotSeconds - 1));
  return { before: errors(IDENTITY_PARAMETERS), after: errors(profile.parameters) };
}

function prepared({ row, tpotSeconds, ttftSeconds }: SweepPoint, index: number): CalibrationPoint {
  const measured: Measured = { tpotSeconds, ...(ttftSeconds === null ? {} : { ttftSeconds }) };
  return calibrationPoint(index, row.request, measured, 1, shippedConstants());
}

const percent = (value: number): string => value.toFixed(1).padStart(6);
const all: { readonly kind: string; readonly family: string; readonly errors: Errors }[] = [];

console.log("median error of the time per output token, %: points not fitted, as shipped and with the profile");
for (const sweep of sweeps().toSorted((a, b) => a.name.localeCompare(b.name))) {
  const errors = errorsOf(sweep);
  all.push({ kind: sweep.kind, family: sweep.family, errors });
  console.log(`${percent(median(errors.before))} ${percent(median(errors.after))}  ${sweep.points.length} points ${sweep.points[0]?.concurrency ?? 0}..${sweep.points.at(-1)?.concurrency ?? 0}  ${sweep.name}`);
}
function summary(label: string, of: readonly (typeof all)[number][]): number {
  const before = of.flatMap(({ errors }) => errors.before);
  const after = of.flatMap(({ errors }) => errors.after);
  const bySweep = median(of.map(({ errors }) => median(errors.after)));
  console.log(`${label.padEnd(28)} ${of.length} sweeps, ${after.length} points: shipped ${percent(median(before))} (p90 ${percent(quantile(before, 0.9))}), with the profile ${percent(median(after))} (p90 ${percent(quantile(after, 0.9))}), median of sweeps ${percent(bySweep)}`);
  return median(after);
}

console.log("");
for (const kind of new Set(all.map((sweep) => sweep.kind))) summary(kind, all.filter((sweep) => sweep.kind === kind));
for (const family of new Set(all.map((sweep) => sweep.family))) summary(family, all.filter((sweep) => sweep.family === family));
const reached = summary("all", all);
console.log(`wanted: ${WANTED_PERCENT} % or less; reached: ${reached.toFixed(1)} %`);
process.exitCode = reached <= WANTED_PERCENT ? 0 : 1;
