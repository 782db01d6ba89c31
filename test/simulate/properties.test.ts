import { describe, expect, it } from "vitest";
import { linearClock } from "../../src/simulate/clock.js";
import { simulateFleet, type SimulationOptions, type Traffic } from "../../src/simulate/index.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";

/** Llama 3.1 8B on an RTX PRO 6000, fitted to its log. */
const law = { stepSeconds: 12.9e-3, requestSeconds: 49e-6, promptTokenSeconds: 43e-6, cachedTokenSeconds: 61e-9 };
const clock = linearClock(law);

/** Chat of the Azure trace of 2023. */
const drawn = {
  requests: 10_000,
  input: lengthDistribution({ mean: 1155, cv: 0.96 }, "input"),
  output: lengthDistribution({ mean: 211, cv: 0.77 }, "output"),
};

const open = (requestsPerSecond: number): Traffic => ({ kind: "open", requestsPerSecond, ...drawn });
const simulate = (changes: Partial<SimulationOptions> = {}) =>
  simulateFleet({
    clock,
    replicas: 2,
    slots: 64,
    maxBatchedTokens: 2048,
    kv: { blocks: 9000, blockTokens: 16 },
    traffic: open(10),
    ...changes,
  });

describe("seeds", () => {
  it("the same gives the same bytes, whatever is recorded or reported", () => {
    for (const traffic of [
      open(12),
      { kind: "users", users: 700, thinkSeconds: 60, ...drawn, requests: 3000 } as const,
    ])
      expect(JSON.stringify(simulate({ traffic, routing: "random", seed: 9 }))).toBe(
        JSON.stringify({
          ...simulate({ traffic, routing: "random", seed: 9, timeSeriesSeconds: 10, onProgress: () => undefined }),
          timeSeries: null,
        }),
      );
  });

  it("another gives another run, and the same means within their confidence", () => {
    const [one, other] = [simulate({ seed: 1 }), simulate({ seed: 2 })];
    expect(one.ttftSeconds?.mean).not.toBe(other.ttftSeconds?.mean);
    const [a, b] = [one.ttftSeconds, other.ttftSeconds];
    expect(Math.abs((a?.mean ?? NaN) - (b?.mean ?? NaN))).toBeLessThan(
      2 * ((a?.meanHalfWidth ?? NaN) + (b?.meanHalfWidth ?? NaN)),
    );
  });

  it("lengths stay when arrivals change: streams are apart", () => {
    const total = (traffic: Traffic): number =>
      simulate({ traffic, timeSeriesSeconds: 1e6 }).timeSeries?.outputTokens[0] ?? NaN;
    expect(total({ kind: "open", requestsPerSecond: 10, cv: 3, ...drawn })).toBe(total(open(20)));
  });
});

describe("monotonicity", () => {
  it("more load never makes requests faster", () => {
    let last = 0;
    for (const rate of [2, 6, 10, 12]) {
      const { e2eSeconds } = simulate({ traffic: open(rate) });
      expect(e2eSeconds?.mean).toBeGreaterThan(last - (e2eSeconds?.meanHalfWidth ?? 0));
      last = e2eSeconds?.mean ?? NaN;
    }
  });

  it("more replicas never make requests slower, nor better routing", () => {
    let last = Infinity;
    for (const replicas of [1, 2, 4]) {
      const { e2eSeconds } = simulate({ replicas });
      expect(e2eSeconds?.mean).toBeLessThan(last + (e2eSeconds?.meanHalfWidth ?? 0));
      last = e2eSeconds?.mean ?? NaN;
    }
    const wait = (routing: SimulationOptions["routing"] & string): number =>
      simulate({ routing, replicas: 4, slots: 20, traffic: open(18) }).queueSeconds?.mean ?? NaN;
    expect(wait("least-loaded")).toBeLessThan(wait("round-robin"));
    expect(wait("round-robin")).toBeLessThan(wait("random"));
  });

  it("no load gets more out than all slots give", () => {
    // X(k) = k / (o a + (o b + c P) k), d K left out: an upper bound.
    const capacity = 64 / (211 * law.stepSeconds + (211 * law.requestSeconds + law.promptTokenSeconds * 1155) * 64);
    const { requestsPerSecond } = simulate({ replicas: 1, traffic: open(100) });
    expect(requestsPerSecond).toBeLessThan(capacity);
    expect(requestsPerSecond).toBeGreaterThan(0.6 * capacity);
  });
});

describe("a time series", () => {
  const { timeSeries, requests, finished, seconds } = simulate({ timeSeriesSeconds: 7 });
  const sum = (column: readonly number[] = []): number => column.reduce((total, each) => total + each, 0);

  it("adds up to the run", () => {
    expect([sum(timeSeries?.arrivals), sum(timeSeries?.finished)]).toEqual([requests, finished]);
    expect(timeSeries?.seconds.at(-1)).toBe(7 * Math.floor(seconds / 7));
    for (const share of timeSeries?.cacheShare ?? []) expect(share >= 0 && share <= 1).toBe(true);
  });
});

describe("shares", () => {
  it("are never more than one, in any interval of a fleet that is always busy", () => {
    for (const seed of [1, 2, 3]) {
      const { utilisation, perReplica, timeSeries } = simulate({
        seed,
        traffic: { kind: "closed-loop", requestsInFlight: 300, rounds: Infinity, ...drawn, requests: 6000 },
        timeSeriesSeconds: 0.37,
      });
      const shares = [
        utilisation.busyShare,
        utilisation.slotShare,
        utilisation.cacheShare,
        ...perReplica.map(({ busyShare }) => busyShare),
        ...(timeSeries?.cacheShare ?? []),
      ];
      expect(Math.max(...shares)).toBeLessThanOrEqual(1);
      expect(utilisation.busyShare).toBeGreaterThan(0.999);
    }
  });
});

describe("progress", () => {
  it("is told a hundred times at most, and of the end", () => {
    for (const requests of [1, 7, 150, 4321]) {
      const told: number[] = [];
      simulate({
        traffic: { ...open(10), requests } as Traffic,
        onProgress: (answered, of) => told.push(answered / of),
      });
      expect(told.length).toBeLessThanOrEqual(100);
      expect(told.at(-1)).toBe(1);
      expect(told).toEqual(told.toSorted((a, b) => a - b));
    }
  });
});

describe("users", () => {
  it("are alike: the order in which they are named is not an input, and more of them ask more", () => {
    const rate = (users: number): number =>
      simulate({ traffic: { kind: "users", users, thinkSeconds: 60, ...drawn, requests: 5000 } }).requestsPerSecond;
    expect(rate(400)).toBeGreaterThan(rate(200));
  });
});

describe("the order of sessions in a trace", () => {
  it("does not matter: sessions may have any numbers", () => {
    const rows = Array.from({ length: 300 }, (_, row) => row);
    const run = (nameOf: (session: number) => number) =>
      simulate({
        traffic: {
          kind: "trace",
          requests: {
            arrivalSeconds: rows.map((row) => row / 10),
            inputTokens: rows.map((row) => 100 + ((row * 37) % 500)),
            outputTokens: rows.map((row) => 10 + ((row * 53) % 300)),
            sessions: rows.map((row) => nameOf((row * 7) % 40)),
            thinkSeconds: rows.map((row) => 1 + (row % 5)),
          },
        },
      });
    expect(run((session) => 1000 - 3 * session)).toEqual(run((session) => session));
  });
});
