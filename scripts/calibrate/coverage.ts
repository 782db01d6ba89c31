/**
 * Whether the intervals of `calibrate` are honest: synthetic load tests of known parameters with lognormal scatter, fitted
 * again and again without priors; how many of the 95 % intervals contain the truth.
 *
 *     npm run calibrate:coverage [-- RUNS SCATTER]
 */
import { coverage } from "./coverage-of.js";

const runs = Number(process.argv[2] ?? 500);
const scatter = Number(process.argv[3] ?? 0.05);
const { parameters, all } = coverage(runs, scatter, 20261123);

console.log(`${runs} runs, scatter ${100 * scatter} %: share of 95 % intervals that contain the truth`);
for (const { name, share } of parameters) console.log(`${name.padEnd(24)} ${(100 * share).toFixed(1)} %`);
console.log(`${"all".padEnd(24)} ${(100 * all).toFixed(1)} %`);
process.exitCode = parameters.every(({ share }) => share >= 0.92 && share <= 0.98) ? 0 : 1;
