import { describe, expect, test } from "vitest";
import { engineModel, estimateGpus, InfrascaleError, predictServing } from "../../src/index.js";
import { checkEngineProfile } from "../../src/deployment/check-engine-profile.js";
import type { EngineProfile } from "../../src/deployment/engine-profile.js";
import { profileOf } from "../calibrate/synthetic.js";
import { predict } from "../performance/fixtures.js";

describe("what a profile was fitted to", () => {
  const own: EngineProfile = {
    ...profileOf({ decodeFactor: 2 }),
    provenance: {
      tools: [],
      files: [],
      rows: 3,
      models: ["Qwen/Qwen3-8B"],
      gpus: ["h200-sxm-141gb"],
      engines: ["vllm"],
      engineVersions: ["0.11.0"],
      tensorSizes: [1, 2],
      expertSizes: [],
    },
  };
  const asked = {
    load: { kind: "closed-loop", requestsInFlight: 4 },
    inputTokens: 100,
    outputTokens: 100,
    profile: own,
  } as const;

  test("matches", () => {
    expect(
      predictServing({
        ...asked,
        model: "Qwen/Qwen3-8B",
        gpu: "h200",
        engine: "vllm@0.11.0",
        parallelism: { tensor: 2 },
      }).profile,
    ).toEqual({ matches: true, differences: [] });
  });

  test("differs, and by what", () => {
    const { profile } = predictServing({
      ...asked,
      model: "Qwen/Qwen3-32B",
      gpu: "h100",
      engine: "sglang@0.5.9",
      parallelism: { tensor: 4 },
    });
    expect(profile?.matches).toBe(false);
    expect(profile?.differences).toEqual([
      { field: "model", profile: ["Qwen/Qwen3-8B"], request: "Qwen/Qwen3-32B" },
      { field: "gpu", profile: ["h200-sxm-141gb"], request: "h100-sxm5-80gb" },
      { field: "engine", profile: ["vllm"], request: "sglang" },
      { field: "engineVersion", profile: ["0.11.0"], request: "0.5.9" },
      { field: "tensor", profile: [1, 2], request: 4 },
    ]);
  });

  test("differs where experts are spread otherwise", () => {
    const unspread = { ...own, provenance: { ...own.provenance, models: [], expertSizes: [1] } };
    const spread = (expert: number) =>
      predictServing({
        ...asked,
        profile: unspread,
        model: "gpt-oss-120b",
        gpu: "h200",
        engine: "vllm@0.11.0",
        parallelism: { tensor: 2, expert },
      }).profile;
    expect(spread(1)).toEqual({ matches: true, differences: [] });
    expect(spread(2)?.differences).toEqual([{ field: "expert", profile: [1], request: 2 }]);
  });

  test("is told by an estimate too, which needs more GPUs of a slower engine", () => {
    const request = {
      model: "Qwen/Qwen3-8B",
      gpu: "h200",
      workload: { requestsInFlight: 500, inputTokens: 1000, outputTokens: 300 },
      targets: { tokensPerSecond: 60 },
    };
    const plain = estimateGpus(request);
    const slow = estimateGpus({ ...request, profile: own });
    if (plain.status !== "feasible" || slow.status !== "feasible") throw new Error("not feasible");
    expect(slow.gpus).toBeGreaterThan(plain.gpus);
    expect(plain.plan?.profile).toBeNull();
    expect(slow.plan?.profile?.differences.map(({ field }) => field)).toContain("engineVersion");
    // Of a model of one's own it is not known which engine was left open.
    const assumed = slow.assumed.filter(({ code }) => !code.startsWith("engine"));
    expect({
      ...estimateGpus(request, { performance: engineModel("vllm", { profile: own }) }),
      request: slow.request,
    }).toEqual({ ...slow, assumed });
  });

  test("has no meaning beside a performance model of one's own", () => {
    expect(() =>
      estimateGpus(
        {
          model: "Qwen/Qwen3-8B",
          gpu: "h200",
          workload: { requestsInFlight: 5, inputTokens: 10, outputTokens: 10 },
          targets: { tokensPerSecond: 1 },
          profile: own,
        },
        { performance: engineModel() },
      ),
    ).toThrow(/profile/);
  });
});

test("a profile that does not know how experts were spread leaves it open", () => {
  const { expertSizes, ...older } = profileOf({}).provenance;
  expect(expertSizes).toEqual([]);
  expect(checkEngineProfile({ ...profileOf({}), provenance: older }, "profile")).toEqual(profileOf({}));
  const estimate = estimateGpus({
    model: "llama-3.1-8b",
    gpu: "h100",
    workload: { requestsInFlight: 4, inputTokens: 100, outputTokens: 100 },
    targets: { tokensPerSecond: 10 },
    profile: { ...profileOf({}), provenance: older as EngineProfile["provenance"] },
  });
  expect(estimate.status === "feasible" && estimate.plan?.profile).toEqual({ matches: true, differences: [] });
});

test("a profile that does not know a factor's exponent has none", () => {
  const { decodeExponent, firstTokenFactor, firstTokenExponent, ...older } = profileOf({ decodeFactor: 2 }).parameters;
  expect([decodeExponent, firstTokenFactor, firstTokenExponent]).toEqual([0, 1, 0]);
  expect(checkEngineProfile({ ...profileOf({}), parameters: older }, "profile")).toEqual(
    profileOf({ decodeFactor: 2 }),
  );
});

describe("what is no profile is refused", () => {
  const good = profileOf({});
  const bad: readonly (readonly [string, unknown, string, string])[] = [
    ["nothing", null, "invalid-type", "profile"],
    ["another kind of file", { ...good, kind: "engine" }, "out-of-range", "profile.kind"],
    ["a version to come", { ...good, version: 2 }, "out-of-range", "profile.version"],
    ["a day that is none", { ...good, created: "today" }, "out-of-range", "profile.created"],
    ["a factor below zero", profileOf({ decodeFactor: -1 }), "out-of-range", "profile.parameters.decodeFactor"],
    [
      "a factor of zero",
      profileOf({ communicationFactor: 0 }),
      "out-of-range",
      "profile.parameters.communicationFactor",
    ],
    [
      "an exponent that no load has",
      profileOf({ decodeExponent: 9 }),
      "out-of-range",
      "profile.parameters.decodeExponent",
    ],
    [
      "seconds that are none",
      profileOf({ stepOverheadSeconds: NaN }),
      "out-of-range",
      "profile.parameters.stepOverheadSeconds",
    ],
    [
      "a parameter too few",
      { ...good, parameters: { decodeFactor: 1 } },
      "invalid-type",
      "profile.parameters.stepOverheadSeconds",
    ],
    [
      "a parameter too many",
      { ...good, parameters: { ...good.parameters, magicFactor: 2 } },
      "out-of-range",
      "profile.parameters.magicFactor",
    ],
    [
      "a covariance of other parameters",
      { ...good, fit: { ...good.fit, fitted: ["decodeFactor"] } },
      "out-of-range",
      "profile.fit.covariance",
    ],
    [
      "a variance below zero",
      { ...good, fit: { fitted: ["decodeFactor"], covariance: [[-1]], residualScale: {} } },
      "out-of-range",
      "profile.fit.covariance[0][0]",
    ],
    [
      "scatter of what is not measured",
      { ...good, fit: { ...good.fit, residualScale: { itl: 1 } } },
      "out-of-range",
      "profile.fit.residualScale.itl",
    ],
    [
      "a model without a name",
      { ...good, provenance: { ...good.provenance, models: [8] } },
      "invalid-type",
      "profile.provenance.models[0]",
    ],
  ];

  test.each(bad)("%s", (_name, profile, code, field) => {
    for (const act of [
      () => checkEngineProfile(profile, "profile"),
      () => predict({ profile: profile as EngineProfile }),
      () => engineModel("vllm", { profile: profile as EngineProfile }),
    ])
      try {
        act();
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(InfrascaleError);
        expect(error).toMatchObject({ code, field });
      }
  });
});
