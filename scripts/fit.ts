import { writeFileSync } from "node:fs";
import { fitRows } from "./fit/fit-row.js";
import { fitTimings } from "./fit/fit-timing.js";

/**
 * Fits the engines' timing to the measurement tables of this repository and writes `catalogs/engine-timing.json`.
 * Deterministic; the day of the fit is that of the tables.
 */
const TABLES_GATHERED = "2026-11-23";

const rows = fitRows();
const timings = fitTimings(rows, TABLES_GATHERED);
writeFileSync("catalogs/engine-timing.json", `${JSON.stringify(timings, null, 2)}\n`);
for (const { engine, fromVersion, provenance, firstToken, ...times } of timings) console.log(engine, fromVersion, JSON.stringify(times), JSON.stringify(firstToken), provenance.rows, provenance.firstTokenRows);
