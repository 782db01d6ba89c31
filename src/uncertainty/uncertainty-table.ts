import type { UncertainQuantity } from "../performance/prediction-uncertainty.js";

/** Smallest and largest of what was measured. */
export type Range<Value> = readonly [least: Value, most: Value];

/** What was measured of an engine: outside, predictions are not known to hold. */
export interface MeasuredRange {
  /** First version of 2025 and later engines; earlier ones are a class of their own. */
  readonly currentFrom: string;
  /** Oldest and newest version. */
  readonly versions: Range<string>;
  /** Weights of the models. */
  readonly parameters: Range<number>;
  /** Requests that ran at once on a replica. */
  readonly running: Range<number>;
  /** Tokens of a request, prompt and answer together. */
  readonly requestTokens: Range<number>;
}

/**
 * Errors of predictions of unseen measurements, `infrascale/catalogs/uncertainty.json`: for each quantity and class of
 * predictions the quantiles of ln(measured / predicted) at {@link UncertaintyTable.probabilities}, in thousandths. The class
 * "" holds all; a word more narrows it. See docs/uncertainty.md.
 */
export interface UncertaintyTable extends Readonly<
  Record<UncertainQuantity, Readonly<Record<string, readonly number[]>>>
> {
  /** Probabilities of the quantiles, ascending. */
  readonly probabilities: readonly number[];
  /** What was measured, by engine. */
  readonly measured: Readonly<Record<string, MeasuredRange>>;
}
