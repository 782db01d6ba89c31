import { expect, test } from "vitest";
import { apiOffers, electricityPrice, gridZones, rentalOffers } from "../../src/cost/index.js";
import { electricityPriceList } from "../../src/cost/electricity-price.js";
import { purchasePriceList } from "../../src/cost/purchase-price.js";
import { OFFER_TERMS } from "../../src/cost/offer-terms.js";
import { gpus, models } from "../../src/index.js";
import { dayNumber } from "../../src/internal/day-number.js";

const gpuIds = new Set(gpus.map(({ id }) => id));
const modelIds = new Set(models.map(({ id }) => id));

/** What every price states: of which currency, on which day, where it was read. */
function expectPrice({
  currency,
  date,
  page,
}: {
  readonly currency: string;
  readonly date: string;
  readonly page: string;
}): void {
  expect(["EUR", "USD"]).toContain(currency);
  expect([date, dayNumber(date)]).toEqual([date, expect.any(Number)]);
  expect(page).not.toBe("");
}

test("266 offers to rent 30 kinds of GPUs, each of somebody, on known terms", () => {
  expect(rentalOffers).toHaveLength(266);
  expect(new Set(rentalOffers.map(({ gpu }) => gpu)).size).toBe(30);
  for (const offer of rentalOffers) {
    expectPrice(offer);
    expect(gpuIds).toContain(offer.gpu);
    expect(OFFER_TERMS).toContain(offer.terms);
    expect(offer.provider).not.toBe("");
    expect(offer.country).toMatch(/^[A-Z]{3}$/);
    expect(offer.perHour / offer.gpus).toBeGreaterThan(0.1);
    expect(offer.perHour / offer.gpus).toBeLessThan(30);
    expect(Number.isInteger(offer.gpus) && offer.gpus >= 1).toBe(true);
  }
});

test("268 API prices, of models of the catalog", () => {
  expect(apiOffers).toHaveLength(268);
  for (const offer of apiOffers) {
    expectPrice(offer);
    expect(modelIds).toContain(offer.model);
    expect(offer.perMillionOutput).toBeGreaterThan(0);
    expect(offer.perMillionInput).toBeGreaterThan(0);
  }
});

test("prices of servers and cards, of GPUs of the catalog", () => {
  for (const price of purchasePriceList) {
    expectPrice(price);
    expect(gpuIds).toContain(price.gpu);
    expect(price.low).toBeGreaterThan(0);
    expect(price.high).toBeGreaterThanOrEqual(price.low);
  }
});

test("zones of the grid are named once, and emit between hydropower and lignite", () => {
  expect(new Set(gridZones.map(({ zone }) => zone)).size).toBe(gridZones.length);
  for (const { gramsPerKwh } of gridZones) expect(gramsPerKwh > 10 && gramsPerKwh < 1100).toBe(true);
});

// Eurostat nrg_pc_205, second half of 2025, non-household, without recoverable taxes.
test("electricity costs what its band does", () => {
  electricityPriceList.forEach(expectPrice);
  expect(electricityPrice("FRA", 123_000)?.perKwh).toBe(0.1946);
  expect(electricityPrice("FRA", 19_999)?.perKwh).toBe(0.2688);
  expect(electricityPrice("FRA", 5_000_000)?.perKwh).toBe(0.1534);
  expect(electricityPrice("EU", 1)?.perKwh).toBe(0.2179);
  expect(electricityPrice("BRA", 1)).toBeNull();
});
