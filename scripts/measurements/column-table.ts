/**
 * Prints the column tables of catalogs/measurements/README.md.
 *
 *     npx tsx scripts/measurements/column-table.ts
 */
import { MEMORY_COLUMNS, SERVING_COLUMNS, SOURCE_COLUMNS, type Columns } from "../../src/measurements/columns.js";
import { FLAG_REASONS } from "./flag-reasons.js";

const tableOf = (entries: Columns, head: string, quote: string): string =>
  [
    `| ${head} | what it means |`,
    "|---|---|",
    ...Object.entries(entries).map(([name, meaning]) => `| ${quote}${name}${quote} | ${meaning} |`),
  ].join("\n");

const parts: readonly (readonly [string, string])[] = [
  ["Tables of speeds", tableOf(SERVING_COLUMNS, "column", "`")],
  ["Start-up logs", tableOf(MEMORY_COLUMNS, "column", "`")],
  ["Sources", tableOf(SOURCE_COLUMNS, "column", "`")],
  ["Flags", tableOf(FLAG_REASONS, "flag", "")],
];
console.log(parts.map(([title, table]) => `## ${title}\n\n${table}`).join("\n\n"));
