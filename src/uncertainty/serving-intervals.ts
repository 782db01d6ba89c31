import { ENGINE_NAMES } from "../catalog/engine.js";
import {
  checkBoolean,
  checkEach,
  checkKeys,
  checkNonNegative,
  checkObject,
  checkOneOf,
  checkShape,
  checkText,
  nullable,
  type Shape,
} from "../internal/check.js";
import type { ServingPrediction } from "../performance/serving-prediction.js";
import { servingFacts } from "./prediction-facts.js";
import { DEFAULT_CONFIDENCE, predictionInterval, type Interval } from "./prediction-interval.js";
import type { UncertaintyTable } from "./uncertainty-table.js";

/** How intervals are made. */
export interface IntervalOptions {
  /**
   * Probability that a measurement lies in its interval, from 0 to 0.95.
   *
   * @defaultValue 0.8
   */
  readonly confidence?: number;
}

/** Where measurements of a predicted deployment lie. */
export interface ServingIntervals {
  /** The confidence of each interval. */
  readonly confidence: number;
  /** Time to the first token, seconds; null when requests wait without end. */
  readonly ttftSeconds: Interval | null;
  /** Between output tokens, seconds. */
  readonly tpotSeconds: Interval;
  /** Output tokens of all requests, per second. */
  readonly outputTokensPerSecond: Interval;
  /** Tokens that the key-value cache of a rank holds. */
  readonly kvTokens: Interval;
}

/** What is looked at of a prediction. */
const PREDICTION: Shape = {
  engineName: (value, field) => checkOneOf(value, field, ENGINE_NAMES),
  engineVersion: checkText,
  source: checkText,
  hasExperts: checkBoolean,
  waiting: nullable(checkNonNegative),
  relativeStandardDeviations: nullable((value, field) =>
    checkEach(Object.values(checkObject(value, field)), field, checkNonNegative),
  ),
  ttftSeconds: nullable(checkNonNegative),
  queueSeconds: nullable(checkNonNegative),
  tpotSeconds: checkNonNegative,
  outputTokensPerSecond: checkNonNegative,
  memory: {
    kvTokens: checkNonNegative,
    kvCacheBytes: checkNonNegative,
    kvCacheRange: { low: checkNonNegative, high: checkNonNegative },
  },
};

/**
 * Where measurements of a deployment lie with a stated confidence, each by itself: errors of predictions of the same class,
 * of models on GPUs that no fit had seen. Rates have the inverse interval of times; the wait in a time to the first token
 * has that of the times that make it.
 *
 * @param prediction - a prediction of `predictServing`.
 * @param options - confidence.
 * @param table - errors by class.
 * @returns intervals in the units of the prediction.
 * @throws {@link InfrascaleError} `out-of-range` for a confidence outside.
 */
export function servingIntervals(
  prediction: ServingPrediction,
  options: IntervalOptions,
  table: UncertaintyTable,
): ServingIntervals {
  checkKeys(checkObject(options, "options"), "options", ["confidence"]);
  const { confidence = DEFAULT_CONFIDENCE } = options;
  checkShape(prediction, "prediction", PREDICTION);
  const facts = servingFacts(prediction);
  const perToken = predictionInterval(facts, "secondsPerToken", confidence, table);
  const toFirst = predictionInterval(facts, "secondsToFirstToken", confidence, table);
  const { ttftSeconds, queueSeconds, tpotSeconds, outputTokensPerSecond, memory } = prediction;
  const wait = queueSeconds ?? 0;
  return {
    confidence,
    ttftSeconds: ttftSeconds === null ? null : plus(times(wait, perToken), times(ttftSeconds - wait, toFirst)),
    tpotSeconds: times(tpotSeconds, perToken),
    outputTokensPerSecond: { low: outputTokensPerSecond / perToken.high, high: outputTokensPerSecond / perToken.low },
    kvTokens: times(memory.kvTokens, asOpen(predictionInterval(facts, "kvTokens", confidence, table), memory)),
  };
}

/** The interval of a cache, no narrower than what is open of its graphs and weights (`kvCacheRange`). */
const asOpen = ({ low, high }: Interval, { kvCacheBytes, kvCacheRange }: ServingPrediction["memory"]): Interval =>
  kvCacheBytes > 0
    ? { low: Math.min(low, kvCacheRange.low / kvCacheBytes), high: Math.max(high, kvCacheRange.high / kvCacheBytes) }
    : { low, high };

const times = (value: number, { low, high }: Interval): Interval => ({ low: value * low, high: value * high });

const plus = (a: Interval, b: Interval): Interval => ({ low: a.low + b.low, high: a.high + b.high });
