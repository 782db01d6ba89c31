/**
 * How sure predictions are: sorts the errors of rows that no fit has seen into classes, and writes their quantiles to
 * catalogs/uncertainty.json. Run it after `npm run accuracy -- --update`, which stores the errors in test/uncertainty/residuals.csv.
 *
 *     npm run uncertainty [-- --docs]
 *
 * `--docs` writes the tables of docs/uncertainty.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { shippedConstants } from "../src/shipped/predict-serving.js";
import { examRows } from "./accuracy/exam-row.js";
import { readTable, SERVING_FAMILIES } from "./measurements/families.js";
import { coverageTables, withTables } from "./uncertainty/coverage-tables.js";
import { measuredRanges } from "./uncertainty/measured-ranges.js";
import { parseResiduals, RESIDUALS } from "./uncertainty/residuals-csv.js";
import { TABLE, tableText, uncertaintyTable } from "./uncertainty/table.js";

const PAGE = new URL("../docs/uncertainty.md", import.meta.url);

const shipped = shippedConstants();
const { rows } = examRows(SERVING_FAMILIES.map((family) => [family, readTable(family)]));
const residuals = parseResiduals(readFileSync(RESIDUALS, "utf8"));
writeFileSync(TABLE, tableText(uncertaintyTable(residuals, measuredRanges(rows, shipped))));
const tables = coverageTables(residuals);
console.log(tables);
if (process.argv.includes("--docs")) writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), tables));
