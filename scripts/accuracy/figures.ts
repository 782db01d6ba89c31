import { byFold, type FoldKind } from "./folds.js";
import { groupOf, relativeError, type Observation } from "./observation.js";
import { groupBy, median, quantile } from "./statistics.js";

/** Errors of predictions that have not seen their rows, %. */
export interface HeldOutFigures {
  readonly median: number;
  readonly p90: number;
  readonly groupMedian: number;
}

/** Errors of a slice of the observations, %. */
export interface Figures {
  readonly rows: number;
  readonly groups: number;
  /** Median and 90th percentile of the absolute relative error over rows. */
  readonly median: number;
  readonly p90: number;
  /** Median of the relative error with its sign: positive when predictions are too high. */
  readonly bias: number;
  /** Median over (family, engine, model, GPU) groups of the median of each. */
  readonly groupMedian: number;
  /** With constants fitted without the row and those alike; null where nothing is fitted. */
  readonly heldOut: Readonly<Record<FoldKind, HeldOutFigures>> | null;
}

const PERCENT = 100;

/** Errors of observations; of at least one. */
export function figuresOf(observations: readonly Observation[]): Figures {
  const shipped = errorsOf(observations, ({ predicted }) => predicted);
  return {
    rows: observations.length,
    groups: groupBy(observations, groupOf).size,
    ...shipped,
    bias: PERCENT * median(observations.map(({ predicted, measured }) => relativeError(predicted, measured))),
    heldOut: heldOutFigures(observations),
  };
}

function errorsOf(
  observations: readonly Observation[],
  predictionOf: (observation: Observation) => number,
): HeldOutFigures {
  const error = (observation: Observation): number =>
    Math.abs(relativeError(predictionOf(observation), observation.measured));
  const errors = observations.map(error);
  const groups = [...groupBy(observations, groupOf).values()].map((group) => median(group.map(error)));
  return {
    median: PERCENT * median(errors),
    p90: PERCENT * quantile(errors, 0.9),
    groupMedian: PERCENT * median(groups),
  };
}

function heldOutFigures(observations: readonly Observation[]): Figures["heldOut"] {
  const known = observations.filter(({ heldOut }) => heldOut !== null);
  if (known.length === 0) return null;
  return byFold((kind) => errorsOf(known, ({ heldOut }) => heldOut?.[kind] ?? Number.NaN));
}
