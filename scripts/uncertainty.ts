/**
 * How sure predictions are: sorts the errors of the exam, by constants that have not seen the row's model on its GPU, into
 * classes, and writes their quantiles to catalogs/uncertainty.json and the errors to test/uncertainty/residuals.csv.
 * Run it after `npm run fit`.
 *
 *     npm run uncertainty [-- --docs]
 *
 * `--docs` writes the tables of docs/uncertainty.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { shippedConstants } from "../src/shipped/predict-serving.js";
import { crossValidate } from "./accuracy/cross-validation.js";
import { examRows } from "./accuracy/exam-row.js";
import { examineMemory } from "./accuracy/memory-exam.js";
import { examineSpeed } from "./accuracy/speed-exam.js";
import { MEMORY_TABLE, readTable, SERVING_FAMILIES } from "./measurements/families.js";
import { coverageTables, withTables } from "./uncertainty/coverage-tables.js";
import { measuredRanges } from "./uncertainty/measured-ranges.js";
import { residualsOf } from "./uncertainty/residual.js";
import { parseResiduals, RESIDUALS, residualsCsv } from "./uncertainty/residuals-csv.js";
import { TABLE, tableText, uncertaintyTable } from "./uncertainty/table.js";

const PAGE = new URL("../docs/uncertainty.md", import.meta.url);

const shipped = shippedConstants();
const { rows } = examRows(SERVING_FAMILIES.map((family) => [family, readTable(family)]));
const { withoutPair } = crossValidate(rows, shipped);
const speed = examineSpeed(rows, shipped, { withoutPair, withoutFamily: () => shipped });
const memory = examineMemory(readTable(MEMORY_TABLE));
writeFileSync(RESIDUALS, residualsCsv(residualsOf([...speed.observations, ...memory.observations])));

// What is read back is what a test reads: rounded to thousandths.
const residuals = parseResiduals(readFileSync(RESIDUALS, "utf8"));
writeFileSync(TABLE, tableText(uncertaintyTable(residuals, measuredRanges(rows, shipped))));
const tables = coverageTables(residuals);
console.log(tables);
if (process.argv.includes("--docs")) writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), tables));
