import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rentOf, priceSpreads } from "../../src/cost/rent.js";
import { machinesOf } from "../../src/cost/machines.js";
import type { RentalOffer } from "../../src/cost/index.js";
import { findGpu, gpus } from "../../src/index.js";

const h100 = findGpu("h100", gpus);
const today = "2026-11-30";
const offer = (changes: Partial<RentalOffer>): RentalOffer => ({
  provider: "A",
  country: "FRA",
  region: "",
  gpu: h100.id,
  gpus: 8,
  machine: "eight",
  perHour: 24,
  currency: "EUR",
  terms: "on-demand",
  date: "2026-11-01",
  page: "test",
  ...changes,
});

describe("whole machines", () => {
  test.each([
    [{ gpusPerReplica: 4, replicas: 7 }, 8, { machines: 4, gpus: 32 }],
    [{ gpusPerReplica: 4, replicas: 7 }, 4, { machines: 7, gpus: 28 }],
    [{ gpusPerReplica: 3, replicas: 2 }, 8, { machines: 1, gpus: 8 }],
    [{ gpusPerReplica: 16, replicas: 2 }, 8, { machines: 4, gpus: 32 }],
    // Eight single machines are no server of eight.
    [{ gpusPerReplica: 8, replicas: 1 }, 1, null],
  ] as const)("%j on machines of %d", (purchase, size, expected) => {
    expect(machinesOf(purchase, { machine: "m", gpus: size }, 8)).toEqual(expected);
  });

  test("GPUs that are priced one by one are paid one by one, from as many on as are rented out", () => {
    const purchase = { gpusPerReplica: 4, replicas: 7 };
    expect(machinesOf(purchase, { machine: null, gpus: 1 }, 8)).toEqual({ machines: null, gpus: 28 });
    expect(machinesOf(purchase, { machine: null, gpus: 1, leastGpus: 256 }, 8)).toBeNull();
  });

  test("hold every replica, and no machine stands empty", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 32 }),
        fc.integer({ min: 1, max: 500 }),
        fc.constantFrom(1, 2, 4, 8),
        (gpusPerReplica, replicas, size) => {
          const machines = machinesOf({ gpusPerReplica, replicas }, { machine: "m", gpus: size }, size)?.gpus ?? NaN;
          expect(machines).toBeGreaterThanOrEqual(gpusPerReplica * replicas);
          const perMachine = Math.floor(size / gpusPerReplica);
          if (perMachine > 0) expect((machines / size - 1) * perMachine).toBeLessThan(replicas);
        },
      ),
    );
  });
});

describe("the cheapest offer", () => {
  const purchase = { gpusPerReplica: 4, replicas: 2 };

  // scaleway.com, 2026-09-26: H100-SXM-8-80G for 25.3308 EUR an hour.
  test("is a European one on demand, of the catalog", () => {
    expect(rentOf(h100, purchase, { today })).toMatchObject({
      perHour: 25.3308,
      perYear: 8760 * 25.3308,
      perMonth: 730 * 25.3308,
      machines: 1,
      gpus: 8,
      ageDays: 65,
      isOld: false,
      currency: "EUR",
      convertedAt: null,
      offer: { provider: "Scaleway", machine: "H100-SXM-8-80G" },
    });
  });

  test("counts whole machines, not GPUs", () => {
    const offers = [offer({ perHour: 24 }), offer({ machine: "four", gpus: 4, perHour: 13 })];
    expect(rentOf(h100, { gpusPerReplica: 4, replicas: 1 }, { today, offers })?.offer.machine).toBe("four");
    expect(rentOf(h100, purchase, { today, offers })?.offer.machine).toBe("eight");
  });

  test("is none where nobody offers it so: never zero", () => {
    for (const changes of [
      { terms: "spot" },
      { country: "USA" },
      { currency: "USD" },
      { gpu: "l4" },
      { leastGpus: 256 },
    ] as const)
      expect(rentOf(h100, purchase, { today, offers: [offer(changes)] })).toBeNull();
  });

  test("is of whom, on the terms, and at the price that is asked for", () => {
    const offers = [
      offer({}),
      offer({ provider: "B", country: "USA", perHour: 30 }),
      offer({ terms: "spot", perHour: 9 }),
    ];
    expect(rentOf(h100, purchase, { today, offers, providers: ["B"] })?.perHour).toBe(30);
    expect(rentOf(h100, purchase, { today, offers, terms: "spot" })?.perHour).toBe(9);
    expect(rentOf(h100, purchase, { today, offers, ownPerGpuHour: 2, currency: "USD" })).toMatchObject({
      perHour: 16,
      currency: "USD",
      offer: { provider: "own price" },
    });
  });

  test("is converted at a rate that is given, and says so", () => {
    const exchange = { usdPerEur: 1.14, date: "2026-09-25" };
    const rent = rentOf(h100, purchase, { today, offers: [offer({ currency: "USD", perHour: 22.8 })], exchange });
    expect(rent?.perHour).toBeCloseTo(20, 12);
    expect(rent?.convertedAt).toBe(exchange);
    expect(rentOf(h100, purchase, { today, offers: [offer({})], exchange })?.convertedAt).toBeNull();
  });

  test("is old beyond 90 days", () => {
    const aged = (date: string): unknown => rentOf(h100, purchase, { today, offers: [offer({ date })] })?.isOld;
    expect([aged("2026-09-01"), aged("2026-08-31"), aged("2025-10/2026-08")]).toEqual([false, true, true]);
  });

  test("is never dearer for an offer more, and never cheaper when all are dearer", () => {
    const price = fc.double({ min: 0.1, max: 200, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 1, maxLength: 6 }),
        price,
        fc.double({ min: 1, max: 3, noNaN: true }),
        (prices, more, factor) => {
          const perHour = (of: readonly number[]): number =>
            rentOf(h100, purchase, { today, offers: of.map((one) => offer({ perHour: one })) })?.perHour ?? NaN;
          expect(perHour([...prices, more])).toBeLessThanOrEqual(perHour(prices));
          expect(perHour(prices.map((one) => factor * one))).toBeGreaterThanOrEqual(perHour(prices));
        },
      ),
    );
  });
});

test("offers are spread by currency, and none is converted", () => {
  expect(
    priceSpreads(h100.id, [
      offer({}),
      offer({ perHour: 32 }),
      offer({ perHour: 40 }),
      offer({ currency: "USD" }),
      offer({ terms: "spot", perHour: 1 }),
    ]),
  ).toEqual([
    { currency: "EUR", offers: 3, low: 3, median: 4, high: 5 },
    { currency: "USD", offers: 1, low: 3, median: 3, high: 3 },
  ]);
  expect(priceSpreads("l2")).toEqual([]);
});
