import { describe, expect, test } from "vitest";
import { occupancyChain, type Chain } from "../../src/queueing/occupancy-chain.js";
import { residenceTable, type ResidenceTable } from "../../src/queueing/residence-table.js";

const residenceSeconds = (n: number): number => 1.58 + 0.0415 * n;

/** Every state by itself, in logarithms. */
function stateByState(
  slots: number,
  arrivals: (state: number) => number,
  states: number,
): { readonly full: number; readonly running: number } {
  const logarithms = new Float64Array(states + 1);
  for (let n = 1; n <= states; n += 1)
    logarithms[n] =
      (logarithms[n - 1] ?? 0) +
      Math.log((arrivals(n - 1) * residenceSeconds(Math.min(n, slots))) / Math.min(n, slots));
  const most = logarithms.reduce((a, b) => Math.max(a, b), -Infinity);
  let [total, met, full, running] = [0, 0, 0, 0];
  logarithms.forEach((logarithm, n) => {
    const p = Math.exp(logarithm - most);
    total += p;
    running += p * Math.min(n, slots);
    met += p * arrivals(n);
    if (n >= slots) full += p * arrivals(n);
  });
  return { full: full / met, running: running / total };
}

const capacity = (slots: number): number => slots / residenceSeconds(slots);

describe("blocks of states are as good as states", () => {
  test.each([
    [1, 0.9],
    [8, 0.5],
    [128, 0.8],
    [1024, 0.99],
    [10_000, 0.999],
  ])("%i slots at %d of the capacity", (slots, load) => {
    const rate = load * capacity(slots);
    const chain = occupancyChain({
      table: residenceTable({ slots, residenceSeconds }),
      spacing: 1,
      slotStates: slots,
      arrivalsPerSecond: () => rate,
      lastState: Infinity,
    });
    const exact = stateByState(slots, () => rate, slots + Math.ceil(60 / (1 - load)));
    expect(Math.abs(chain.waitProbability / exact.full - 1)).toBeLessThan(0.4 / slots);
    expect(Math.abs(chain.running / exact.running - 1)).toBeLessThan(0.03 / slots);
  });

  test.each([
    [8, 30],
    [128, 1500],
    [1024, 1000],
    [256, 40_000],
  ])("%i slots and %i users", (slots, users) => {
    const arrivals = (state: number): number => Math.max(0, users - state) / 60;
    const chain = occupancyChain({
      table: residenceTable({ slots, residenceSeconds }),
      spacing: 1,
      slotStates: slots,
      arrivalsPerSecond: arrivals,
      lastState: users,
    });
    const exact = stateByState(slots, arrivals, users);
    expect(chain.waitProbability).toBeCloseTo(exact.full, 9);
    expect(Math.abs(chain.running / exact.running - 1)).toBeLessThan(2e-4);
  });
});

describe("extreme sizes", () => {
  test.each([1, 1000, 1e5, 1e6])("%i replicas of 1024 slots, pooled: fewer and fewer wait", (replicas) => {
    const table = residenceTable({ slots: 1024, residenceSeconds });
    for (const load of [0.01, 0.9, 0.9999, 1 - 1e-9]) {
      const chain = occupancyChain({
        table,
        spacing: 1 / replicas,
        slotStates: 1024 * replicas,
        arrivalsPerSecond: () => load * table.capacityPerSecond,
        lastState: Infinity,
      });
      expect(chain.waitProbability).toBeGreaterThanOrEqual(0);
      expect(chain.waitProbability).toBeLessThan(1);
      expect(chain.running).toBeLessThanOrEqual(1024);
      // Fluctuations vanish: what runs is what the rate asks for.
      if (replicas >= 1e5 && load === 0.9)
        expect(chain.running / table.residenceSeconds(chain.running)).toBeCloseTo(0.9 * table.capacityPerSecond, 4);
    }
  });

  test("a million users in one queue: all but those who are served or think wait", () => {
    const table = residenceTable({ slots: 256, residenceSeconds });
    const chain = occupancyChain({
      table,
      spacing: 1,
      slotStates: 256,
      arrivalsPerSecond: (state) => Math.max(0, 1e6 - state) / 60,
      lastState: 1e6,
    });
    expect(chain.requestsPerSecond).toBeCloseTo(table.capacityPerSecond, 6);
    expect(chain.departures / (1e6 - 60 * table.capacityPerSecond - 256)).toBeCloseTo(1, 4);
  });
});

/** Servers of their own: every request takes a second. */
const servers = (slots: number): ResidenceTable => residenceTable({ slots, residenceSeconds: () => 1 });
const near = (values: Partial<Chain>): unknown =>
  expect.objectContaining(
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expect.closeTo(value, 9) as number])),
  );

describe("by hand", () => {
  test("two servers of which half is used", () => {
    // 1/3, 1/3, 1/6, 1/12 ...: who comes finds none busy, one, or both, and runs beside as many.
    const chain = occupancyChain({
      table: servers(2),
      spacing: 1,
      slotStates: 2,
      arrivalsPerSecond: () => 1,
      lastState: Infinity,
    });
    expect(chain).toEqual(
      near({
        requestsPerSecond: 1,
        waitProbability: 1 / 3,
        running: 1,
        company: 1 / 3 + 2 * (2 / 3),
        departures: 2,
        departuresSquaredCv: 1 / 2,
      }),
    );
  });

  test("four users, one server, as long to think as to serve", () => {
    // Weights 1, 4, 12, 24, 24 of zero to four; who comes finds 0 to 3 with weights 4, 12, 24, 24 and waits for as many.
    const chain = occupancyChain({
      table: servers(1),
      spacing: 1,
      slotStates: 1,
      arrivalsPerSecond: (state) => 4 - state,
      lastState: 4,
    });
    const departures = (12 * 1 + 24 * 2 + 24 * 3) / 60;
    expect(chain).toEqual(
      near({
        requestsPerSecond: 64 / 65,
        waitProbability: 60 / 64,
        running: 64 / 65,
        company: 1,
        departures,
        departuresSquaredCv: (12 * 1 + 24 * 4 + 24 * 9) / 60 / departures ** 2 - 1,
      }),
    );
  });

  test("three users, two slots that slow each other", () => {
    // 1 s alone and 1.5 s beside another: weights 1, 3, 2 x 3 x 3/4, 9/2 x 3/4 of zero to three.
    const table = residenceTable({ slots: 2, residenceSeconds: (n) => 0.5 + 0.5 * n });
    const chain = occupancyChain({
      table,
      spacing: 1,
      slotStates: 2,
      arrivalsPerSecond: (state) => 3 - state,
      lastState: 3,
    });
    const [none, one, two, three] = [1, 3, 4.5, 3.375];
    const all = none + one + two + three;
    const met = 3 * none + 2 * one + two;
    expect(chain).toEqual(
      near({
        requestsPerSecond: met / all,
        running: (one + 2 * (two + three)) / all,
        waitProbability: two / met,
        company: (3 * none + 2 * (2 * one + two)) / met,
        departures: 1,
        departuresSquaredCv: 0,
      }),
    );
  });

  test("as many users as slots never wait", () => {
    const chain = occupancyChain({
      table: servers(2),
      spacing: 1,
      slotStates: 2,
      arrivalsPerSecond: (state) => 2 - state,
      lastState: 2,
    });
    expect(chain).toEqual(
      near({
        requestsPerSecond: 1,
        running: 1,
        waitProbability: 0,
        company: 1.5,
        departures: 0,
        departuresSquaredCv: 0,
      }),
    );
  });

  test("a server that is as fast as its arrivals, with room for 200: every number is as likely", () => {
    // Who comes finds 1 to 200 and waits for as many, or nobody.
    const chain = occupancyChain({
      table: servers(1),
      spacing: 1,
      slotStates: 1,
      arrivalsPerSecond: () => 1,
      lastState: 200,
    });
    expect(chain).toEqual(
      near({
        requestsPerSecond: 200 / 201,
        running: 200 / 201,
        company: 1,
        waitProbability: 200 / 201,
        departures: 100.5,
        departuresSquaredCv: chain.departuresSquaredCv,
      }),
    );
    expect(chain.departuresSquaredCv / ((201 * 401) / 6 / 100.5 ** 2 - 1)).toBeCloseTo(1, 2);
  });

  test("slots that end between two states", () => {
    // Groups of 0.4 of the one slot, half of which is used: 1, 5/4, 25/32, and 25/32 from the third on. Halfway from the second to the third.
    const chain = occupancyChain({
      table: servers(1),
      spacing: 0.4,
      slotStates: 2.5,
      arrivalsPerSecond: () => 0.5,
      lastState: Infinity,
    });
    const all = 1 + 5 / 4 + 25 / 32 + 25 / 32;
    const running = (0.4 * (5 / 4) + 0.8 * (25 / 32) + 25 / 32) / all;
    expect(chain).toEqual(
      near({
        waitProbability: Math.sqrt((25 / 32) * (50 / 32)) / all,
        running,
        requestsPerSecond: 0.5,
        departures: 2,
        company: 1,
      }),
    );
  });

  test("two replicas that are one queue are in steps of half a request", () => {
    // M/M/2 again: each of the two states by halves.
    const chain = occupancyChain({
      table: servers(1),
      spacing: 1 / 2,
      slotStates: 2,
      arrivalsPerSecond: () => 0.5,
      lastState: Infinity,
    });
    expect(chain).toEqual(
      near({
        requestsPerSecond: 0.5,
        waitProbability: 1 / 3,
        running: 0.5,
        company: 1,
        departures: 2,
        departuresSquaredCv: 1 / 2,
      }),
    );
  });
});

describe("a block says as much as its states", () => {
  /** Every state by itself: all that a chain says. */
  function exactly(
    slots: number,
    arrivals: (state: number) => number,
    states: number,
  ): Omit<Chain, "departuresSquaredCv"> & { readonly squares: number } {
    const weights = new Float64Array(states + 1);
    for (let n = 1; n <= states; n += 1)
      weights[n] =
        (weights[n - 1] ?? 0) + Math.log((arrivals(n - 1) * residenceSeconds(Math.min(n, slots))) / Math.min(n, slots));
    const most = weights.reduce((a, b) => Math.max(a, b), -Infinity);
    let [total, met, full, running, served, company, departures, squares] = [0, 0, 0, 0, 0, 0, 0, 0];
    weights.forEach((logarithm, n) => {
      const p = Math.exp(logarithm - most);
      const coming = p * arrivals(n);
      const busy = Math.min(n, slots);
      total += p;
      running += p * busy;
      served += p * (busy / residenceSeconds(busy));
      met += coming;
      company += coming * Math.min(n + 1, slots);
      if (n < slots) return;
      full += coming;
      departures += coming * (n - slots + 1);
      squares += coming * (n - slots + 1) ** 2;
    });
    return {
      requestsPerSecond: served / total,
      waitProbability: full / met,
      departures: departures / full,
      running: running / total,
      company: company / met,
      squares: squares / full,
    };
  }

  test.each([
    [64, 400, 20],
    [64, 400, 23],
    [64, 1500, 30],
    [512, 2000, 30],
    [1024, 3000, 87],
  ])("%i slots and %i users who think %i s", (slots, users, think) => {
    const arrivalsPerSecond = (state: number): number => Math.max(0, users - state) / think;
    const chain = occupancyChain({
      table: residenceTable({ slots, residenceSeconds }),
      spacing: 1,
      slotStates: slots,
      arrivalsPerSecond,
      lastState: users,
    });
    const exact = exactly(slots, arrivalsPerSecond, users);
    for (const name of ["requestsPerSecond", "running", "company"] as const)
      expect(Math.abs(chain[name] / exact[name] - 1)).toBeLessThan(1e-4);
    for (const name of ["waitProbability", "departures"] as const)
      expect(Math.abs(chain[name] / exact[name] - 1)).toBeLessThan(5e-4);
    // Of a block the square of its centre counts.
    expect(Math.abs(((chain.departuresSquaredCv + 1) * chain.departures ** 2) / exact.squares - 1)).toBeLessThan(0.03);
  });
});
