import { maxBatchSize, type Decision } from "../performance/decision.js";
import type { MemoryUse, PerformanceModel } from "../performance/performance-model.js";
import type { Waiting } from "../queueing/fleet-waiting.js";
import { withMeans } from "../queueing/other-times.js";
import type { PredictionUncertainty, UncertainQuantity } from "../performance/prediction-uncertainty.js";

/** Factors on predictions, each > 0. */
export type PredictionFactors = Readonly<Record<UncertainQuantity, number>>;

/**
 * The factors that predictions have to be multiplied by to be no better than stated with a probability: times that are
 * longer, a cache that is smaller. Never to the better: a class whose predictions are known to be too slow keeps them.
 *
 * @param uncertainty - of the predictions.
 * @param probability - from 0.5 to 0.975.
 * @returns factors >= 1 of times, <= 1 of the cache.
 */
export const pessimisticFactors = ({ factor }: PredictionUncertainty, probability: number): PredictionFactors => ({
  secondsPerToken: Math.max(1, factor("secondsPerToken", probability)),
  secondsToFirstToken: Math.max(1, factor("secondsToFirstToken", probability)),
  kvTokens: Math.min(1, factor("kvTokens", 1 - probability)),
});

/** The same to the other side: shorter times and a larger cache. */
export const optimisticFactors = ({ factor }: PredictionUncertainty, probability: number): PredictionFactors => ({
  secondsPerToken: Math.min(1, factor("secondsPerToken", 1 - probability)),
  secondsToFirstToken: Math.min(1, factor("secondsToFirstToken", 1 - probability)),
  kvTokens: Math.max(1, factor("kvTokens", probability)),
});

/** The factors of a decision. */
export type FactorsAt = (decision: Decision) => PredictionFactors;

/**
 * A performance model with its predictions multiplied: every time of decoding, and of a whole request, by the factor of
 * the time per token, which most of it is; the first token by its own; slots that the cache limits by that of the cache. Waits
 * and their percentiles are those of a fleet all of whose times are longer by the first of these, but for the first token beyond its wait.
 *
 * @param performance - a model.
 * @param factorsAt - factors on its predictions.
 * @returns a model; with factors of 1 it predicts the same.
 */
export function scaledPerformance(performance: PerformanceModel, factorsAt: FactorsAt): PerformanceModel {
  return {
    name: performance.name,
    ...(performance.splits === undefined ? {} : { splits: performance.splits }),
    searchDefaults: (scenario) => performance.searchDefaults(scenario),
    memory: (decision, scenario) => scaledMemory(performance.memory(decision, scenario), factorsAt(decision).kvTokens),
    slots: (decision, scenario) =>
      scaledSlots(performance.slots(decision, scenario), maxBatchSize(decision), factorsAt(decision).kvTokens),
    requestTokensPerSecond: (decision, scenario) =>
      performance.requestTokensPerSecond(decision, scenario) / factorsAt(decision).secondsPerToken,
    secondsPerOutputToken: (decision, scenario) =>
      factorsAt(decision).secondsPerToken * performance.secondsPerOutputToken(decision, scenario),
    secondsToFirstToken: (decision, scenario) =>
      factorsAt(decision).secondsToFirstToken * performance.secondsToFirstToken(decision, scenario),
    secondsPerBatch: (decision, scenario) =>
      factorsAt(decision).secondsPerToken * performance.secondsPerBatch(decision, scenario),
    ...(performance.waiting === undefined
      ? {}
      : {
          waiting: (decision, scenario, timeFactor = 1) => {
            const { secondsPerToken, secondsToFirstToken } = factorsAt(decision);
            return withFirstToken(
              performance.waiting?.(decision, scenario, timeFactor * secondsPerToken) as Waiting,
              secondsToFirstToken / secondsPerToken,
            );
          },
        }),
    gpuScaling: performance.gpuScaling,
    batchScaling: performance.batchScaling,
  };
}

/** Waits whose first tokens take, beyond the wait, a factor longer than they say. */
function withFirstToken(waiting: Waiting, factor: number): Waiting {
  if (!waiting.stable || factor === 1) return waiting;
  const { ttftSeconds, queueSeconds, residenceSeconds, e2eSeconds } = waiting;
  const added = (factor - 1) * (ttftSeconds.mean - queueSeconds.mean);
  return withMeans(waiting, {
    ttftSeconds: () => ttftSeconds.mean + added,
    residenceSeconds: () => residenceSeconds.mean + added,
    e2eSeconds: () => e2eSeconds.mean + added,
  });
}

/** In a cache smaller by a factor a request takes as much more room: what is left to hold is the same. */
function scaledMemory(use: MemoryUse, kvTokens: number): MemoryUse {
  const { demandBytes, limitBytes, parts } = use;
  const request = parts["kvCacheOfOneRequest"];
  if (request === undefined || kvTokens === 1) return use;
  const scaled = request / kvTokens;
  return { demandBytes: demandBytes - request + scaled, limitBytes, parts: { ...parts, kvCacheOfOneRequest: scaled } };
}

/** Slots are whole batches of the data-parallel ranks where the batch limits them, any other number where the cache does. */
function scaledSlots(slots: number, batch: number, kvTokens: number): number {
  const ofBatch = Math.ceil(slots / batch) * batch;
  return slots === ofBatch ? slots : Math.max(1, Math.min(ofBatch, slots * kvTokens));
}
