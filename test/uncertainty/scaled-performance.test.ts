import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classicModel,
  engineModel,
  findGpu,
  findModel,
  gpus,
  models,
  type Decision,
  type PerformanceModel,
} from "../../src/index.js";
import {
  optimisticFactors,
  pessimisticFactors,
  scaledPerformance,
  type PredictionFactors,
} from "../../src/uncertainty/scaled-performance.js";
import { errorFactor } from "../../src/uncertainty/error-factor.js";
import { scenarioFor } from "../support/scenario.js";
import { FACTS, TABLE } from "./tables.js";

const scenario = scenarioFor({
  model: findModel("llama-3.1-8b", models),
  gpu: findGpu("l40s", gpus),
  precision: { weights: "bf16", kvCache: "bf16" },
  workload: { requestsInFlight: 100, inputTokens: 4000, outputTokens: 500 },
  targets: {},
});
const decision: Decision = { gpusPerReplica: 1, replicas: 2, batchExponent: 3, queueRatio: 1.5 };
const ONE = { secondsPerToken: 1, secondsToFirstToken: 1, kvTokens: 1 };

const predictions = (model: PerformanceModel, at: Decision): readonly unknown[] => [
  model.memory(at, scenario),
  model.slots(at, scenario),
  model.requestTokensPerSecond(at, scenario),
  model.secondsPerOutputToken(at, scenario),
  model.secondsToFirstToken(at, scenario),
  model.secondsPerBatch(at, scenario),
  model.gpuScaling(2, scenario),
  model.batchScaling(3, 0.5, scenario, 1),
  model.searchDefaults(scenario),
];

describe("a scaled performance model", () => {
  test.each([classicModel(), engineModel()])("predicts the same with factors of 1: $name", (model) => {
    expect(
      predictions(
        scaledPerformance(model, () => ONE),
        decision,
      ),
    ).toEqual(predictions(model, decision));
  });

  test("multiplies times and divides the rate", () => {
    const model = engineModel();
    const scaled = scaledPerformance(model, () => ({ secondsPerToken: 1.5, secondsToFirstToken: 3, kvTokens: 1 }));
    const ratio = (read: (of: PerformanceModel) => number): number => read(scaled) / read(model);
    expect(ratio((of) => of.secondsPerOutputToken(decision, scenario))).toBeCloseTo(1.5, 12);
    expect(ratio((of) => of.secondsPerBatch(decision, scenario))).toBeCloseTo(1.5, 12);
    expect(ratio((of) => of.requestTokensPerSecond(decision, scenario))).toBeCloseTo(1 / 1.5, 12);
    expect(ratio((of) => of.secondsToFirstToken(decision, scenario))).toBeCloseTo(3, 12);
  });

  test("shrinks slots only where the cache limits them", () => {
    const model = engineModel();
    const scaled = scaledPerformance(model, () => ({ ...ONE, kvTokens: 0.5 }));
    const slots = (of: PerformanceModel, batchExponent: number): number =>
      of.slots({ ...decision, batchExponent }, scenario);
    expect(slots(model, 3)).toBe(8);
    expect(slots(scaled, 3)).toBe(8);
    expect(slots(model, 8)).toBeLessThan(256);
    expect(slots(scaled, 8)).toBeCloseTo(slots(model, 8) / 2, 12);
  });

  test("never runs more than the batch, however large the cache", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 }),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (batchExponent, kvTokens) => {
          const at = { ...decision, batchExponent };
          const slots = scaledPerformance(engineModel(), () => ({ ...ONE, kvTokens })).slots(at, scenario);
          expect(slots).toBeLessThanOrEqual(2 ** batchExponent);
          expect(slots).toBeGreaterThanOrEqual(engineModel().slots(at, scenario));
        },
      ),
    );
  });

  test("needs as much more room for a request as the cache is smaller, in parts that sum to the demand", () => {
    const { demandBytes, limitBytes, parts } = scaledPerformance(engineModel(), () => ({
      ...ONE,
      kvTokens: 0.8,
    })).memory(decision, scenario);
    const before = engineModel().memory(decision, scenario);
    expect(limitBytes).toBe(before.limitBytes);
    expect(parts["kvCacheOfOneRequest"]).toBeCloseTo((before.parts["kvCacheOfOneRequest"] ?? 0) / 0.8, 3);
    expect(Object.values(parts).reduce((sum, bytes) => sum + bytes, 0) / demandBytes).toBeCloseTo(1, 12);
  });
});

test("factors are never to the better at the unfavourable end, nor to the worse at the other", () => {
  const uncertainty = {
    factor: (quantity: "secondsPerToken" | "secondsToFirstToken" | "kvTokens", probability: number) =>
      errorFactor(TABLE, FACTS, quantity, probability),
    warnings: [],
  };
  // By hand: e^0.15, e^0.4, e^-0.01 at nine in ten.
  const logarithms = (factors: PredictionFactors): readonly number[] =>
    [factors.secondsPerToken, factors.secondsToFirstToken, factors.kvTokens].map((factor) =>
      Number(Math.log(factor).toFixed(9)),
    );
  expect(logarithms(pessimisticFactors(uncertainty, 0.9))).toEqual([0.15, 0.4, -0.01]);
  expect(logarithms(optimisticFactors(uncertainty, 0.9))).toEqual([-0.05, -0.4, 0.01]);
  // The class is 5 % too fast in the median: at one half the favourable end stays as predicted.
  expect(optimisticFactors(uncertainty, 0.5).secondsPerToken).toBe(1);
  expect(pessimisticFactors(uncertainty, 0.5).secondsPerToken).toBeCloseTo(Math.exp(0.05), 12);
});
