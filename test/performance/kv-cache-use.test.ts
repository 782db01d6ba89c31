import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { estimateGpus, predictServing, type FeasibleEstimate, type Workload } from "../../src/index.js";

function feasible(model: string, workload: Workload, tokensPerSecond = 10): FeasibleEstimate {
  const estimate = estimateGpus(
    { model, gpu: "h100", workload, targets: { tokensPerSecond } },
    { search: { gpusPerReplica: [2], batchExponent: [6, 6] } },
  );
  if (estimate.status !== "feasible") throw new Error(estimate.reason);
  return estimate;
}

/** Llama 3.1 8B: 32 layers of 8 heads of 128 elements, keys and values, 2 bytes each. */
const BYTES_PER_TOKEN = 32 * 8 * 128 * 2 * 2;

describe("the KV cache of a replica", () => {
  test("holds what weights and work space leave on all of its GPUs", () => {
    const { plan, performance } = feasible("llama-3.1-8b", {
      requestsInFlight: 40,
      inputTokens: 1000,
      outputTokens: 200,
    });
    const { memory } = predictServing({
      model: "llama-3.1-8b",
      gpu: "h100",
      parallelism: { tensor: plan?.tensor ?? NaN, data: plan?.data ?? NaN },
      settings: { maxNumSeqs: 64 },
      inputTokens: 1000,
      outputTokens: 200,
      load: { kind: "closed-loop", requestsInFlight: 1 },
    });
    const { memory: use, kvCache } = performance;
    expect(kvCache?.poolBytes).toBe(2 * memory.kvCacheBytes);
    expect(kvCache?.poolBytes).toBeCloseTo(
      use.limitBytes - (use.parts["weights"] ?? NaN) - (use.parts["workSpace"] ?? NaN),
      0,
    );
  });

  test("is held by the running requests: prompt and half the output, in blocks of 16 tokens", () => {
    const { performance, waiting, replicas } = feasible("llama-3.1-8b", {
      requestsInFlight: 40,
      inputTokens: 1000,
      outputTokens: 200,
    });
    const running = waiting?.stable === true ? waiting.running / replicas : NaN;
    expect(
      (performance.kvCache?.runningBytes ?? NaN) / (running * Math.ceil(1100 / 16) * 16 * BYTES_PER_TOKEN),
    ).toBeCloseTo(1, 4);
  });

  test("holds a shared start of their prompts once", () => {
    const shared = feasible("llama-3.1-8b", {
      requestsInFlight: 40,
      inputTokens: 1000,
      outputTokens: 200,
      sharedPrefixTokens: 800,
    });
    const running = shared.waiting?.stable === true ? shared.waiting.running / shared.replicas : NaN;
    const ranks = shared.plan?.data ?? NaN;
    expect(
      (shared.performance.kvCache?.runningBytes ?? NaN) /
        ((running * Math.ceil(300 / 16) * 16 + ranks * 800) * BYTES_PER_TOKEN),
    ).toBeCloseTo(1, 3);
  });

  test("is all held where a shared start is larger than it", () => {
    const { kvCache } = feasible(
      "llama-3.1-8b",
      { requestsInFlight: 1, inputTokens: 1000, outputTokens: 200, sharedPrefixTokens: 10_000_000 },
      1,
    ).performance;
    expect(kvCache?.runningBytes).toBe(kvCache?.poolBytes);
  });

  test("is never held for more than it is, and the parts of the memory sum to the demand", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("llama-3.1-8b", "gpt-oss-20b", "qwen3.5-27b", "gemma-3-12b"),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 2, max: 1000 }),
        (model, requestsInFlight, inputTokens, outputTokens) => {
          const { performance } = feasible(model, { requestsInFlight, inputTokens, outputTokens }, 0.1);
          const { kvCache, memory } = performance;
          expect(kvCache?.runningBytes).toBeGreaterThan(0);
          expect(kvCache?.runningBytes).toBeLessThanOrEqual(kvCache?.poolBytes ?? NaN);
          expect(Object.values(memory.parts).reduce((sum, part) => sum + part, 0) / memory.demandBytes).toBeCloseTo(
            1,
            12,
          );
        },
      ),
      { numRuns: 30 },
    );
  });
});
