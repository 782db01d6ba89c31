import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apiAlternative } from "../../src/cost/api-offer.js";
import { ownershipCost, serverPrice, type ApiOffer, type OwnershipTerms } from "../../src/cost/index.js";
import { inCurrency } from "../../src/cost/money.js";
import { tokenPrices } from "../../src/cost/token-prices.js";
import { findGpu, gpus } from "../../src/index.js";
import { refusal } from "../support/refusal.js";

const positive = (max: number): fc.Arbitrary<number> => fc.double({ min: 1e-3, max, noNaN: true });

describe("prices of tokens", () => {
  // 63.3 EUR an hour for 29.6 requests per second of 1,155 and 211 tokens, 45 % of the time on prompts.
  test("are what an hour costs over what it serves", () => {
    const prices = tokenPrices({
      perHour: 63.3,
      requestsPerSecond: 29.6,
      inputTokens: 1155,
      outputTokens: 211,
      prefillShare: 0.45,
    });
    expect(prices.input).toBeCloseTo(0.2314, 4);
    expect(prices.output).toBeCloseTo(1.5484, 4);
    expect(prices.blended).toBeCloseTo(0.4349, 4);
  });

  test("add up to the hour, apart and blended", () => {
    const served = fc.record({
      perHour: positive(1e5),
      requestsPerSecond: positive(1e4),
      inputTokens: positive(1e5),
      outputTokens: positive(1e5),
      prefillShare: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(served, (given) => {
        const { input, output, blended } = tokenPrices(given);
        const { perHour, requestsPerSecond, inputTokens, outputTokens } = given;
        const millions = (tokens: number): number => (3600 * requestsPerSecond * tokens) / 1e6;
        const apart = input * millions(inputTokens) + (output ?? NaN) * millions(outputTokens);
        expect(apart / perHour).toBeCloseTo(1, 9);
        expect((blended * millions(inputTokens + outputTokens)) / perHour).toBeCloseTo(1, 9);
      }),
    );
  });

  test("of a model that writes nothing are of prompts alone", () => {
    expect(
      tokenPrices({ perHour: 3.6, requestsPerSecond: 1, inputTokens: 1000, outputTokens: 0, prefillShare: 1 }),
    ).toEqual({ input: 1, output: null, blended: 1 });
  });
});

describe("owning", () => {
  const terms: OwnershipTerms = { capital: 100_000, network: 0, upkeep: 0, residual: 0, perKwh: 0, kwhPerYear: 0 };

  // The annuity of 3.5 percent over five years is 0.2214814; of no interest a fifth.
  test("pays an annuity, net of what servers sell for", () => {
    expect(ownershipCost(terms).perYearWithoutStaff).toBeCloseTo(22_148.137, 3);
    expect(ownershipCost({ ...terms, residual: 0.1 }).capitalPerYear).toBeCloseTo(20_283.323_584, 5);
    expect(ownershipCost({ ...terms, interest: 0 }).perYearWithoutStaff).toBeCloseTo(20_000, 9);
    expect(ownershipCost({ ...terms, interest: 0, years: 1, residual: 0.25 }).perYearWithoutStaff).toBeCloseTo(
      75_000,
      9,
    );
  });

  test("says what it comes to without staff where nobody said what staff costs", () => {
    const { staffPerYear, perYear, perYearWithoutStaff } = ownershipCost(terms);
    expect([staffPerYear, perYear]).toEqual([null, null]);
    expect(ownershipCost({ ...terms, staffPerYear: 60_000 }).perYear).toBe(perYearWithoutStaff + 60_000);
  });

  test("is the sum of its parts, and of no part less", () => {
    const anyTerms = fc.record({
      capital: positive(1e7),
      years: fc.integer({ min: 1, max: 10 }),
      interest: fc.double({ min: 0, max: 0.2, noNaN: true }),
      residual: fc.double({ min: 0, max: 0.5, noNaN: true }),
      upkeep: fc.double({ min: 0, max: 0.2, noNaN: true }),
      perKwh: positive(1),
      kwhPerYear: positive(1e7),
      hostingPerYear: positive(1e6),
      staffPerYear: positive(1e6),
    });
    fc.assert(
      fc.property(anyTerms, positive(1e6), (given, more) => {
        const cost = ownershipCost(given);
        const parts = cost.capitalPerYear + cost.upkeepPerYear + cost.electricityPerYear + cost.hostingPerYear;
        expect(parts / cost.perYearWithoutStaff).toBeCloseTo(1, 12);
        expect(cost.perYear).toBe(cost.perYearWithoutStaff + given.staffPerYear);
        for (const part of ["capital", "perKwh", "kwhPerYear", "hostingPerYear"] as const)
          expect(ownershipCost({ ...given, [part]: given[part] + more }).perYearWithoutStaff).toBeGreaterThanOrEqual(
            cost.perYearWithoutStaff,
          );
      }),
    );
  });

  test.each([
    [{ capital: 0 }, "out-of-range terms.capital"],
    [{ residual: 1.5 }, "out-of-range terms.residual"],
    [{ interest: -0.1 }, "out-of-range terms.interest"],
    [{ yeers: 5 }, "out-of-range terms.yeers"],
  ])("%j is %s", (changes, expected) => {
    expect(refusal(() => ownershipCost({ ...terms, ...changes }))).toBe(expected);
  });

  test("a server without a price of its own is its cards and more, and says that it is a guess", () => {
    const today = "2026-11-30";
    expect(serverPrice(findGpu("h100", gpus), "USD", today)).toMatchObject({
      gpus: 8,
      low: 310_000,
      high: 317_000,
      isGuess: false,
      isOld: true,
    });
    expect(serverPrice(findGpu("b300", gpus), "USD", today)).toMatchObject({
      gpus: 8,
      low: 8 * 1.2 * 42_500,
      high: 8 * 1.4 * 45_000,
      isGuess: true,
    });
    expect(serverPrice(findGpu("b300", gpus), "EUR", today)).toBeNull();
  });
});

describe("an API instead", () => {
  const requests = { model: "m", requestsPerSecond: 1, inputTokens: 1000, cachedTokens: 500, outputTokens: 200 };
  const offer = (changes: Partial<ApiOffer>): ApiOffer => ({
    provider: "A",
    region: "FR",
    model: "m",
    currency: "EUR",
    perMillionInput: 1,
    perMillionOutput: 2,
    date: "2026-09-01",
    page: "test",
    ...changes,
  });
  const cheapest = (...offers: readonly ApiOffer[]) =>
    apiAlternative(requests, { today: "2026-11-30", currency: "EUR", apiOffers: offers });

  test("costs what its tokens do; cached ones less where it says so", () => {
    expect(cheapest(offer({}))?.perHour).toBeCloseTo(3.6 * (1 * 1.5 + 2 * 0.2), 12);
    expect(cheapest(offer({ perMillionCached: 0.1 }))?.perHour).toBeCloseTo(3.6 * (1 + 0.1 * 0.5 + 2 * 0.2), 12);
  });

  test("is the cheapest of the model itself, else of one of its shape; none in another currency", () => {
    const sibling = offer({ provider: "B", sibling: "n", perMillionInput: 0.1 });
    expect(cheapest(offer({}), sibling)?.offer.provider).toBe("A");
    expect(cheapest(sibling, offer({ model: "other" }))?.offer.provider).toBe("B");
    expect(cheapest(offer({ currency: "USD" }))).toBeNull();
    expect(cheapest(offer({ perMillionOutput: 3 }), offer({ provider: "C" }))?.offer.provider).toBe("C");
    expect(cheapest(offer({}))).toMatchObject({ ageDays: 90, isOld: false });
  });
});

test("no amount changes its currency without a rate", () => {
  expect(inCurrency(10, "EUR", "USD", undefined)).toBeNull();
  expect(inCurrency(10, "EUR", "EUR", undefined)).toBe(10);
  expect(inCurrency(10, "EUR", "USD", { usdPerEur: 1.25, date: "2026-09-25" })).toBe(12.5);
  expect(inCurrency(10, "USD", "EUR", { usdPerEur: 1.25, date: "2026-09-25" })).toBe(8);
});
