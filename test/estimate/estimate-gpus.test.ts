import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  classicModel,
  estimateGpus,
  gpus,
  InfrascaleError,
  models,
  powerObjective,
  type Constraint,
  type ErrorCode,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type Gpu,
  type InfeasibleEstimate,
  type Model,
} from "../../src/index.js";
import { smallestQueueRatio } from "../../src/estimate/queue-ratio.js";
import { requestsHeld } from "../../src/core.js";
import { requestArbitrary } from "../support/arbitraries.js";

const request: EstimateRequest = {
  model: "meta-llama/Llama-3.1-70B-Instruct",
  gpu: "h100-sxm5-80gb",
  workload: { concurrentUsers: 1000, requestsPerUser: 0.1, inputTokens: 1155, outputTokens: 211 },
  targets: { tokensPerSecond: 20, waitSeconds: 2 },
};

function feasible(changes: Partial<EstimateRequest> = {}, options: EstimateOptions = {}): FeasibleEstimate {
  const estimate = estimateGpus({ ...request, ...changes }, { performance: classicModel(), ...options });
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}

function infeasible(changes: Partial<EstimateRequest> = {}, options: EstimateOptions = {}): InfeasibleEstimate {
  const estimate = estimateGpus({ ...request, ...changes }, { performance: classicModel(), ...options });
  if (estimate.status === "feasible") throw new Error(estimate.summary);
  return estimate;
}

describe("estimateGpus", () => {
  test("answers in full", () => {
    const estimate = feasible();
    expect(estimate).toMatchObject({
      status: "feasible",
      gpus: 20,
      gpusPerReplica: 4,
      replicas: 5,
      batchExponent: 4,
      maxBatchSize: 16,
      queueRatio: 1.25,
      requestsInFlight: 100,
      objective: { name: "gpus", unit: "GPUs", value: 20 },
      band: null,
      summary: "20 GPUs = 5 replicas x 4, batches of up to 16; wait binds",
      search: { minimizer: null, certified: true, reason: null },
    });
    expect(estimate.constraints.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      "memory bytes",
      "throughput tokens/s",
      "capacity requests",
      "wait s",
    ]);
    expect(estimate.performance.outputTokensPerSecond).toBeCloseTo(
      100 * estimate.performance.tokensPerSecondPerRequest,
      9,
    );
    expect(estimate.nextSmaller.map(({ gpus: count }) => count)).toEqual([16, 12]);
  });

  test("counts users and requests in flight alike, with 0.1 requests per user unless told otherwise", () => {
    const { inputTokens, outputTokens } = request.workload;
    const direct = feasible({ workload: { requestsInFlight: 100, inputTokens, outputTokens } });
    const byUsers = feasible();
    expect({ ...byUsers, traffic: direct.traffic }).toEqual({ ...direct, request: expect.anything() as unknown });
    expect(byUsers.traffic).toEqual({ ...direct.traffic, concurrentUsers: 1000, requestsPerUser: 0.1 });
    expect(feasible({ workload: { concurrentUsers: 1000, inputTokens, outputTokens } })).toEqual({
      ...byUsers,
      request: expect.anything() as unknown,
    });
  });

  test("leaves out the constraints that no target asks for", () => {
    expect(feasible({ targets: { waitSeconds: 2 } }).constraints.map(({ name }) => name)).toEqual([
      "memory",
      "capacity",
      "wait",
    ]);
    expect(feasible({ targets: { tokensPerSecond: 20 } }).constraints.map(({ name }) => name)).toEqual([
      "memory",
      "throughput",
      "capacity",
    ]);
  });

  test("searches the space it is told to search", () => {
    const estimate = feasible({}, { search: { gpusPerReplica: [8, 3, 3], batchExponent: [2, 3], minQueueRatio: 0.9 } });
    expect([3, 8]).toContain(estimate.gpusPerReplica);
    expect([2, 3]).toContain(estimate.batchExponent);
    expect(estimate.queueRatio).toBeGreaterThanOrEqual(0.9);
  });

  test("changes neither request nor options", () => {
    const frozen = Object.freeze({
      ...request,
      workload: Object.freeze({ ...request.workload }),
      targets: Object.freeze({ ...request.targets }),
    });
    expect(
      estimateGpus(
        frozen,
        Object.freeze({
          performance: classicModel(),
          search: Object.freeze({ gpusPerReplica: Object.freeze([4, 2]) }),
        }),
      ).status,
    ).toBe("feasible");
  });

  test("never puts NaN or undefined into a result", () => {
    fc.assert(
      fc.property(requestArbitrary, (drawn) => {
        const walk = (value: unknown): void => {
          expect(value).not.toBeNaN();
          expect(value).not.toBeUndefined();
          if (typeof value === "object" && value !== null) Object.values(value).forEach(walk);
        };
        walk(estimateGpus(drawn, { performance: classicModel() }));
      }),
      { numRuns: 30 },
    );
  });

  test("costs no more evaluations for ten million users than for ten thousand, but for the steps of a bisection", () => {
    const evaluations = (concurrentUsers: number): number =>
      feasible({
        workload: {
          inputTokens: request.workload.inputTokens,
          outputTokens: request.workload.outputTokens,
          concurrentUsers,
          requestsPerUser: 1,
        },
      }).search.evaluations;
    expect(evaluations(1e7)).toBeLessThan(2 * evaluations(1e4));
  });
});

describe("objectives", () => {
  test("in watts is that of the GPUs bought", () => {
    expect(feasible({}, { objective: powerObjective }).objective).toEqual({
      name: "power",
      unit: "W",
      value: 20 * 700,
    });
  });

  test("of the user's own decide", () => {
    const wholeServers = {
      name: "servers",
      unit: "servers of 8",
      evaluate: ({ gpusPerReplica, replicas }: { gpusPerReplica: number; replicas: number }) =>
        Math.ceil((gpusPerReplica * replicas) / 8),
    };
    const estimate = feasible({}, { objective: wholeServers });
    expect(estimate.objective.value).toBe(3);
  });
});

describe("constraints of the user's own", () => {
  const even: Constraint = {
    name: "even",
    unit: "replicas",
    evaluate: ({ replicas }) => ({ demand: replicas % 2, limit: 0 }),
  };
  const budget = (usdPerHour: number): Constraint => ({
    name: "budget",
    unit: "USD/h",
    withMoreReplicas: "harder",
    evaluate: ({ gpusPerReplica, replicas }) => ({ demand: gpusPerReplica * replicas * 2.95, limit: usdPerHour }),
  });
  const spare: Constraint = {
    name: "spare",
    unit: "replicas",
    withMoreReplicas: "easier",
    evaluate: ({ replicas }) => ({ demand: 7, limit: replicas }),
  };

  test("take part in the search and in the explanation", () => {
    const estimate = feasible({}, { constraints: [even] });
    expect(estimate.replicas % 2).toBe(0);
    expect(estimate.gpus).toBe(24);
    expect(estimate.search.certified).toBe(true);
    expect(estimate.constraints.at(-1)).toMatchObject({ name: "even", demand: 0, limit: 0, satisfied: true });
    expect(feasible({}, { constraints: [spare] })).toMatchObject({ replicas: 7, gpus: 28 });
  });

  test("that get harder with replicas can leave nothing", () => {
    expect(feasible({}, { constraints: [budget(60)] }).gpus).toBe(20);
    const broke = infeasible({}, { constraints: [budget(50)] });
    expect(broke.search.certified).toBe(true);
    expect(broke.nearest.changes.length).toBeGreaterThan(0);
  });

  test("that promise nothing and never hold are given up, and the result says so", () => {
    const never: Constraint = { name: "never", unit: "u", evaluate: () => ({ demand: 1, limit: 0 }) };
    const open = infeasible({}, { constraints: [never], search: { gpusPerReplica: [4], batchExponent: [4, 4] } });
    expect(open.search).toMatchObject({ certified: false });
    expect(open.search.reason).toContain("never");
    const bounded = infeasible(
      {},
      { constraints: [never], search: { gpusPerReplica: [4], batchExponent: [4, 4], maxGpus: 400 } },
    );
    expect(bounded.search).toMatchObject({ certified: true, reason: null });
  });
});

describe("an infeasible estimate", () => {
  test("says what is reached, and with that target it becomes feasible", () => {
    const { nearest, reason } = infeasible({ targets: { tokensPerSecond: 1e5 } });
    const [change] = nearest.changes;
    expect(change).toMatchObject({ constraint: "throughput", side: "demand", from: 1e5 });
    expect(reason).toContain("throughput");
    const relaxed = feasible({ targets: { tokensPerSecond: change?.to ?? 0 } });
    expect(relaxed.gpus).toBeLessThanOrEqual(nearest.gpus);
  });

  test("names the wait that would have to be accepted", () => {
    const { nearest } = infeasible({ targets: { waitSeconds: 1e-4 } });
    expect(nearest.changes.map(({ constraint, side }) => `${constraint} ${side}`)).toEqual(["wait limit"]);
    expect(feasible({ targets: { waitSeconds: nearest.changes[0]?.to ?? 0 } }).status).toBe("feasible");
  });

  test("names the memory that is missing", () => {
    const { nearest } = infeasible(
      { model: "deepseek-ai/DeepSeek-V3", gpu: "l4" },
      { search: { gpusPerReplica: [1, 2] } },
    );
    expect(nearest.changes[0]).toMatchObject({ constraint: "memory", unit: "bytes", side: "limit" });
  });

  test("names the number of GPUs when only their limit stands in the way", () => {
    expect(infeasible({}, { search: { maxGpus: 19 } })).toMatchObject({
      nearest: { gpus: 20, changes: [{ constraint: "maxGpus", from: 19, to: 20, side: "limit", unit: "GPUs" }] },
      summary:
        "no deployment meets every constraint; 20 GPUs = 5 replicas x 4, batches of up to 16, would: maxGpus needs 20 GPUs where 19 GPUs are allowed",
    });
    expect(infeasible({}, { search: { maxGpus: 1, gpusPerReplica: [4] } }).nearest.gpus).toBe(20);
    expect(feasible({}, { search: { maxGpus: 20 } }).gpus).toBe(20);
  });

  test("always names something that would work", () => {
    fc.assert(
      fc.property(requestArbitrary, fc.integer({ min: 1, max: 8 }), (drawn, maxGpus) => {
        const estimate = estimateGpus(drawn, { performance: classicModel(), search: { maxGpus } });
        if (estimate.status === "feasible") return;
        expect(estimate.nearest.changes.length).toBeGreaterThan(0);
        for (const { from, to, side } of estimate.nearest.changes) {
          if (side === "limit") expect(to).toBeGreaterThan(from);
          else expect(to).toBeLessThan(from);
        }
        expect("gpus" in estimate).toBe(false);
      }),
    );
  });
});

describe("the smallest queue ratio", () => {
  test("holds the requests exactly, and the next smaller double does not", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 1e7 }),
        fc.double({ min: 1, max: 4096, noNaN: true }),
        (requests, replicas, slots) => {
          const queueRatio = smallestQueueRatio(requests, replicas, slots, 1e-300);
          expect(requestsHeld({ replicas, queueRatio }, slots)).toBeGreaterThanOrEqual(requests);
          const below = queueRatio * (1 - 2 ** -53);
          expect(below).toBeLessThan(queueRatio);
          expect(requestsHeld({ replicas, queueRatio: below }, slots)).toBeLessThan(requests);
        },
      ),
      { numRuns: 1000 },
    );
  });
  test("is never below the minimum", () => {
    expect(smallestQueueRatio(1, 100, 512, 0.1)).toBe(0.1);
    expect(smallestQueueRatio(96, 3, 16, 0.1)).toBe(2);
  });
});

describe("bad input", () => {
  const llama = models.find(({ id }) => id === "meta-llama/Llama-3.1-8B-Instruct") as Model;
  const h100 = gpus.find(({ id }) => id === "h100-sxm5-80gb") as Gpu;
  const lengths = { inputTokens: 100, outputTokens: 100 };
  const [group] = llama.layers;
  const bad =
    (changes: object, options: object = {}) =>
    () =>
      estimateGpus({ ...request, ...changes }, { performance: classicModel(), ...options });
  const badModel = (changes: object) => () => estimateGpus(request, { performance: { ...classicModel(), ...changes } });

  test.each<[ErrorCode, string, () => unknown]>([
    ["invalid-type", "request", () => estimateGpus(null as unknown as EstimateRequest)],
    ["out-of-range", "request.users", bad({ users: 3 })],
    ["unknown-id", "model", bad({ model: "llama-99" })],
    ["unknown-id", "gpu", bad({ gpu: "h1000" })],
    ["invalid-type", "model", bad({ model: 7 })],
    ["invalid-type", "gpu.id", bad({ gpu: {} })],
    [
      "out-of-range",
      "gpu.memory.marketedBytes",
      bad({ gpu: { ...h100, memory: { ...h100.memory, marketedBytes: 0 } } }),
    ],
    [
      "out-of-range",
      "gpu.memoryBandwidthBytesPerSecond",
      bad({ gpu: { ...h100, memoryBandwidthBytesPerSecond: Number.NaN } }),
    ],
    [
      "out-of-range",
      "gpu.peakFlopsPerSecond.bf16",
      bad({ gpu: { ...h100, peakFlopsPerSecond: { bf16: Number.POSITIVE_INFINITY } } }),
    ],
    ["out-of-range", "gpu.peakFlopsPerSecond key", bad({ gpu: { ...h100, peakFlopsPerSecond: { fp6: 1 } } })],
    ["out-of-range", "model.hiddenSize", bad({ model: { ...llama, hiddenSize: -1 } })],
    [
      "out-of-range",
      "model.parameters.total",
      bad({ model: { ...llama, parameters: { ...llama.parameters, total: 0 } } }),
    ],
    [
      "invalid-catalog",
      "model.parameters.active",
      bad({ model: { ...llama, parameters: { ...llama.parameters, active: 1e12 } } }),
    ],
    ["invalid-type", "model.layers", bad({ model: { ...llama, layers: [] } })],
    ["out-of-range", "model.layers[0].count", bad({ model: { ...llama, layers: [{ ...group, count: 0.5 }] } })],
    [
      "invalid-catalog",
      "model.layers[0].mixer.keyValueHeads",
      bad({ model: { ...llama, layers: [{ ...group, mixer: { ...group?.mixer, keyValueHeads: 5 } }] } }),
    ],
    [
      "invalid-catalog",
      "model.layers[0].feedForward.expertsPerToken",
      bad({
        model: {
          ...llama,
          layers: [
            {
              ...group,
              feedForward: {
                kind: "experts",
                experts: 2,
                expertsPerToken: 3,
                expertIntermediateSize: 8,
                sharedIntermediateSize: 0,
                gated: true,
              },
            },
          ],
        },
      }),
    ],
    ["out-of-range", "precision.weights", bad({ precision: { weights: "fp6" } })],
    ["out-of-range", "precision.kvCache", bad({ precision: { kvCache: "int4" } })],
    ["out-of-range", "precision.activations", bad({ precision: { activations: "bf16" } })],
    ["unsupported-precision", "precision.weights", bad({ gpu: "t4", precision: { weights: "bf16" } })],
    ["contradictory-workload", "workload", bad({ workload: { concurrentUsers: 1, requestsInFlight: 1, ...lengths } })],
    ["contradictory-workload", "workload", bad({ workload: lengths })],
    ["out-of-range", "workload.concurrentUsers", bad({ workload: { concurrentUsers: 0, ...lengths } })],
    [
      "out-of-range",
      "workload.requestsPerUser",
      bad({ workload: { concurrentUsers: 1, requestsPerUser: -1, ...lengths } }),
    ],
    ["invalid-type", "workload.requestsInFlight", bad({ workload: { requestsInFlight: "10", ...lengths } })],
    [
      "out-of-range",
      "workload.outputTokens",
      bad({ workload: { requestsInFlight: 1, inputTokens: 1, outputTokens: 0 } }),
    ],
    [
      "contradictory-lengths",
      "workload",
      bad({
        model: "meta-llama/Llama-2-7b-hf",
        workload: { requestsInFlight: 1, inputTokens: 4000, outputTokens: 100 },
      }),
    ],
    ["missing-target", "targets", bad({ targets: {} })],
    ["out-of-range", "targets.tokensPerSecond", bad({ targets: { tokensPerSecond: 0 } })],
    ["out-of-range", "targets.speed", bad({ targets: { speed: 3 } })],
    ["invalid-type", "options.minimizer", bad({}, { minimizer: 3 })],
    ["invalid-type", "options.performance.slots", badModel({ slots: undefined })],
    ["invalid-type", "options.objective.evaluate", bad({}, { objective: { name: "x", unit: "y" } })],
    ["invalid-type", "options.constraints", bad({}, { constraints: {} })],
    [
      "invalid-constraint",
      "options.constraints[0].name",
      bad({}, { constraints: [{ name: "memory", unit: "u", evaluate: () => ({ demand: 0, limit: 1 }) }] }),
    ],
    [
      "invalid-constraint",
      "options.constraints[0].unit",
      bad({}, { constraints: [{ name: "x", evaluate: () => ({ demand: 0, limit: 1 }) }] }),
    ],
    [
      "out-of-range",
      "options.constraints[0].withMoreReplicas",
      bad(
        {},
        {
          constraints: [
            { name: "x", unit: "u", withMoreReplicas: "monotone", evaluate: () => ({ demand: 0, limit: 1 }) },
          ],
        },
      ),
    ],
    [
      "not-a-number",
      "constraint x.demand",
      bad({}, { constraints: [{ name: "x", unit: "u", evaluate: () => ({ demand: Number.NaN, limit: 1 }) }] }),
    ],
    ["invalid-type", "constraint x", bad({}, { constraints: [{ name: "x", unit: "u", evaluate: () => undefined }] })],
    ["invalid-type", "options.objective.name", bad({}, { objective: { evaluate: () => 1 } })],
    [
      "not-a-number",
      "options.objective.evaluate",
      bad({}, { objective: { name: "x", unit: "y", evaluate: () => NaN } }),
    ],
    [
      "not-a-number",
      "options.objective.evaluate",
      bad({}, { objective: { name: "x", unit: "y", evaluate: () => undefined } }),
    ],
    ["invalid-type", "options.search.gpusPerReplica", bad({}, { search: { gpusPerReplica: 4 } })],
    ["out-of-range", "options.search.gpusPerReplica", bad({}, { search: { gpusPerReplica: [] } })],
    ["out-of-range", "options.search.gpusPerReplica[1]", bad({}, { search: { gpusPerReplica: [1, 1.5] } })],
    ["out-of-range", "options.search.batchExponent[1]", bad({}, { search: { batchExponent: [3, 2] } })],
    ["out-of-range", "options.search.batchExponent[1]", bad({}, { search: { batchExponent: [3, 99] } })],
    ["out-of-range", "options.search.minQueueRatio", bad({}, { search: { minQueueRatio: 0 } })],
    ["out-of-range", "options.search.minQueueRatio", bad({}, { search: { minQueueRatio: 1.5 } })],
    [
      "out-of-range",
      "workload.requestsInFlight",
      bad({ workload: { concurrentUsers: 1e308, requestsPerUser: 1e100, ...lengths } }),
    ],
    [
      "out-of-range",
      "workload.inputTokens",
      bad({ workload: { requestsInFlight: 1, inputTokens: 1e200, outputTokens: 1 } }),
    ],
    ["out-of-range", "performance.slots", badModel({ slots: () => 0 })],
    ["not-a-number", "constraint throughput.limit", badModel({ requestTokensPerSecond: () => Number.NaN })],
    ["out-of-range", "options.search.maxGpus", bad({}, { search: { maxGpus: 0 } })],
    ["out-of-range", "gpu.powerWatts", bad({ gpu: { ...h100, powerWatts: null } }, { objective: powerObjective })],
  ])("%s: %s", (code, field, action) => {
    let error: unknown;
    try {
      action();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(InfrascaleError);
    expect(error).toMatchObject({ code, field });
    // Subject first, the rule, then what came.
    expect((error as Error).message).toMatch(new RegExp(`^${field.replaceAll(/[[\].]/g, "\\$&")} (must|is) .*, got `));
  });

  test.each([
    [
      "an objective that falls",
      { objective: { name: "odd", unit: "u", evaluate: ({ replicas }: { replicas: number }) => -replicas } },
    ],
    [
      "a constraint that only few replicas meet",
      {
        constraints: [
          {
            name: "odd",
            unit: "u",
            withMoreReplicas: "easier" as const,
            evaluate: ({ replicas }: { replicas: number }) => ({ demand: replicas, limit: 50 }),
          },
        ],
      },
    ],
    [
      "a constraint that only many replicas meet",
      {
        constraints: [
          {
            name: "odd",
            unit: "u",
            withMoreReplicas: "harder" as const,
            evaluate: ({ replicas }: { replicas: number }) => ({ demand: 1000, limit: replicas }),
          },
        ],
      },
    ],
  ])("no certificate for %s with more replicas against its promise", (_, options) => {
    const { search } = estimateGpus(request, options);
    expect(search.certified).toBe(false);
    expect(search.reason).toMatch(/^odd: with more replicas/);
  });

  test("the message of a number out of range is complete", () => {
    expect(bad({ targets: { waitSeconds: -1 } })).toThrow("targets.waitSeconds must be a finite number > 0, got -1");
  });
});
