import type { KernelLaws } from "../../src/kernels/kernel-laws.js";
import { measuredCell, type EngineTiming } from "../../src/performance/timing/engine-timing.js";
import { ERAS, eraOf, type Era } from "./eras.js";
import { mapped, rounded, type Constants, type Priors } from "./fit-constants.js";
import type { FitRow } from "./fit-row.js";
import { fitTargets } from "./fit-targets.js";

/** Times of steps, before any row is seen: current engines are believed to add next to nothing. */
const STEP_PRIORS = {
  layerSeconds: { value: 2e-6, spread: 1 },
  routingSeconds: { value: 5e-6, spread: 2 },
  stepSeconds: { value: 5e-5, spread: 1 },
  requestSeconds: { value: 3e-6, spread: 1 },
  parallelRequestSeconds: { value: 3e-6, spread: 1 },
  communicationFactor: { value: 1, spread: 0.05 },
};

/** How much farther the constants of older engines may lie from those of the first. */
const OLDER_SPREAD = 2;
/** Spread of a layer among current engines: all decode in CUDA graphs, and launch much the same small kernels. */
const LAYER_SPREAD = 0.5;

const FIRST_TOKEN_PRIORS = {
  prefillFactor: { value: 1, spread: 0.1 },
  // The step that runs, the one that is scheduled ahead of it, and the one that its own token leaves with.
  decodeSteps: { value: 3, spread: 0.5 },
  fixedSeconds: { value: 0.005, spread: 1 },
  secondsPerToken: { value: 2e-6, spread: 1 },
  promptsAhead: { value: 2, spread: 0.3 },
  // A few dozen launches of some microseconds each.
  expertLayerSeconds: { value: 2e-4, spread: 1 },
};

/** Where the search begins, where not at what is believed: a least time that binds nowhere has no slope. */
const FIRST_TOKEN_STARTS = { expertLayerSeconds: 2e-3 };

type StepTimes = Constants<keyof typeof STEP_PRIORS>;
type FirstTokens = Constants<keyof typeof FIRST_TOKEN_PRIORS>;

const timingsOf = (
  stepTimes: Readonly<Record<string, StepTimes>>,
  firstTokens: Readonly<Record<string, FirstTokens>>,
): readonly EngineTiming[] =>
  ERAS.map(({ engine, fromVersion, belowVersion, mixesPrompts, balancesLanes, steps }) => {
    const { expertLayerSeconds, ...firstToken } = firstTokens[engine] as FirstTokens;
    return {
      engine,
      fromVersion,
      belowVersion,
      mixesPrompts,
      balancesLanes,
      ...(stepTimes[steps] as StepTimes),
      expertLayerSeconds,
      firstToken,
      measured: [],
    };
  });

/** Families of GPUs and formats of weights of rows. */
const cellsOf = (rows: readonly FitRow[]): readonly string[] =>
  [...new Set(rows.map(({ row }) => measuredCell(row.gpu, row.weights)))].toSorted();

/** What is believed of other steps once the first are known. */
function around(first: StepTimes, steps: string): Priors<keyof StepTimes> {
  const isOlder = !ERAS.some((era) => era.steps === steps && era.current);
  return mapped(STEP_PRIORS, ({ spread }, name) => ({
    value: first[name],
    spread: isOlder ? OLDER_SPREAD * spread : name === "layerSeconds" ? LAYER_SPREAD : spread,
  }));
}

/** The constants of priors at other values, or as they are believed. */
const pick = <Name extends string>(
  priors: Priors<Name>,
  values: Constants<NoInfer<Name>> | undefined,
): Constants<Name> => mapped(priors, ({ value }, name) => values?.[name] ?? value);

/** Times of steps and of first tokens depend on one another, weakly: twice is enough. */
const PASSES = 2;

/** True when a row says something of an engine: AMD's kernels were not timed, and would have host times fitted to the want of kernel constants. */
export const isTimed = ({ row }: FitRow): boolean => row.gpu.vendor === "NVIDIA" && eraOf(row) !== null;

/**
 * Fits every era: what its steps take to times between tokens and of whole batches, and what else a first token of its engine
 * waits for to times to the first token. The first steps are the centre of the priors of the others.
 *
 * @param rows - timed rows.
 * @param laws - of kernels, which stay.
 * @param fitted - day of the fit.
 * @param near - timings of nearly the same rows, in the order of the eras: where the search begins, and once is enough. Eras that lost no row keep
 * theirs.
 * @returns timings, in the order of the eras.
 */
export function fitTimings(
  rows: readonly FitRow[],
  laws: KernelLaws,
  fitted: string,
  near?: readonly EngineTiming[],
): readonly EngineTiming[] {
  const count = (kind: "steps" | "firstToken", isOwn: (era: Era) => boolean): number =>
    rows.filter(({ row, [kind]: target }) => {
      const era = eraOf(row);
      return target !== null && era !== null && isOwn(era);
    }).length;
  const stepRows = (name: string): number => count("steps", ({ steps }) => steps === name);
  const firstTokenRows = (era: Era): number => count("firstToken", (own) => own === era);
  const keepsSteps = (name: string): boolean =>
    near?.[ERAS.findIndex(({ steps }) => steps === name)]?.provenance?.rows === stepRows(name);
  const [centre] = ERAS;
  const keepsFirst = centre !== undefined && keepsSteps(centre.steps);
  const keepsFirstTokens = (name: string): boolean =>
    ERAS.every(
      (era, i) =>
        era.engine !== name ||
        (keepsFirst && keepsSteps(era.steps) && near?.[i]?.provenance?.firstTokenRows === firstTokenRows(era)),
    );
  let steps = Object.fromEntries(ERAS.map((era, i) => [era.steps, pick(STEP_PRIORS, near?.[i])]));
  let firstTokens = Object.fromEntries(
    ERAS.map(({ engine }, i) => {
      const known = near?.[i];
      return [
        engine,
        known === undefined
          ? { ...pick(FIRST_TOKEN_PRIORS, undefined), ...FIRST_TOKEN_STARTS }
          : pick(FIRST_TOKEN_PRIORS, { ...known.firstToken, expertLayerSeconds: known.expertLayerSeconds }),
      ];
    }),
  );
  for (let pass = 0; pass < (near === undefined ? PASSES : 1); pass += 1) {
    let first: StepTimes | null = null;
    for (const [name, from] of Object.entries(steps)) {
      const isKept = keepsFirst && keepsSteps(name);
      const own = rows.filter(({ row }) => eraOf(row)?.steps === name);
      const priors: Priors<keyof StepTimes> = first === null ? STEP_PRIORS : around(first, name);
      const constants: StepTimes = isKept
        ? from
        : fitTargets(own, "steps", priors, from, (trial) => ({
            laws,
            timings: timingsOf({ ...steps, [name]: trial }, firstTokens),
          }));
      steps = { ...steps, [name]: rounded(constants) };
      first ??= constants;
    }
    for (const [name, from] of Object.entries(firstTokens)) {
      if (keepsFirstTokens(name)) continue;
      const own = rows.filter(({ row }) => row.engine === name);
      const constants = fitTargets(own, "firstToken", FIRST_TOKEN_PRIORS, from, (trial) => ({
        laws,
        timings: timingsOf(steps, { ...firstTokens, [name]: trial }),
      }));
      firstTokens = { ...firstTokens, [name]: rounded(constants) };
    }
  }
  return timingsOf(steps, firstTokens).map((timing, i) => {
    const era = ERAS[i] as Era;
    return {
      ...timing,
      measured: cellsOf(rows.filter(({ row }) => row.engine === era.engine && eraOf(row)?.current === era.current)),
      provenance: {
        source: "catalogs/measurements by npm run fit",
        rows: stepRows(era.steps),
        firstTokenRows: firstTokenRows(era),
        fitted,
      },
    };
  });
}
