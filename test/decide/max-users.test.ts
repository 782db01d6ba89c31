import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawRequest } from "../../scripts/decisions/draws.js";
import { maxInputTokens, maxUsers, tightestTargets, type FleetLimit } from "../../src/decide/index.js";
import { loadOf } from "../../src/decide/inputs.js";
import {
  classicModel,
  estimateGpus,
  presetTargets,
  presetWorkload,
  type Constraint,
  type EstimateOptions,
  type EstimateRequest,
} from "../../src/index.js";
import { requestArbitrary } from "../support/arbitraries.js";
import { refusal } from "../support/refusal.js";

/** GPUs of an estimate; null where it does not reach the confidence, Infinity where nothing would do. */
function sureGpus(request: EstimateRequest, options: EstimateOptions): number | null {
  const estimate = estimateGpus(request, options);
  if (estimate.status === "infeasible") return Infinity;
  const { confidence, gpus } = estimate;
  return confidence !== null && confidence.reached < confidence.asked ? null : gpus;
}

/** What of a request is looked at: the most of its load, and one step more. */
function expectInverse(request: EstimateRequest, options: EstimateOptions): "checked" | "not sure" {
  const gpus = sureGpus(request, options);
  if (gpus === null || gpus === Infinity) return "not sure";
  const load = loadOf(request);
  const { value } = maxUsers({ ...request, gpus }, options);
  expect(value ?? 0).toBeGreaterThanOrEqual(load.isWhole ? Math.floor(load.value) : load.value * (1 - 1e-12));
  if (value === null || value >= 1e12) return "not sure";
  const most = sureGpus(load.in(request, value), options);
  const more = sureGpus(load.in(request, load.isWhole ? value + 1 : value * (1 + 1.01e-6)), options);
  if (most !== null) expect(most).toBeLessThanOrEqual(gpus);
  if (more !== null) expect(more).toBeGreaterThan(gpus);
  return most === null || more === null ? "not sure" : "checked";
}

const chat: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: presetWorkload("chat", { concurrentUsers: 100 }),
  targets: presetTargets("chat"),
};

describe("the most users of a fleet", () => {
  test("are those for whom an estimate needs no more, and one more needs more: by means", () => {
    let checked = 0;
    fc.assert(
      fc.property(requestArbitrary, (drawn) => {
        const { inputTokens, outputTokens } = drawn.workload;
        const requestsInFlight = Math.ceil(loadOf(drawn).value);
        const request = { ...drawn, workload: { inputTokens, outputTokens, requestsInFlight } };
        if (expectInverse(request, { performance: classicModel() }) === "checked") checked += 1;
      }),
    );
    expect(checked).toBeGreaterThan(0);
  });

  test("are the same by percentiles, of users, requests and rates, at the confidence", () => {
    let checked = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        if (expectInverse(drawRequest(seed), {}) === "checked") checked += 1;
      }),
      { numRuns: Math.ceil(fc.readConfigureGlobal().numRuns ?? 100) / 10, endOnFailure: true },
    );
    expect(checked).toBeGreaterThan(0);
  });

  test("are fewer the surer they are to be, and as predicted where nothing is asked", () => {
    const limits = ([0.8, 0.9, "expected"] as const).map((confidence) =>
      maxUsers({ ...chat, gpus: 4 }, { confidence }),
    );
    const [some, most, plain] = limits as unknown as readonly [FleetLimit, FleetLimit, FleetLimit];
    expect(most.value).toBeLessThan(some.value ?? 0);
    expect(some.value).toBeLessThan(plain.value ?? 0);
    expect(plain.value).toBe(most.expected.value);
    expect([some.confidence, most.confidence, plain.confidence]).toEqual([0.8, 0.9, null]);
    expect(most.violated.map(({ name }) => name)).toEqual(["ttft p95"]);
  });

  test("do not depend on the figure that is asked", () => {
    const of = (concurrentUsers: number): number | null =>
      maxUsers({ ...chat, gpus: 2, workload: presetWorkload("chat", { concurrentUsers }) }).value;
    expect(of(1)).toBe(of(100));
    expect(of(1e9)).toBe(of(100));
  });

  test("are none where one is too many, which is told", () => {
    const { value, use, violated, expected } = maxUsers({ ...chat, gpus: 4, targets: { ttft: { p95: 1e-6 } } });
    expect({ value, use, expected }).toEqual({ value: null, use: null, expected: { value: null, use: null } });
    expect(violated).toMatchObject([{ name: "ttft p95", limit: 1e-6 }]);
  });

  test("keep spare replicas out of service, and obey constraints that say nothing of more replicas", () => {
    const options = { confidence: "expected", search: { gpusPerReplica: [1] } } as const;
    const three = maxUsers({ ...chat, gpus: 3 }, options);
    const spare = maxUsers({ ...chat, gpus: 4 }, { ...options, spareReplicas: 1 });
    expect(spare).toMatchObject({ value: three.value, use: { gpus: 4, replicas: 3 } });
    const even: Constraint = {
      name: "even",
      unit: "replicas",
      evaluate: ({ replicas }) => ({ demand: replicas % 2, limit: 0 }),
    };
    expect(maxUsers({ ...chat, gpus: 3 }, { ...options, constraints: [even] })).toMatchObject({ use: { replicas: 2 } });
  });

  test("are refused without GPUs", () => {
    expect(refusal(() => maxUsers({ ...chat, gpus: 0 }))).toBe("out-of-range request.gpus");
    expect(refusal(() => maxUsers({ ...chat, gpus: 1, model: "llama-9" }))).toBe("unknown-id model");
  });
});

describe("the longest prompts and the tightest targets", () => {
  test("are kept by an estimate, and a step beyond is not", () => {
    const gpus = 4;
    const keeping = (ttft: number, tpot: number, mean = 1155): EstimateRequest => ({
      ...chat,
      workload: presetWorkload("chat", { concurrentUsers: 100, inputTokens: { mean, cv: 0.96 } }),
      targets: { ttft: { p95: ttft }, tpot: { p95: tpot } },
    });
    const asked = { ...keeping(2, 0.1), gpus };
    const prompt = maxInputTokens(asked).value ?? 0;
    expect(sureGpus(keeping(2, 0.1, prompt), {}) ?? 0).toBeLessThanOrEqual(gpus);
    expect(sureGpus(keeping(2, 0.1, prompt + 1), {}) ?? Infinity).toBeGreaterThan(gpus);
    const limits = tightestTargets(asked);
    expect(limits.map(({ input }) => input)).toEqual(["targets.ttft.p95", "targets.tpot.p95"]);
    const [ttft, tpot] = limits.map(({ value }) => value ?? 0) as [number, number];
    const tighter = 1 - 1.01e-6;
    expect(sureGpus(keeping(ttft, 0.1), {}) ?? 0).toBeLessThanOrEqual(gpus);
    expect(sureGpus(keeping(ttft * tighter, 0.1), {}) ?? Infinity).toBeGreaterThan(gpus);
    expect(sureGpus(keeping(2, tpot), {}) ?? 0).toBeLessThanOrEqual(gpus);
    expect(sureGpus(keeping(2, tpot * tighter), {}) ?? Infinity).toBeGreaterThan(gpus);
  });

  test("end at the model's context, and are of means", () => {
    const slow = { ...chat, gpus: 64, targets: { e2e: 1e6 } };
    const { value, violated } = maxInputTokens({
      ...slow,
      workload: { requestsInFlight: 1, inputTokens: 1000, outputTokens: 72 },
    });
    expect({ value, violated }).toEqual({ value: 131_000, violated: [] });
    const counted = { requestsInFlight: 1, inputTokens: { values: [10, 20] }, outputTokens: 72 };
    expect(refusal(() => maxInputTokens({ ...slow, workload: counted }))).toBe(
      "unsupported-workload workload.inputTokens",
    );
  });
});
