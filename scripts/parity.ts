import { readFileSync } from "node:fs";
import { compareConstraints, type ConstraintCase } from "./parity/compare-constraints.js";
import { solve, type SolutionCase } from "./parity/compare-solution.js";

/** The tolerance that the evaluations are published with. */
const TOLERANCE = 1e-9;

/**
 * Compares the classic model with evaluations, or solved problems, of the original's formulas. The two kinds of file
 * are told apart by content. Exits 1 when anything differs.
 */
function main(files: readonly string[]): number {
  if (files.length === 0) {
    console.error("usage: npm run parity -- FILE.json [FILE.json ...]");
    return 2;
  }
  return files.map(checkFile).every(Boolean) ? 0 : 1;
}

function checkFile(file: string): boolean {
  const cases = JSON.parse(readFileSync(file, "utf8")) as unknown;
  if (!Array.isArray(cases) || cases.length === 0) throw new Error(`${file} must hold a non-empty array of cases`);
  const kind = "gpus" in (cases[0] as { output: object }).output ? "solutions" : "constraints";
  return kind === "solutions"
    ? checkSolutions(file, cases as SolutionCase[])
    : checkConstraints(file, cases as ConstraintCase[]);
}

function checkConstraints(file: string, cases: readonly ConstraintCase[]): boolean {
  let quantities = 0;
  let differing = 0;
  let largest = 0;
  cases.forEach((item, index) => {
    for (const { name, ours, theirs, relativeError } of compareConstraints(item)) {
      quantities += 1;
      largest = Math.max(largest, relativeError);
      if (relativeError <= TOLERANCE) continue;
      differing += 1;
      console.error(`case ${index}, ${name}: ours ${ours}, theirs ${theirs}`);
    }
  });
  console.log(
    `${file}: ${cases.length} evaluations, ${quantities} quantities, ${differing} differ, largest relative error ${largest.toExponential(1)}`,
  );
  return differing === 0;
}

function checkSolutions(file: string, cases: readonly SolutionCase[]): boolean {
  let differing = 0;
  let largest = 0;
  cases.forEach(({ input, output }, index) => {
    const gpus = solve(input);
    if (gpus === output.gpus) return;
    differing += 1;
    largest = Math.max(largest, Math.abs((gpus ?? 0) - (output.gpus ?? 0)) / Math.max(output.gpus ?? 0, 1));
    console.error(`case ${index}: ours ${gpus}, theirs ${output.gpus}`);
  });
  console.log(
    `${file}: ${cases.length} problems, ${differing} differ, largest relative error ${largest.toExponential(1)}`,
  );
  return differing === 0;
}

process.exitCode = main(process.argv.slice(2));
