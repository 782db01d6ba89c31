import { describe, expect, it } from "vitest";
import { each, tokens, trace } from "./fixtures.js";

const second = { input: tokens(1), output: tokens(4) };
const sent = (traffic: Parameters<typeof each>[0]["traffic"], changes: object = {}): readonly number[] =>
  each({ slots: 2, traffic, ...changes }).sent;

describe("requests are sent", () => {
  it("all at once in a burst, whatever the slots", () => {
    expect(sent({ kind: "burst", requests: 5, ...second })).toEqual([0, 0, 0, 0, 0]);
  });

  it("by Poisson where nothing else is said, evenly without variation", () => {
    const open = { kind: "open", requestsPerSecond: 4, requests: 2000, ...second } as const;
    expect(sent(open)).toEqual(sent({ ...open, cv: 1 }));
    expect(sent({ ...open, requests: 4, cv: 0 })).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("in gaps of the mean and the variation that are asked for", () => {
    for (const cv of [0.5, 1, 2]) {
      const times = sent({ kind: "open", requestsPerSecond: 4, cv, requests: 20_000, ...second, output: tokens(1) });
      const gaps = times.map((time, i) => time - (times[i - 1] ?? 0));
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
      // Four standard errors of the mean of 20,000; a tenth for the deviation.
      expect(Math.abs(4 * mean - 1)).toBeLessThan((4 * cv) / Math.sqrt(20_000));
      expect(Math.abs(Math.sqrt(variance) / mean / cv - 1)).toBeLessThan(0.1);
    }
  });

  it("by each client as it has its answer, until the last", () => {
    // Two clients, a second each.
    expect(sent({ kind: "closed-loop", requestsInFlight: 2, rounds: 3, requests: 5, ...second })).toEqual([
      0, 0, 1, 1, 2,
    ]);
    expect(sent({ kind: "closed-loop", requestsInFlight: 9, rounds: 3, requests: 2, ...second })).toEqual([0, 0]);
  });

  it("by users when they have thought", () => {
    const times = sent({ kind: "users", users: 1, thinkSeconds: 3, thinking: "fixed", requests: 4, ...second });
    expect(times.map((time) => time - (times[0] ?? NaN))).toEqual([0, 4, 8, 12]);
    expect(times[0]).toBeLessThan(3);
    // More users than requests: the first to have thought are those who ask.
    const first = sent({ kind: "users", users: 500, thinkSeconds: 100, thinking: "fixed", requests: 3, ...second });
    expect(Math.max(...first)).toBeLessThan(5);
  });

  it("by a session after its answers, by others when the trace says so", () => {
    const rows = trace(
      [0, 1, 4, { session: 7 }],
      [0.5, 1, 4],
      [1, 1, 4, { session: 7, think: 2 }],
      [1.5, 1, 4, { session: 7, think: 0.5 }],
      [2, 1, 4],
    );
    // Of the session one second each: sent at 0, 1 + 2, 4 + 0.5.
    expect(sent(rows, { slots: 5 }).map((time) => Math.round(4 * time) / 4)).toEqual([0, 0.5, 3, 4.5, 2]);
  });
});
