import { beforeEach, describe, expect, test } from "vitest";
import {
  capacityConstraint,
  classicBatchScaling,
  classicBatchSeconds,
  classicDecodeSeconds,
  classicGpuScaling,
  classicMemoryGigabytes,
  classicModel,
  classicPrefillSeconds,
  InfrascaleError,
  memoryConstraint,
  throughputConstraint,
  waitConstraint,
  type ClassicInputs,
  type ErrorCode,
  type PerformanceModel,
} from "../../../src/core.js";
import { scenarioFor } from "../../support/scenario.js";
import { denseModel, plainGpu } from "../../support/arbitraries.js";

/** Relative error that rounding of some twenty operations can make. */
const ROUNDING = 1e-13;

function close(ours: number, theirs: number): void {
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(ROUNDING * Math.abs(theirs));
}

/** An 8B model in 8 bit on an A100, 51 tokens in and 205 out. */
const inputs: ClassicInputs = {
  parameters: 8.19e9,
  layers: 36,
  hiddenSize: 4096,
  bytesPerParameter: 1,
  promptTokens: 51,
  tokensPerRequest: 256,
  flopsPerSecond: 312e12,
  bandwidthBytesPerSecond: 1.935e12,
};

describe("the classic formulas", () => {
  // Evaluated with the original's code, InfraScale `constraints.py`, at S = 8, B = 8, Q = 1, E = 0.6, h = 10 %.
  test("memory", () => {
    const { weights, activations, keyValueCache, overhead } = classicMemoryGigabytes(inputs, 256, 10);
    close(weights + activations + keyValueCache + overhead, 29.084);
    expect([weights, activations, keyValueCache]).toEqual([8.19, 0.25, 18]);
  });
  test("prefill and decode", () => {
    const prefill = classicPrefillSeconds(inputs, 256);
    close(prefill, 0.18495692742713288);
    close(205 * classicDecodeSeconds(inputs, 256), 6.58550809892362);
    close(classicBatchSeconds(inputs, 256), 0.18495692742713288 + 6.58550809892362);
  });
  test("scaling", () => {
    close(classicGpuScaling(8, 0.6), 5.2);
    close(classicBatchScaling(8, 1), 2.456366033129043);
    // Below Q = 1 the occupancy counts, above it nothing more: log10(128 + 30) and log10(256 + 30).
    close(classicBatchScaling(8, 0.5), Math.log10(158));
    close(classicBatchScaling(8, 7), Math.log10(286));
  });

  test("memory counts every part in bytes per parameter", () => {
    const { weights, activations, keyValueCache } = classicMemoryGigabytes(
      { ...inputs, bytesPerParameter: 2 },
      256,
      10,
    );
    expect([weights, activations, keyValueCache]).toEqual([16.38, 0.5, 36]);
  });

  // Worked by hand: each side of each maximum.
  test("prefill of short prompts is bound by memory: e (P + 2 L b p d + b p d) / W", () => {
    const slow = { ...inputs, promptTokens: 3, bytesPerParameter: 2, bandwidthBytesPerSecond: 1e9 };
    close(classicPrefillSeconds(slow, 5), (2 * (8.19e9 + 2 * 36 * 5 * 3 * 4096 + 5 * 3 * 4096)) / 1e9);
  });
  test.each([1, 7])("decode of %d requests is bound by memory: 2 (P + 2 b p d + 2 b d) / W / r", (batch) => {
    const k = 24 / 8.19;
    close(
      classicDecodeSeconds(inputs, batch),
      ((2 * (8.19e9 + 2 * batch * 51 * 4096 + 2 * batch * 4096)) / 1.935e12) * k ** (1 / (k + 1)),
    );
  });
  test("decode of a large batch is bound by compute: 2 b P / (0.55 F) / r", () => {
    const k = 24 / 8.19;
    close(classicDecodeSeconds(inputs, 4096), ((2 * 4096 * 8.19e9) / (0.55 * 312e12)) * k ** (1 / (k + 1)));
  });
});

describe("the classic model", () => {
  const model = denseModel(10, 8, 8);
  const gpu = plainGpu(80e9, 2e12, 300e12);
  const scenario = scenarioFor({
    model,
    gpu,
    precision: { weights: "bf16", kvCache: "bf16" },
    workload: { requestsInFlight: 12, inputTokens: 100, outputTokens: 50 },
    targets: {},
  });
  const decision = { gpusPerReplica: 2, replicas: 3, batchExponent: 2, queueRatio: 1.5 };
  let performance: PerformanceModel;
  beforeEach(() => {
    performance = classicModel();
  });

  test("has the original's defaults: 20 % overhead, efficiency 0.85", () => {
    const { demandBytes, limitBytes, parts } = performance.memory(decision, scenario);
    close(limitBytes, 1.85 * 80e9);
    close(parts["overhead"] ?? 0, demandBytes / 6);
    expect(performance.gpuScaling(3, scenario)).toBe(2.7);
    expect(performance.searchDefaults(scenario)).toEqual({
      gpusPerReplica: [1, 2, 4, 8, 16, 32, 64],
      batchExponent: [0, 9],
      minQueueRatio: 0.1,
    });
    expect(performance.slots(decision, scenario)).toBe(4);
    expect(performance.name).toBe("classic");
  });

  test("puts the four constraints together", () => {
    const batchSeconds = performance.secondsPerBatch(decision, scenario);
    const prefill = performance.secondsToFirstToken(decision, scenario);
    expect(memoryConstraint(performance).evaluate(decision, scenario).limit).toBeCloseTo(148e9, -3);
    close(
      throughputConstraint(performance, 7).evaluate(decision, scenario).limit,
      (50 / batchSeconds) * (1.85 / Math.log10(34)) * (1 / 1.5),
    );
    expect(capacityConstraint(performance).evaluate(decision, scenario)).toEqual({ demand: 12, limit: 18 });
    close(waitConstraint(performance, 3).evaluate(decision, scenario).demand, prefill + 0.5 * batchSeconds);
  });

  test("takes the peak of the weights' precision, or 16 bit where the GPU lacks it", () => {
    const prefillAt = (weights: "bf16" | "fp8" | "int4" | "fp4", peaks: object = gpu.peakFlopsPerSecond): number =>
      performance.secondsToFirstToken(
        { ...decision, batchExponent: 8 },
        {
          ...scenario,
          gpu: { ...gpu, memoryBandwidthBytesPerSecond: 1e15, peakFlopsPerSecond: peaks },
          precision: { weights, kvCache: "bf16" },
        },
      );
    close(prefillAt("fp8"), prefillAt("bf16") / 2);
    close(prefillAt("int4"), prefillAt("bf16"));
    close(prefillAt("fp4"), prefillAt("bf16"));
    close(prefillAt("bf16", { bf16: null, fp16: 100e12 }), 3 * prefillAt("bf16"));
  });

  test("takes scaling functions of the user's own", () => {
    const own = classicModel({ gpuScaling: () => 4, batchScaling: () => 2 });
    close(own.secondsPerOutputToken(decision, scenario), performance.secondsPerBatch(decision, scenario) / 50 / 2);
    close(own.memory(decision, scenario).limitBytes, 1.85 * 80e9);
  });

  test.each<[ErrorCode, string, () => unknown]>([
    ["out-of-range", "options.efficiency must be a number in (0, 1], got 0", () => classicModel({ efficiency: 0 })],
    ["out-of-range", "options.efficiency must be a number in (0, 1], got 1.1", () => classicModel({ efficiency: 1.1 })],
    [
      "out-of-range",
      "options.memoryOverheadPercent must be a finite number >= 0, got -1",
      () => classicModel({ memoryOverheadPercent: -1 }),
    ],
    ["invalid-type", "options.gpuScaling must be a function, got 3", () => classicModel({ gpuScaling: 3 as never })],
    [
      "invalid-type",
      "options.batchScaling must be a function, got 4",
      () => classicModel({ batchScaling: 4 as never }),
    ],
    ["invalid-type", "options must be an object, got 5", () => classicModel(5 as never)],
    [
      "out-of-range",
      "options.overhead is not known; known fields are memoryOverheadPercent, efficiency, gpuScaling, batchScaling, got 3",
      () => classicModel({ overhead: 3 } as object),
    ],
    [
      "unsupported-precision",
      'precision.weights must be one that test-gpu computes in, or the GPU must compute in 16 bit, got "bf16"',
      () => performance.secondsPerBatch(decision, { ...scenario, gpu: { ...gpu, peakFlopsPerSecond: { fp32: 1e12 } } }),
    ],
  ])("refuses bad input: %s, %s", (code, message, action) => {
    expect(action).toThrow(InfrascaleError);
    expect(action).toThrow(expect.objectContaining({ code, message }));
  });

  test("takes options that are named", () => {
    const { limitBytes, parts, demandBytes } = classicModel({ memoryOverheadPercent: 50, efficiency: 0.5 }).memory(
      decision,
      scenario,
    );
    close(limitBytes, 1.5 * 80e9);
    close(parts["overhead"] ?? 0, demandBytes / 3);
  });
});
