import { describe, expect, it } from "vitest";
import { replicaOf } from "../../../src/performance/engine/replica.js";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { deploymentMemory } from "../../../src/deployment/memory/engine-memory.js";
import type { Scenario } from "../../../src/deployment/scenario.js";
import { deepSeekV3, engine, llama8b } from "../../deployment/memory/fixtures.js";
import { catalogGpu, h100, one } from "../../kernels/fixtures.js";
import { scenarioFor, type PlainScenario } from "../../../src/workload/routing.js";
import { constants, expectNear, servingModel, timing } from "../serving/fixtures.js";

const scenario = (changes: Partial<PlainScenario> = {}): Scenario => scenarioFor({
  model: llama8b,
  gpu: h100,
  precision: { weights: "bf16", kvCache: "bf16" },
  workload: { requestsInFlight: 1, inputTokens: 1000.5, outputTokens: 200 },
  targets: {},
  ...changes,
});
const replica = (changes: Partial<PlainScenario> = {}, parallelism = one as Parameters<typeof replicaOf>[1]) => replicaOf(scenario(changes), parallelism, engine("vllm"), timing, constants);
const memoryAt = (maxNumSeqs: number) =>
  deploymentMemory({ model: llama8b, gpu: h100, engine: engine("vllm"), precision: { weights: "bf16", kvCache: "bf16" }, parallelism: one, maxNumSeqs, maxModelLen: 1201 });

describe("a replica", () => {
  it("has the memory of its engine at a batch limit, for the longest request in whole tokens", () => {
    const { memory } = replica();
    const expected = memoryAt(64);
    expect(memory(64)).toMatchObject({ maxNumSeqs: 64, maxModelLen: 1201, kvTokens: expected.kvTokens, usableBytes: expected.usableBytes });
    expect(memory(64)).toBe(memory(64));
  });

  it("has the times of its occupancy, without a prefix cache", () => {
    const { at } = replica();
    expect(at(9)).toEqual(occupancy(servingModel(), 9, { inputTokens: 1000.5, outputTokens: 200, prefixCacheHitRate: 0, equal: false, outputSquaredCv: 0 }));
    expect(at(9)).toBe(at(9));
  });

  it("runs a batch on each rank, or what the cache holds of requests with half their answers; one at least", () => {
    expect(replica().slots(16, 64)).toBe(16);
    expect(replica({}, { ...one, data: 2 }).slots(16, 64)).toBe(32);
    expectNear(replica().slots(1e6, 64), memoryAt(64).maxConcurrency(1000.5 + 100));
    expect(replica({ workload: { requestsInFlight: 1, inputTokens: 1e7, outputTokens: 200 } }).slots(16, 64)).toBe(1);
  });

  it("counts the cache of one longest request: 128 KiB a token, in whole blocks", () => {
    const { requestBytes } = replica();
    expectNear(requestBytes(64), Math.ceil(1200.5 / 16) * 16 * 128 * 1024);
    expect(requestBytes(64)).toBe(requestBytes(64));
  });
});

describe("the weights of a replica", () => {
  const storageOf = (model: Scenario["model"], weights: Scenario["precision"]["weights"]) =>
    replica({ model, gpu: catalogGpu("h200-sxm-141gb"), precision: { weights, kvCache: "bf16" } }).model.profile.deployment.storage;

  it("are stored as the checkpoint has them, in its own format", () => {
    expect(storageOf(deepSeekV3, "fp8")).toStrictEqual({ weights: "fp8", scaling: "block" });
    expect(storageOf({ ...llama8b, checkpoint: { weights: "fp8", weightOnly: true } }, "fp8")).toStrictEqual({ weights: "fp8", weightOnly: true });
    expect(storageOf({ ...llama8b }, "bf16")).toStrictEqual({ weights: "bf16" });
  });

  it("leave its scales behind in any other", () => {
    expect(storageOf({ ...deepSeekV3 }, "int4")).toStrictEqual({ weights: "int4" });
  });
});
