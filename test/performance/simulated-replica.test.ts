import { describe, expect, it } from "vitest";
import type { EngineName } from "../../src/catalog/engine.js";
import type { DeploymentRequest } from "../../src/deployment/deployment.js";
import { simulatedReplica } from "../../src/performance/simulated-replica.js";
import { simulateFleet } from "../../src/simulate/index.js";
import { schedulerAtVersion } from "../../src/simulate/scheduler.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";
import { deepSeekV3, dense, engine, llama8b, model, self } from "../deployment/memory/fixtures.js";
import { catalogGpu, one } from "../kernels/fixtures.js";
import { replicaWith } from "./fixtures.js";

function simulated(changes: Partial<DeploymentRequest> = {}) {
  const replica = replicaWith({ settings: { maxNumSeqs: 64, maxModelLen: 20_000 }, ...changes });
  const options = simulatedReplica(replica);
  return { memory: replica.memory(), replica, options, ...options };
}

/** As many layers with a window of 1000 tokens as without. */
const windowed = model({
  hiddenSize: 4096,
  vocabularySize: 128256,
  parameters: { total: 8e9 },
  layers: [
    { count: 16, mixer: self(32, 8, 128), feedForward: dense(14336) },
    { count: 16, mixer: self(32, 8, 128, 1000), feedForward: dense(14336) },
  ],
});

describe("the replica of an engine", () => {
  it("has the engine's slots, tokens of a step, and blocks, in one lane", () => {
    const { memory, slots, maxBatchedTokens, kv, engines, lanes, stages } = simulated();
    expect({ slots, maxBatchedTokens, kv }).toEqual({
      slots: 64,
      maxBatchedTokens: memory.maxBatchedTokens,
      kv: { blocks: memory.kvBlocks, blockTokens: 16, requestBlocks: 0 },
    });
    expect([engines, lanes, stages]).toEqual([1, 1, 1]);
  });

  it("has those of another batch limit when it is asked for", () => {
    const { replica } = simulated();
    const { slots, kv } = simulatedReplica(replica, 8);
    expect([slots, kv?.blocks]).toEqual([8, replica.memory(8).kvBlocks]);
  });

  it("is an engine for each rank of a dense model, and a group of lanes for each stage: they share the slots of a rank equally, and have its whole cache in common", () => {
    const { memory, slots, maxBatchedTokens, kv, engines, lanes, stages } = simulated({
      parallelism: { ...one, data: 2, pipeline: 2 },
    });
    expect([engines, lanes, stages]).toEqual([2, 1, 2]);
    expect([slots, maxBatchedTokens, kv?.blocks]).toEqual([32, memory.maxBatchedTokens, memory.kvBlocks]);
  });

  it("is a lane for each rank of a mixture, with the slots and the cache of a rank", () => {
    const { memory, slots, kv, engines, lanes, stages } = simulated({
      model: deepSeekV3,
      gpu: catalogGpu("h200-sxm-141gb"),
      precision: { weights: "fp8", kvCache: "bf16" },
      parallelism: { ...one, data: 8, expert: 8 },
    });
    expect([engines, lanes, stages]).toEqual([1, 8, 1]);
    expect([slots, kv?.blocks]).toEqual([64, memory.kvBlocks]);
  });

  it("runs no more requests than a step has tokens", () => {
    const { slots, maxBatchedTokens } = simulated({
      settings: { maxNumSeqs: 64, maxModelLen: 20_000, maxBatchedTokens: 16 },
    });
    expect([slots, maxBatchedTokens]).toEqual([16, 16]);
  });

  it("schedules as its engine does at its version", () => {
    const rules = (changes: Partial<DeploymentRequest>) => simulated(changes).scheduler;
    expect(rules({ engine: engine("tensorrt-llm") })).toBe(schedulerAtVersion("tensorrt-llm"));
    expect(rules({ engineVersion: "0.18.1" })).toBe(schedulerAtVersion("vllm", "0.18.1"));
    expect(rules({})).toMatchObject({ admission: "prompt", lagSteps: 1 });
  });

  it("looks for new requests as often as SGLang is told to; other engines cannot be told", () => {
    const rules = (name: EngineName, receiveIntervalSteps: number) =>
      simulated({ engine: engine(name), settings: { maxModelLen: 20_000, receiveIntervalSteps } }).scheduler;
    expect(rules("sglang", 10)).toEqual({ ...schedulerAtVersion("sglang"), receiveSteps: 10 });
    expect(rules("vllm", 1)).toBe(schedulerAtVersion("vllm"));
    expect(() => rules("vllm", 2)).toThrow(
      expect.objectContaining({ code: "contradictory-options", field: "settings.receiveIntervalSteps" }) as Error,
    );
  });

  it("counts windows in full from the start, and no more than a request looks back on while it writes", () => {
    const { memory, kv } = simulated({ model: windowed });
    // Two groups of 16 layers; a window of 1000 tokens is 63 blocks of 16, and one more where it begins in the middle of a block.
    expect(kv).toMatchObject({ blocks: memory.kvBlocks, blockTokens: 16, requestBlocks: 64 });
    const perRequest = (kv?.requestBlocks ?? NaN) + Math.ceil(20_000 / (kv?.blockTokens ?? NaN));
    // The engine's own figure adds the tokens of a step to each window.
    expect((kv?.blocks ?? NaN) / perRequest).toBeGreaterThan(memory.maxConcurrency(20_000));
    expect((kv?.blocks ?? NaN) / perRequest).toBeLessThan(2 * memory.maxConcurrency(20_000));
  });

  it("can be simulated, whatever its engine and version", () => {
    const traffic = {
      kind: "burst",
      requests: 80,
      input: lengthDistribution(1000, "input"),
      output: lengthDistribution(20, "output"),
    } as const;
    for (const [name, version] of [
      ["vllm", "0.6"],
      ["vllm", "0.10"],
      ["vllm", "0.15"],
      ["vllm", "0.19"],
      ["sglang", "0.5"],
      ["tensorrt-llm", "1.0"],
      ["generic", undefined],
    ] as const) {
      const { options } = simulated({
        model: llama8b,
        engine: engine(name),
        ...(version === undefined ? {} : { engineVersion: version }),
      });
      expect(simulateFleet({ ...options, replicas: 1, traffic }).finished).toBe(80);
    }
  });
});
