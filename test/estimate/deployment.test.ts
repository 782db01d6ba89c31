import { describe, expect, test } from "vitest";
import {
  estimateGpus,
  predictServing,
  verifyEstimate,
  type EstimateRequest,
  type FeasibleEstimate,
  type ReplayableEstimate,
  type ServingRequest,
} from "../../src/index.js";

const lengths = { inputTokens: 1000, outputTokens: 300 };
const request: EstimateRequest = {
  model: "qwen3-32b",
  gpu: "h100",
  workload: { requestsInFlight: 256, ...lengths },
  targets: { tokensPerSecond: 10 },
};

function feasible(changes: Partial<EstimateRequest> = {}, batchExponent?: number): FeasibleEstimate {
  const estimate = estimateGpus(
    { ...request, ...changes },
    {
      search: {
        gpusPerReplica: [2],
        ...(batchExponent === undefined ? {} : { batchExponent: [batchExponent, batchExponent] }),
      },
    },
  );
  if (estimate.status !== "feasible") throw new Error("not feasible");
  return estimate;
}

/** What a replica with every slot busy does, asked directly. */
const served = (changes: Pick<ServingRequest, "precision" | "settings" | "speculation">, requestsInFlight: number) =>
  predictServing({
    model: "qwen3-32b",
    gpu: "h100",
    parallelism: { tensor: 2 },
    load: { kind: "closed-loop", requestsInFlight, rounds: Infinity },
    ...lengths,
    ...changes,
  });

describe("an estimate is of the deployment that it is told", () => {
  test.each<readonly [string, Pick<ServingRequest, "precision" | "settings" | "speculation">]>([
    ["as it comes", {}],
    ["with scales of its weights for each block", { precision: { weights: "fp8", scaling: "block" } }],
    ["with scales of its weights that are computed as it runs", { precision: { weights: "fp8", scaling: "dynamic" } }],
    ["with arithmetic in 16 bit", { precision: { weights: "fp8", weightOnly: true } }],
    ["guessing tokens ahead at a rate", { speculation: { draftTokens: 3, acceptanceRate: 0.8 } }],
    ["guessing tokens ahead as logged", { speculation: { draftTokens: 3, acceptedLength: 2.2 } }],
  ])("%s: its times are those of predictServing", (_, changes) => {
    const { performance } = feasible(changes, 5);
    const { tpotSeconds, ttftSeconds } = served({ ...changes, settings: { maxNumSeqs: 32 } }, 32);
    expect(performance.tpotSeconds / tpotSeconds).toBeCloseTo(1, 9);
    expect((performance.ttftSeconds - performance.queueSeconds) / (ttftSeconds ?? NaN)).toBeCloseTo(1, 9);
  });

  test("differently for each of them", () => {
    const tpot = (changes: Partial<EstimateRequest>): number => feasible(changes, 5).performance.tpotSeconds;
    const all = [
      {},
      { precision: { weights: "fp8", scaling: "tensor" } },
      { precision: { weights: "fp8", scaling: "block" } },
      { precision: { weights: "fp8", weightOnly: true } },
      { speculation: { draftTokens: 3, acceptanceRate: 0.8 } },
    ] as const;
    expect(new Set(all.map(tpot)).size).toBe(all.length);
  });

  test("with the memory that the engine may use, and the work space that its steps need", () => {
    const memory = (settings: EstimateRequest["settings"]) =>
      feasible(settings === undefined ? {} : { settings }, 5).performance.memory;
    const { memory: direct } = served({ settings: { utilization: 0.7, maxNumSeqs: 32 } }, 32);
    expect(memory({ utilization: 0.7 }).limitBytes).toBe(2 * direct.usableBytes);
    expect(memory({ utilization: 0.7 }).limitBytes).toBeLessThan(memory(undefined).limitBytes);
    expect(memory({ maxBatchedTokens: 65_536 }).parts["workSpace"]).toBeGreaterThan(
      memory({ maxBatchedTokens: 2048 }).parts["workSpace"] ?? NaN,
    );
  });

  test("with no more requests at once than its engine is started for", () => {
    expect(feasible({ settings: { maxNumSeqs: 20 } }).maxBatchSize).toBe(16);
    expect(feasible({ settings: { maxNumSeqs: 20 } }).gpus).toBeGreaterThan(feasible().gpus);
  });

  test("with fewer GPUs where guessing ahead makes them faster", () => {
    const fast = { targets: { tokensPerSecond: 45 } };
    expect(feasible({ ...fast, speculation: { draftTokens: 3, acceptanceRate: 0.8 } }).gpus).toBeLessThan(
      feasible(fast).gpus,
    );
  });

  test("and so is its replay", () => {
    const simulated = (changes: Partial<EstimateRequest>) =>
      verifyEstimate({ ...feasible(changes, 5), request: { ...request, ...changes } } satisfies ReplayableEstimate, {
        requests: 400,
      }).simulation;
    const plain = simulated({});
    const guessed = simulated({ speculation: { draftTokens: 3, acceptanceRate: 0.8 } });
    expect(guessed.tpotSeconds?.mean).toBeLessThan(0.7 * (plain.tpotSeconds?.mean ?? NaN));
    expect(plain.slots).toBe(32);
    const small = simulated({ settings: { utilization: 0.7 } });
    expect(small.cacheTokens).toBeLessThan(plain.cacheTokens ?? NaN);
    expect(small.slots).toBe(32);
  });
});
