import { describe, expect, it } from "vitest";
import { addedReading } from "../../src/performance/added-reading.js";
import { expectNear, halting, lengths, lengthsOf, timingOf } from "./fixtures.js";

const timing = timingOf();

describe("what a prompt adds", () => {
  const added = addedReading(timing, lengths).seconds;
  const exactly = (running: number, promptTokens: number): number =>
    Math.max(
      0,
      timing.reading({ promptTokens, prompts: 1, lanePrompts: 1, decoding: running - 1, contextTokens: 1100 }).seconds -
        timing.decode(running, 1100).seconds,
    );

  it("is exact alone, beside one and beside 255 others, and a straight line between the last two", () => {
    for (const promptTokens of [1, 300, 5000]) {
      expectNear(added(1, promptTokens), exactly(1, promptTokens));
      expectNear(added(2, promptTokens), exactly(2, promptTokens));
      expectNear(added(256, promptTokens), exactly(256, promptTokens));
      expectNear(added(1.5, promptTokens), (added(1, promptTokens) + added(2, promptTokens)) / 2);
      expectNear(added(129, promptTokens), (added(2, promptTokens) + added(256, promptTokens)) / 2);
      expect(added(1024, promptTokens)).toBe(added(256, promptTokens));
    }
  });

  it("is all of a step of its own where the engine halts decoding for it", () => {
    const halted = timingOf({}, { engine: halting });
    const alone = addedReading(halted, lengths).seconds;
    for (const running of [1, 52, 256])
      expectNear(alone(running, 3000), halted.reading({ promptTokens: 3000, prompts: 1 }).seconds);
  });
});

describe("what prompts of several lengths add beyond those of mean length", () => {
  const varied = lengthsOf({ input: { mean: 12_000, cv: 1 } });

  it("is nothing where all are equal", () => {
    expect(addedReading(timing, lengths).excessSeconds(9)).toBe(0);
  });

  it("is the mean over them less the one of the mean", () => {
    const { seconds, excessSeconds } = addedReading(timing, varied);
    for (const running of [1, 256]) {
      const mean = Array.from({ length: 500 }, (_, i) =>
        seconds(running, varied.uncached.quantile((i + 0.5) / 500)),
      ).reduce((sum, value) => sum + value / 500, 0);
      expect(excessSeconds(running)).toBeGreaterThan(0);
      // Chords between a few lengths lie a little above the curve.
      expect((seconds(running, 12_000) + excessSeconds(running)) / mean).toBeGreaterThan(0.98);
      expect((seconds(running, 12_000) + excessSeconds(running)) / mean).toBeLessThan(1.08);
    }
    expectNear(excessSeconds(129), (excessSeconds(2) + excessSeconds(256)) / 2);
  });

  it("varies as the times of single prompts do", () => {
    const { seconds, squaredCv } = addedReading(timing, varied);
    expect(addedReading(timing, lengths).squaredCv(9)).toBe(0);
    for (const running of [1, 256]) {
      const times = Array.from({ length: 500 }, (_, i) => seconds(running, varied.uncached.quantile((i + 0.5) / 500)));
      const mean = times.reduce((sum, time) => sum + time / 500, 0);
      expect(
        squaredCv(running) / (times.reduce((sum, time) => sum + (time - mean) ** 2 / 500, 0) / mean ** 2),
      ).toBeGreaterThan(0.9);
      expect(
        squaredCv(running) / (times.reduce((sum, time) => sum + (time - mean) ** 2 / 500, 0) / mean ** 2),
      ).toBeLessThan(1.3);
    }
    expectNear(squaredCv(129), (squaredCv(2) + squaredCv(256)) / 2);
  });
});
