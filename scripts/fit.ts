import { readFileSync, writeFileSync } from "node:fs";
import { fitRows } from "./fit/fit-row.js";
import { fitTimings } from "./fit/fit-timing.js";
import { fitVendorShare } from "./fit/fit-vendor.js";

/**
 * Fits the engines' timing to the measurement tables of this repository and writes `catalogs/engine-timing.json`; then the
 * shares of vendors whose kernels were not timed, into `catalogs/kernel-laws.json`. Deterministic; the day of the fit is
 * that of the tables.
 */
const TABLES_GATHERED = "2026-11-23";
const LAWS = "catalogs/kernel-laws.json";

const rows = fitRows();
const timings = fitTimings(rows, TABLES_GATHERED);
writeFileSync("catalogs/engine-timing.json", `${JSON.stringify(timings, null, 2)}\n`);
for (const { engine, fromVersion, provenance, firstToken, ...times } of timings) console.log(engine, fromVersion, JSON.stringify(times), JSON.stringify(firstToken), provenance?.rows, provenance?.firstTokenRows);

const share = { ...fitVendorShare("AMD", rows, timings), source: `catalogs/measurements by npm run fit, ${TABLES_GATHERED}` };
const cells = Object.entries(share).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
// One row a line, as the rest of the file has it.
writeFileSync(LAWS, readFileSync(LAWS, "utf8").replace(/("vendorShares": \[\n {4}).*/, (_, start: string) => `${start}{${cells.join(", ")}}`));
console.log(JSON.stringify(share));
