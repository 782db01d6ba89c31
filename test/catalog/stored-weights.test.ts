import { describe, expect, it } from "vitest";
import { formatBytes, isKeptPlain, storedWeights } from "../../src/catalog/stored-weights.js";
import type { Checkpoint, Model } from "../../src/catalog/model.js";
import { deepSeekV3, engine, h100, llama8b, qwen27 } from "../deployment/memory/fixtures.js";
import { pipelineStages, stageWeights } from "../../src/deployment/memory/index.js";
import { gibFromBytes } from "../../src/units.js";

describe("formatBytes", () => {
  // Bytes of a weight as they are stored, scales included.
  it.each<readonly [string, Checkpoint, number]>([
    ["FP8 by tensor", { weights: "fp8", scaling: "tensor" }, 1],
    ["FP8 in blocks of 128 x 128", { weights: "fp8", scaling: "block" }, 1 + 4 / 16384],
    ["MXFP8", { weights: "fp8", scaling: "block", scaleGroup: 32 }, 1 + 1 / 32],
    ["NVFP4", { weights: "fp4", scaling: "block" }, 0.5625],
    ["MXFP4", { weights: "fp4", scaling: "block", weightOnly: true }, 0.53125],
    ["AWQ, GPTQ, AutoRound", { weights: "int4", weightOnly: true }, 0.515625],
    ["int4 in groups of 32", { weights: "int4", scaling: "block", weightOnly: true }, 0.5625],
    ["w8a16", { weights: "int8", weightOnly: true }, 1.015625],
    ["16 bit", { weights: "bf16" }, 2],
  ])("%s", (_, checkpoint, bytes) => {
    expect(formatBytes(checkpoint.weights, checkpoint)).toBe(bytes);
  });
});

describe("what a publisher keeps", () => {
  const named = (id: string, checkpoint: Checkpoint, of: Model = qwen27): Model => ({ ...of, id, checkpoint });
  const gib = (model: Model, tensor = 1): number => {
    const parallelism = { tensor, pipeline: 1, expert: 1, data: 1 };
    const [stage] = pipelineStages(model, 1);
    return stage === undefined
      ? NaN
      : gibFromBytes(
          stageWeights(model, stage, {
            engine: engine("vllm", "0.27"),
            gpu: h100,
            parallelism,
            weights: model.checkpoint.weights,
          }).bytes,
        );
  };
  const seeing = (model: Model): Model => ({ ...model, parameters: { ...model.parameters, vision: 460.5e6 } });

  // "Model loading took", GiB of one GPU, public reports of 2026: FP8 vllm-project/recipes#810, AutoRound and NVFP4 noonghunna/club-3090, bf16 a log of 0.29.
  it.each([
    ["Qwen's FP8 on two", "Qwen/Qwen3.8-27B-FP8", { weights: "fp8", scaling: "block" }, 2, 14.28, 0.01],
    ["AutoRound on two", "Qwen/Qwen3.8-27B-AutoRound", { weights: "int4", weightOnly: true }, 2, 9.1, 0.06],
    ["NVFP4 beside 8 bit", "unsloth/Qwen3.8-27B-NVFP4", { weights: "fp4", scaling: "block" }, 1, 19.75, 0.02],
    ["16 bit", "Qwen/Qwen3.8-27B", { weights: "bf16" }, 1, 51.1, 0.01],
  ] as const)("%s", (_, id, checkpoint, tensor, measured, tolerance) => {
    expect(Math.abs(gib(seeing(named(id, checkpoint)), tensor) / measured - 1)).toBeLessThan(tolerance);
  });

  it("is the delta nets in RedHatAI's, nothing in AutoRound's, all but the experts in NVIDIA's mixtures", () => {
    const int4: Checkpoint = { weights: "int4", weightOnly: true };
    expect(isKeptPlain(named("RedHatAI/Qwen3.5-27B-quantized.w4a16", int4), "int4", "states")).toBe(true);
    expect(isKeptPlain(named("Intel/Qwen3.5-27B-int4-AutoRound", int4), "int4", "states")).toBe(false);
    const fp4 = storedWeights(
      named("nvidia/GLM-5.1-NVFP4", { weights: "fp4", scaling: "block" }, deepSeekV3),
      "fp4",
    ).bytes;
    expect([fp4.attention, fp4.shared, fp4.dense, fp4.experts]).toEqual([2, 2, 2, 0.5625]);
  });

  it("is open where publishers differ, and known where the checkpoint says it or all agree", () => {
    const open = storedWeights(named("someone/Qwen3.8-27B-NVFP4", { weights: "fp4", scaling: "block" }), "fp4");
    expect([open.low.states, open.bytes.states, open.high.states]).toEqual([0.5625, 1, 2]);
    const said = storedWeights(
      named("someone/Qwen3.8-27B-NVFP4", { weights: "fp4", scaling: "block", partBytes: { states: 1.5 } }),
      "fp4",
    );
    expect([said.low, said.high]).toEqual([said.bytes, said.bytes]);
    const dense = storedWeights(named("someone/Llama-AWQ", { weights: "int4", weightOnly: true }, llama8b), "int4");
    expect([dense.low, dense.high]).toEqual([dense.bytes, dense.bytes]);
  });
});
