import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../../src/catalog/model.js";
import { predictServing } from "../../../src/performance/serving/predict-serving.js";
import type { ServingPrecision } from "../../../src/performance/serving/serving-request.js";

import type { WeightStorage } from "../../../src/deployment/formats.js";
import type { SpeedDeployment } from "../../../src/kernels/speed-profile.js";
import { engine, llama8b } from "../../deployment/memory/fixtures.js";
import { catalogGpu, laws, one } from "../../kernels/fixtures.js";
import { constants, decodedToken, expectNear, predict, request, servingModel, timing } from "./fixtures.js";

describe("a prediction", () => {
  it("states rates in requests, tokens of one and of all, and tokens with prompts", () => {
    const { requestsPerSecond, tpotSeconds, requestSeconds, tokensPerSecondPerRequest, outputTokensPerSecond, totalTokensPerSecond, running } = predict({ replicas: 2 });
    expectNear(tokensPerSecondPerRequest, 1 / tpotSeconds);
    expectNear(outputTokensPerSecond, 200 * requestsPerSecond);
    expectNear(totalTokensPerSecond, 1200 * requestsPerSecond);
    expectNear(requestsPerSecond, running / (requestSeconds ?? NaN));
  });

  it("says what it stands on", () => {
    expect(predict()).toMatchObject({ engine: engine("vllm").id, source: "calibrated", parallelism: one, replicas: 1, gpus: 1 });
    expect(predict({ gpu: catalogGpu("mi300x") }).source).toBe("datasheet");
    expect(predict({ parallelism: { tensor: 2 } })).toMatchObject({ parallelism: { ...one, tensor: 2 }, gpus: 2 });
    expect(predict({ engine: engine("sglang") }).engine).toBe(engine("sglang").id);
  });

  it("has the steps of its deployment at its occupancy", () => {
    const { decode, memory, running } = predict({ parallelism: { tensor: 2 }, speculation: { draftTokens: 2, acceptanceRate: 0.5 } });
    const model = servingModel({ parallelism: { ...one, tensor: 2 } }, { speculation: { draftTokens: 2, acceptanceRate: 0.5 } });
    expect(decode).toEqual(decodedToken(model, running, 1000 + 200 / 2));
    expect(memory.fits).toBe(true);
  });
});

describe("slots", () => {
  const crowd = { load: { kind: "closed-loop", requestsInFlight: 1e5 } } as const;

  it("are what the engine allows on each rank", () => {
    expect(predict({ ...crowd, settings: { maxNumSeqs: 4 } })).toMatchObject({ slots: 4, running: 4 });
    expect(predict({ ...crowd, settings: { maxNumSeqs: 4 }, parallelism: { tensor: 2, data: 2 } })).toMatchObject({ slots: 8, running: 8 });
  });

  it("are what the cache holds of requests with half their answers", () => {
    const { slots, running, memory } = predict({ ...crowd, settings: { maxNumSeqs: 2000 } });
    expectNear(slots, memory.maxConcurrency(1000 + 200 / 2));
    expect(slots).toBeLessThan(2000);
    expect(running).toBe(slots);
  });

  it("depend on the limits that the engine is started with", () => {
    expect(predict().memory.maxModelLen).toBe(1200);
    // Lengths are means: the longest request is a whole number of tokens.
    expect(predict({ inputTokens: 1000.5 }).memory.maxModelLen).toBe(1201);
    expect(predict({ settings: { maxModelLen: 4096 } }).memory.maxModelLen).toBe(4096);
    expect(predict({ settings: { maxBatchedTokens: 4096 } }).memory.maxBatchedTokens).toBe(4096);
    const { memory } = predict({ settings: { utilization: 0.5 } });
    expect(memory.usableBytes).toBe(Math.ceil(memory.visibleBytes / 2));
  });
});

describe("number formats", () => {
  const at = (checkpoint: Checkpoint, precision: ServingPrecision | undefined, gpu = "b200-sxm-180gb") =>
    predict({ model: { ...llama8b, checkpoint }, gpu: catalogGpu(gpu), ...(precision === undefined ? {} : { precision }) });
  const steps = (changes: Partial<SpeedDeployment>, gpu = "b200-sxm-180gb") => decodedToken(servingModel({ gpu: catalogGpu(gpu), ...changes }), 16, 1100);
  /** Any two of these differ in a step of one of the GPUs, or this test would see nothing. */
  const cases: readonly (readonly [string, Checkpoint, ServingPrecision | undefined, WeightStorage])[] = [
    ["the checkpoint's, in 16 bit", { weights: "bf16" }, undefined, { weights: "bf16" }],
    ["the checkpoint's, in blocks", { weights: "fp8", scaling: "block" }, undefined, { weights: "fp8", scaling: "block" }],
    ["the checkpoint's, of weights only", { weights: "fp8", weightOnly: true }, {}, { weights: "fp8", weightOnly: true }],
    ["the checkpoint's by name", { weights: "fp8", scaling: "block", weightOnly: false }, { weights: "fp8" }, { weights: "fp8", scaling: "block" }],
    ["others than the checkpoint's, with its scales left behind", { weights: "fp4", scaling: "block" }, { weights: "fp8" }, { weights: "fp8" }],
    ["others than the checkpoint's, with arithmetic in them", { weights: "int4", weightOnly: true }, { weights: "fp8" }, { weights: "fp8" }],
    ["scales of one's own", { weights: "fp8", scaling: "tensor" }, { scaling: "block" }, { weights: "fp8", scaling: "block" }],
    ["scales of one's own with a format", { weights: "bf16" }, { weights: "fp8", scaling: "block" }, { weights: "fp8", scaling: "block" }],
    ["arithmetic in 16 bit by name", { weights: "fp8" }, { weightOnly: true }, { weights: "fp8", weightOnly: true }],
    ["arithmetic in 8 bit by name", { weights: "fp8", weightOnly: true }, { weightOnly: false }, { weights: "fp8" }],
  ];

  it.each(cases)("are %s", (_, checkpoint, precision, storage) => {
    expect(at(checkpoint, precision).decode).toEqual(steps({ storage }));
  });

  it("differ in the time of a step, so that the cases above tell them apart", () => {
    const storages: readonly WeightStorage[] = [{ weights: "bf16" }, { weights: "fp8" }, { weights: "fp8", scaling: "block" }, { weights: "fp8", weightOnly: true }];
    expect(new Set(storages.map((storage) => steps({ storage }).seconds)).size).toBe(storages.length);
  });

  it("are 16 bit for the cache unless it is said", () => {
    expect(at({ weights: "fp8", scaling: "block" }, {}).decode).toEqual(steps({ storage: { weights: "fp8", scaling: "block" }, cache: "bf16" }));
    const { decode, memory } = predict({ precision: { kvCache: "fp8" } });
    expect(decode).toEqual(decodedToken(servingModel({ cache: "fp8" }), 16, 1100));
    expectNear(memory.kvPool.blockBytes, predict().memory.kvPool.blockBytes / 2);
  });

  it("are half precision where a GPU has no arithmetic in bfloat16", () => {
    expect(predict({ gpu: catalogGpu("v100-sxm2-32gb") }).stable).toBe(true);
  });
});

describe("the version of the engine", () => {
  const slower = { ...timing, fromVersion: "0", belowVersion: "0.19", stepSeconds: 1 };
  const versions = { laws, timings: [slower, { ...timing, fromVersion: "0.19" }] };

  it("decides the timing; the profile's own unless it is said", () => {
    const at = (version?: string): number => predictServing(request({ engine: engine("vllm", "0.20"), ...(version === undefined ? {} : { engineVersion: version }) }), versions).tpotSeconds;
    expect(at("0.18.1")).toBeGreaterThan(1);
    expect(at("0.19")).toBeLessThan(1);
    expect(at()).toBe(at("0.20"));
    expect(predictServing(request({ engine: engine("vllm", "0.17") }), versions).tpotSeconds).toBeGreaterThan(1);
  });

  it("changes nothing about the memory rules of the profile", () => {
    const { memory } = predictServing(request({ engineVersion: "0.6" }), constants);
    expect(memory.kvTokens).toBe(predict().memory.kvTokens);
  });
});
