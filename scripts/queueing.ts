/**
 * Holds the formulas of waiting against a simulation of every step, and against load tests.
 *
 *     npm run queueing [-- --quick] [--docs]
 *
 * `--docs` writes the tables into docs/waiting.md, `--quick` takes a fifth of the cases.
 */
import { cells } from "./queueing/cells.js";
import { compare } from "./queueing/compare.js";
import { realMarkdown, realPoints } from "./queueing/real-points.js";
import { errorTable, markdown } from "./queueing/table.js";
import { writeTables } from "./tables-in-docs.js";

const PAGE = new URL("../docs/waiting.md", import.meta.url);

const tables = {
  simulation: markdown(errorTable(cells(process.argv.includes("--quick")).map((cell, i) => compare(cell, i + 1)))),
  measurements: realMarkdown(realPoints()),
};
for (const table of Object.values(tables)) console.log(`${table}\n`);

if (process.argv.includes("--docs")) writeTables(PAGE, tables);
