/**
 * Makes the compact tables of catalogs/measurements from ../shared/measurements.
 *
 *     npx tsx scripts/measurements/make-tables.ts
 */
import { existsSync, writeFileSync } from "node:fs";
import { MEMORY_COLUMNS, SERVING_COLUMNS, SOURCE_COLUMNS, type Columns } from "../../src/measurements/columns.js";
import { compactRow } from "../../src/measurements/compact-row.js";
import { toCsv, type Row } from "../../src/measurements/csv.js";
import { MEMORY_TABLE, SERVING_FAMILIES, tableUrl } from "./families.js";
import { withRepeats } from "./repeats.js";
import { readCsv } from "./read-csv.js";
import { SourceList } from "./source-list.js";

const PUBLISHED = new URL("../../../shared/measurements/", import.meta.url);

if (existsSync(PUBLISHED)) {
  const sources = new SourceList();
  for (const family of SERVING_FAMILIES) write(family, SERVING_COLUMNS, sources);
  write(MEMORY_TABLE, MEMORY_COLUMNS, sources);
  writeFileSync(tableUrl("sources"), toCsv(Object.keys(SOURCE_COLUMNS), sources.rows()));
  console.log(`sources: ${sources.rows().length} rows`);
} else {
  console.log("Skipped: ../shared/measurements is absent; the tables in catalogs/measurements stay as they are.");
}

function write(table: string, columns: Columns, sources: SourceList): void {
  const rows: readonly Row[] = withRepeats(
    readCsv(tableUrl(table, PUBLISHED)).map((row) => ({
      ...compactRow(row),
      source: sources.numberOf(row),
    })),
  );
  const header = Object.keys(columns).filter((column) => rows.some((row) => (row[column] ?? "") !== ""));
  writeFileSync(tableUrl(table), toCsv(header, rows));
  console.log(`${table}: ${rows.length} rows, ${header.length} columns`);
}
