import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classicModel,
  engineModel,
  estimateGpus,
  type Estimate,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type PerformanceModel,
  type PredictionUncertainty,
} from "../../src/index.js";

/** A replica of one GPU with 8 slots, each request at 20 tokens/s while it runs: 20 / Q when Q times as many wait. */
const toy = (factor: PredictionUncertainty["factor"]): PerformanceModel => ({
  name: "toy",
  searchDefaults: () => ({ gpusPerReplica: [1], batchExponent: [3, 3], minQueueRatio: 0.1 }),
  memory: () => ({ demandBytes: 1, limitBytes: 2, parts: { weights: 1 } }),
  slots: () => 8,
  requestTokensPerSecond: ({ queueRatio }) => 20 / Math.max(1, queueRatio),
  secondsPerOutputToken: () => 1 / 20,
  secondsToFirstToken: () => 1,
  secondsPerBatch: () => 10,
  gpuScaling: () => 1,
  batchScaling: () => 1,
  uncertainty: () => ({ factor, warnings: [] }),
});

/** Times that are a quarter longer at nine in ten and a fifth shorter at one in ten; the same as predicted in the middle. */
const quarter: PredictionUncertainty["factor"] = (quantity, probability) =>
  quantity === "kvTokens" ? 1 : 1.25 ** ((probability - 0.5) / 0.4);

const toyRequest: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "h100",
  workload: { requestsInFlight: 80, inputTokens: 100, outputTokens: 100 },
  targets: { tokensPerSecond: 10 },
};

function feasible(estimate: Estimate): FeasibleEstimate {
  if (estimate.status !== "feasible") throw new Error(estimate.reason);
  return estimate;
}

describe("a band worked out by hand", () => {
  const at = (options: EstimateOptions): FeasibleEstimate =>
    feasible(estimateGpus(toyRequest, { performance: toy(quarter), ...options }));

  test("has the answers at both ends", () => {
    // 20 / Q >= 10: Q = 2, 80 / (8 x 2) = 5 replicas. At 16 tokens/s Q = 1.6: 6.25, so 7. At 25 tokens/s Q = 2.5: 4.
    expect(at({ confidence: "expected" })).toMatchObject({
      gpus: 5,
      expected: { gpus: 5, gpusPerReplica: 1, replicas: 5, maxBatchSize: 8, certified: true },
      confidence: null,
      band: { confidence: 0.8, fewestGpus: 4, mostGpus: 7 },
      warnings: [],
    });
  });

  test("is the answer alone without confidence", () => {
    expect(at({ confidence: "expected", band: { confidence: 0 } }).band).toEqual({
      confidence: 0,
      fewestGpus: 5,
      mostGpus: 5,
    });
  });

  test("sizes at its upper end for the probability of that end, which is the default's", () => {
    const { gpus, confidence, expected, band, performance, constraints, summary } = at({});
    expect({ gpus, confidence }).toEqual({
      gpus: 7,
      confidence: {
        asked: 0.9,
        reached: 0.9,
        factors: { secondsPerToken: 1.25, secondsToFirstToken: 1.25, kvTokens: 1 },
      },
    });
    expect(expected).toMatchObject({ gpus: 5, replicas: 5 });
    expect(summary).toContain("7 GPUs = 7 replicas x 1");
    expect(summary).toContain("90 % sure");
    expect(at({ confidence: 0.9 })).toEqual(at({}));
    expect(band).toEqual({ confidence: 0.8, fewestGpus: 4, mostGpus: 7 });
    // 7 x 8 slots for 80 requests: Q = 80 / 56. Expected 20 / Q = 14 tokens/s; at the unfavourable end 11.2.
    expect(performance.tokensPerSecondPerRequest).toBeCloseTo(14, 9);
    expect(constraints.find(({ name }) => name === "throughput")?.limit).toBeCloseTo(11.2, 9);
  });

  test("has no upper end where no purchase would do", () => {
    const band = at({ confidence: "expected", search: { maxGpus: 6 } }).band;
    expect(band).toEqual({ confidence: 0.8, fewestGpus: 4, mostGpus: null });
    expect(JSON.parse(JSON.stringify(band))).toEqual({
      confidence: 0.8,
      fewestGpus: 4,
      mostGpus: null,
    });
  });

  test("takes the wait to its own ends", () => {
    // TTFT 1 s + (Q - 1) 10 s <= 6 s: Q = 1.5, 6.67, so 7. Longer: 1.25 + 12.5 (Q - 1) <= 6 gives Q = 1.38: 7.25, so 8.
    const targets = { waitSeconds: 6 };
    expect(feasible(estimateGpus({ ...toyRequest, targets }, { performance: toy(quarter) }))).toMatchObject({
      expected: { gpus: 7 },
      gpus: 8,
      band: { mostGpus: 8 },
    });
  });

  test("names the surest purchase where none is as sure as asked", () => {
    // 20 / (Q f) >= 10 with six replicas, Q = 80 / 48: f <= 1.2.
    const gradual = toy((quantity, probability) => (quantity === "kvTokens" ? 1 : 1 + (probability - 0.5)));
    const estimate = feasible(estimateGpus(toyRequest, { performance: gradual, search: { maxGpus: 6 } }));
    expect(estimate).toMatchObject({ gpus: 6, confidence: { asked: 0.9, reached: 0.7 }, expected: { gpus: 5 } });
    for (const { satisfied } of estimate.constraints) expect(satisfied).toBe(true);
    // As predicted, five do: that is always there.
    const five = feasible(estimateGpus(toyRequest, { performance: toy(quarter), search: { maxGpus: 5 } }));
    expect(five).toMatchObject({ gpus: 5, confidence: { asked: 0.9 } });
    expect(five.confidence?.reached).toBeLessThan(0.9);
  });

  test("pays twice what predictions ask for at most", () => {
    // 80 requests, 8 slots, 20 / Q tokens/s as predicted: 10 replicas hold 20 / f, and with f > 2 none hold 10.
    const steep = toy((quantity, probability) => (quantity === "kvTokens" ? 1 : 1 + 2.4 * (probability - 0.5)));
    const targets = { tokensPerSecond: 9.9 };
    const estimate = feasible(estimateGpus({ ...toyRequest, targets }, { performance: steep }));
    // Q = 80 / 8 N <= 20 / (9.9 f): five replicas as predicted; f = 1.96 at 0.9 takes ten.
    expect(estimate).toMatchObject({ gpus: 10, expected: { gpus: 5 }, confidence: { asked: 0.9, reached: 0.9 } });
    const surer = feasible(estimateGpus({ ...toyRequest, targets }, { performance: steep, confidence: 0.95 }));
    // f = 20 / 9.9 at 0.92508: nothing does at 0.95, and ten do at 0.925 and below.
    expect(surer).toMatchObject({ gpus: 10, confidence: { asked: 0.95, reached: 0.925 } });
  });

  test("never buys fewer GPUs for more requests where it pays the most that it may", () => {
    const steep = toy((quantity, probability) => (quantity === "kvTokens" ? 1 : 2.5 ** ((probability - 0.5) / 0.4)));
    const purchase = (requestsInFlight: number, tokensPerSecond: number): FeasibleEstimate => {
      const workload = { requestsInFlight, inputTokens: 100, outputTokens: 100 };
      return feasible(estimateGpus({ ...toyRequest, workload, targets: { tokensPerSecond } }, { performance: steep }));
    };
    // The load that is paid for twice over moves by less than a replica: only in a row does a fall show.
    const requests = Array.from({ length: 80 }, (_, i) => 500 + i);
    fc.assert(
      fc.property(fc.double({ min: 6, max: 8, noNaN: true }), (speed) => {
        const purchases = requests.map((inFlight) => purchase(inFlight, speed));
        const gpus = purchases.map((estimate) => estimate.gpus);
        expect(gpus).toEqual(gpus.toSorted((one, other) => one - other));
        for (const estimate of purchases) expect(estimate.gpus).toBeLessThanOrEqual(2 * estimate.expected.gpus);
      }),
      { numRuns: 5 },
    );
  });

  test("does not move for a class whose predictions are known to be too slow", () => {
    const faster: PredictionUncertainty["factor"] = () => 0.5;
    expect(feasible(estimateGpus(toyRequest, { performance: toy(faster) }))).toMatchObject({
      gpus: 5,
      expected: { gpus: 5 },
      confidence: { asked: 0.9, reached: 0.9 },
    });
  });
});

const request = fc.record({
  model: fc.constantFrom("llama-3.1-8b", "llama-3.1-70b", "gpt-oss-120b", "qwen3-32b"),
  gpu: fc.constantFrom("h100", "l40s", "mi300x", "b200"),
  workload: fc.record({
    requestsInFlight: fc.integer({ min: 1, max: 5000 }),
    inputTokens: fc.integer({ min: 50, max: 8000 }),
    outputTokens: fc.integer({ min: 20, max: 2000 }),
  }),
  targets: fc.oneof(
    fc.record({ tokensPerSecond: fc.double({ min: 1, max: 60, noNaN: true }) }),
    fc.record({
      tokensPerSecond: fc.double({ min: 1, max: 30, noNaN: true }),
      waitSeconds: fc.double({ min: 0.5, max: 20, noNaN: true }),
    }),
  ),
});

const confidence = fc.double({ min: 0, max: 0.95, noNaN: true });

/** Estimates take milliseconds each. */
const FEWER_RUNS = { numRuns: 20 };

const mostOf = (estimate: Estimate): number =>
  estimate.status === "feasible" ? (estimate.band?.mostGpus ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;

describe("the band of the engine model", () => {
  const performance = engineModel();

  test("holds the answer, and nests as the confidence grows", () => {
    fc.assert(
      fc.property(request, confidence, confidence, (of, one, other) => {
        const narrow = estimateGpus(of, { performance, band: { confidence: Math.min(one, other) } });
        const wide = estimateGpus(of, { performance, band: { confidence: Math.max(one, other) } });
        if (narrow.status === "infeasible" || wide.status === "infeasible") return;
        const { gpus } = narrow;
        expect(wide.gpus).toBe(gpus);
        expect(narrow.band?.fewestGpus).toBeLessThanOrEqual(gpus);
        expect(mostOf(narrow)).toBeGreaterThanOrEqual(gpus);
        expect(wide.band?.fewestGpus).toBeLessThanOrEqual(narrow.band?.fewestGpus ?? 0);
        expect(mostOf(wide)).toBeGreaterThanOrEqual(mostOf(narrow));
      }),
      FEWER_RUNS,
    );
  });

  test("never asks for fewer GPUs for more probability, nor for fewer than predicted", () => {
    const probability = fc.double({ min: 0.5, max: 0.975, noNaN: true });
    fc.assert(
      fc.property(request, probability, probability, (of, one, other) => {
        const gpusOf = (options: EstimateOptions): number => {
          const estimate = estimateGpus(of, { performance, ...options });
          return estimate.status === "feasible" ? estimate.gpus : Number.POSITIVE_INFINITY;
        };
        const less = gpusOf({ confidence: Math.min(one, other) });
        expect(less).toBeGreaterThanOrEqual(gpusOf({ confidence: "expected" }));
        expect(less).toBeLessThanOrEqual(2 * gpusOf({ confidence: "expected" }));
        const surer = estimateGpus(of, { performance, confidence: Math.max(one, other) });
        // Where none is as sure as asked, the surest costs at most twice what predictions ask for: one that is as sure as less may cost more.
        if (surer.status === "feasible" && surer.confidence?.reached === surer.confidence?.asked)
          expect(surer.gpus).toBeGreaterThanOrEqual(less);
      }),
      FEWER_RUNS,
    );
  });

  test("is wider on a GPU that is known by its data sheet only, which a warning says", () => {
    const at = (gpu: string): FeasibleEstimate =>
      feasible(
        estimateGpus({
          model: "llama-3.1-70b",
          gpu,
          workload: { requestsInFlight: 2000, inputTokens: 1000, outputTokens: 300 },
          targets: { tokensPerSecond: 20 },
        }),
      );
    const width = (estimate: FeasibleEstimate): number => mostOf(estimate) / (estimate.band?.fewestGpus ?? 0);
    expect(width(at("mi300x"))).toBeGreaterThan(width(at("h200")));
    expect(at("h200").warnings).toEqual([]);
    expect(at("mi300x").warnings).toMatchObject([{ code: "gpu-by-datasheet", nearest: "h200-sxm-141gb" }]);
  });

  test("warns of an infeasible question too", () => {
    const estimate = estimateGpus(
      {
        ...toyRequest,
        workload: { requestsInFlight: 80, inputTokens: 1000, outputTokens: 100 },
        targets: { tokensPerSecond: 1e6 },
      },
      { performance: engineModel("vllm@99") },
    );
    expect(estimate).toMatchObject({
      status: "infeasible",
      warnings: [{ code: "engine-newer", value: "99" }],
    });
  });
});

describe("a model that states no uncertainty", () => {
  test("has no band", () => {
    expect(feasible(estimateGpus(toyRequest, { performance: classicModel() }))).toMatchObject({
      band: null,
      confidence: null,
      warnings: [],
    });
  });

  test("buys what it predicts", () => {
    const { gpus, expected } = feasible(estimateGpus(toyRequest, { performance: classicModel() }));
    expect(expected.gpus).toBe(gpus);
    expect(estimateGpus(toyRequest, { performance: classicModel(), confidence: "expected" })).toMatchObject({ gpus });
  });

  test("cannot size for a probability", () => {
    expect(() => estimateGpus(toyRequest, { performance: classicModel(), confidence: 0.9 })).toThrow(
      "options.confidence must be left out for a performance model that states no uncertainty",
    );
  });
});

test.each([
  [{ confidence: 0.4 }, "options.confidence must be a number from 0.5 to 0.975"],
  [{ confidence: "sure" }, "options.confidence must be a number"],
  [{ confidence: 1 }, "options.confidence must be a number from 0.5 to 0.975"],
  [{ band: { confidence: 0.99 } }, "options.band.confidence must be a number from 0 to 0.95"],
  [{ band: { probability: 0.9 } }, "options.band.probability is not known"],
  [{ band: 0.8 }, "options.band must be an object"],
])("%j is refused", (options, message) => {
  expect(() => estimateGpus(toyRequest, options as EstimateOptions)).toThrow(message);
});
