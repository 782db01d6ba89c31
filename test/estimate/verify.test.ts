import { describe, expect, test } from "vitest";
import {
  classicModel,
  estimateGpus,
  presetWorkload,
  verifyEstimate,
  type EstimateRequest,
  type ReplayableEstimate,
} from "../../src/index.js";

const request: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: presetWorkload("chat", { requestsPerSecond: 6 }),
  targets: { ttft: { p95: 1 }, tpot: { p95: 0.06 } },
};
const planned = estimateGpus(request) as ReplayableEstimate;

describe("verifyEstimate", () => {
  test("replays the plan: targets hold, and most requests keep them by themselves", () => {
    const verification = verifyEstimate(planned, { requests: 3000, seed: 7 });
    expect(verification).toMatchObject({
      met: true,
      replicas: planned.replicas,
      targets: [
        { target: "ttft", statistic: "p95", limit: 1, met: true },
        { target: "tpot", statistic: "p95", limit: 0.06, met: true },
      ],
    });
    expect(verification.withinTargets).toBeGreaterThan(0.9);
    expect(verification.simulation).toMatchObject({ requests: 3000, finished: 3000, rejected: 0, gpus: planned.gpus });
  });

  test("holds whole requests against their limit", () => {
    const { e2eSeconds } = verifyEstimate(planned, { requests: 2000 }).simulation;
    const p95 = e2eSeconds?.p95 ?? NaN;
    const of = (limit: number): unknown =>
      verifyEstimate({ ...planned, request: { ...request, targets: { e2e: { p95: limit } } } }, { requests: 2000 });
    expect(of(p95)).toMatchObject({
      met: true,
      withinTargets: expect.closeTo(0.95, 2) as number,
      targets: [{ target: "e2e", statistic: "p95", limit: p95, value: p95 }],
    });
    expect(of(p95 * (1 - 1e-9))).toMatchObject({ met: false });
  });

  test("is the same for the same seed, and another for another", () => {
    const of = (seed: number): string => JSON.stringify(verifyEstimate(planned, { requests: 500, seed }));
    expect(of(3)).toBe(of(3));
    expect(of(3)).not.toBe(of(4));
  });

  test("replays a trace instead", () => {
    const count = 400;
    const steady = {
      arrivalSeconds: Float64Array.from({ length: count }, (_, i) => i / 4),
      inputTokens: Int32Array.from({ length: count }, () => 1000),
      outputTokens: Int32Array.from({ length: count }, () => 200),
    };
    expect(verifyEstimate(planned, { trace: steady }).met).toBe(true);
    const flood = { ...steady, arrivalSeconds: new Float64Array(count) };
    expect(verifyEstimate(planned, { trace: flood })).toMatchObject({
      met: false,
      targets: [{ target: "ttft", met: false }, {}],
    });
  });

  test("agrees with the formulas of the estimate, within what the formulas err", () => {
    const { waiting } = planned;
    const { simulation } = verifyEstimate(planned, { requests: 20_000 });
    if (waiting?.stable !== true || simulation.ttftSeconds === null || simulation.e2eSeconds === null)
      throw new Error("unstable");
    expect(waiting.ttftSeconds.mean / simulation.ttftSeconds.mean).toBeCloseTo(1, 0);
    expect(Math.abs(waiting.e2eSeconds.mean / simulation.e2eSeconds.mean - 1)).toBeLessThan(0.05);
  });

  test.each([
    [
      "estimate.status",
      () => verifyEstimate(estimateGpus({ ...request, targets: { ttft: 1e-9 } }) as ReplayableEstimate),
    ],
    [
      "estimate.plan",
      () =>
        verifyEstimate(
          estimateGpus(
            {
              ...request,
              workload: { requestsInFlight: 4, inputTokens: 10, outputTokens: 10 },
              targets: { tokensPerSecond: 1 },
            },
            { performance: classicModel() },
          ) as ReplayableEstimate,
        ),
    ],
    ["options.sed", () => verifyEstimate(planned, { sed: 1 } as object)],
    ["options.requests", () => verifyEstimate(planned, { requests: 0 })],
    [
      "options.verify",
      () =>
        estimateGpus(
          {
            ...request,
            workload: { requestsInFlight: 4, inputTokens: 10, outputTokens: 10 },
            targets: { tokensPerSecond: 1 },
          },
          { performance: classicModel(), verify: true },
        ),
    ],
    ["options.verify.n", () => estimateGpus(request, { verify: { n: 1 } as object })],
  ])("%s is refused", (field, act) => {
    expect(act).toThrow(expect.objectContaining({ name: "InfrascaleError", field }));
  });
});

describe("estimateGpus with verify", () => {
  test("keeps a plan that holds, and says what the replay came to", () => {
    const estimate = estimateGpus(request, { verify: { requests: 3000 } });
    expect(estimate).toMatchObject({ gpus: planned.gpus, verification: { met: true, replicas: planned.replicas } });
    expect(estimateGpus(request)).toMatchObject({ verification: null, request });
  });

  test("adds replicas until the replay holds: bursts that no formula knows", () => {
    const bursty = {
      ...request,
      workload: presetWorkload("chat", { requestsPerSecond: 6, arrivalCv: 8 }),
      targets: { ttft: { p95: 0.4 } },
    };
    const formula = estimateGpus(bursty, { confidence: "expected" }) as ReplayableEstimate;
    const options = { requests: 3000, seed: 2 };
    expect(verifyEstimate(formula, options).met).toBe(false);
    const estimate = estimateGpus(bursty, { confidence: "expected", verify: options });
    if (estimate.status === "infeasible") throw new Error(estimate.summary);
    expect(estimate.verification).toMatchObject({ met: true, replicas: estimate.replicas });
    expect(estimate.replicas).toBeGreaterThan(formula.replicas);
    expect(estimate).toMatchObject({ gpusPerReplica: formula.gpusPerReplica, batchExponent: formula.batchExponent });
    expect(estimate.constraints.at(-1)).toMatchObject({
      name: "simulation",
      demand: estimate.replicas,
      limit: estimate.replicas,
      binding: true,
    });
    // One fewer would not do.
    expect(verifyEstimate({ ...estimate, replicas: estimate.replicas - 1 }, options).met).toBe(false);
  });
});
