/**
 * Prints, table by table, how many rows resolve, why the others do not, and what the fit leaves out; then how many figures
 * `calibrate` and `validate` predict differently, which must be none.
 *
 *     npx tsx scripts/measurements/report.ts [--details]
 */
import { readFileSync } from "node:fs";
import { flagsOf } from "../../src/measurements/flags.js";
import { isRefused } from "../../src/measurements/refusal.js";
import { resolveLog } from "../../src/measurements/start-up-log.js";
import { Tally } from "./tally.js";
import { EXCLUSION_RULES, exclusionsOf } from "./exclusions.js";
import { MEMORY_TABLE, readTable, SERVING_FAMILIES, tableUrl } from "./families.js";
import { readTwice } from "./one-reader.js";
import { CATALOGS, isRefusedRow, tableRow, type TableRow } from "./table-row.js";

const withDetails = process.argv.includes("--details");
const refusals = new Tally();
const exclusions = new Tally();

console.log("Table".padEnd(30), "rows".padStart(6), "resolved".padStart(9), "for the fit".padStart(12));
for (const family of SERVING_FAMILIES) {
  const rows = readTable(family);
  const resolved: TableRow[] = [];
  for (const row of rows) {
    const result = tableRow(row);
    if (isRefusedRow(result)) refusals.add(withDetails ? `${result.refusal}: ${result.detail}` : result.refusal);
    else resolved.push(result);
  }
  const kept = resolved.filter(
    (row) => !exclusionsOf(row, family, resolved).some(({ quantities }) => quantities === "all"),
  );
  for (const row of resolved) for (const { id } of exclusionsOf(row, family, resolved)) exclusions.add(id);
  print(family, rows.length, resolved.length, kept.length);
}
const logs = readTable(MEMORY_TABLE);
const known = logs.map((row) => ({ result: resolveLog(row, CATALOGS), flags: flagsOf(row["flag"]) }));
for (const { result } of known)
  if (isRefused(result)) refusals.add(`${MEMORY_TABLE}, ${result.refusal}${withDetails ? `: ${result.detail}` : ""}`);
const usable = known.filter(({ result }) => !isRefused(result));
print(MEMORY_TABLE, logs.length, usable.length, usable.filter(({ flags }) => flags.length === 0).length);

console.log("\nRows that do not resolve, by reason");
for (const [reason, count] of refusals.sorted()) console.log(String(count).padStart(6), reason);

console.log("\nResolved rows that the fit leaves out (a row may break several rules)");
for (const { id, quantities, reason } of EXCLUSION_RULES)
  console.log(String(exclusions.of(id)).padStart(6), `${id} (${quantities}): ${reason}`);

console.log("\nFigures that calibrate and validate both predict, before and after a fit to the table");
for (const family of SERVING_FAMILIES) {
  const { figures, different } = readTwice(readFileSync(tableUrl(family), "utf8"));
  console.log(family.padEnd(30), `${different.length} of ${figures} differ`);
  for (const line of different.slice(0, withDetails ? different.length : 3)) console.log(`  ${line}`);
}

function print(table: string, rows: number, resolved: number, kept: number): void {
  console.log(table.padEnd(30), String(rows).padStart(6), String(resolved).padStart(9), String(kept).padStart(12));
}
