/**
 * Holds the formulas of waiting against the simulation of the same engines, step by step with the engine model's own clock.
 *
 *     npm run simulate:formulas [-- --docs]
 *
 * `--docs` writes the table into docs/waiting.md.
 */
import { writeTables } from "../tables-in-docs.js";
import { compareFormulas, DEPLOYMENTS, LOADS, type Comparison } from "./formula-cases.js";
import { errorMarkdown, isOff, ratioOf, TABLE_QUANTITIES } from "./formula-table.js";

const compared: Comparison[] = [];
for (const deployment of DEPLOYMENTS)
  for (const load of LOADS) {
    const one = compareFormulas(deployment, load);
    if (one === null) continue;
    compared.push(one);
    const { preset, model, gpu, engine } = deployment;
    const off = TABLE_QUANTITIES.filter((quantity) => isOff(one, quantity)).map((quantity) => `${quantity} x${(ratioOf(one, quantity) as number).toFixed(2)}`);
    console.log(`${preset.padEnd(15)} ${model.padEnd(16)} ${gpu.padEnd(5)} ${engine.padEnd(12)} ${load.name.padEnd(36)} running ${(one.simulated["running"] as number).toFixed(0).padStart(5)}${one.needsReplay ? " replay" : ""}  ${off.length === 0 ? "-" : off.join(", ")}`);
  }
const table = errorMarkdown(compared);
console.log(`\n${table}`);
if (process.argv.includes("--docs")) writeTables(new URL("../../docs/waiting.md", import.meta.url), { engines: table });
