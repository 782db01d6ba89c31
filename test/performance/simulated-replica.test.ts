import { describe, expect, it } from "vitest";
import type { EngineName } from "../../src/catalog/engine.js";
import type { Model } from "../../src/catalog/model.js";
import { deploymentMemory, type Parallelism } from "../../src/deployment/memory/index.js";
import { simulatedReplica } from "../../src/simulate/index.js";
import { dense, engine, h100, llama8b, model, self } from "../deployment/memory/fixtures.js";
import { timingOf } from "../performance/fixtures.js";
import { one } from "../kernels/fixtures.js";

function replica(served: Model, name: EngineName, parallelism: Parallelism = one, maxModelLen = 20_000) {
  const memory = deploymentMemory({ model: served, gpu: h100, engine: engine(name), precision: { weights: "bf16", kvCache: "bf16" }, parallelism, maxNumSeqs: 64, maxModelLen });
  return { memory, ...simulatedReplica({ timing: timingOf({ model: served, parallelism }), memory, engine: engine(name) }) };
}

/** As many layers with a window of 1000 tokens as without. */
const windowed = model({
  hiddenSize: 4096, vocabularySize: 128256, parameters: { total: 8e9 },
  layers: [{ count: 16, mixer: self(32, 8, 128), feedForward: dense(14336) }, { count: 16, mixer: self(32, 8, 128, 1000), feedForward: dense(14336) }],
});

describe("the replica of an engine", () => {
  it("has the engine's slots, tokens of a step, and blocks", () => {
    const { memory, slots, maxBatchedTokens, kv } = replica(llama8b, "vllm");
    expect({ slots, maxBatchedTokens, kv }).toEqual({ slots: 64, maxBatchedTokens: memory.maxBatchedTokens, kv: { blocks: memory.kvBlocks, blockTokens: 16, requestBlocks: 0, reservesAnswer: false } });
  });

  it("has those of all ranks and stages", () => {
    const { memory, slots, maxBatchedTokens, kv } = replica(llama8b, "vllm", { ...one, data: 2, pipeline: 2 });
    expect([slots, maxBatchedTokens, kv?.blocks]).toEqual([128, 4 * memory.maxBatchedTokens, 2 * memory.kvBlocks]);
  });

  it("reserves whole answers where the engine does", () => {
    expect(replica(llama8b, "tensorrt-llm").kv?.reservesAnswer).toBe(engine("tensorrt-llm").memory.answerShareHeld === 1);
    expect(replica(llama8b, "vllm").kv?.reservesAnswer).toBe(false);
  });

  it("counts windows in full from the start, and no more than a request looks back on while it writes", () => {
    const { memory, kv } = replica(windowed, "vllm");
    // Two groups of 16 layers; a window of 1000 tokens is 63 blocks of 16, and one more where it begins in the middle of a block.
    expect(kv).toMatchObject({ blocks: memory.kvBlocks, blockTokens: 16, requestBlocks: 64 });
    const perRequest = (kv?.requestBlocks ?? NaN) + Math.ceil(20_000 / (kv?.blockTokens ?? NaN));
    // The engine's own figure adds the tokens of a step to each window.
    expect((kv?.blocks ?? NaN) / perRequest).toBeGreaterThan(memory.maxConcurrency(20_000));
    expect((kv?.blocks ?? NaN) / perRequest).toBeLessThan(1.5 * memory.maxConcurrency(20_000));
  });
});
