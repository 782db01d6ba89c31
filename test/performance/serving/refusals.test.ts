import { describe, expect, it } from "vitest";
import { predictServing } from "../../../src/performance/serving/predict-serving.js";
import type { ServingRequest } from "../../../src/performance/serving/serving-request.js";
import { deepSeekV3, llama70b, llama8b } from "../../deployment/memory/fixtures.js";
import { constants, predict, request } from "./fixtures.js";

const refused = (changes: object, code: string, field: string): void => {
  expect(() => predict(changes as Partial<ServingRequest>), JSON.stringify(changes)).toThrow(expect.objectContaining({ name: "InfrascaleError", code, field }) as Error);
};
const loop = { kind: "closed-loop", requestsInFlight: 8 } as const;

describe("a request is refused by code and field", () => {
  it.each([
    [{ model: null }, "invalid-type", "model"],
    [{ model: { ...llama8b, hiddenSize: 0 } }, "out-of-range", "model.hiddenSize"],
    [{ gpu: "h100" }, "invalid-type", "gpu"],
    [{ engine: 1 }, "invalid-type", "engine"],
    [{ load: undefined }, "invalid-type", "load"],
    [{ precision: { weights: "fp7" } }, "out-of-range", "precision.weights"],
    [{ precision: { weights: 8 } }, "invalid-type", "precision.weights"],
    [{ precision: { kvCache: "fp7" } }, "out-of-range", "precision.kvCache"],
    [{ parallelism: { tensor: 0 } }, "out-of-range", "parallelism.tensor"],
    [{ parallelism: { tensor: 3 } }, "impossible-parallelism", "parallelism.tensor"],
    [{ parallelism: { pipeline: 33 } }, "impossible-parallelism", "parallelism.pipeline"],
    [{ parallelism: { expert: 2 } }, "impossible-parallelism", "parallelism.expert"],
    [{ replicas: 0 }, "out-of-range", "replicas"],
    [{ replicas: 1.5 }, "out-of-range", "replicas"],
    [{ replicas: "2" }, "invalid-type", "replicas"],
    [{ inputTokens: 0.5 }, "out-of-range", "inputTokens"],
    [{ inputTokens: 1e11 }, "out-of-range", "inputTokens"],
    [{ inputTokens: NaN }, "out-of-range", "inputTokens"],
    [{ outputTokens: 0 }, "out-of-range", "outputTokens"],
    [{ outputTokens: Infinity }, "out-of-range", "outputTokens"],
    [{ outputTokens: undefined }, "invalid-type", "outputTokens"],
    [{ prefixCacheHitRate: 1 }, "out-of-range", "prefixCacheHitRate"],
    [{ prefixCacheHitRate: -0.1 }, "out-of-range", "prefixCacheHitRate"],
    [{ prefixCacheHitRate: "half" }, "invalid-type", "prefixCacheHitRate"],
    [{ settings: { maxNumSeqs: 0 } }, "out-of-range", "maxNumSeqs"],
    [{ settings: { utilization: 1.1 } }, "out-of-range", "utilization"],
    [{ speculation: { draftTokens: 0, acceptanceRate: 0.5 } }, "out-of-range", "speculation.draftTokens"],
    [{ speculation: { draftTokens: 1.5, acceptanceRate: 0.5 } }, "out-of-range", "speculation.draftTokens"],
    [{ speculation: { draftTokens: 2, acceptanceRate: 1 } }, "out-of-range", "speculation.acceptanceRate"],
    [{ speculation: { draftTokens: 2, acceptanceRate: -0.1 } }, "out-of-range", "speculation.acceptanceRate"],
    [{ speculation: { draftTokens: 2 } }, "invalid-type", "speculation.acceptanceRate"],
  ])("%j", refused);

  it.each([
    [{ kind: "poisson" }, "out-of-range", "load.kind"],
    [{ kind: 1 }, "invalid-type", "load.kind"],
    [{ kind: "static-batch" }, "invalid-type", "load.requests"],
    [{ kind: "static-batch", requests: 0 }, "out-of-range", "load.requests"],
    [{ kind: "closed-loop" }, "invalid-type", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: -1 }, "out-of-range", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: Infinity }, "out-of-range", "load.requestsInFlight"],
    [{ ...loop, rounds: 0 }, "out-of-range", "load.rounds"],
    [{ ...loop, rounds: "8" }, "invalid-type", "load.rounds"],
    [{ ...loop, rounds: -Infinity }, "out-of-range", "load.rounds"],
    [{ ...loop, equalLengths: "yes" }, "invalid-type", "load.equalLengths"],
    [{ ...loop, equalLengths: 0 }, "invalid-type", "load.equalLengths"],
    [{ kind: "offline", requests: 0 }, "out-of-range", "load.requests"],
    [{ kind: "offline", requests: "all" }, "invalid-type", "load.requests"],
    [{ kind: "open" }, "invalid-type", "load.requestsPerSecond"],
    [{ kind: "open", requestsPerSecond: 0 }, "out-of-range", "load.requestsPerSecond"],
  ])("load %j", (load, code, field) => refused({ load }, code, field));

  it("for what is no object, and for a field that nothing reads", () => {
    for (const value of [null, "llama", [request()]])
      expect(() => predictServing(value as unknown as ServingRequest, constants)).toThrow(expect.objectContaining({ code: "invalid-type", field: "request" }) as Error);
    refused({ output: 200 }, "out-of-range", "request.output");
  });

  it("without looking at what another kind of load would need", () => {
    // A field beside the kind is none of its own: only those that it reads are checked.
    expect(() => predict({ load: { kind: "open", requestsPerSecond: 1 } })).not.toThrow();
    expect(() => predict({ load: { kind: "offline" } })).not.toThrow();
  });
});

describe("a request is accepted", () => {
  it("with every field that it may have", () => {
    const full: ServingRequest = {
      ...request(),
      engineVersion: "0.19",
      precision: { weights: "fp8", kvCache: "fp8", scaling: "block", weightOnly: false },
      parallelism: { tensor: 2, pipeline: 2, expert: 1, data: 1 },
      replicas: 2,
      load: { ...loop, rounds: 4, equalLengths: true },
      settings: { maxNumSeqs: 64, maxBatchedTokens: 4096, maxModelLen: 2048, utilization: 0.9 },
      prefixCacheHitRate: 0.5,
      speculation: { draftTokens: 3, acceptanceRate: 0.7 },
    };
    expect(predictServing(full, constants).stable).toBe(true);
  });

  it("at the ends of its ranges", () => {
    const least = { inputTokens: 1, outputTokens: 1, prefixCacheHitRate: 0.9999, speculation: { draftTokens: 1, acceptanceRate: 0.9999 }, load: { ...loop, rounds: Infinity, equalLengths: false } };
    expect(predict(least).tpotSeconds).toBeGreaterThan(0);
    expect(predict({ ...least, speculation: { draftTokens: 1, acceptanceRate: 0 }, prefixCacheHitRate: 0 }).tpotSeconds).toBeGreaterThan(0);
    // Long, but not out of range.
    refused({ inputTokens: 1e10 }, "does-not-fit", "parallelism");
  });
});

describe("what does not fit", () => {
  it("is a version that is none", () => {
    refused({ engineVersion: "banana" }, "out-of-range", "engineVersion");
    refused({ engineVersion: 5 as unknown as string }, "out-of-range", "engineVersion");
    expect(predict({ engineVersion: "v0.19.0rc1" }).stable).toBe(true);
  });

  it("says that the weights are too large for the GPUs, and for how many", () => {
    refused({ model: llama70b }, "does-not-fit", "parallelism");
    // 671 billion weights of four bytes on 24 GPUs: 112 GB on each.
    expect(() => predict({ model: deepSeekV3, precision: { weights: "fp32" }, parallelism: { tensor: 2, pipeline: 3, data: 4 } })).toThrow(
      /^parallelism must give room for one request: weights and work space take 1\d\d\.\d GB of the 7\d\.\d GB of a GPU that the engine may use, got "tensor 2, pipeline 3, data 4"$/,
    );
    expect(predict({ model: llama70b, parallelism: { tensor: 4 } }).stable).toBe(true);
  });

  it("is a request longer than the cache; one that just fills it runs alone", () => {
    const { kvTokens } = predict().memory;
    const served = predict({ inputTokens: kvTokens - 200 });
    expect(served.memory.maxConcurrency(kvTokens)).toBe(1);
    expect(served.slots).toBeGreaterThanOrEqual(1);
    refused({ inputTokens: kvTokens - 199 }, "does-not-fit", "parallelism");
  });
});
