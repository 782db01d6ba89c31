import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  engineModel,
  estimateGpus,
  nelderMead,
  presetWorkload,
  type Constraint,
  type EstimateOptions,
  type EstimateRequest,
  type FeasibleEstimate,
  type Minimizer,
} from "../../src/index.js";
import { drawRequest } from "../../scripts/decisions/draws.js";
import { ask, avoidable, beatenBy, decide, everyPurchase, holds } from "../../scripts/decisions/every-decision.js";

function feasible(request: EstimateRequest, options: EstimateOptions = {}): FeasibleEstimate {
  const estimate = estimateGpus(request, { confidence: "expected", ...options });
  if (estimate.status === "infeasible") throw new Error(estimate.reason);
  return estimate;
}

const chat: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "h100",
  workload: presetWorkload("chat", { concurrentUsers: 1000 }),
  targets: { ttft: { p95: 1 }, tpot: { p95: 0.05 } },
};

describe("a decision", () => {
  test("is beaten by no other size, split, batch limit and number of replicas, and has no first tokens that come a tenth later than need be", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const asked = ask(drawRequest(seed));
        const { estimate } = asked;
        if (estimate.status === "infeasible" || estimate.gpus > 24) return;
        expect(estimate.search.certified).toBe(true);
        expect(beatenBy(asked, estimate)).toBeNull();
        expect(avoidable(asked, estimate).times).toBeLessThanOrEqual(1.1);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  test("is found where one replica has hardly anything to do: 70B on one MI300X", () => {
    const request: EstimateRequest = {
      model: "llama-3.1-70b",
      gpu: "mi300x",
      workload: { requestsPerSecond: 0.15, inputTokens: 240, outputTokens: 21 },
      targets: { tokensPerSecond: 6.8, ttft: { p95: 1.6 } },
    };
    expect(feasible(request)).toMatchObject({ gpus: 1 });
    // Far fewer requests than replicas: each is alone.
    const { performance, scenario } = ask(request);
    const alone = { gpusPerReplica: 1, batchExponent: 8, queueRatio: 1 };
    const [many, endless] = [1e3, 1e12].map((replicas) => performance.waiting?.({ ...alone, replicas }, scenario));
    if (many?.stable !== true || endless?.stable !== true) throw new Error("not stable");
    for (const time of ["ttftSeconds", "residenceSeconds", "e2eSeconds"] as const)
      expect(endless[time].mean / many[time].mean).toBeCloseTo(1, 3);
  });

  test("holds at its headroom and not a hundredth above", () => {
    const { headroom, gpusPerReplica, replicas, batchExponent, split } = feasible(chat);
    expect(headroom).toBeGreaterThan(1);
    const under = (factor: number): boolean => {
      const asked = ask({ ...chat, workload: presetWorkload("chat", { concurrentUsers: 1000 * factor }) });
      const decision = decide(asked, {
        gpusPerReplica,
        replicas,
        batchExponent,
        ...(split === undefined ? {} : { split }),
      });
      return decision !== null && holds(asked, decision);
    };
    expect(under(headroom ?? 0)).toBe(true);
    expect(under((headroom ?? 0) + ((headroom ?? 0 >= 10) ? 0.1 : 0.01))).toBe(false);
  });

  test("has the most headroom of those whose first tokens come as soon", () => {
    const asked = ask(chat);
    const chosen = asked.estimate as FeasibleEstimate;
    const first = (decision: NonNullable<ReturnType<typeof decide>>): number => {
      const waiting = asked.performance.waiting?.(decision, asked.scenario);
      return waiting?.stable === true ? waiting.ttftSeconds.p95 : Infinity;
    };
    const rivals = [...everyPurchase(asked, chosen.gpus)].flatMap((purchase) => {
      const decision = decide(asked, purchase);
      return decision !== null && holds(asked, decision) ? [decision] : [];
    });
    const soonest = Math.min(...rivals.map(first));
    const crowded = ask({
      ...chat,
      workload: presetWorkload("chat", { concurrentUsers: 1000 * ((chosen.headroom ?? 0) + 0.02) }),
    });
    for (const rival of rivals.filter((decision) => first(decision) <= 1.1 * soonest)) {
      const under = decide(crowded, rival);
      expect(under !== null && holds(crowded, under)).toBe(false);
    }
  });

  test("has no headroom without a load that ends it, or with a constraint that promises nothing", () => {
    // In a closed loop with every slot taken more requests change no time per token.
    const loop: EstimateRequest = {
      model: "llama-3.1-8b",
      gpu: "h100",
      workload: { requestsInFlight: 5000, inputTokens: 100, outputTokens: 100 },
      targets: { tpot: 1 },
    };
    expect(feasible(loop)).toMatchObject({ headroom: null, maxBatchSize: 1024 });
    const silent: Constraint = { name: "silent", unit: "", evaluate: () => ({ demand: 0, limit: 1 }) };
    expect(feasible(chat, { constraints: [silent], search: { maxGpus: 64 } }).headroom).toBeNull();
  });

  test("has as large a batch limit as the targets allow, for users whose prompts would else wait", () => {
    // A limit of 64 would do as well: with first tokens seven times later.
    const estimate = feasible(chat);
    expect(estimate.maxBatchSize).toBeGreaterThanOrEqual(128);
    const small = feasible(chat, { search: { batchExponent: [5, 5] } });
    if (small.gpus === estimate.gpus && small.waiting?.stable === true && estimate.waiting?.stable === true)
      expect(estimate.waiting.ttftSeconds.p95).toBeLessThan(small.waiting.ttftSeconds.p95);
  });
});

describe("splits", () => {
  const mixture: EstimateRequest = {
    model: "deepseek-v3",
    gpu: "h200",
    workload: { requestsInFlight: 200, inputTokens: 1155, outputTokens: 211 },
    targets: { tokensPerSecond: 20, waitSeconds: 2 },
  };

  test("are searched: of a mixture fewer GPUs than in the worst of them", () => {
    const best = feasible(mixture);
    const each = [{ tensor: 8 }, { tensor: 8, expert: 8 }, { data: 8, expert: 8 }].map((split) =>
      feasible(mixture, { search: { splits: [split] } }),
    );
    expect(Math.min(...each.map(({ gpus }) => gpus))).toBe(best.gpus);
    expect(Math.max(...each.map(({ gpus }) => gpus))).toBeGreaterThan(best.gpus);
    for (const [i, { split, plan }] of each.entries()) {
      expect(split).toEqual({
        tensor: 1,
        pipeline: 1,
        data: 1,
        expert: 1,
        ...[{ tensor: 8 }, { tensor: 8, expert: 8 }, { data: 8, expert: 8 }][i],
      });
      expect(plan).toMatchObject(split ?? {});
    }
  });

  test("are the same whatever the search begins with", () => {
    const bad: Minimizer = ({ bounds = [] }) => ({
      x: bounds.map(([, most]) => most),
      value: 0,
      status: "stalled",
      evaluations: 1,
      iterations: 0,
    });
    for (const request of [mixture, chat, { ...chat, model: "gpt-oss-120b" }])
      for (const minimizer of [nelderMead(), bad]) {
        const { search: ours, ...usual } = feasible(request);
        const { search: theirs, ...begun } = feasible(request, { minimizer });
        expect(begun).toEqual(usual);
        expect([ours.minimizer, ours.relaxed, theirs.minimizer === null]).toEqual([null, null, false]);
      }
  });

  test("of several servers are searched only where the model takes a whole one, or when asked for", () => {
    const wide = (request: EstimateRequest, options?: EstimateOptions): number =>
      feasible(request, options).gpusPerReplica;
    const slow: EstimateRequest = {
      model: "llama-3.1-70b",
      gpu: "l40s",
      workload: { requestsInFlight: 1000, inputTokens: 1000, outputTokens: 200 },
      targets: { tokensPerSecond: 5 },
    };
    expect(wide(slow)).toBeLessThanOrEqual(8);
    expect(engineModel().searchDefaults(ask(slow).scenario).gpusPerReplica.at(-1)).toBe(8);
    expect(wide(slow, { search: { gpusPerReplica: [16] } })).toBe(16);
    expect(wide({ ...slow, model: "deepseek-v3", gpu: "h100" })).toBeGreaterThan(8);
    // Eight H200 hold a trillion weights and few requests: sixteen hold many times as many.
    const tight: EstimateRequest = { ...slow, model: "kimi-k2", gpu: "h200" };
    expect(wide(tight)).toBe(16);
    expect(feasible(tight).gpus).toBeLessThan(feasible(tight, { search: { gpusPerReplica: [1, 2, 4, 8] } }).gpus);
  });

  test("that are asked for are checked", () => {
    const refused = (search: object): unknown => {
      try {
        estimateGpus(mixture, { search });
      } catch (error) {
        return (error as { code: string; field: string }).code + " " + (error as { field: string }).field;
      }
      return null;
    };
    expect(refused({ splits: [] })).toBe("out-of-range options.search.splits");
    expect(refused({ splits: [{ tensor: 0 }] })).toBe("out-of-range options.search.splits[0].tensor");
    expect(refused({ splits: [{ tensors: 2 }] })).toBe("out-of-range options.search.splits[0].tensors");
    expect(refused({ splits: 8 })).toBe("invalid-type options.search.splits");
    expect(refused({ splits: [{ tensor: 8 }], gpusPerReplica: [4] })).toBe(
      "contradictory-options options.search.splits",
    );
  });

  test("are taken by constraints, f and g; without one they take the default of that S", () => {
    const { performance, scenario } = ask(mixture);
    const [plain, , ranks] = performance.splits?.(8, scenario) ?? [];
    if (plain === undefined || ranks === undefined) throw new Error("no splits");
    const at = { gpusPerReplica: 8, replicas: 1, batchExponent: 6, queueRatio: 1 };
    expect(performance.secondsPerBatch({ ...at, split: plain }, scenario)).not.toBe(
      performance.secondsPerBatch({ ...at, split: ranks }, scenario),
    );
    const [defaults] = (performance.splits?.(8, scenario) ?? []).filter(
      (split) => performance.secondsPerBatch({ ...at, split }, scenario) === performance.secondsPerBatch(at, scenario),
    );
    expect(defaults).toBeDefined();
    for (const split of [plain, ranks, undefined]) {
      const rate = (batchExponent: number): number =>
        performance.requestTokensPerSecond(
          { ...at, batchExponent, replicas: 1, ...(split === undefined ? {} : { split }) },
          scenario,
        );
      const alone = performance.requestTokensPerSecond(
        { gpusPerReplica: 1, replicas: 1, batchExponent: 0, queueRatio: 1 },
        scenario,
      );
      expect(
        performance.gpuScaling(8, scenario, split) * performance.batchScaling(6, 1, scenario, 8, split) * alone,
      ).toBeCloseTo(rate(6), 9);
    }
    expect(() => performance.slots({ ...at, gpusPerReplica: 4, split: plain }, scenario)).toThrow(/decision.split/);
  });
});
