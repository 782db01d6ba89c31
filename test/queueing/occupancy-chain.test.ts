import { describe, expect, test } from "vitest";
import { occupancyChain } from "../../src/queueing/occupancy-chain.js";
import { residenceTable } from "../../src/queueing/residence-table.js";

const residenceSeconds = (n: number): number => 1.58 + 0.0415 * n;

/** Every state by itself, in logarithms. */
function stateByState(slots: number, arrivals: (state: number) => number, states: number): { readonly full: number; readonly running: number } {
  const logarithms = new Float64Array(states + 1);
  for (let n = 1; n <= states; n += 1) logarithms[n] = (logarithms[n - 1] ?? 0) + Math.log((arrivals(n - 1) * residenceSeconds(Math.min(n, slots))) / Math.min(n, slots));
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
    const chain = occupancyChain({ table: residenceTable({ slots, residenceSeconds }), spacing: 1, slotStates: slots, arrivalsPerSecond: () => rate, lastState: Infinity });
    const exact = stateByState(slots, () => rate, slots + Math.ceil(60 / (1 - load)));
    expect(chain.waitProbability / exact.full).toBeCloseTo(1, 2);
    expect(chain.running / exact.running).toBeCloseTo(1, 3);
  });

  test.each([
    [8, 30],
    [128, 1500],
    [1024, 1000],
    [256, 40_000],
  ])("%i slots and %i users", (slots, users) => {
    const arrivals = (state: number): number => Math.max(0, users - state) / 60;
    const chain = occupancyChain({ table: residenceTable({ slots, residenceSeconds }), spacing: 1, slotStates: slots, arrivalsPerSecond: arrivals, lastState: users });
    const exact = stateByState(slots, arrivals, users);
    expect(chain.waitProbability).toBeCloseTo(exact.full, 3);
    expect(chain.running / exact.running).toBeCloseTo(1, 3);
  });
});

describe("extreme sizes", () => {
  test.each([1, 1000, 1e5, 1e6])("%i replicas of 1024 slots, pooled: fewer and fewer wait", (replicas) => {
    const table = residenceTable({ slots: 1024, residenceSeconds });
    for (const load of [0.01, 0.9, 0.9999, 1 - 1e-9]) {
      const chain = occupancyChain({ table, spacing: 1 / replicas, slotStates: 1024 * replicas, arrivalsPerSecond: () => load * table.capacityPerSecond, lastState: Infinity });
      expect(chain.waitProbability).toBeGreaterThanOrEqual(0);
      expect(chain.waitProbability).toBeLessThan(1);
      expect(chain.running).toBeLessThanOrEqual(1024);
      // Fluctuations vanish: what runs is what the rate asks for.
      if (replicas >= 1e5 && load === 0.9) expect(chain.running / table.residenceSeconds(chain.running)).toBeCloseTo(0.9 * table.capacityPerSecond, 4);
    }
  });

  test("a million users in one queue: all but those who are served or think wait", () => {
    const table = residenceTable({ slots: 256, residenceSeconds });
    const chain = occupancyChain({ table, spacing: 1, slotStates: 256, arrivalsPerSecond: (state) => Math.max(0, 1e6 - state) / 60, lastState: 1e6 });
    expect(chain.requestsPerSecond).toBeCloseTo(table.capacityPerSecond, 6);
    expect(chain.departures / (1e6 - 60 * table.capacityPerSecond - 256)).toBeCloseTo(1, 4);
  });
});
