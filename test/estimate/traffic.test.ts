import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classicModel,
  engineModel,
  estimateGpus,
  findGpu,
  findModel,
  gpus,
  models,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type Targets,
} from "../../src/index.js";
import { scenarioFor } from "../support/scenario.js";

const lengths = { inputTokens: { mean: 1155, cv: 0.96 }, outputTokens: { mean: 211, cv: 0.77 } };
const request = (workload: object, targets: Targets = { ttft: { p95: 2 }, tpot: { p95: 0.05 } }): EstimateRequest => ({
  model: "llama-3.1-8b",
  gpu: "h100",
  workload: { ...lengths, ...workload },
  targets,
});
const small: EstimateOptions = { search: { gpusPerReplica: [1, 2], batchExponent: [4, 8], maxGpus: 24 } };

function feasible(of: EstimateRequest, options: EstimateOptions = small): FeasibleEstimate {
  const estimate = estimateGpus(of, options);
  if (estimate.status === "infeasible") throw new Error(estimate.summary);
  return estimate;
}

describe("an estimate for users who think", () => {
  test("converts them step by step: U = U_named a, R = U T / (T + Z), X = R / T", () => {
    const { traffic, requestsInFlight, waiting } = feasible(
      request({ namedUsers: 8000, activeFraction: 0.1, thinkSeconds: 40 }),
    );
    expect(traffic).toMatchObject({
      namedUsers: 8000,
      activeFraction: 0.1,
      concurrentUsers: 800,
      thinkSeconds: 40,
      peakFactor: 1,
      requestsInFlight,
    });
    const { e2eSeconds } = traffic;
    expect(traffic.requestsPerUser).toBeCloseTo(e2eSeconds / (e2eSeconds + 40), 2);
    expect(traffic.requestsInFlight / (800 * (e2eSeconds / (e2eSeconds + 40)))).toBeCloseTo(1, 1);
    expect(traffic.requestsPerSecond * e2eSeconds).toBeCloseTo(requestsInFlight, 6);
    expect(waiting).toMatchObject({ stable: true, requestsPerSecond: traffic.requestsPerSecond });
  });

  test("has more in flight on a slower fleet", () => {
    const perUser = (model: string): number | null =>
      feasible(
        { ...request({ concurrentUsers: 100, thinkSeconds: 40 }, { ttft: 20 }), model },
        { search: { gpusPerReplica: [1], batchExponent: [8, 8], maxGpus: 1 } },
      ).traffic.requestsPerUser;
    expect(perUser("qwen3-14b")).toBeGreaterThan(perUser("llama-3.2-1b") ?? 1);
  });
});

describe("an estimate for a rate", () => {
  test("is stable, within its targets, and one replica fewer is not", () => {
    const estimate = feasible(request({ requestsPerSecond: 60 }));
    expect(estimate.traffic.requestsPerSecond).toBeCloseTo(60, 9);
    for (const { demand, limit } of estimate.constraints) expect(demand).toBeLessThanOrEqual(limit);
    expect(estimate.constraints.map(({ name }) => name)).toEqual([
      "memory",
      "capacity",
      "ttft p95",
      "tpot p95",
      "utilisation",
    ]);
    expect(estimate.nextSmaller.every(({ violated }) => violated.length > 0)).toBe(true);
  });

  test("says so when the GPUs allowed cannot answer it", () => {
    const estimate = estimateGpus(request({ requestsPerSecond: 5000 }), small);
    expect(estimate).toMatchObject({ status: "infeasible", nearest: { changes: [{ constraint: "maxGpus" }] } });
    const never = estimateGpus(request({ requestsPerSecond: 60 }, { ttft: { p95: 1e-6 } }), small);
    expect(never.status).toBe("infeasible");
    expect(JSON.stringify(never)).not.toMatch(/NaN/);
  });
});

describe("a target on whole requests", () => {
  const users = { concurrentUsers: 900, thinkSeconds: 30 };

  test.each(["mean", "p50", "p95", "p99"] as const)("is held against their %s", (statistic) => {
    const { waiting, constraints } = feasible(request(users, { e2e: { [statistic]: 12 } }), { confidence: "expected" });
    if (waiting?.stable !== true) throw new Error("unstable");
    expect(constraints.find(({ name }) => name === `e2e ${statistic}`)).toMatchObject({
      demand: waiting.e2eSeconds[statistic],
      limit: 12,
      unit: "s",
      satisfied: true,
    });
  });

  test("of their mean asks for the same as the speed that it is, where requests come by themselves", () => {
    const gpus = (targets: Targets): number => feasible(request({ requestsPerSecond: 60 }, targets)).gpus;
    for (const seconds of [3, 4, 6, 10]) expect(gpus({ e2e: seconds })).toBe(gpus({ tokensPerSecond: 211 / seconds }));
    expect(gpus({ e2e: 3 })).toBeGreaterThan(gpus({ e2e: 10 }));
  });
});

describe("estimates by traffic", () => {
  const performance = engineModel();
  const workload = fc.oneof(
    fc.record({
      requestsPerSecond: fc.double({ min: 1, max: 150, noNaN: true }),
      arrivalCv: fc.constantFrom(0.5, 1, 2),
    }),
    fc.record({
      concurrentUsers: fc.double({ min: 10, max: 4000, noNaN: true }),
      thinkSeconds: fc.double({ min: 1, max: 60, noNaN: true }),
    }),
  );
  const targets = fc.record({
    ttft: fc.record({ p95: fc.double({ min: 0.1, max: 5, noNaN: true }) }),
    tpot: fc.record({ p90: fc.double({ min: 0.006, max: 0.05, noNaN: true }) }),
  });

  test("are the minimum that trying every purchase finds", () => {
    fc.assert(
      fc.property(
        workload,
        targets,
        fc.constantFrom("round-robin" as const, "least-loaded" as const),
        (drawn, wanted, routing) => {
          const asked = { ...request(drawn, wanted), routing };
          const estimate = estimateGpus(asked, { ...small, performance, confidence: "expected" });
          const scenario = {
            ...scenarioFor({
              model: findModel("llama-3.1-8b", models),
              gpu: findGpu("h100", gpus),
              precision: { weights: "bf16", kvCache: "bf16" },
              workload: asked.workload,
              targets: wanted,
            }),
            routing,
          };
          let fewest: number | null = null;
          for (const gpusPerReplica of [1, 2])
            for (let replicas = 1; gpusPerReplica * replicas <= 24; replicas += 1)
              for (let batchExponent = 4; batchExponent <= 8; batchExponent += 1) {
                const waiting = performance.waiting?.(
                  { gpusPerReplica, replicas, batchExponent, queueRatio: 1 },
                  scenario,
                );
                if (
                  waiting?.stable !== true ||
                  waiting.ttftSeconds.p95 > wanted.ttft.p95 ||
                  waiting.tpotSeconds.p90 > wanted.tpot.p90
                )
                  continue;
                if (fewest === null || gpusPerReplica * replicas < fewest) fewest = gpusPerReplica * replicas;
              }
          expect(estimate.status === "feasible" ? estimate.gpus : null).toBe(fewest);
        },
      ),
      { numRuns: 15 },
    );
  });

  test("never need fewer GPUs for more load, nor more for slower targets", () => {
    const count = (of: EstimateRequest): number => {
      const estimate = estimateGpus(of, small);
      return estimate.status === "feasible" ? estimate.gpus : Number.POSITIVE_INFINITY;
    };
    fc.assert(
      fc.property(workload, targets, (drawn, wanted) => {
        const reference = count(request(drawn, wanted));
        expect(count(request({ ...drawn, peakFactor: 1.5 }, wanted))).toBeGreaterThanOrEqual(reference);
        expect(
          count(request(drawn, { ttft: { p95: 2 * wanted.ttft.p95 }, tpot: { p90: 2 * wanted.tpot.p90 } })),
        ).toBeLessThanOrEqual(reference);
      }),
      { numRuns: 10 },
    );
  });
});

describe("margins", () => {
  const rate = { requestsPerSecond: 60 };

  test("are none unless asked for", () => {
    expect(feasible(request(rate))).toMatchObject({ margins: [], spareReplicas: 0 });
  });

  test("say what each adds", () => {
    const bare = feasible(request(rate));
    const guarded = feasible(request({ ...rate, peakFactor: 2 }), { ...small, maxUtilisation: 0.5, spareReplicas: 1 });
    expect(guarded.margins.map(({ name, value }) => [name, value])).toEqual([
      ["peak factor", 2],
      ["utilisation guard", 0.5],
      ["spare replicas", 1],
    ]);
    expect(guarded.gpus).toBe(guarded.gpusPerReplica * (guarded.replicas + 1));
    expect(guarded.margins[2]?.gpus).toBe(guarded.gpusPerReplica);
    const withoutPeak = feasible(request(rate), { ...small, maxUtilisation: 0.5, spareReplicas: 1 });
    expect(guarded.margins[0]?.gpus).toBe(guarded.gpus - withoutPeak.gpus);
    expect(guarded.gpus).toBeGreaterThan(bare.gpus);
    expect(guarded.summary).toContain("+ 1 spare) replicas");
  });

  test("spare replicas are counted against the limit of GPUs, and by the objective", () => {
    const { expected } = feasible(request(rate));
    const search = { ...small.search, maxGpus: expected.gpus };
    expect(estimateGpus(request(rate), { search, spareReplicas: 1 }).status).toBe("infeasible");
    const spared = feasible(request(rate), { ...small, spareReplicas: 1 });
    expect(spared.objective.value).toBe(spared.gpus);
  });
});

describe("what needs a model that knows waiting", () => {
  const performance = classicModel();
  test.each([
    ["workload", request({ requestsPerSecond: 1 }, { tokensPerSecond: 1 }), {}],
    ["workload", request({ concurrentUsers: 10, thinkSeconds: 1 }, { tokensPerSecond: 1 }), {}],
    ["workload", request({ requestsInFlight: 10 }, { tokensPerSecond: 1 }), {}],
    ["targets.ttft", request({ requestsInFlight: 10, inputTokens: 10, outputTokens: 10 }, { ttft: 1 }), {}],
    ["targets.tpot", request({ requestsInFlight: 10, inputTokens: 10, outputTokens: 10 }, { tpot: { p50: 1 } }), {}],
    ["targets.e2e", request({ requestsInFlight: 10, inputTokens: 10, outputTokens: 10 }, { e2e: 1 }), {}],
    [
      "options.maxUtilisation",
      request({ requestsInFlight: 10, inputTokens: 10, outputTokens: 10 }, { tokensPerSecond: 1 }),
      { maxUtilisation: 0.8 },
    ],
  ])("%s is refused without one", (field, asked, options) => {
    expect(() => estimateGpus(asked, { ...options, performance })).toThrow(
      expect.objectContaining({ code: "unsupported-workload", field, value: "classic" }),
    );
  });

  test.each([
    ["targets.ttft", { ttft: {} }],
    ["targets.ttft.p97", { ttft: { p97: 1 } }],
    ["targets.tpot.p95", { tpot: { p95: 0 } }],
    ["targets.tokensPerSecond", { tokensPerSecond: { p95: 1 } as never }],
    ["routing", {}],
    ["options.maxUtilisation", {}],
    ["options.spareReplicas", {}],
  ])("%s is refused when it is not known or no number", (field, targets) => {
    const asked = {
      ...request(
        { requestsPerSecond: 1 },
        Object.keys(targets).length === 0 && field !== "targets.ttft" ? { ttft: 1 } : (targets as Targets),
      ),
      ...(field === "routing" ? { routing: "best" as never } : {}),
    };
    const options =
      field === "options.maxUtilisation"
        ? { maxUtilisation: 1.5 }
        : field === "options.spareReplicas"
          ? { spareReplicas: 0.5 }
          : {};
    expect(() => estimateGpus(asked, options)).toThrow(expect.objectContaining({ name: "InfrascaleError", field }));
  });
});

describe("bands of traffic", () => {
  test("hold what is bought, spare replicas included, and widen with the confidence", () => {
    const asked = request({ requestsPerSecond: 60 });
    const { gpus: bought, band } = feasible(asked, { ...small, spareReplicas: 1 });
    expect(band?.fewestGpus).toBeLessThanOrEqual(bought);
    expect(band?.mostGpus ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(bought);
    const wide = feasible(asked, { ...small, spareReplicas: 1, band: { confidence: 0.95 } }).band;
    expect(wide?.fewestGpus).toBeLessThanOrEqual(band?.fewestGpus ?? 0);
    expect(wide?.mostGpus ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(band?.mostGpus ?? 0);
  });

  test("a load without end has numbers all the same: a margin is never NaN", () => {
    const estimate = estimateGpus(request({ requestsPerSecond: 1e5 }, { waitSeconds: 2 }), small);
    for (const { margin } of estimate.constraints) expect(margin).not.toBeNaN();
  });
});
