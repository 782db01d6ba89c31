import { firstTokenSeconds } from "../measurements/measured.js";
import type { EngineTiming, FirstTokenTiming } from "../../src/performance/timing/engine-timing.js";
import { ERAS, eraOf } from "./eras.js";
import type { FitRow } from "./fit-row.js";
import { hasFirstToken, predictFirstToken, predictStep, stepTarget, type StepTimes } from "./predictions.js";
import { groupWeights } from "./group-weights.js";
import { fitConstants, type Comparison, type Prior } from "./robust.js";

/** Times of steps, before any row is seen: current engines are believed to add next to nothing. */
const STEP_PRIORS: readonly Prior[] = [
  { name: "layerSeconds", value: 2e-6, spread: 1 },
  { name: "stepSeconds", value: 5e-5, spread: 1 },
  { name: "requestSeconds", value: 3e-6, spread: 1 },
  { name: "parallelRequestSeconds", value: 3e-6, spread: 1 },
  // A few dozen launches of some microseconds each.
  { name: "expertLayerSeconds", value: 2e-4, spread: 1 },
  { name: "communicationFactor", value: 1, spread: 0.05 },
];

/** How far the constants of other engines and of older ones may lie from those of the first. */
const OTHER_SPREAD = 2;

const FIRST_TOKEN_PRIORS: readonly Prior[] = [
  { name: "prefillFactor", value: 1, spread: 0.1 },
  // The step that runs, the one that is scheduled ahead of it, and the one that its own token leaves with.
  { name: "decodeSteps", value: 3, spread: 0.5 },
  { name: "fixedSeconds", value: 0.005, spread: 1 },
  { name: "secondsPerToken", value: 2e-6, spread: 1 },
  { name: "promptsAhead", value: 2, spread: 0.3 },
];

/** Times of steps and of first tokens depend on one another through `promptsAhead`, weakly: twice is enough. */
const PASSES = 2;

/** AMD's kernels were not timed: their rows would fit the engines' host times to the want of kernel constants. */
const isTimed = ({ row }: FitRow): boolean => row.gpu.vendor === "NVIDIA";

/** Fits every era. */
export function fitTimings(rows: readonly FitRow[], fitted: string): readonly EngineTiming[] {
  const usable = rows.filter(isTimed);
  let timings: readonly EngineTiming[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) timings = fitPass(usable, timings, fitted);
  return timings;
}

function fitPass(rows: readonly FitRow[], before: readonly EngineTiming[], fitted: string): readonly EngineTiming[] {
  const steps = fitAllSteps(rows, before);
  const firstTokens = new Map<string, FirstTokenTiming>();
  return ERAS.map((era): EngineTiming => {
    const own = rows.filter(({ row }) => eraOf(row) === era);
    const of = steps.get(era.steps);
    if (of === undefined) throw new Error(`no rows of ${era.steps}`);
    const first = own.filter(hasFirstToken);
    const firstToken = first.length > 0 ? fitFirstToken(first, of.times) : (firstTokens.get(era.engine) ?? asFirstToken(FIRST_TOKEN_PRIORS.map(({ value }) => value)));
    firstTokens.set(era.engine, firstToken);
    return {
      engine: era.engine,
      fromVersion: era.fromVersion,
      belowVersion: era.belowVersion,
      mixesPrompts: era.mixesPrompts,
      ...of.times,
      firstToken,
      provenance: { source: "catalogs/measurements by npm run fit", rows: of.rows, firstTokenRows: first.length, fitted },
    };
  });
}

/** Step times by name; the first are the centre of the priors of the others. */
function fitAllSteps(rows: readonly FitRow[], before: readonly EngineTiming[]): ReadonlyMap<string, { readonly times: StepTimes; readonly rows: number }> {
  const fits = new Map<string, { readonly times: StepTimes; readonly rows: number }>();
  let priors = STEP_PRIORS;
  for (const name of new Set(ERAS.map(({ steps }) => steps))) {
    const own = rows.filter((row) => eraOf(row.row)?.steps === name && stepTarget(row) !== null);
    const ahead = ({ row }: FitRow): number => before[ERAS.findIndex((era) => era === eraOf(row))]?.firstToken.promptsAhead ?? 0;
    const constants = fitSteps(own, priors, ahead);
    fits.set(name, { times: rounded(asSteps(constants)), rows: own.length });
    if (priors === STEP_PRIORS) priors = STEP_PRIORS.map((prior, i) => ({ ...prior, value: constants[i] ?? prior.value, spread: OTHER_SPREAD * prior.spread }));
  }
  return fits;
}

function fitSteps(rows: readonly FitRow[], priors: readonly Prior[], ahead: (row: FitRow) => number): readonly number[] {
  const weights = groupWeights(rows);
  const comparisons = rows.map((row): Comparison => {
    const predict = predictStep(row, ahead(row));
    return { predict: (constants) => predict(asSteps(constants)), measured: stepTarget(row)?.seconds ?? 1, weight: weights(row) };
  });
  return fitConstants(priors, comparisons);
}

function fitFirstToken(rows: readonly FitRow[], times: StepTimes): FirstTokenTiming {
  const weights = groupWeights(rows);
  const comparisons = rows.map((row): Comparison => {
    const predict = predictFirstToken(row, times);
    return { predict: (constants) => predict(asFirstToken(constants)), measured: firstTokenSeconds(row.row.measured) ?? 1, weight: weights(row) };
  });
  return rounded(asFirstToken(fitConstants(FIRST_TOKEN_PRIORS, comparisons)));
}

const asSteps = ([layerSeconds = 0, stepSeconds = 0, requestSeconds = 0, parallelRequestSeconds = 0, expertLayerSeconds = 0, communicationFactor = 1]: readonly number[]): StepTimes => ({
  layerSeconds,
  stepSeconds,
  requestSeconds,
  parallelRequestSeconds,
  expertLayerSeconds,
  communicationFactor,
});

const asFirstToken = ([prefillFactor = 1, decodeSteps = 0, fixedSeconds = 0, secondsPerToken = 0, promptsAhead = 0]: readonly number[]): FirstTokenTiming => ({
  prefillFactor,
  decodeSteps,
  fixedSeconds,
  secondsPerToken,
  promptsAhead,
});

/** Three digits are more than the rows tell. */
function rounded<T extends object>(constants: T): T {
  return Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, Number(Number(value).toPrecision(3))])) as T;
}
