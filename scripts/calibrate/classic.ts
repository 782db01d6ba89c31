/**
 * The original's form against its own load tests, as published and fitted anew, beside the engine model.
 *
 *     npm run calibrate:classic [-- --docs]
 *
 * `--docs` puts the tables into docs/classic-calibration.md.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { CLASSIC_PAGE, withTables } from "./classic/page.js";
import { classicTables } from "./classic/tables.js";

const tables = classicTables();
console.log(tables);
if (process.argv.includes("--docs")) {
  writeFileSync(CLASSIC_PAGE, withTables(readFileSync(CLASSIC_PAGE, "utf8"), tables));
  console.log("\nWritten: docs/classic-calibration.md");
}
