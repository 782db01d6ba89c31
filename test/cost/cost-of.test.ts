import { describe, expect, test } from "vitest";
import { breakEven, costOf, ownedFleet, type BreakEvenOptions, type CostOptions } from "../../src/cost/index.js";
import {
  classicModel,
  estimateGpus,
  presetWorkload,
  type EstimateRequest,
  type ReplayableEstimate,
} from "../../src/index.js";
import { refusal } from "../support/refusal.js";

const request: EstimateRequest = {
  model: "llama-3.3-70b",
  gpu: "h100",
  workload: presetWorkload("chat", { concurrentUsers: 500 }),
  targets: { ttft: { p95: 2 }, tpot: { p95: 0.05 } },
};
const feasible = (changes: Partial<EstimateRequest> = {}, options = {}): ReplayableEstimate => {
  const estimate = estimateGpus({ ...request, ...changes }, options);
  if (estimate.status !== "feasible") throw new Error(estimate.reason);
  return estimate;
};
const today = "2026-11-30";
const estimate = feasible();
const cost = costOf(estimate, { today });

describe("the cost of an estimate", () => {
  test("serves its tokens for its rent", () => {
    const { atPeak, requestTokens, rent } = cost;
    const hourly = 3600 * estimate.traffic.requestsPerSecond;
    const { input, output, blended } = atPeak.tokens ?? { input: NaN, output: null, blended: NaN };
    expect(
      ((input * requestTokens.inputTokens + (output ?? NaN) * requestTokens.outputTokens) * hourly) / 1e6,
    ).toBeCloseTo(rent?.perHour ?? NaN, 6);
    expect((blended * (requestTokens.inputTokens + requestTokens.outputTokens) * hourly) / 1e6).toBeCloseTo(
      rent?.perHour ?? NaN,
      6,
    );
    expect(rent?.perYear).toBeCloseTo(12 * (rent?.perMonth ?? NaN), 6);
  });

  test("rents whole machines, spare replicas too", () => {
    expect(cost.rent?.gpus).toBeGreaterThanOrEqual(estimate.gpus);
    const spare = feasible({}, { spareReplicas: 3 });
    expect(costOf(spare, { today }).rent?.perHour).toBeGreaterThan(cost.rent?.perHour ?? NaN);
    expect(costOf(spare, { today, ownPerGpuHour: 2 }).rent?.perHour).toBe(2 * spare.gpus);
  });

  test("at half the load is the same rent for half the tokens, and a little less power", () => {
    const half = costOf(estimate, { today, meanLoad: 0.5 });
    expect(half.rent).toEqual(cost.rent);
    expect(half.atPeak).toEqual(cost.atPeak);
    expect((half.atMean.tokens?.blended ?? NaN) / (cost.atPeak.tokens?.blended ?? NaN)).toBeCloseTo(2, 9);
    expect(half.atMean.requestsPerSecond).toBeCloseTo(cost.atPeak.requestsPerSecond / 2, 9);
    const ratio = (half.atMean.power?.gpuWatts ?? NaN) / (cost.atPeak.power?.gpuWatts ?? NaN);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1);
    expect(half.api?.perHour).toBeCloseTo((cost.api?.perHour ?? NaN) / 2, 9);
    expect(half.rentOverApi).toBeCloseTo(2 * (cost.rentOverApi ?? NaN), 9);
  });

  test("takes the mean load from the peak factor of the workload", () => {
    const peaked = feasible({ workload: presetWorkload("chat", { requestsPerSecond: 4, peakFactor: 2 }) });
    expect(costOf(peaked, { today }).meanLoad).toBe(0.5);
    expect(costOf(peaked, { today, meanLoad: 0.25 }).atMean.requestsPerSecond).toBeCloseTo(
      peaked.traffic.requestsPerSecond / 4,
      9,
    );
  });

  test("knows no price where there is none, and its power all the same", () => {
    const none = costOf(estimate, { today, offers: [] });
    expect([none.rent, none.atPeak.tokens, none.rentOverApi, none.spreads]).toEqual([null, null, null, []]);
    expect(none.atPeak.power?.gpuWatts).toBeGreaterThan(0);
    expect(none.footprint?.perYear.kWh.min).toBeGreaterThan(0);
  });

  test("emits by where it stands", () => {
    const emitted = (zone: string): number => costOf(estimate, { today, zone }).footprint?.perYear.kgCO2eq.min ?? NaN;
    expect(emitted("DEU")).toBeGreaterThan(4 * emitted("FRA"));
    expect(costOf(estimate, { today }).footprint?.zone).toBe("EU");
    expect(costOf(estimate, { today, pue: 1.1 }).footprint?.perYear.kWh.max).toBeLessThan(
      cost.footprint?.perYear.kWh.max ?? NaN,
    );
  });

  test("of a model that writes nothing is of its prompts", () => {
    const embedding = costOf(
      feasible({
        model: "bge-m3",
        gpu: "l4",
        workload: { requestsPerSecond: 200, inputTokens: 400 },
        targets: { e2e: { p95: 0.1 } },
      }),
      { today },
    );
    expect(embedding.atPeak.tokens?.output).toBeNull();
    expect(embedding.atPeak.power?.gpuJoulesPerOutputToken).toBeNull();
    expect(embedding.requestTokens).toEqual({ inputTokens: 400, cachedTokens: 0, outputTokens: 0 });
  });

  test("counts cached prompts apart", () => {
    const { requestTokens } = costOf(
      feasible({ workload: { ...presetWorkload("chat", { concurrentUsers: 500 }), prefixCacheHitRate: 0.5 } }),
      { today },
    );
    expect(requestTokens.inputTokens).toBeCloseTo(577.5, 6);
    expect(requestTokens.cachedTokens).toBeCloseTo(577.5, 6);
  });
});

describe("breaking even", () => {
  test("is the same for the same seed, and near for others", () => {
    expect(breakEven(estimate, cost, { seed: 7 })).toEqual(breakEven(estimate, cost, { seed: 7 }));
    const medians = [1, 2, 3].map((seed) => breakEven(estimate, cost, { seed })?.ratio.p50 ?? NaN);
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.05);
  });

  test("takes more users for a larger fixed cost, in proportion, and no user for none", () => {
    const users = (fixedPerYear: number): number => breakEven(estimate, cost, { fixedPerYear })?.users?.p50 ?? NaN;
    expect(users(0)).toBe(0);
    expect(users(2e5) / users(1e5)).toBeCloseTo(2, 9);
  });

  test("never comes where the rent is far above the API", () => {
    const dear = breakEven(estimate, costOf(estimate, { today, ownPerGpuHour: 100 }), { fixedPerYear: 1e5 });
    expect(dear).toMatchObject({ ownIsCheaper: 0, users: null, never: 1 });
    const cheap = breakEven(estimate, costOf(estimate, { today, ownPerGpuHour: 0.01 }));
    expect(cheap).toMatchObject({ ownIsCheaper: 1, never: 0 });
  });

  test("is not known without a rent", () => {
    expect(breakEven(estimate, costOf(estimate, { today, offers: [] }))).toBeNull();
  });

  test.each([
    [{ draws: 10 }, "out-of-range options.draws"],
    [{ fixedPerYear: -1 }, "out-of-range options.fixedPerYear"],
    [{ sed: 1 }, "out-of-range options.sed"],
  ] as const)("%j is %s", (options, expected) => {
    expect(refusal(() => breakEven(estimate, cost, options as BreakEvenOptions))).toBe(expected);
  });
});

describe("owning the fleet", () => {
  const inDollars = costOf(estimate, { today, currency: "USD", zone: "USA", providers: "any" });

  test("buys whole servers at what is known of their price", () => {
    const owned = ownedFleet(estimate, inDollars);
    expect(owned?.price?.source.item).toBe("8x H100 SXM server with 8x400G InfiniBand cards");
    expect(owned?.servers).toBe(Math.ceil(estimate.gpus / 8));
    expect(owned?.low.capital).toBeCloseTo((owned?.servers ?? NaN) * 310_000 * 1.15, 6);
    expect(owned?.low.terms.perKwh).toBe(0.0871);
    expect(owned?.overRent?.min).toBeLessThan(owned?.overRent?.max ?? NaN);
    expect(owned?.high.perHourWithoutStaff).toBeCloseTo(
      (owned?.overRent?.max ?? NaN) * (inDollars.rent?.perHour ?? NaN),
      9,
    );
  });

  test("takes the prices that it is given", () => {
    const owned = ownedFleet(estimate, cost, {
      serverPrice: 200_000,
      serverGpus: 4,
      perKwh: 0.2,
      staffPerYear: 50_000,
    });
    expect(owned).toMatchObject({ price: null, electricity: null, servers: Math.ceil(estimate.gpus / 4) });
    expect(owned?.low).toEqual(owned?.high);
    expect(owned?.low.perYear).toBe((owned?.low.perYearWithoutStaff ?? NaN) + 50_000);
  });

  test("is not known where no server or no electricity has a price in that currency", () => {
    expect(ownedFleet(estimate, cost)).toBeNull();
    expect(ownedFleet(estimate, costOf(estimate, { today, currency: "USD", zone: "FRA" }))).toBeNull();
    expect(refusal(() => ownedFleet(estimate, cost, { serverPrice: 0 }))).toBe("out-of-range options.serverPrice");
  });
});

describe("what is refused", () => {
  test.each([
    [{ today: "yesterday" }, "out-of-range options.today"],
    [{}, "invalid-type options.today"],
    [{ today, currency: "GBP" }, "out-of-range options.currency"],
    [{ today, zone: "Narnia" }, "unknown-id options.zone"],
    [{ today, pue: 0.9 }, "out-of-range options.pue"],
    [{ today, meanLoad: 1.2 }, "out-of-range options.meanLoad"],
    [{ today, meanLoad: 0 }, "out-of-range options.meanLoad"],
    [{ today, terms: "gift" }, "out-of-range options.terms"],
    [{ today, ownPerGpuHour: 0 }, "out-of-range options.ownPerGpuHour"],
    [{ today, exchange: { usdPerEur: 1 } }, "invalid-type options.exchange.date"],
    [{ today, providers: "martian" }, "out-of-range options.providers"],
    [{ today, offers: [{}] }, "invalid-type options.offers[0].gpu"],
    [{ today, tody: 1 }, "out-of-range options.tody"],
  ] as const)("%j: %s", (options, expected) => {
    expect(refusal(() => costOf(estimate, options as unknown as CostOptions))).toBe(expected);
  });

  test("an estimate by another model, and one that is infeasible", () => {
    const classic = estimateGpus(
      {
        ...request,
        workload: { requestsInFlight: 10, inputTokens: 100, outputTokens: 100 },
        targets: { tokensPerSecond: 5 },
      },
      { performance: classicModel() },
    );
    expect(refusal(() => costOf(classic as ReplayableEstimate, { today }))).toBe("contradictory-options estimate.plan");
    const infeasible = estimateGpus({ ...request, targets: { ttft: 1e-9 } });
    expect(refusal(() => costOf(infeasible as ReplayableEstimate, { today }))).toBe(
      "contradictory-options estimate.status",
    );
  });
});
