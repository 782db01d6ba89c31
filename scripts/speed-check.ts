/**
 * Predicts time per output token by the laws of kernels alone, nothing fitted end to end, and prints the errors against
 * the closed loops and static batches of ../shared/measurements. Rows that cannot be predicted are counted with their reason.
 *
 *     npx tsx scripts/speed-check.ts [--pairs] [--rows]
 */
import { existsSync } from "node:fs";
import gpuEntries from "../catalogs/gpus.json" with { type: "json" };
import lawTable from "../catalogs/kernel-laws.json" with { type: "json" };
import modelEntries from "../catalogs/models.json" with { type: "json" };
import type { Model } from "../src/catalog/model.js";
import { hasExperts } from "../src/performance/memory/index.js";
import { kernelLaws, type KernelLawTable } from "../src/performance/speed/kernel-laws.js";
import { speedProfile } from "../src/performance/speed/speed-profile.js";
import { closedLoopTokenTime, prefillStep, staticBatchTokenTime, type StepTime } from "../src/performance/speed/step.js";
import { millisecondsFromSeconds } from "../src/units.js";
import { compactRow } from "../src/cli/measurements/compact-row.js";
import { readCsv, type Row } from "../src/cli/measurements/csv.js";
import { cacheOf, storageOf } from "../src/cli/measurements/deployment-formats.js";
import { EXCLUSION_RULES } from "./measurements/exclusions.js";
import { isRefused, resolveRow, type Catalogs, type ResolvedRow } from "../src/cli/measurements/resolve-row.js";

const FOLDER = new URL("../../shared/measurements/", import.meta.url);
const TABLES = ["aiconfigurator_silicon", "nvidia_dli_trtllm_static"] as const;
const catalogs: Catalogs = { gpus: gpuEntries, models: modelEntries as readonly unknown[] as readonly Model[] };
const laws = kernelLaws(lawTable as KernelLawTable);
const showPairs = process.argv.includes("--pairs");
const showRows = process.argv.includes("--rows");

/** A prediction beside what was measured, seconds. */
interface Compared {
  readonly row: ResolvedRow;
  readonly predicted: StepTime;
  readonly predictedSeconds: number;
  readonly measuredSeconds: number;
  readonly kind: "dense" | "MoE";
}

function check(family: string, rows: readonly Row[]): void {
  const tokenTimes: Compared[] = [];
  const firstTokens: Compared[] = [];
  const skipped = new Map<string, number>();
  const skip = (reason: string): void => void skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  for (const raw of rows) {
    const row = resolveRow(compactRow(raw), catalogs);
    if (isRefused(row)) {
      skip(`${row.refusal} ${row.detail}`);
      continue;
    }
    const broken = EXCLUSION_RULES.find((rule) => rule.quantities === "all" && rule.excludes(row, family));
    if (broken !== undefined) {
      skip(`left out: ${broken.id}`);
      continue;
    }
    const compared = compare(row);
    if (compared === null) skip("neither a closed loop nor a static batch");
    else tokenTimes.push(compared);
    const first = compareFirstToken(row);
    if (first !== null) firstTokens.push(first);
  }
  console.log(`\n${family}: time per output token, ${tokenTimes.length} of ${rows.length} rows`);
  report(tokenTimes);
  if (firstTokens.length > 0) {
    console.log(`\n${family}: time to read the prompts of a static batch`);
    report(firstTokens);
  }
  for (const [reason, count] of [...skipped].sort((a, b) => b[1] - a[1])) console.log(`not predicted: ${String(count).padStart(5)} ${reason}`);
}

function compare(row: ResolvedRow): Compared | null {
  const measuredSeconds = row.measured.meanSecondsPerToken ?? row.measured.medianSecondsPerToken;
  if (measuredSeconds === null) return null;
  const profile = profileOf(row);
  const { replicas } = row.parallelism;
  if (row.load.kind === "closed-loop") return compared(row, closedLoopTokenTime(profile, row.load.requestsInFlight / replicas, row.lengths), measuredSeconds);
  if (row.load.kind === "static-batch") return compared(row, staticBatchTokenTime(profile, row.load.requests / replicas, row.lengths), measuredSeconds);
  return null;
}

function compareFirstToken(row: ResolvedRow): Compared | null {
  const measuredSeconds = row.measured.meanFirstTokenSeconds;
  if (row.load.kind !== "static-batch" || measuredSeconds === null) return null;
  return compared(row, prefillStep(profileOf(row), row.lengths.inputTokens, row.load.requests / row.parallelism.replicas), measuredSeconds);
}

const compared = (row: ResolvedRow, predicted: StepTime, measuredSeconds: number): Compared => ({
  row,
  predicted,
  predictedSeconds: predicted.seconds,
  measuredSeconds,
  kind: hasExperts(row.model) ? "MoE" : "dense",
});

const profileOf = ({ model, gpu, engine, weights, cache, parallelism }: ResolvedRow): ReturnType<typeof speedProfile> =>
  speedProfile({ model, gpu, engine, storage: storageOf(model, weights), cache: cacheOf(cache, engine, weights.weights), parallelism }, laws);

function report(all: readonly Compared[]): void {
  console.log("engine        GPU                      kind   source       rows  median %   p90 %  bias %");
  const line = (engine: string, gpu: string, kind: string, source: string, of: readonly Compared[]): void => {
    if (of.length === 0) return;
    const errors = of.map(error).sort((a, b) => a - b);
    const biases = of.map(bias).sort((a, b) => a - b);
    const percent = (x: number): string => (100 * x).toFixed(1).padStart(7);
    console.log(engine.padEnd(13), gpu.padEnd(24), kind.padEnd(6), source.padEnd(11), String(of.length).padStart(5), " ", percent(quantile(errors, 0.5)), percent(quantile(errors, 0.9)), percent(quantile(biases, 0.5)));
  };
  for (const [, of] of groups(all, ({ row, kind, predicted }) => `${row.engine}|${kind}|${row.gpu.id}|${predicted.source}`)) {
    const [first] = of;
    if (first !== undefined) line(first.row.engine, first.row.gpu.id, first.kind, first.predicted.source, of);
  }
  for (const [key, of] of groups(all, ({ row, kind }) => `${row.engine}|${kind}`)) line(key.split("|")[0] ?? "", "all", key.split("|")[1] ?? "", "", of);
  for (const kind of ["dense", "MoE"]) line("all", "all", kind, "", all.filter((one) => one.kind === kind));
  if (showPairs)
    for (const [key, of] of groups(all, ({ row }) => `${row.engine}|${row.model.id} ${row.weights.weights} ${row.gpu.id} tp${row.parallelism.tensor} ep${row.parallelism.expert} dp${row.parallelism.data}`))
      line(key.split("|")[0] ?? "", key.split("|")[1] ?? "", "", of[0]?.predicted.source ?? "", of);
  if (showRows) for (const one of all) printRow(one);
}

function printRow({ row, predicted, predictedSeconds, measuredSeconds }: Compared): void {
  const ms = (seconds: number): string => millisecondsFromSeconds(seconds).toPrecision(3);
  const { computeSeconds, memorySeconds, communicationSeconds, overheadSeconds } = predicted;
  const parts = [computeSeconds, memorySeconds, communicationSeconds, overheadSeconds].map(ms).join(" + ");
  console.log(`${row.id}: predicted ${ms(predictedSeconds)} ms (compute, memory, communication, overhead ${parts}), measured ${ms(measuredSeconds)} ms`);
}

function groups(all: readonly Compared[], keyOf: (one: Compared) => string): [string, Compared[]][] {
  const found = new Map<string, Compared[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found].sort(([a], [b]) => a.localeCompare(b));
}

const bias = ({ predictedSeconds, measuredSeconds }: Compared): number => predictedSeconds / measuredSeconds - 1;
const error = (one: Compared): number => Math.abs(bias(one));
const quantile = (sorted: readonly number[], q: number): number => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;

for (const family of TABLES) {
  const table = new URL(`${family}.csv`, FOLDER);
  if (existsSync(table)) check(family, readCsv(table));
  else console.log(`speed-check: ../shared/measurements/${family}.csv is not there; skipped`);
}
