import { describe, expect, test } from "vitest";
import { corrected, factorByLoad, oneFactor, pointsAlone, ratioOf, type AtLoad } from "../../scripts/exam/baselines.js";
import { givenPoints } from "../../scripts/exam/own-points.js";
import { timesOf } from "../../scripts/exam/sweep.js";
import { near, sweepByHand } from "./rooms-by-hand.js";

const all = (factor: number): AtLoad["times"] => ({ tpot: factor, ttft: factor, request: factor });

describe("after own points", () => {
  const ratios: readonly AtLoad[] = [
    { load: 1, times: all(1) },
    { load: 16, times: all(4) },
  ];

  test("one factor is the geometric mean of measured over predicted", () => {
    expect(oneFactor(ratios).tpot).toBeCloseTo(2, 12);
    expect(ratioOf(timesOf(0.02, 0.3, 101), timesOf(0.01, 0.1, 101))).toEqual({
      tpot: 2,
      ttft: near(3),
      request: near(2.3 / 1.1),
    });
  });

  test.each([
    { load: 0.5, factor: 1 },
    { load: 4, factor: 2 },
    { load: 16, factor: 4 },
    { load: 64, factor: 4 },
  ])("the factor at a load of $load is $factor: held beyond the points", ({ load, factor }) => {
    expect(factorByLoad(ratios, load).ttft).toBeCloseTo(factor, 12);
  });

  test("three points make two lines", () => {
    expect(factorByLoad([...ratios, { load: 64, times: all(1) }], 32).tpot).toBeCloseTo(2, 12);
  });

  test("corrected times make the whole request", () => {
    expect(corrected(timesOf(0.01, 0.1, 101), { tpot: 2, ttft: 3, request: 99 }, 101)).toEqual({
      tpot: 0.02,
      ttft: near(0.3),
      request: near(2.3),
    });
  });

  test("the points alone go on beyond the last, and stay as they are below the first", () => {
    const points = [
      { load: 1, times: timesOf(0.01, 0.1, 101) },
      { load: 16, times: timesOf(0.04, 0.1, 101) },
    ];
    expect(pointsAlone(points, 64, 101)).toEqual({ tpot: near(0.08), ttft: near(0.1), request: near(8.1) });
    expect(pointsAlone(points, 0.25, 101).tpot).toBeCloseTo(0.01, 12);
  });

  test("the lowest point is given, the one nearest to half of the largest load, and of three the largest", () => {
    const sweep = sweepByHand(
      1,
      [1, 2, 8, 16, 40, 100].map((load) => [load, 0.01, 0.1]),
    );
    const loads = (count: 2 | 3): readonly number[] =>
      givenPoints(sweep, count).map(({ requestsInFlight }) => requestsInFlight);
    expect(loads(2)).toEqual([1, 40]);
    expect(loads(3)).toEqual([1, 40, 100]);
  });
});
