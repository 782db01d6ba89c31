import { describe, expect, test } from "vitest";
import { InfrascaleError } from "../../src/errors.js";
import { measuredCurve, type MeasuredCurveOptions } from "../../src/queueing/measured-curve.js";
import { lengthsOf } from "./curves.js";

const lengths = lengthsOf(500, 200);
const points = [
  { running: 2, residenceSeconds: 2 },
  { running: 10, residenceSeconds: 4 },
  { running: 30, residenceSeconds: 5 },
];
const curveOf = (changes: Partial<MeasuredCurveOptions> = {}) =>
  measuredCurve({ points, slots: 64, promptTokenSeconds: 0, ...changes }, lengths);

describe("a measured curve", () => {
  test("is level before its first point, straight from point to point, and straight on behind the last", () => {
    const { residenceSeconds, slots } = curveOf();
    expect([1, 1.5, 2, 6, 10, 20, 30, 50].map(residenceSeconds)).toEqual([2, 2, 2, 3, 4, 4.5, 5, 6]);
    expect(slots).toBe(64);
  });

  test("of one point is that point, and of two a line", () => {
    expect([1, 2, 64].map(curveOf({ points: points.slice(0, 1) }).residenceSeconds)).toEqual([2, 2, 2]);
    expect([2, 6, 18].map(curveOf({ points: points.slice(0, 2) }).residenceSeconds)).toEqual([2, 3, 6]);
  });

  test("has steps of what prompts leave: each request is in the steps of its tokens and of all prompts that come meanwhile", () => {
    const { stepSeconds, tokenSeconds, readingSeconds, delaySeconds } = curveOf({ promptTokenSeconds: 1e-4 });
    // A prompt is 0.05 s. Of 4 s ten take 0.5, which leaves 3.5 s for 200 steps; a token waits for nine prompts in as many steps.
    expect(stepSeconds(10)).toBeCloseTo(3.5 / 200, 12);
    expect(tokenSeconds(10)).toBeCloseTo((3.5 + 0.45) / 200, 12);
    expect(readingSeconds(10, 1000)).toBeCloseTo(3.5 / 200 + 0.1, 12);
    expect(delaySeconds(10, 0.01)).toBe(0);
  });
});

test.each<[string, Partial<MeasuredCurveOptions>, string]>([
  ["no points", { points: [] }, "out-of-range points"],
  ["points that are none", { points: "sweep" as never }, "invalid-type points"],
  ["a point that is none", { points: [7 as never] }, "invalid-type points[0]"],
  ["nobody who runs", { points: [{ running: 0, residenceSeconds: 1 }] }, "out-of-range points[0].running"],
  ["no time", { points: [{ running: 1, residenceSeconds: 0 }] }, "out-of-range points[0].residenceSeconds"],
  ["no more requests than before", { points: [points[0], points[0]] as never }, "contradictory-options points[1]"],
  [
    "less time than before",
    {
      points: [
        { running: 1, residenceSeconds: 2 },
        { running: 2, residenceSeconds: 1.9 },
      ],
    },
    "contradictory-options points[1]",
  ],
  [
    "no time to decode beside the prompts",
    { promptTokenSeconds: 2e-3 },
    "contradictory-options points[0].residenceSeconds",
  ],
  ["what it does not know", { batch: 3 } as never, "out-of-range options.batch"],
  ["half a slot", { slots: 0.5 }, "out-of-range slots"],
  ["prompts that give time", { promptTokenSeconds: -1 }, "out-of-range promptTokenSeconds"],
])("a measured curve refuses %s", (_name, changes, refusal) => {
  expect(() => curveOf(changes)).toThrow(
    expect.toSatisfy(
      (error) => error instanceof InfrascaleError && `${error.code} ${error.field}` === refusal,
      refusal,
    ) as Error,
  );
});

test("a measured curve says what is wrong with its points", () => {
  expect(() => curveOf({ points: [] })).toThrow('points must hold at least one point, got "none"');
  expect(() =>
    curveOf({
      points: [
        { running: 2, residenceSeconds: 2 },
        { running: 1, residenceSeconds: 3 },
      ],
    }),
  ).toThrow('points[1] must run more requests than the point before, and hold each at least as long, got "1 for 3 s"');
  expect(() => curveOf({ promptTokenSeconds: 2e-3 })).toThrow(
    "points[0].residenceSeconds must leave time to decode beside the prompts of all that run, got 2",
  );
});

test("a measured curve needs options", () => {
  expect(() => measuredCurve(null as never, lengths)).toThrow("options must");
});

test("a measured curve may be level", () => {
  expect(
    curveOf({
      points: [
        { running: 1, residenceSeconds: 2 },
        { running: 3, residenceSeconds: 2 },
      ],
    }).residenceSeconds(2),
  ).toBe(2);
});
