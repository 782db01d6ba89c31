import { InfrascaleError } from "../errors.js";
import {
  checkArray,
  checkBetween,
  checkFunction,
  checkKeys,
  checkObject,
  checkShape,
  checkText,
  optional,
} from "../internal/check.js";
import { normalQuantile } from "../internal/normal-quantile.js";
import { valueAt } from "../internal/remembered.js";
import { MOST_TOKENS, MOST_VARIATION } from "./limits.js";
import { workloadRule } from "../rules/workload.js";

/**
 * Lengths of prompts or answers, tokens: a number when all are the same; mean and coefficient of variation of a lognormal
 * distribution; or lengths that were counted, each as likely as the others.
 */
export type Lengths =
  | number
  | {
      /** Mean, tokens, from 1 to 1e10. */
      readonly mean: number;
      /** Standard deviation over the mean, from 0 to 100. */
      readonly cv: number;
    }
  | {
      /** Counted lengths, tokens, each from 1 to 1e10; at least one. */
      readonly values: readonly number[];
    };

/** How lengths are spread. */
export interface LengthDistribution {
  /** Mean, tokens. */
  readonly mean: number;
  /** Variance over the square of the mean. */
  readonly squaredCv: number;
  /** The length that a share in (0, 1) of all do not exceed, tokens. */
  readonly quantile: (share: number) => number;
  /** The longest, tokens, where there is one: a lognormal distribution has none. */
  readonly longest?: number;
}

/**
 * The distribution that lengths mean.
 *
 * Real lengths are near a lognormal: with the measured mean and variation its p50 lies within 0.79 to 1.30 of the real one,
 * p90 within 0.80 to 1.15 and p99 within 0.88 to 1.36, over ten columns of five published traces (docs/traffic.md).
 *
 * @param lengths - a number, mean and variation, or counted lengths.
 * @param field - its name in errors.
 * @returns mean, variation and quantiles.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 * @example
 * ```ts
 * import { lengthDistribution } from "infrascale/core";
 *
 * const answers = lengthDistribution({ mean: 211, cv: 0.77 }, "outputTokens");
 * Math.round(answers.quantile(0.5)); // => 167
 * ```
 */
export function lengthDistribution(lengths: Lengths, field: string): LengthDistribution {
  checkText(field, "field");
  if (typeof lengths === "number") {
    const mean = checkBetween(lengths, field, 1, MOST_TOKENS);
    return onlyOne(`${mean}`, () => ({ mean, squaredCv: 0, quantile: () => mean, longest: mean }));
  }
  const given = checkObject(lengths, field);
  if (given["values"] !== undefined) return counted(given, field);
  checkKeys(given, field, ["mean", "cv", "values"]);
  const mean = checkBetween(given["mean"], `${field}.mean`, 1, MOST_TOKENS);
  const cv = checkBetween(given["cv"], `${field}.cv`, 0, MOST_VARIATION);
  return onlyOne(`${mean} ${cv}`, () => lognormal(mean, cv));
}

/** Distributions by what they were made of, as many as are kept. */
const known = new Map<string, LengthDistribution>();
const MOST_KNOWN = 1000;

/** The same object for the same lengths: a performance model knows by it that it serves them already. */
function onlyOne(key: string, make: () => LengthDistribution): LengthDistribution {
  if (known.size > MOST_KNOWN) known.clear();
  return valueAt(known, key, make);
}

/** Refuses what no lengths are spread by, as far as its median tells; outputs may be none. */
export function checkDistribution(value: unknown, field: string, least: number = Number.MIN_VALUE): void {
  const checkTokens = (tokens: unknown, name: string): number => checkBetween(tokens, name, least, MOST_TOKENS);
  checkShape(value, field, {
    mean: checkTokens,
    squaredCv: checkSquaredCv,
    quantile: checkFunction,
    longest: optional(checkTokens),
  });
  checkTokens((value as LengthDistribution).quantile(1 / 2), `${field}.quantile`);
}

/** Of a hundred million counted lengths, one that is as long as the others together. */
const MOST_SQUARED_CV = 1e8;
const checkSquaredCv = (value: unknown, field: string): number => checkBetween(value, field, 0, MOST_SQUARED_CV);

/** Lengths of which a share counts, in (0, 1]. */
export const shareOfLengths = (
  { mean, squaredCv, quantile, longest }: LengthDistribution,
  share: number,
): LengthDistribution => ({
  mean: mean * share,
  squaredCv,
  quantile: (below) => quantile(below) * share,
  ...(longest === undefined ? {} : { longest: longest * share }),
});

/** Lengths that are all longer by as much. */
export const longerBy = (
  { mean, squaredCv, quantile, longest }: LengthDistribution,
  tokens: number,
): LengthDistribution => ({
  mean: mean + tokens,
  squaredCv: squaredCv * (mean / (mean + tokens)) ** 2,
  quantile: (below) => quantile(below) + tokens,
  ...(longest === undefined ? {} : { longest: longest + tokens }),
});

/** What a model writes that answers with a vector or a score. */
export const NOTHING: LengthDistribution = { mean: 0, squaredCv: 0, quantile: () => 0, longest: 0 };

/** The largest number below 1. */
const LARGEST_SHARE = 1 - Number.EPSILON / 2;

function lognormal(mean: number, cv: number): LengthDistribution {
  const sigma = Math.sqrt(Math.log1p(cv * cv));
  const median = mean / Math.sqrt(1 + cv * cv);
  return {
    mean,
    squaredCv: cv * cv,
    quantile: (share) =>
      median * Math.exp(sigma * normalQuantile(checkBetween(share, "share", Number.MIN_VALUE, LARGEST_SHARE))),
  };
}

/** Millions may be counted: their places are named for errors only. */
const isLength = (value: unknown): value is number => typeof value === "number" && value >= 1 && value <= MOST_TOKENS;

function counted(given: Readonly<Record<string, unknown>>, field: string): LengthDistribution {
  checkKeys(given, field, ["values"]);
  checkArray(given["values"], `${field}.values`);
  const values = Float64Array.from(given["values"] as readonly unknown[], (value, index) =>
    isLength(value) ? value : checkBetween(value, `${field}.values[${index}]`, 1, MOST_TOKENS),
  ).sort();
  if (values.length === 0)
    throw new InfrascaleError({
      code: "out-of-range",
      field: `${field}.values`,
      ...workloadRule("some-length"),
      value: "none",
    });
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  // Nearest rank.
  const quantile = (share: number): number =>
    values[
      Math.min(values.length - 1, Math.max(0, Math.ceil(checkBetween(share, "share", 0, 1) * values.length) - 1))
    ] ?? mean;
  return { mean, squaredCv: variance / mean ** 2, quantile, longest: values[values.length - 1] ?? mean };
}
