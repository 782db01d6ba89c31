import { describe, expect, test } from "vitest";
import { readLoadTest, type Observation } from "../../src/calibrate.js";
import type { EstimateRequest } from "../../src/index.js";
import { checkPlan, planLaunch, type LaunchPlan, type PlanCheck } from "../../src/launch/index.js";
import { feasible } from "../support/feasible.js";
import { refusal } from "../support/refusal.js";
import { vllmBenchResult } from "./simulated-load-test.js";

const created = "2026-11-30";

const REQUESTS: Readonly<Record<string, EstimateRequest>> = {
  "a closed loop": {
    model: "llama-3.1-8b",
    gpu: "l40s",
    engine: "vllm@0.20",
    workload: { requestsInFlight: 150, inputTokens: 1000, outputTokens: 200 },
    targets: { tokensPerSecond: 25 },
  },
  "a rate and percentiles": {
    model: "llama-3.1-8b",
    gpu: "l40s",
    engine: "sglang@0.5.9",
    workload: { requestsPerSecond: 20, inputTokens: { mean: 800, cv: 0.5 }, outputTokens: { mean: 150, cv: 0.5 } },
    targets: { ttft: { p95: 1 }, tpot: { mean: 0.04, p95: 0.06 }, e2e: { p90: 15 } },
  },
};

describe.each(Object.entries(REQUESTS))("a simulated load test of %s", (_, request) => {
  const estimate = feasible(request, { search: { gpusPerReplica: [1] } });
  const plan = planLaunch(estimate);
  const tested = (replicas: number): PlanCheck =>
    checkPlan(readLoadTest(vllmBenchResult(plan, replicas)).observations, plan, { created });

  test("passes with the replicas of the plan, and asks for about as many as were expected once it is fitted", () => {
    const { status, runs, calibrated } = tested(plan.replicas);
    expect(status).toBe("passed");
    expect(runs).toMatchObject([{ status: "passed", gaps: [] }]);
    expect(calibrated.profile).not.toBeNull();
    if (calibrated.estimate?.status !== "feasible") throw new Error("no answer");
    expect(calibrated.estimate.expected.gpus).toBeGreaterThanOrEqual(estimate.expected.gpus - 1);
    expect(calibrated.estimate.expected.gpus).toBeLessThanOrEqual(estimate.expected.gpus + 1);
  });

  test("fails with fewer than are expected to be needed, at the same load, and says by how much", () => {
    const { status, runs } = tested(estimate.expected.replicas - 1);
    expect(status).toBe("failed");
    expect(Math.max(...(runs[0]?.targets ?? []).map(({ excess }) => excess ?? NaN))).toBeGreaterThan(0.01);
  });
});

describe("a run", () => {
  const plan = planLaunch(
    feasible({
      model: "llama-3.1-8b",
      gpu: "l40s",
      engine: "vllm@0.20",
      workload: { requestsInFlight: 40, inputTokens: 1000, outputTokens: 200 },
      targets: { tokensPerSecond: 20, ttft: { p95: 2 } },
    }),
  );
  const run: Observation = {
    source: { tool: "plain" },
    concurrency: 40,
    arrivals: "sustained",
    inputTokens: 1000,
    outputTokens: 200,
    statistic: "mean",
    ttftSeconds: 0.5,
    ttftP95Seconds: 1.5,
    tpotSeconds: 0.03,
    derived: [],
  };
  const without = (...fields: readonly string[]): Observation =>
    Object.fromEntries(Object.entries(run).filter(([field]) => !fields.includes(field))) as unknown as Observation;
  const check = (changes: Partial<Observation>, of: LaunchPlan = plan, replicas = of.replicas): PlanCheck =>
    checkPlan([{ ...run, ...changes }], of, { created, replicas });
  const verdict = (changes: Partial<Observation>): string => {
    const { status, runs } = check(changes);
    return [status, ...(runs[0]?.gaps ?? [])].join(" ");
  };

  test("passes where every target holds at the planned load, and no less", () => {
    expect(verdict({})).toBe("passed");
    // 200 tokens in 0.5 + 199 x 0.03 seconds.
    expect(check({}).runs[0]?.targets[0]).toMatchObject({ target: "tokensPerSecond", value: 200 / 6.47, met: true });
    expect(verdict({ concurrency: 41.9 })).toBe("passed");
    expect(verdict({ concurrency: 60 })).toBe("passed more-load");
    expect(verdict({ concurrency: 30 })).toBe("inconclusive less-load");
    expect(verdict({ concurrency: null })).toBe("inconclusive unknown-load");
    expect(verdict({ inputTokens: 500 })).toBe("inconclusive shorter-requests");
    expect(verdict({ outputTokens: 300 })).toBe("passed longer-requests");
  });

  test("fails where one does not at no more than the planned load", () => {
    expect(verdict({ ttftP95Seconds: 2.2 })).toBe("failed");
    expect(check({ ttftP95Seconds: 2.2 }).runs[0]?.targets[1]?.excess).toBeCloseTo(0.1, 12);
    expect(verdict({ ttftP95Seconds: 2.2, concurrency: 30 })).toBe("failed less-load");
    expect(verdict({ ttftP95Seconds: 2.2, concurrency: 60 })).toBe("inconclusive more-load");
    expect(check({ tpotSeconds: 0.05 }).runs[0]?.targets[0]?.excess).toBeCloseTo(1 - 200 / (0.5 + 199 * 0.05) / 20, 12);
  });

  test("does not tell what its result does not hold", () => {
    const { status, runs } = checkPlan([without("ttftP95Seconds")], plan, { created });
    expect(status).toBe("inconclusive");
    expect(runs[0]).toMatchObject({
      gaps: ["unmeasured-target"],
      targets: [{ met: true }, { met: null, value: null }],
    });
    expect(verdict({ statistic: "median" })).toBe("inconclusive unmeasured-target");
  });

  test("fails where more requests failed than a percentile speaks for", () => {
    expect(verdict({ failedFraction: 0.04 })).toBe("passed");
    expect(verdict({ failedFraction: 0.06 })).toBe("failed");
  });

  test("of some of the replicas has to bear their share; targets hold with the spare ones down", () => {
    const spare: LaunchPlan = { ...plan, replicas: 5, spareReplicas: 1 };
    expect(check({}, spare, 1).runs[0]?.load).toMatchObject({ planned: 10, tested: 40 });
    expect(check({}, spare, 4).runs[0]?.load.planned).toBe(40);
    expect(check({}, spare, 5).runs[0]?.load.planned).toBe(40);
  });

  test("is held against the plan as a file brings it", () => {
    expect(checkPlan([run], JSON.parse(JSON.stringify(plan)) as LaunchPlan, { created })).toEqual(check({}));
    expect(refusal(() => checkPlan([run], { ...plan, replicas: 0 }, { created }))).toBe("out-of-range plan.replicas");
    expect(refusal(() => checkPlan([run], {} as LaunchPlan, { created }))).toBe("invalid-type plan.request");
    expect(refusal(() => checkPlan([], plan, { created }))).toBe("out-of-range result");
    expect(refusal(() => checkPlan([run], plan, { created, replicas: 0 }))).toBe("out-of-range options.replicas");
  });

  test("several runs fail where one does", () => {
    const runs = [run, { ...run, ttftP95Seconds: 3 }, { ...run, concurrency: 10 }];
    expect(checkPlan(runs, plan, { created }).runs.map(({ status }) => status)).toEqual([
      "passed",
      "failed",
      "inconclusive",
    ]);
    expect(checkPlan(runs, plan, { created }).status).toBe("failed");
  });

  test("that tells nothing to fit has no calibrated answer, and says why", () => {
    const untimed = without("ttftSeconds", "ttftP95Seconds", "tpotSeconds");
    const { calibrated } = checkPlan([untimed], plan, { created });
    expect(calibrated).toMatchObject({ profile: null, estimate: null });
    expect(calibrated.reason).toMatch(/must hold a row that can be used/);
  });
});
