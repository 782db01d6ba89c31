import { describe, expect, it } from "vitest";
import { engineReplica, lawReplica, log, measured, replay, timesOf, type Times } from "../../scripts/simulate/replay-log.js";

/** Largest relative error of figures. */
const error = (times: Times, figures: readonly (keyof Times)[]): number => Math.max(...figures.map((name) => Math.abs(times[name] / measured[name] - 1)));

const FIGURES = Object.keys(measured) as (keyof Times)[];

describe("a log of real requests, replayed", () => {
  it("is the one that was measured: 300 requests, 128 of which ran at once", () => {
    expect(log.arrivalSeconds.length).toBe(300);
    // Computed from the published file by itself.
    expect(measured["TTFT mean"]).toBeCloseTo(7.12, 2);
    expect(measured["request mean"]).toBeCloseTo(28.22, 2);
  });

  it("takes as long as it did by the engine model, within 15 %", () => {
    expect(error(timesOf(replay(engineReplica())), FIGURES)).toBeLessThan(0.15);
  });

  it("takes as long as it did by a law of steps fitted to it, within 2 %", () => {
    // `npm run simulate:log` fits them.
    expect(error(timesOf(replay(lawReplica([12.91, 49.1, 43.3, 61.1]))), FIGURES)).toBeLessThan(0.02);
  });
});
