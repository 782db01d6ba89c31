import type { EngineTiming, FirstTokenTiming } from "../../src/performance/serving/engine-timing.js";
import type { KernelTime } from "../../src/performance/speed/kernel-time.js";
import { ERAS, eraOf, type Era } from "./eras.js";
import type { FitRow } from "./fit-row.js";
import { fitConstants, type Comparison, type Prior } from "./robust.js";

/** Times of steps, before any row is seen: current engines are believed to add next to nothing. */
const STEP_PRIORS: readonly Prior[] = [
  { name: "layerSeconds", value: 2e-6, spread: 1 },
  { name: "stepSeconds", value: 5e-5, spread: 1 },
  { name: "requestSeconds", value: 3e-6, spread: 1 },
  { name: "parallelRequestSeconds", value: 3e-6, spread: 1 },
  { name: "communicationFactor", value: 1, spread: 0.05 },
];

/** How far the constants of an older era may lie from those of current engines. */
const OLDER_SPREAD = 2;

const FIRST_TOKEN_PRIORS: readonly Prior[] = [
  { name: "prefillFactor", value: 1.2, spread: 0.3 },
  { name: "decodeSteps", value: 2, spread: 0.5 },
  { name: "fixedSeconds", value: 0.01, spread: 1 },
  { name: "secondsPerToken", value: 2e-6, spread: 1 },
];

/**
 * Load tests start all requests at once and run about this many for each slot: the first wait for one another's prompts,
 * which is in the mean (InferenceX and the vendors' sweeps: 8 to 10).
 */
export const ROUNDS = 8;

/** AMD's kernels were not timed: their rows would fit the engines' host times to the want of kernel constants. */
const isTimed = ({ row }: FitRow): boolean => row.gpu.vendor === "NVIDIA";

type StepTimes = Pick<EngineTiming, "layerSeconds" | "stepSeconds" | "requestSeconds" | "parallelRequestSeconds" | "communicationFactor">;

/** Fits every era. */
export function fitTimings(rows: readonly FitRow[], fitted: string): readonly EngineTiming[] {
  const usable = rows.filter(isTimed);
  const of = (era: Era): readonly FitRow[] => usable.filter(({ row, family }) => eraOf(row, family) === era);
  const currentRows = usable.filter(({ row, family }) => eraOf(row, family)?.current === true);
  const current = fitSteps(currentRows, STEP_PRIORS);
  const firstTokens = new Map<string, FirstTokenTiming>();
  return ERAS.map((era): EngineTiming => {
    const own = of(era);
    const older = STEP_PRIORS.map((prior, i) => ({ ...prior, value: current[i] ?? prior.value, spread: OLDER_SPREAD * prior.spread }));
    const steps = stepTimes(era.current ? current : fitSteps(own, older));
    const first = own.filter(hasFirstToken);
    const firstToken = first.length > 0 ? fitFirstToken(first, steps) : (firstTokens.get(era.engine) ?? asTiming(FIRST_TOKEN_PRIORS.map(({ value }) => value)));
    firstTokens.set(era.engine, firstToken);
    return {
      engine: era.engine,
      fromVersion: era.fromVersion,
      belowVersion: era.belowVersion,
      ...steps,
      firstToken,
      provenance: {
        source: "catalogs/measurements by npm run fit",
        rows: (era.current ? currentRows : own).filter((row) => target(row) !== null).length,
        firstTokenRows: first.length,
        fitted,
      },
    };
  });
}

const stepTimes = ([layerSeconds = 0, stepSeconds = 0, requestSeconds = 0, parallelRequestSeconds = 0, communicationFactor = 1]: readonly number[]): StepTimes => ({
  layerSeconds: rounded(layerSeconds),
  stepSeconds: rounded(stepSeconds),
  requestSeconds: rounded(requestSeconds),
  parallelRequestSeconds: rounded(parallelRequestSeconds),
  communicationFactor: rounded(communicationFactor),
});

const rounded = (value: number): number => Number(value.toPrecision(3));

function fitSteps(rows: readonly FitRow[], priors: readonly Prior[]): readonly number[] {
  const weights = groupWeights(rows);
  return fitConstants(priors, rows.flatMap((row) => comparison(row, weights(row)) ?? []));
}

function comparison(row: FitRow, weight: number): Comparison | null {
  const measured = target(row);
  if (measured === null) return null;
  const { outputTokens } = row.row.lengths;
  const ranks = row.row.parallelism.data;
  const predict = (constants: readonly number[]): number => {
    const times = stepTimes(constants);
    const decode = stepSeconds(row.decode, row, times, row.own);
    if (row.row.load.kind === "closed-loop") return decode + (Math.max(0, row.running - 1) / outputTokens / ranks) * stepSeconds(row.prompt, row, times, 0);
    return measured.whole ? stepSeconds(row.batch, row, times, row.own) + (outputTokens - 1) * decode : decode;
  };
  return { predict, measured: measured.seconds, weight };
}

function stepSeconds(kernels: KernelTime, { layers, parallel }: FitRow, times: StepTimes, own: number): number {
  const perRequest = times.requestSeconds + (parallel ? times.parallelRequestSeconds : 0);
  const host = layers * times.layerSeconds + times.stepSeconds + own * perRequest;
  return kernels.computeSeconds + kernels.memorySeconds + kernels.overheadSeconds + times.communicationFactor * kernels.communicationSeconds + host;
}

/** First tokens later than this are queueing: the engine held fewer requests than the load. */
const LONGEST_FIRST_TOKEN_SECONDS = 10;

interface Target {
  readonly seconds: number;
  /** True for the time of a whole static batch, false for the time of one token. */
  readonly whole: boolean;
}

/** What a row says about the times of steps; null when nothing. */
function target({ row }: FitRow): Target | null {
  const { measured, load, lengths } = row;
  const first = measured.meanFirstTokenSeconds ?? measured.medianFirstTokenSeconds ?? 0;
  if (load.kind === "closed-loop" && first > LONGEST_FIRST_TOKEN_SECONDS) return null;
  const token = measured.meanSecondsPerToken ?? measured.medianSecondsPerToken;
  if (token !== null) return { seconds: token, whole: false };
  if (load.kind !== "static-batch") return null;
  if (measured.requestSeconds !== null) return { seconds: measured.requestSeconds, whole: true };
  const rate = measured.outputTokensPerSecond;
  return rate === null ? null : { seconds: (load.requests * lengths.outputTokens) / rate, whole: true };
}

const firstTokenSeconds = ({ row }: FitRow): number | null => row.measured.meanFirstTokenSeconds ?? row.measured.medianFirstTokenSeconds;

function hasFirstToken(row: FitRow): boolean {
  const seconds = firstTokenSeconds(row);
  return row.row.load.kind === "closed-loop" && row.firstTokenUsable && seconds !== null && seconds <= LONGEST_FIRST_TOKEN_SECONDS;
}

function fitFirstToken(rows: readonly FitRow[], times: StepTimes): FirstTokenTiming {
  const weights = groupWeights(rows);
  const comparisons = rows.map((row): Comparison => {
    const prompt = stepSeconds(row.prompt, row, times, 0);
    const decode = stepSeconds(row.decode, row, times, row.own);
    const start = ((row.running - 1) / (2 * ROUNDS) / row.row.parallelism.data) * prompt;
    const { inputTokens } = row.row.lengths;
    return { predict: ([a = 0, s = 0, fixed = 0, perToken = 0]) => a * prompt + s * decode + fixed + perToken * inputTokens + start, measured: firstTokenSeconds(row) ?? 1, weight: weights(row) };
  });
  return asTiming(fitConstants(FIRST_TOKEN_PRIORS, comparisons));
}

const asTiming = ([prefillFactor = 1, decodeSteps = 0, fixedSeconds = 0, secondsPerToken = 0]: readonly number[]): FirstTokenTiming => ({
  prefillFactor: rounded(prefillFactor),
  decodeSteps: rounded(decodeSteps),
  fixedSeconds: rounded(fixedSeconds),
  secondsPerToken: rounded(secondsPerToken),
});

/** Weight of a row: every (family, model, GPU) counts by the root of its rows, so that no large table speaks for all. */
function groupWeights(rows: readonly FitRow[]): (row: FitRow) => number {
  const key = ({ family, row }: FitRow): string => `${family}|${row.model.id}|${row.gpu.id}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return (row) => 1 / Math.sqrt(counts.get(key(row)) ?? 1);
}
