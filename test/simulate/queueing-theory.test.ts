import { describe, expect, it } from "vitest";
import { linearClock } from "../../src/simulate/clock.js";
import { fleet, tokens } from "./fixtures.js";

describe("limits of queueing theory", () => {
  it("one slot, equal lengths, Poisson arrivals: M/D/1", () => {
    // Pollaczek-Khinchine: the mean wait is rho S / (2 (1 - rho)). S = 1 s.
    for (const load of [0.3, 0.6]) {
      const { queueSeconds } = fleet({
        warmUpShare: 0.02,
        seed: 5,
        traffic: { kind: "open", requestsPerSecond: load, requests: 20_000, input: tokens(1), output: tokens(4) },
      });
      const expected = load / (2 * (1 - load));
      expect(Math.abs((queueSeconds?.mean ?? NaN) - expected)).toBeLessThan(1.5 * (queueSeconds?.meanHalfWidth ?? 0));
      expect(queueSeconds?.meanHalfWidth).toBeLessThan(0.1 * expected);
    }
  });

  it("one slot, exponential lengths, Poisson arrivals: nearly M/M/1", () => {
    // Lengths of 1000 tokens are all but continuous: wait rho S / (1 - rho), S = 1 s.
    const clock = linearClock({ stepSeconds: 0.001, requestSeconds: 0, promptTokenSeconds: 0 });
    const output = { mean: 1000, squaredCv: 1, quantile: (share: number) => -1000 * Math.log(1 - share) };
    const { queueSeconds } = fleet({
      clock,
      warmUpShare: 0.02,
      seed: 3,
      traffic: { kind: "open", requestsPerSecond: 0.5, requests: 60_000, input: tokens(1), output },
    });
    expect(Math.abs((queueSeconds?.mean ?? NaN) - 1)).toBeLessThan(0.05);
    // The wait exceeds t with probability rho exp(-(1 - rho) t / S): p95 at 2 ln 10.
    expect(Math.abs((queueSeconds?.p95 ?? NaN) / (2 * Math.log(10)) - 1)).toBeLessThan(0.05);
  });

  it("as many slots as clients: rate by Little's law", () => {
    const loop = (rounds: number) =>
      fleet({
        slots: 8,
        traffic: {
          kind: "closed-loop",
          requestsInFlight: 8,
          rounds,
          requests: 8000,
          input: tokens(1),
          output: tokens(4),
        },
      });
    const full = { busyShare: 1, slotShare: 1, running: 8, waiting: 0, cacheShare: 0 };
    expect([loop(1000).requestsPerSecond, loop(1000).utilisation]).toEqual([8, full]);
    // Clients who are spread over a second end up to eight requests more or fewer in a thousand of them.
    expect(Math.abs(loop(Infinity).requestsPerSecond - 8)).toBeLessThan(8 / 990);
    expect(loop(Infinity).utilisation.running).toBeGreaterThan(7.99);
  });

  it("more clients than slots: a wait of (C - k) / X", () => {
    const { queueSeconds } = fleet({
      slots: 8,
      warmUpShare: 0.1,
      traffic: {
        kind: "closed-loop",
        requestsInFlight: 24,
        rounds: Infinity,
        requests: 8000,
        input: tokens(1),
        output: tokens(4),
      },
    });
    expect(queueSeconds?.mean).toBeCloseTo(2, 2);
  });

  it("users who think: X = U / (R + Z), to the last arrival", () => {
    const rate = (
      users: number,
      thinkSeconds: number,
      requests: number,
      thinking: "exponential" | "fixed" = "fixed",
    ): number => {
      const { requestsPerSecond, e2eSeconds } = fleet({
        slots: 20,
        warmUpShare: 0.2,
        traffic: { kind: "users", users, thinkSeconds, thinking, requests, input: tokens(1), output: tokens(4) },
      });
      return (requestsPerSecond * ((e2eSeconds?.mean ?? NaN) + thinkSeconds)) / users;
    };
    // Half the slots busy; all of them; and a run of five requests for each user, who think most of the time.
    expect(Math.abs(rate(100, 9, 10_000) - 1)).toBeLessThan(0.005);
    expect(Math.abs(rate(100, 1, 10_000) - 1)).toBeLessThan(0.005);
    expect(Math.abs(rate(1000, 60, 5000) - 1)).toBeLessThan(0.005);
    // Three standard errors of the mean of 10,000 think times.
    expect(Math.abs(rate(100, 9, 12_500, "exponential") - 1)).toBeLessThan(0.03);
  });

  it("a burst of fixed lengths runs in waves", () => {
    const { queueSeconds, seconds, requestsPerSecond } = fleet({
      slots: 4,
      traffic: { kind: "burst", requests: 12, input: tokens(1), output: tokens(4) },
    });
    expect([queueSeconds?.mean, queueSeconds?.max, seconds, requestsPerSecond]).toEqual([1, 2, 3, 4]);
  });
});
