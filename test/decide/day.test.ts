import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  byDeadline,
  dayCurve,
  dayCurves,
  dayPlan,
  growthPlan,
  ofThroughput,
  reservedMix,
} from "../../src/decide/index.js";
import { loadOf } from "../../src/decide/inputs.js";
import { estimateGpus, presetWorkload, type EstimateRequest } from "../../src/index.js";
import { refusal } from "../support/refusal.js";

const chat: EstimateRequest = {
  model: "llama-3.1-8b",
  gpu: "l40s",
  workload: presetWorkload("chat", { concurrentUsers: 5000 }),
  targets: { ttft: { p95: 1 }, tpot: { p95: 0.1 } },
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Whole replicas for a curve, as many as `most` at its peak. */
const needsOf = (curve: readonly number[], most: number): readonly number[] =>
  curve.map((load) => Math.ceil((most * load) / Math.max(...curve)));

describe("day curves", () => {
  test("are 24 loads of a day and 168 of a week", () => {
    for (const { id } of dayCurves) {
      expect(dayCurve(id)).toHaveLength(24);
      expect(dayCurve(id, "week")).toHaveLength(168);
      expect(Math.min(...dayCurve(id, "week"))).toBeGreaterThan(0);
    }
    expect(refusal(() => dayCurve("night-club"))).toBe("unknown-id curve");
  });

  // Peak hour over the mean of the same days, by hand from the published traces.
  test.each([
    ["university-assistant", 1.75],
    ["api-large", 1.14],
    ["api-mid", 1.17],
    ["api-small", 1.46],
    ["reasoning", 2.19],
    ["images", 1.35],
    ["office", 2.79],
  ])("%s peaks at %f of its mean", (id, peak) => {
    const day = dayCurve(id);
    expect(Math.max(...day) / (sum(day) / 24)).toBeCloseTo(peak, 2);
  });

  test("of offices are nearly empty at weekends: 3.76 over the week", () => {
    const week = dayCurve("office", "week");
    expect(Math.max(...week) / (sum(week) / 168)).toBeCloseTo(3.76, 2);
  });
});

describe("reserved and on demand", () => {
  // Ten replicas at the peak, a reserved hour at 0.65 of one on demand; cost over that of all ten reserved.
  test.each([
    ["university-assistant", 0.84, 6],
    ["api-small", 0.83, 7],
    ["api-large", 0.98, 9],
    ["reasoning", 0.61, 4],
    ["images", 0.87, 7],
    ["office", 0.58, 1],
  ])("%s costs %f of all reserved, with %i reserved", (id, share, replicas) => {
    const needs = needsOf(dayCurve(id), 10);
    const mix = reservedMix(needs, 0.65);
    expect(mix.replicas).toBe(replicas);
    expect(mix.cost / (0.65 * 10 * 24)).toBeCloseTo(share, 2);
  });

  test("cost no more with any other number reserved", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.integer({ min: 0, max: 31 }),
        (needs, rho, other) => {
          const cost = rho * other * needs.length + sum(needs.map((need) => Math.max(0, need - other)));
          expect(reservedMix(needs, rho).cost).toBeLessThanOrEqual(cost + 1e-9);
        },
      ),
    );
  });
});

describe("a day", () => {
  const curve = dayCurve("university-assistant");
  const prices = { currency: "EUR", onDemand: 1.4, reserved: 0.91 } as const;
  const plan = dayPlan(chat, { curve, prices });

  test("takes as many replicas at each hour as an estimate of that hour with the same replica", () => {
    const { gpusPerReplica, batchExponent, split, replicas, gpus, confidence } = plan.estimate;
    expect(Math.max(...plan.hours.map((hour) => hour.gpus))).toBe(gpus);
    expect(replicas).toBeGreaterThan(4);
    const search = {
      gpusPerReplica: [gpusPerReplica],
      batchExponent: [batchExponent, batchExponent] as const,
      ...(split === undefined ? {} : { splits: [split] }),
    };
    for (const { load, replicas: planned } of plan.hours) {
      const own = estimateGpus(loadOf(chat).in(chat, load), { search });
      if (
        own.status === "infeasible" ||
        own.confidence?.factors.secondsPerToken !== confidence?.factors.secondsPerToken
      )
        continue;
      expect(planned).toBe(own.replicas);
    }
    expect(plan.hours.map(({ load }) => load)[15]).toBeLessThan(5000);
    expect(Math.max(...plan.hours.map(({ load }) => load))).toBe(5000);
  });

  test("adds up", () => {
    const { gpuHours, hours, starts, money, reservedGpus, estimate } = plan;
    expect(gpuHours.fixed).toBe(24 * estimate.gpus);
    expect(gpuHours.starting).toBeCloseTo((starts * estimate.gpusPerReplica * 900) / 3600, 9);
    expect(gpuHours.scaled).toBeCloseTo(sum(hours.map(({ gpus }) => gpus)) + gpuHours.starting, 9);
    expect(starts).toBe(sum(hours.map(({ replicas }, i) => Math.max(0, replicas - (hours.at(i - 1)?.replicas ?? 0)))));
    expect(money).toMatchObject({ currency: "EUR", fixed: 1.4 * gpuHours.fixed, scaled: 1.4 * gpuHours.scaled });
    expect(money?.fixedReserved).toBeCloseTo(0.91 * gpuHours.fixed, 9);
    expect(money?.mixed ?? Infinity).toBeLessThan(Math.min(money?.fixedReserved ?? 0, money?.scaled ?? 0));
    expect(reservedGpus).toBeGreaterThan(0);
    expect(reservedGpus).toBeLessThan(estimate.gpus);
  });

  test("keeps spare replicas and the fewest that run, and may stop altogether", () => {
    const night = [0, 0, 1, 0.001];
    const spare = dayPlan(chat, { curve: night, spareReplicas: 1, leastReplicas: 0, startUpSeconds: 0 });
    const { gpusPerReplica } = spare.estimate;
    expect(spare.hours.map(({ replicas }) => replicas)).toEqual([0, 0, spare.estimate.replicas, 1]);
    expect(spare.hours[0]?.gpus).toBe(gpusPerReplica);
    expect(spare.gpuHours.starting).toBe(0);
    expect(spare.money).toBeNull();
    expect(dayPlan(chat, { curve: night, leastReplicas: 2 }).hours[0]?.replicas).toBe(2);
  });

  test("begins again where it ends", () => {
    const { starts, estimate } = dayPlan(chat, { curve: [1, 0.0001] });
    expect(starts).toBe(estimate.replicas - 1);
  });

  test("is flat where the load is", () => {
    const { hours, starts, gpuHours } = dayPlan(chat, { curve: [2, 2, 2] });
    expect(new Set(hours.map(({ gpus }) => gpus)).size).toBe(1);
    expect(starts).toBe(0);
    expect(gpuHours.scaled).toBe(gpuHours.fixed);
  });

  test("is refused without load, and for what nothing serves", () => {
    expect(refusal(() => dayPlan(chat, { curve: [0, 0] }))).toBe("out-of-range options.curve");
    expect(refusal(() => dayPlan(chat, { curve: [] }))).toBe("out-of-range options.curve.length");
    expect(refusal(() => dayPlan(chat, { curve: [1], prices: { currency: "EUR", onDemand: 1, reserved: 2 } }))).toBe(
      "out-of-range options.prices.reserved",
    );
    expect(refusal(() => dayPlan({ ...chat, targets: { ttft: { p95: 1e-6 } } }, { curve: [1] }))).toBe(
      "contradictory-options request",
    );
  });
});

describe("growth", () => {
  test("buys what each month's estimate takes beyond what is there", () => {
    const loads = [1000, 1500, 1200, 4000];
    const months = growthPlan(chat, { loads });
    const gpus = loads.map((concurrentUsers) => {
      const estimate = estimateGpus({ ...chat, workload: presetWorkload("chat", { concurrentUsers }) });
      return estimate.status === "feasible" ? estimate.gpus : null;
    });
    expect(months.map((month) => month.gpus)).toEqual(gpus);
    expect(sum(months.map(({ adds }) => adds ?? 0))).toBe(Math.max(...gpus.map((count) => count ?? 0)));
    expect(months[2]?.adds).toBe(0);
  });
});

describe("requests by a deadline", () => {
  const lengths = { inputTokens: { mean: 500, cv: 0.5 }, outputTokens: { mean: 50, cv: 0.5 } };

  test("are done in time by what is bought, and not by a replica less", () => {
    const deadline = { requests: 1e7, seconds: 86_400 };
    const estimate = estimateGpus(
      { model: "llama-3.1-8b", gpu: "l40s", ...byDeadline(deadline, lengths) },
      { confidence: "expected" },
    );
    if (estimate.status === "infeasible" || estimate.waiting?.stable !== true) throw new Error(estimate.summary);
    const { capacityPerSecond, e2eSeconds } = estimate.waiting;
    expect(deadline.requests / capacityPerSecond + e2eSeconds.p99).toBeLessThanOrEqual(deadline.seconds);
    const fewer = (capacityPerSecond * (estimate.replicas - 1)) / estimate.replicas;
    expect(deadline.requests / fewer).toBeGreaterThan(0.95 * deadline.seconds);
  });

  test("and tokens of a fleet are rates", () => {
    expect(ofThroughput(5000, lengths).requestsPerSecond).toBe(100);
    expect(refusal(() => ofThroughput(5000, { inputTokens: 10 }))).toBe("contradictory-workload lengths.outputTokens");
    expect(refusal(() => byDeadline({ requests: 0, seconds: 1 }, lengths))).toBe("out-of-range deadline.requests");
  });
});
