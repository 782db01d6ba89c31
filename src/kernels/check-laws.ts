import {
  checkBetween,
  checkEach,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkPositive,
  checkShape,
  checkString,
  checkText,
  nullable,
  type Shape,
} from "../internal/check.js";
import type { KernelLaws } from "./kernel-laws.js";

/** Leaves of a published table that are words. */
const WORDS: ReadonlySet<string> = new Set([
  "gpu",
  "engine",
  "precision",
  "arithmetic",
  "id",
  "architecture",
  "link",
  "vendor",
  "source",
]);

/** Those that nobody may have published. */
const UNKNOWN = /^(?:rows|medianErrorPercent|.*Teraflops)$/;

/** Lists of a published table. */
const LISTS = [
  "gpus",
  "gemm",
  "decodeAttention",
  "prefillAttention",
  "latentDecode",
  "latentPrefill",
  "experts",
  "allReduce",
  "vendorShares",
] as const;

/** Refuses a table whose rows hold anything but words and numbers: null or "" would be read as 0. What is missing shows in the laws. */
export function checkLawTable(value: unknown, field: string): void {
  const table = checkObject(value, field);
  for (const name of LISTS)
    checkEach(table[name], `${field}.${name}`, (row, where) => checkLeaves(checkObject(row, where), where));
  checkEach(table["gpus"], `${field}.gpus`, (row, where) => checkShape(row, where, { fitted: {}, dataSheet: {} }));
  checkShape(table, field, {
    elementwise: { addNorm: {}, rotary: {}, activation: {} },
    universal: {
      gemm: {},
      decodeAttention: {},
      prefillAttention: {},
      latentDecode: {},
      latentPrefill: {},
      experts: {},
    },
  });
  for (const name of ["elementwise", "universal"])
    checkLeaves(checkObject(table[name], `${field}.${name}`), `${field}.${name}`);
}

function checkLeaves(object: Readonly<Record<string, unknown>>, field: string): void {
  for (const [name, value] of Object.entries(object)) {
    const where = `${field}.${name}`;
    if (WORDS.has(name)) checkText(value, where);
    else if (typeof value === "object" && value !== null) checkLeaves(checkObject(value, where), where);
    else if (value !== null || !UNKNOWN.test(name)) checkNonNegative(value, where);
  }
}

/** Faster than any kernel, and slower than any. */
const checkAmount = (value: unknown, field: string): number => checkBetween(value, field, 0, 1e30);
const checkShare = (value: unknown, field: string): number => checkBetween(value, field, 1e-9, 1e9);

const gemm: Shape = {
  launchSeconds: checkAmount,
  computeEfficiency: checkShare,
  bandwidthEfficiency: checkShare,
  walkSecondsPerThousand: checkAmount,
  quantisationPasses: checkAmount,
};
const decodeAttention: Shape = {
  launchSeconds: checkAmount,
  bandwidthEfficiency: checkShare,
  secondsPerThousandHeads: checkAmount,
};
const latentPrefill: Shape = { launchSeconds: checkAmount, computeEfficiency: checkShare, trafficPasses: checkAmount };
const prefillAttention: Shape = {
  ...latentPrefill,
  arithmetic: (value, field) => checkOneOf(value, field, ["bf16", "fp8"]),
};
const latentDecode: Shape = {
  launchSeconds: checkAmount,
  bandwidthEfficiency: checkShare,
  computeEfficiency: checkShare,
  secondsPerSequence: checkAmount,
};
const experts: Shape = { ...latentPrefill, bandwidthEfficiency: checkShare };
const elementwise: Shape = { launchSeconds: checkAmount, bandwidthEfficiency: checkShare };

/** Refuses laws in which anything is missing or no number. */
export function checkKernelLaws(laws: KernelLaws, field: string): void {
  const list =
    (shape: Shape) =>
    (value: unknown, name: string): void =>
      checkEach(value, name, (row, where) => checkShape(row, where, shape));
  const rows = (constants: Shape[string]): ReturnType<typeof list> =>
    list({ gpu: checkText, engine: checkText, precision: checkString, constants });
  const peak = nullable(checkPositive);
  checkShape(laws, field, {
    gpus: list({
      id: checkText,
      architecture: checkText,
      fittedFlopsPerSecond: checkPositive,
      fittedBytesPerSecond: checkPositive,
      sheetFlopsPerSecond: { bf16: peak, fp8: peak, int8: peak, fp4: peak },
      sheetBytesPerSecond: checkPositive,
      link: checkText,
      linkBytesPerSecond: checkPositive,
    }),
    gemm: rows(gemm),
    decodeAttention: rows(decodeAttention),
    prefillAttention: rows(prefillAttention),
    latentDecode: rows(latentDecode),
    latentPrefill: rows(latentPrefill),
    experts: rows(experts),
    allReduce: rows(
      list({ gpus: checkPositive, latencySeconds: checkAmount, bytesPerSecond: checkPositive, exponent: checkAmount }),
    ),
    elementwise: { addNorm: elementwise, rotary: elementwise, activation: elementwise },
    vendorShares: list({
      vendor: checkText,
      computeShare: checkShare,
      bandwidthShare: checkShare,
      quantisationSeconds: checkAmount,
    }),
    universal: { gemm, decodeAttention, prefillAttention, latentDecode, latentPrefill, experts },
  });
}
