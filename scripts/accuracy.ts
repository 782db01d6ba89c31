/**
 * The exam: predicts every published measurement of catalogs/measurements and compares. Fails when a figure is worse than
 * the stored one.
 *
 *     npm run accuracy [-- --update] [--docs] [--quick] [--csv FILE]
 *
 * `--update` stores the figures reached, and the errors of rows that no fit has seen, of which `npm run uncertainty` makes intervals; `--docs` writes
 * docs/accuracy.md and its plots, `--csv` writes every comparison, `--quick` leaves out the fits without rows that are alike, and with them the gate.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { compactRow } from "../src/measurements/compact-row.js";
import { shippedConstants } from "../src/shipped/predict-serving.js";
import { crossValidate } from "./accuracy/cross-validation.js";
import { examRows } from "./accuracy/exam-row.js";
import { baselineOf, regressions, type Baseline } from "./accuracy/gate.js";
import { examineMemory } from "./accuracy/memory-exam.js";
import { observationsCsv } from "./accuracy/observations-csv.js";
import { accuracyPage } from "./accuracy/page.js";
import { PLOTS, plotOf } from "./accuracy/plots.js";
import { printSlices, printTally } from "./accuracy/print.js";
import { slicesOf } from "./accuracy/slices.js";
import { examineSpeed } from "./accuracy/speed-exam.js";
import { residualsOf } from "./uncertainty/residual.js";
import { RESIDUALS, residualsCsv } from "./uncertainty/residuals-csv.js";
import { MEMORY_TABLE, readTable, SERVING_FAMILIES } from "./measurements/families.js";

const BASELINE = new URL("../catalogs/accuracy-baseline.json", import.meta.url);
const PAGE = new URL("../docs/accuracy.md", import.meta.url);
const PLOT_FOLDER = new URL("../docs/accuracy/", import.meta.url);
/** Figures that may be examined where they are at hand, but are not in the repository. */
const BESIDE = new URL("../../shared/measurements/", import.meta.url);
const BESIDE_FAMILIES = ["nvidia_dli_trtllm_static", "nvidia_dli_nim_concurrency"];

const has = (option: string): boolean => process.argv.includes(option);
const valueOf = (option: string): string | undefined =>
  has(option) ? process.argv[process.argv.indexOf(option) + 1] : undefined;

const shipped = shippedConstants();
const { rows, unresolved, excluded } = examRows(SERVING_FAMILIES.map((family) => [family, readTable(family)]));
const heldOut = has("--quick") ? null : crossValidate(rows, shipped);
const speed = examineSpeed(rows, shipped, heldOut);
const memory = examineMemory(readTable(MEMORY_TABLE));
const observations = [...speed.observations, ...memory.observations];
const slices = slicesOf(observations);

printSlices(slices);
printTally("Rows that say too little, or name what the catalogs lack", unresolved);
printTally("Left out by rule (a row may break several)", excluded);
printTally("Refused by the prediction", speed.refused);
printTally("Not compared", speed.notCompared);
printTally("Start-up logs that say too little, or name what the catalogs lack", memory.unresolved);
printTally("Start-up logs left out by rule", memory.excluded);
printTally("Start-up logs refused by the prediction", memory.refused);

const csv = valueOf("--csv");
if (csv !== undefined) writeFileSync(csv, observationsCsv(observations));

if (has("--docs")) writeDocs();
examineBeside();
gate();

function writeDocs(): void {
  if (heldOut === null) throw new Error("--docs shows the fits that --quick leaves out");
  mkdirSync(PLOT_FOLDER, { recursive: true });
  for (const plot of PLOTS) writeFileSync(new URL(plot.file, PLOT_FOLDER), plotOf(plot, observations));
  const { refused, notCompared } = speed;
  writeFileSync(
    PAGE,
    accuracyPage({
      slices,
      observations,
      unresolved,
      excluded,
      refused,
      notCompared,
      memoryUnresolved: memory.unresolved,
    }),
  );
  console.log("\nWritten: docs/accuracy.md and its plots");
}

function examineBeside(): void {
  const present = BESIDE_FAMILIES.filter((family) => existsSync(new URL(`${family}.csv`, BESIDE)));
  if (present.length === 0) {
    console.log("\nNo further tables beside this repository: the extra check is skipped.");
    return;
  }
  console.log(`\n=== Extra check, tables beside this repository, in no fit and no baseline: ${present.join(", ")}`);
  const beside = examRows(present.map((family) => [family, readTable(family, BESIDE).map(compactRow)]));
  const exam = examineSpeed(beside.rows, shipped, null);
  printSlices(slicesOf(exam.observations));
  printTally("Rows that say too little, or name what the catalogs lack", beside.unresolved);
  printTally("Left out by rule (a row may break several)", beside.excluded);
  printTally("Refused by the prediction", exam.refused);
  printTally("Not compared", exam.notCompared);
  const besideCsv = valueOf("--beside-csv");
  if (besideCsv !== undefined) writeFileSync(besideCsv, observationsCsv(exam.observations));
}

function gate(): void {
  if (heldOut === null) return;
  const now = baselineOf(slices);
  if (has("--update")) {
    writeFileSync(
      BASELINE,
      `{\n${Object.entries(now)
        .map(([name, figures]) => `  ${JSON.stringify(name)}: ${JSON.stringify(figures)}`)
        .join(",\n")}\n}\n`,
    );
    writeFileSync(RESIDUALS, residualsCsv(residualsOf(observations)));
    console.log(`\nStored ${Object.keys(now).length} slices, and the errors.`);
    return;
  }
  const worse = regressions(JSON.parse(readFileSync(BASELINE, "utf8")) as Baseline, now);
  for (const line of worse) console.log(`WORSE ${line}`);
  console.log(
    worse.length === 0
      ? "\nNo figure is worse than the stored one."
      : `\n${worse.length} figures are worse than the stored ones; --update accepts them.`,
  );
  process.exitCode = worse.length === 0 ? 0 : 1;
}
