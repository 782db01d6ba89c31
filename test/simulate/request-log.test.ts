import { describe, expect, it } from "vitest";
import {
  engineReplica,
  FITTED_LAW,
  lawReplica,
  log,
  measured,
  replay,
  timesOf,
  type Times,
} from "../../scripts/simulate/replay-log.js";
import { tableIn } from "../../scripts/tables-in-docs.js";

/** Largest relative error of figures. */
const error = (times: Times, figures: readonly (keyof Times)[]): number =>
  Math.max(...figures.map((name) => Math.abs(times[name] / measured[name] - 1)));

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

  it("takes as long as it did by a law of steps fitted to it, within half a percent", () => {
    // `npm run simulate:log` fits them.
    expect(error(timesOf(replay(lawReplica(FITTED_LAW))), FIGURES)).toBeLessThan(0.005);
  });

  it("does what docs/simulate.md says", () => {
    const rows = tableIn(new URL("../../docs/simulate.md", import.meta.url), "log")
      .split("\n")
      .slice(2)
      .map((row) =>
        row
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );
    expect(rows.map(([name]) => name)).toEqual(FIGURES);
    const [byModel, byLaw] = [timesOf(replay(engineReplica())), timesOf(replay(lawReplica(FITTED_LAW)))];
    const seconds = (cell: string | undefined): number => Number(cell?.split(" ")[0]);
    for (const [name, real, model, law] of rows) {
      const figure = name as keyof Times;
      expect(seconds(real)).toBeCloseTo(measured[figure], 4);
      expect(seconds(model)).toBeCloseTo(byModel[figure], 4);
      // The page has the law unrounded.
      expect(Math.abs(seconds(law) / byLaw[figure] - 1)).toBeLessThan(0.005);
    }
  });
});
