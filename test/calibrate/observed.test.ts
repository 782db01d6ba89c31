import { describe, expect, test } from "vitest";
import type { Observation } from "../../src/measurements/observation.js";
import { observedQuantities } from "../../src/calibrate/observed.js";

const row = (changes: Partial<Observation>): Observation => ({
  source: { tool: "plain" },
  statistic: "mean",
  derived: [],
  concurrency: 8,
  arrivals: "sustained",
  inputTokens: 100,
  outputTokens: 50,
  ...changes,
});

describe("quantities", () => {
  const times = { tpotSeconds: 0.01, ttftSeconds: 0.1 };
  const all = { ...times, requestSeconds: 0.6, outputTokensPerSecond: 700 };

  test.each<[string, Partial<Observation>, object]>([
    ["both times say all", all, times],
    [
      "the whole request for a time that is missing",
      { ...all, ttftSeconds: undefined as never },
      { tpotSeconds: 0.01, requestSeconds: 0.6 },
    ],
    [
      "the rate where that is missing too",
      { tpotSeconds: 0.01, outputTokensPerSecond: 700 },
      { tpotSeconds: 0.01, outputTokensPerSecond: 700 },
    ],
    ["the rate of requests", { requestsPerSecond: 3 }, { outputTokensPerSecond: 150 }],
    [
      "no rate of open arrivals, which is their own",
      { ...times, ttftSeconds: undefined as never, arrivals: "open", requestsPerSecond: 3 },
      { tpotSeconds: 0.01 },
    ],
    [
      "the time per token alone of arrivals that were not served",
      { ...all, arrivals: "open", offeredPerSecond: 10, requestsPerSecond: 8.9 },
      { tpotSeconds: 0.01 },
    ],
    [
      "both times of arrivals that were",
      { ...all, arrivals: "open", offeredPerSecond: 10, requestsPerSecond: 9.1 },
      times,
    ],
  ])("%s", (_name, changes, quantities) => {
    expect(observedQuantities(row(changes))).toEqual(quantities);
  });

  test.each<[string, Partial<Observation>]>([
    ["nothing", {}],
    ["a rate of open arrivals alone", { arrivals: "open", outputTokensPerSecond: 700 }],
    ["beside requests that failed", { ...times, failedFraction: 0.02 }],
    ["below zero", { ...times, tpotSeconds: -0.01 }],
  ])("refused: %s", (_name, changes) => {
    expect(() => observedQuantities(row(changes))).toThrow(/must/);
  });
});
