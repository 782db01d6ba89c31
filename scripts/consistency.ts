/**
 * Holds the evaluators of one deployment against each other: what `predictServing` and `predictWaiting` say by formulas, and what
 * `simulate` finds request by request, over random deployments, calibrations, lengths and loads.
 *
 *     npm run consistency [-- --draws 10000] [--first 1] [--worst 20] [--json FILE]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compare, type Compared } from "./consistency/compare.js";
import { draw } from "./consistency/draws.js";

const { values: options } = parseArgs({ options: { draws: { type: "string", default: "1000" }, first: { type: "string", default: "1" }, worst: { type: "string", default: "20" }, json: { type: "string", default: "" } } });
const compared: Compared[] = [];
const left = new Map<string, number>();
for (let seed = Number(options.first); seed < Number(options.first) + Number(options.draws); seed += 1) {
  const result = compare(draw(seed));
  if (typeof result === "string") left.set(result, (left.get(result) ?? 0) + 1);
  else compared.push(result);
}
if (options.json !== "") writeFileSync(options.json, JSON.stringify(compared, null, 1));
console.log(`${compared.length} compared; left out: ${[...left].map(([why, count]) => `${why} ${count}`).join(", ") || "none"}`);
