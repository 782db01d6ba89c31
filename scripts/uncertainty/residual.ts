import { errorClass } from "../../src/uncertainty/error-class.js";
import type { UncertainQuantity } from "../../src/performance/prediction-uncertainty.js";
import { groupOf, type Observation } from "../accuracy/observation.js";
import { byKind, type FoldKind } from "../accuracy/folds.js";
import type { Quantity } from "../accuracy/quantities.js";
import { ERAS } from "../fit/eras.js";

/** What predictions may be wrong in. */
export const UNCERTAIN_QUANTITIES = [
  "secondsPerToken",
  "secondsToFirstToken",
  "kvTokens",
] as const satisfies readonly UncertainQuantity[];

/** What else may be left out than the pair. */
export const OTHER_FOLDS = ["family", "generation", "format", "release"] as const satisfies readonly FoldKind[];

/** One of them. */
export type OtherFold = (typeof OTHER_FOLDS)[number];

/** A value for each of them. */
export const byOtherFold = <Value>(of: (kind: OtherFold) => Value): Readonly<Record<OtherFold, Value>> =>
  byKind(OTHER_FOLDS, of);

/** The error of one prediction of a measurement that it had not seen. */
export interface Residual {
  /** What the error is of. */
  readonly quantity: UncertainQuantity;
  /** What was measured. */
  readonly measured: Quantity;
  /** Class, broadest word first. */
  readonly path: readonly string[];
  /** Model and GPU: what is left out together. */
  readonly pair: string;
  /** Family, engine, model and GPU: what counts alike. */
  readonly group: string;
  /** ln(measured / predicted) by constants without the pair; of an output rate its negative. */
  readonly logRatio: number;
  /** The same by constants without others that are alike. */
  readonly elsewhere: Readonly<Record<OtherFold, number>>;
}

/** First version of the current era, by engine. */
export const currentFrom = (engine: string): string | undefined =>
  ERAS.findLast((era) => era.engine === engine && era.current)?.fromVersion;

const QUANTITY_OF: Readonly<Partial<Record<Quantity, UncertainQuantity>>> = {
  "time per output token": "secondsPerToken",
  "output tokens per second": "secondsPerToken",
  "time to first token": "secondsToFirstToken",
  "KV cache per GPU": "kvTokens",
};

/**
 * Errors of the exam's observations, by constants that have not seen the row's model on its GPU. A rate is the inverse of a
 * time per token; a run of which both are measured counts once, by the time.
 */
export function residualsOf(observations: readonly Observation[]): readonly Residual[] {
  const runOf = ({ family, id }: Observation): string => `${family} ${id}`;
  const timed = new Set(observations.filter(({ quantity }) => quantity === "time per output token").map(runOf));
  return observations.flatMap((observation) => {
    const quantity = QUANTITY_OF[observation.quantity];
    const isRate = observation.quantity === "output tokens per second";
    if (quantity === undefined || (isRate && timed.has(runOf(observation)))) return [];
    // Nothing of memory is fitted.
    const logRatio = (kind: FoldKind): number =>
      (isRate ? -1 : 1) * Math.log(observation.measured / (observation.heldOut?.[kind] ?? observation.predicted));
    return {
      quantity,
      measured: observation.quantity,
      path: errorClass(observation.facts, quantity, currentFrom),
      pair: `${observation.model}|${observation.gpu}`,
      group: groupOf(observation),
      logRatio: logRatio("pair"),
      elsewhere: byOtherFold(logRatio),
    };
  });
}
