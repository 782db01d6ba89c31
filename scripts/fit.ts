/**
 * Fits the engines' timing to the measurement tables of this repository and writes `catalogs/engine-timing.json`; then the
 * shares of vendors whose kernels were not timed, into `catalogs/kernel-laws.json`; and prints what it changes. Deterministic; the
 * day of the fit is that of the tables.
 *
 *     npm run fit
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { ServingConstants } from "../src/performance/timing/serving-constants.js";
import { shippedConstants } from "../src/shipped/predict-serving.js";
import { examRows } from "./accuracy/exam-row.js";
import { sliceName, slicesOf, type Slice } from "./accuracy/slices.js";
import { examineSpeed } from "./accuracy/speed-exam.js";
import { fitRows } from "./fit/fit-row.js";
import { fitTimings, isTimed } from "./fit/fit-timing.js";
import { fitVendorShare } from "./fit/fit-vendor.js";
import { microsecondsFromSeconds } from "../src/units.js";
import { readTable, SERVING_FAMILIES } from "./measurements/families.js";

const TABLES_GATHERED = "2026-11-23";
const LAWS = "catalogs/kernel-laws.json";

const shipped = shippedConstants();
const { laws } = shipped;
const { rows } = examRows(SERVING_FAMILIES.map((family) => [family, readTable(family)]));
const fitted = fitRows(rows, shipped);
const timings = fitTimings(fitted.filter(isTimed), laws, TABLES_GATHERED);
writeFileSync("catalogs/engine-timing.json", `${JSON.stringify(timings, null, 2)}\n`);
for (const { engine, fromVersion, provenance, firstToken, ...times } of timings)
  console.log(
    engine,
    fromVersion,
    JSON.stringify(times),
    JSON.stringify(firstToken),
    provenance?.rows,
    provenance?.firstTokenRows,
  );

const share = {
  ...fitVendorShare("AMD", fitted, { laws, timings }),
  source: `catalogs/measurements by npm run fit, ${TABLES_GATHERED}`,
};
const { quantisationSeconds, ...shares } = share;
const cells = Object.entries({ quantisationMicroseconds: microsecondsFromSeconds(quantisationSeconds), ...shares }).map(
  ([name, value]) => `"${name}": ${JSON.stringify(value)}`,
);
// One row a line, as the rest of the file has it.
writeFileSync(
  LAWS,
  readFileSync(LAWS, "utf8").replace(
    /("vendorShares": \[\n {4}).*/,
    (_, start: string) => `${start}{${cells.join(", ")}}`,
  ),
);
console.log(JSON.stringify(share));

console.log("\nMedian and 90th percentile of errors in %, before and after");
const before = new Map(slicesByEngine(shipped).map((slice) => [sliceName(slice), slice.figures]));
for (const { figures, ...slice } of slicesByEngine({ laws: { ...laws, vendorShares: [share] }, timings })) {
  const old = before.get(sliceName(slice));
  console.log(
    sliceName(slice).padEnd(72),
    String(figures.rows).padStart(5),
    ...[old?.median, figures.median, old?.p90, figures.p90].map((percent) =>
      (percent ?? Number.NaN).toFixed(1).padStart(8),
    ),
  );
}

function slicesByEngine(constants: ServingConstants): readonly Slice[] {
  return slicesOf(examineSpeed(rows, constants, null).observations).filter(({ cut }) => cut === "engine");
}
