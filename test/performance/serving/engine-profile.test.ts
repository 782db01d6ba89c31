import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engineModel, estimateGpus, InfrascaleError, predictServing as predictNamed } from "../../../src/index.js";
import { checkEngineProfile } from "../../../src/deployment/check-engine-profile.js";
import { IDENTITY_PARAMETERS, type EngineProfile, type ProfileParameters } from "../../../src/deployment/engine-profile.js";
import { occupancy } from "../../../src/performance/serving/occupancy.js";
import { decodingStep, secondsPerReading } from "../../../src/performance/serving/serving-times.js";
import { profileOf } from "../../calibrate/synthetic.js";
import { expectNear, halting, lengths, predict, servingModel } from "./fixtures.js";
import { predicted, requestArbitrary, withSplit } from "./random-requests.js";

const corrected = (changes: Partial<ProfileParameters>, tensor = 1, rest = {}) =>
  servingModel({ parallelism: { tensor, pipeline: 1, expert: 1, data: 1 } }, { corrections: { ...IDENTITY_PARAMETERS, ...changes }, ...rest });

describe("the identity", () => {
  test("changes nothing, to the last bit", () => {
    fc.assert(
      fc.property(requestArbitrary, (drawn) => {
        const request = withSplit(drawn);
        if (request === null) return;
        const plain = predicted(request);
        // As JSON, since memory holds functions; every digit of a number is in it.
        expect(JSON.stringify({ ...predicted({ ...request, profile: profileOf({}) }), profile: null, relativeStandardDeviations: null })).toBe(JSON.stringify(plain));
      }),
      { numRuns: 50 },
    );
  });

  test("is not needed: without a profile none is reported", () => {
    expect(predict().profile).toBeNull();
  });
});

describe("a step", () => {
  const plain = decodingStep(servingModel(), 8, 1000);

  test("takes so many seconds more, and so many for each request", () => {
    expectNear(decodingStep(corrected({ stepOverheadSeconds: 1e-3, requestOverheadSeconds: 1e-4 }), 8, 1000).seconds, plain.seconds + 1e-3 + 8e-4);
  });

  test("takes its kernels so many times, not its host", () => {
    const host = decodingStep(servingModel({}, { kernelTimes: () => ({ computeSeconds: 0, memorySeconds: 0, communicationSeconds: 0, overheadSeconds: 0 }) }), 8, 1000).seconds;
    expect(host).toBeGreaterThan(0);
    expectNear(decodingStep(corrected({ decodeFactor: 1.5 }), 8, 1000).seconds, 1.5 * (plain.seconds - host) + host);
  });

  test("takes its communication so many times, and nothing else", () => {
    const shared = decodingStep(corrected({}, 4), 8, 1000);
    const slow = decodingStep(corrected({ communicationFactor: 3 }, 4), 8, 1000);
    expectNear(slow.communicationSeconds, 3 * shared.communicationSeconds);
    expectNear(slow.seconds, shared.seconds + 2 * shared.communicationSeconds);
    expect(decodingStep(corrected({ communicationFactor: 3 }), 8, 1000)).toEqual(plain);
  });

  test("takes nothing back but host time", () => {
    const fastest = decodingStep(corrected({ stepOverheadSeconds: -1 }), 8, 1000);
    expect(fastest.seconds).toBeGreaterThan(0);
    expect(fastest).toEqual(decodingStep(corrected({ stepOverheadSeconds: -2, requestOverheadSeconds: -1 }), 8, 1000));
  });
});

describe("prompts", () => {
  test("are read so many times as long, in engines that halt", () => {
    const free = { stepOverheadSeconds: -1 };
    const plain = secondsPerReading(corrected(free, 1, { timing: halting }), 2000, 1).seconds;
    expectNear(secondsPerReading(corrected({ ...free, prefillFactor: 2 }, 1, { timing: halting }), 2000, 1).seconds, 2 * plain);
    expectNear(secondsPerReading(corrected({ ...free, decodeFactor: 2 }, 1, { timing: halting }), 2000, 1).seconds, plain);
  });

  test("add so many times as much to a step that decodes", () => {
    const plain = occupancy(corrected({}), 9, lengths);
    const slow = occupancy(corrected({ prefillFactor: 2 }), 9, lengths);
    expectNear(slow.decode.seconds, plain.decode.seconds);
    // All but what the host of the ninth request takes.
    expect(slow.addedPerPromptSeconds / plain.addedPerPromptSeconds).toBeCloseTo(2, 1);
    const decoding = occupancy(corrected({ decodeFactor: 2 }), 9, lengths);
    expect(decoding.addedPerPromptSeconds / plain.addedPerPromptSeconds).toBeCloseTo(1, 1);
  });

  test("bring their first token so much later, or no sooner than their steps", () => {
    const plain = occupancy(servingModel(), 4, lengths);
    expectNear(occupancy(corrected({ firstTokenSeconds: 0.2 }), 4, lengths).serviceTtftSeconds, plain.serviceTtftSeconds + 0.2);
    expectNear(occupancy(corrected({ firstTokenSeconds: -9 }), 4, lengths).serviceTtftSeconds, plain.serviceTtftSeconds - 0.01 - 3e-6 * lengths.inputTokens);
    const batch = { load: { kind: "static-batch", requests: 4 } } as const;
    const late = predict({ ...batch, profile: profileOf({ firstTokenSeconds: 0.2 }) });
    expectNear(late.ttftSeconds, (predict(batch).ttftSeconds ?? NaN) + 0.2);
    expectNear(late.requestSeconds, (predict(batch).requestSeconds ?? NaN) + 0.2);
  });
});

test("slower is slower, whatever is asked", () => {
  const slower = profileOf({ stepOverheadSeconds: 1e-3, requestOverheadSeconds: 1e-5, decodeFactor: 1.2, prefillFactor: 1.3, communicationFactor: 1.5, firstTokenSeconds: 0.1 });
  fc.assert(
    fc.property(requestArbitrary, (drawn) => {
      const request = withSplit(drawn);
      if (request === null) return;
      const plain = predicted(request);
      const slow = predicted({ ...request, profile: slower });
      if (plain === null || slow === null) return;
      expect(slow.tpotSeconds).toBeGreaterThan(plain.tpotSeconds * (1 - 1e-9));
      if (plain.ttftSeconds !== null && slow.ttftSeconds !== null) expect(slow.ttftSeconds).toBeGreaterThan(plain.ttftSeconds);
      expect(slow.requestsPerSecond).toBeLessThanOrEqual(plain.requestsPerSecond * (1 + 1e-9));
    }),
    { numRuns: 50 },
  );
});

describe("what a profile was fitted to", () => {
  const own: EngineProfile = { ...profileOf({ decodeFactor: 2 }), provenance: { tools: [], files: [], rows: 3, models: ["Qwen/Qwen3-8B"], gpus: ["h200-sxm-141gb"], engines: ["vllm"], engineVersions: ["0.11.0"], tensorSizes: [1, 2] } };
  const asked = { load: { kind: "closed-loop", requestsInFlight: 4 }, inputTokens: 100, outputTokens: 100, profile: own } as const;

  test("matches", () => {
    expect(predictNamed({ ...asked, model: "Qwen/Qwen3-8B", gpu: "h200", engine: "vllm@0.11.0", parallelism: { tensor: 2 } }).profile).toEqual({ matches: true, differences: [] });
  });

  test("differs, and by what", () => {
    const { profile } = predictNamed({ ...asked, model: "Qwen/Qwen3-32B", gpu: "h100", engine: "sglang@0.5.9", parallelism: { tensor: 4 } });
    expect(profile?.matches).toBe(false);
    expect(profile?.differences).toEqual([
      { field: "model", profile: ["Qwen/Qwen3-8B"], request: "Qwen/Qwen3-32B" },
      { field: "gpu", profile: ["h200-sxm-141gb"], request: "h100-sxm5-80gb" },
      { field: "engine", profile: ["vllm"], request: "sglang" },
      { field: "engineVersion", profile: ["0.11.0"], request: "0.5.9" },
      { field: "tensor", profile: [1, 2], request: 4 },
    ]);
  });

  test("is told by an estimate too, which needs more GPUs of a slower engine", () => {
    const request = { model: "Qwen/Qwen3-8B", gpu: "h200", workload: { requestsInFlight: 500, inputTokens: 1000, outputTokens: 300 }, targets: { tokensPerSecond: 60 } };
    const plain = estimateGpus(request);
    const slow = estimateGpus({ ...request, profile: own });
    if (plain.status !== "feasible" || slow.status !== "feasible") throw new Error("not feasible");
    expect(slow.gpus).toBeGreaterThan(plain.gpus);
    expect(plain.plan?.profile).toBeNull();
    expect(slow.plan?.profile?.differences.map(({ field }) => field)).toContain("engineVersion");
    expect({ ...estimateGpus(request, { performance: engineModel("vllm", { profile: own }) }), request: slow.request }).toEqual(slow);
  });

  test("has no meaning beside a performance model of one's own", () => {
    expect(() => estimateGpus({ model: "Qwen/Qwen3-8B", gpu: "h200", workload: { requestsInFlight: 5, inputTokens: 10, outputTokens: 10 }, targets: { tokensPerSecond: 1 }, profile: own }, { performance: engineModel() })).toThrow(/profile/);
  });
});

describe("what is no profile is refused", () => {
  const good = profileOf({});
  const bad: readonly (readonly [string, unknown, string, string])[] = [
    ["nothing", null, "invalid-type", "profile"],
    ["another kind of file", { ...good, kind: "engine" }, "out-of-range", "profile.kind"],
    ["a version to come", { ...good, version: 2 }, "out-of-range", "profile.version"],
    ["a day that is none", { ...good, created: "today" }, "out-of-range", "profile.created"],
    ["a factor below zero", profileOf({ decodeFactor: -1 }), "out-of-range", "profile.parameters.decodeFactor"],
    ["a factor of zero", profileOf({ communicationFactor: 0 }), "out-of-range", "profile.parameters.communicationFactor"],
    ["seconds that are none", profileOf({ stepOverheadSeconds: NaN }), "out-of-range", "profile.parameters.stepOverheadSeconds"],
    ["a parameter too few", { ...good, parameters: { decodeFactor: 1 } }, "invalid-type", "profile.parameters.stepOverheadSeconds"],
    ["a parameter too many", { ...good, parameters: { ...good.parameters, magicFactor: 2 } }, "out-of-range", "profile.parameters.magicFactor"],
    ["a covariance of other parameters", { ...good, fit: { ...good.fit, fitted: ["decodeFactor"] } }, "out-of-range", "profile.fit.covariance"],
    ["a variance below zero", { ...good, fit: { fitted: ["decodeFactor"], covariance: [[-1]], residualScale: {} } }, "out-of-range", "profile.fit.covariance[0][0]"],
    ["scatter of what is not measured", { ...good, fit: { ...good.fit, residualScale: { itl: 1 } } }, "out-of-range", "profile.fit.residualScale.itl"],
    ["a model without a name", { ...good, provenance: { ...good.provenance, models: [8] } }, "invalid-type", "profile.provenance.models[0]"],
  ];

  test.each(bad)("%s", (_name, profile, code, field) => {
    for (const act of [() => checkEngineProfile(profile, "profile"), () => predict({ profile: profile as EngineProfile }), () => engineModel("vllm", { profile: profile as EngineProfile })])
      try {
        act();
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(InfrascaleError);
        expect(error).toMatchObject({ code, field });
      }
  });
});
