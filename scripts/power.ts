/**
 * The power of GPUs that serve: fits the law of src/cost/power-law.ts to the watts of ML.ENERGY, and judges it on the rows of models that it has not seen.
 *
 *     npm run power [-- --write] [--docs]
 *
 * `--write` stores the laws in catalogs/power-law.json, `--docs` writes the table of docs/cost.md.
 */
import { writeFileSync } from "node:fs";
import { median, quantile } from "./accuracy/statistics.js";
import { fitPower } from "./power/fit-power.js";
import { judgePower } from "./power/judge-power.js";
import { powerRows, type PowerRow } from "./power/power-rows.js";
import { writeTables } from "./tables-in-docs.js";

const LAWS = new URL("../catalogs/power-law.json", import.meta.url);
const PAGE = new URL("../docs/cost.md", import.meta.url);
const SOURCE =
  "fitted by npm run power to catalogs/measurements/ml_energy.csv: ML.ENERGY v3, ml-energy/leaderboard@0cd52da, vLLM 0.11.1, watts of GPUs by NVML";

const rows = powerRows();
const gpus = [...new Set(rows.map(({ gpu }) => gpu))];
const ofGpu = (gpu: string): readonly PowerRow[] => rows.filter((row) => row.gpu === gpu);
const judged = judgePower(rows);

const percent = (share: number): string => (100 * share).toFixed(1);
const names = [...new Set(judged.map(({ name }) => name))];
const cells = (name: string): readonly string[] =>
  gpus.map((gpu) => {
    const { errors = [] } = judged.find((one) => one.name === name && one.gpu === gpu) ?? {};
    const sizes = errors.map(Math.abs);
    return `${percent(median(sizes))} / ${percent(quantile(sizes, 0.9))}, ${percent(median(errors))}`;
  });
const table = [
  `| median and 90th percentile of the error, bias, % | ${gpus.map((gpu) => `${gpu}, ${ofGpu(gpu).length} rows`).join(" | ")} |`,
  `|---|${gpus.map(() => "---|").join("")}`,
  ...names.map((name) => `| ${name} | ${cells(name).join(" | ")} |`),
].join("\n");
console.log(table);

if (process.argv.includes("--write")) {
  const fitted = gpus.map((gpu) => ({ gpu, law: fitPower(ofGpu(gpu)), rows: ofGpu(gpu).length }));
  const together = { law: fitPower(rows), rows: rows.length };
  writeFileSync(LAWS, `${JSON.stringify({ source: SOURCE, fitted, together }, null, 2)}\n`);
}
if (process.argv.includes("--docs")) writeTables(PAGE, { power: table });
