/**
 * Holds the evaluators of one deployment against each other: what `predictServing` and `predictWaiting` say by formulas, and what
 * `simulate` finds request by request, over random deployments, calibrations, lengths and loads.
 *
 *     npm run consistency [-- --draws 10000] [--first 1] [--worst 20] [--json FILE]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compareAll } from "./consistency/compare.js";
import { summary, worst, type Evaluator } from "./consistency/summary.js";

const { values: options } = parseArgs({
  options: {
    draws: { type: "string", default: "1000" },
    first: { type: "string", default: "1" },
    worst: { type: "string", default: "20" },
    json: { type: "string", default: "" },
  },
});
const { compared, left } = compareAll(Number(options.first), Number(options.draws));
if (options.json !== "") writeFileSync(options.json, JSON.stringify(compared, null, 1));
console.log(
  `${compared.length} compared; left out: ${[...left].map(([why, count]) => `${why} ${count}`).join(", ") || "none"}`,
);
for (const evaluator of ["serving", "waiting"] as Evaluator[]) {
  console.log(`\n${summary(compared, evaluator)}`);
  console.log(`\nFurthest off:\n${worst(compared, evaluator, Number(options.worst))}`);
}
