import { describe, expect, it } from "vitest";
import {
  checkDeployment,
  checkServedModel,
  DEPLOYMENT_FIELDS,
  type DeploymentRequest,
} from "../../src/deployment/deployment.js";
import { checkPrecision, type DeploymentPrecision } from "../../src/deployment/formats.js";
import { profileOf } from "../calibrate/synthetic.js";
import { catalogGpu, h100, one } from "../kernels/fixtures.js";
import { deepSeekV3, engine, llama8b } from "./memory/fixtures.js";

const v100 = catalogGpu("v100-sxm2-32gb");
const request: DeploymentRequest = { model: llama8b, gpu: h100, engine: engine("vllm", "0.20") };
const checked = (changes: object) => checkDeployment({ ...request, ...changes });

describe("a deployment", () => {
  it("is what it says, with the defaults of what it leaves open", () => {
    expect(checkDeployment(request)).toEqual({
      model: llama8b,
      gpu: h100,
      engine: engine("vllm", "0.20"),
      engineVersion: engine("vllm", "0.20").version,
      precision: { weights: "bf16", kvCache: "bf16", weightOnly: false },
      parallelism: one,
      settings: {},
      speculation: null,
      profile: null,
    });
  });

  it("is what it says in full", () => {
    const full = {
      engineVersion: "0.19.1",
      precision: { weights: "fp8", kvCache: "fp8", scaling: "tensor", weightOnly: true },
      parallelism: { tensor: 2, pipeline: 3, expert: 8, data: 4 },
      settings: { maxNumSeqs: 1, maxBatchedTokens: 1, maxModelLen: 1, utilization: 1 },
      profile: profileOf({ decodeFactor: 2 }),
    };
    expect(checked({ ...full, speculation: { draftTokens: 3, acceptedLength: 2 } })).toEqual({
      ...request,
      ...full,
      speculation: { draftTokens: 3, tokensPerStep: 2 },
    });
  });

  it("is refused where no law predicts its model", () => {
    const unsupported = "its attention keeps a compressed cache";
    expect(() => checked({ model: { ...llama8b, unsupported } })).toThrow(
      expect.objectContaining({
        code: "unsupported-model",
        field: "model",
        rule: expect.stringContaining(unsupported) as unknown,
      }) as Error,
    );
  });

  it("of a model that writes no text takes no draft, and weights of 32 bit in 16", () => {
    const model = { ...llama8b, kind: "embedding", checkpoint: { weights: "fp32" } } as const;
    expect(checked({ model }).precision.weights).toBe("bf16");
    expect(checked({ model: { ...llama8b, checkpoint: { weights: "fp32" } } }).precision.weights).toBe("fp32");
    expect(() => checked({ model, speculation: { draftTokens: 2, acceptedLength: 2 } })).toThrow(
      expect.objectContaining({ code: "contradictory-options", field: "speculation" }) as Error,
    );
  });

  it("of several GPUs is refused where nobody knows how they are joined", () => {
    const gpu = { ...h100, interconnect: { ...h100.interconnect, bytesPerSecond: null } };
    expect(checked({ gpu }).parallelism).toEqual(one);
    for (const parallelism of [{ tensor: 2 }, { pipeline: 2 }, { data: 2 }])
      expect(() => checked({ gpu, parallelism })).toThrow(
        expect.objectContaining({ code: "impossible-parallelism", field: "parallelism" }) as Error,
      );
  });

  it("looks at no other field, which is for whoever asks", () =>
    expect(checked({ replicas: 3 })).not.toHaveProperty("replicas"));

  it("names its fields, for the doors that refuse all others", () => {
    expect(DEPLOYMENT_FIELDS.toSorted()).toEqual([
      "engine",
      "engineVersion",
      "gpu",
      "model",
      "parallelism",
      "precision",
      "profile",
      "settings",
      "speculation",
    ]);
  });

  it("may be of any version, also one to come", () => {
    for (const engineVersion of ["0.6", "v0.19.0rc1", "99"])
      expect(checked({ engineVersion }).engineVersion).toBe(engineVersion);
  });
});

describe("a deployment is refused by code and field", () => {
  it.each([
    [{ model: null }, "invalid-type", "model"],
    [{ model: "llama" }, "invalid-type", "model"],
    [{ model: { ...llama8b, hiddenSize: 0 } }, "out-of-range", "model.hiddenSize"],
    [{ gpu: "h100" }, "invalid-type", "gpu"],
    [{ gpu: { ...h100, powerWatts: -1 } }, "out-of-range", "gpu.powerWatts"],
    [{ engine: 1 }, "invalid-type", "engine"],
    [{ engine: { ...engine("vllm"), engine: "ollama" } }, "out-of-range", "engine.engine"],
    [{ engineVersion: "banana" }, "out-of-range", "engineVersion"],
    [{ engineVersion: 5 }, "out-of-range", "engineVersion"],
    [{ precision: null }, "invalid-type", "precision"],
    [{ precision: "fp8" }, "invalid-type", "precision"],
    [{ precision: { activations: "fp8" } }, "out-of-range", "precision.activations"],
    [{ precision: { weights: "fp7" } }, "out-of-range", "precision.weights"],
    [{ precision: { weights: 8 } }, "invalid-type", "precision.weights"],
    [{ precision: { kvCache: "fp7" } }, "out-of-range", "precision.kvCache"],
    // No engine stores keys and values in 4 bit.
    [{ precision: { kvCache: "fp4" } }, "out-of-range", "precision.kvCache"],
    [{ precision: { kvCache: "int4" } }, "out-of-range", "precision.kvCache"],
    [{ precision: { scaling: "channel" } }, "out-of-range", "precision.scaling"],
    [{ precision: { weightOnly: "yes" } }, "invalid-type", "precision.weightOnly"],
    [{ gpu: v100, precision: { weights: "bf16" } }, "unsupported-precision", "precision.weights"],
    [{ gpu: v100, precision: { kvCache: "bf16" } }, "unsupported-precision", "precision.kvCache"],
    [{ parallelism: null }, "invalid-type", "parallelism"],
    [{ parallelism: 4 }, "invalid-type", "parallelism"],
    [{ parallelism: { sequence: 2 } }, "out-of-range", "parallelism.sequence"],
    [{ parallelism: { tensor: 0 } }, "out-of-range", "parallelism.tensor"],
    [{ parallelism: { pipeline: 1.5 } }, "out-of-range", "parallelism.pipeline"],
    [{ parallelism: { expert: "8" } }, "invalid-type", "parallelism.expert"],
    [{ parallelism: { data: -1 } }, "out-of-range", "parallelism.data"],
    [{ settings: null }, "invalid-type", "settings"],
    [{ settings: [] }, "invalid-type", "settings"],
    [{ settings: { maxRunningRequests: 8 } }, "out-of-range", "settings.maxRunningRequests"],
    [{ settings: { maxNumSeqs: 0 } }, "out-of-range", "settings.maxNumSeqs"],
    [{ settings: { maxBatchedTokens: 0.5 } }, "out-of-range", "settings.maxBatchedTokens"],
    [{ settings: { maxModelLen: "8k" } }, "invalid-type", "settings.maxModelLen"],
    [{ settings: { utilization: 0 } }, "out-of-range", "settings.utilization"],
    [{ settings: { utilization: 1.1 } }, "out-of-range", "settings.utilization"],
    [{ settings: { receiveIntervalSteps: 0 } }, "out-of-range", "settings.receiveIntervalSteps"],
    [{ speculation: null }, "invalid-type", "speculation"],
    [{ speculation: { draftTokens: 2 } }, "contradictory-options", "speculation"],
    [{ profile: null }, "invalid-type", "profile"],
    [{ profile: { ...profileOf({}), version: 2 } }, "out-of-range", "profile.version"],
  ])("%j", (changes, code, field) => {
    expect(() => checked(changes)).toThrow(expect.objectContaining({ name: "InfrascaleError", code, field }) as Error);
  });

  it("before an engine is known, by all that does not depend on it", () => {
    const served = (changes: object) => () => checkServedModel({ model: llama8b, gpu: h100, ...changes });
    expect(served({})()).toEqual({
      model: llama8b,
      gpu: h100,
      precision: { weights: "bf16", kvCache: "bf16", weightOnly: false },
      settings: {},
      speculation: null,
    });
    expect(served({ settings: { maxNumSeqs: 0 } })).toThrow("settings.maxNumSeqs");
    expect(served({ precision: { weights: "fp7" } })).toThrow("precision.weights");
  });
});

describe("number formats", () => {
  const formats = (given: Partial<DeploymentPrecision>, model = llama8b, gpu = h100): DeploymentPrecision =>
    checkPrecision(given, model, gpu);
  const fp8 = { ...llama8b, checkpoint: { weights: "fp8", scaling: "tensor", weightOnly: true } } as const;

  it("are the checkpoint's, with its scales and its arithmetic, and 16 bit for the cache", () => {
    expect(formats({}, deepSeekV3)).toEqual({ weights: "fp8", kvCache: "bf16", scaling: "block", weightOnly: false });
    expect(formats({}, fp8)).toEqual({ weights: "fp8", kvCache: "bf16", scaling: "tensor", weightOnly: true });
    expect(formats({ weights: "fp8" }, fp8)).toEqual(formats({}, fp8));
  });

  it("leave the checkpoint's scales and arithmetic behind in any other format", () => {
    expect(formats({ weights: "int4" }, fp8)).toEqual({ weights: "int4", kvCache: "bf16", weightOnly: false });
  });

  it("are those that are given, one by one", () => {
    expect(formats({ scaling: "block" }, fp8)).toEqual({
      weights: "fp8",
      kvCache: "bf16",
      scaling: "block",
      weightOnly: true,
    });
    expect(formats({ weightOnly: false }, fp8)).toEqual({
      weights: "fp8",
      kvCache: "bf16",
      scaling: "tensor",
      weightOnly: false,
    });
    expect(formats({ kvCache: "int8" }).kvCache).toBe("int8");
  });

  it("are half precision by themselves on a GPU that lacks bfloat16, and never in silence where bfloat16 is asked for", () => {
    expect(formats({}, llama8b, v100)).toEqual({ weights: "fp16", kvCache: "fp16", weightOnly: false });
    expect(() => formats({ weights: "bf16" }, llama8b, v100)).toThrow(
      expect.objectContaining({ code: "unsupported-precision", suggestions: ["fp16"] }) as Error,
    );
  });
});
