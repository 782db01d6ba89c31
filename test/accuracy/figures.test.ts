import { describe, expect, test } from "vitest";
import { byFold } from "../../scripts/accuracy/folds.js";
import { figuresOf } from "../../scripts/accuracy/figures.js";
import { sliceName, slicesOf } from "../../scripts/accuracy/slices.js";
import { observation } from "./observations.js";

describe("figures", () => {
  // Group a: errors 10 %, -20 %, 30 %; group b: 2 %.
  const observations = [0.1, -0.2, 0.3]
    .map((off) => observation({ off, model: "a" }))
    .concat(observation({ off: 0.02, model: "b" }));
  const figures = figuresOf(observations);

  test("are medians over rows, and over groups of the median of each", () => {
    expect(figures.rows).toBe(4);
    expect(figures.groups).toBe(2);
    expect(figures.median).toBeCloseTo(15, 9); // of 2, 10, 20, 30
    expect(figures.p90).toBeCloseTo(27, 9); // 0.7 of the way from 20 to 30
    expect(figures.bias).toBeCloseTo(6, 9); // of -20, 2, 10, 30
    expect(figures.groupMedian).toBeCloseTo(11, 9); // of 20 and 2
  });

  test("of predictions that have not seen a row stand apart, and are absent where nothing was left out", () => {
    expect(figures.heldOut?.pair.median).toBeCloseTo(30, 9);
    const mixed = [...observations, observation({ off: 0.5, heldOut: { ...byFold(() => 100), release: 140 } })];
    expect(figuresOf(mixed.slice(-1)).heldOut?.release.median).toBeCloseTo(40, 9);
    expect(figuresOf(mixed.slice(-1)).heldOut?.family.median).toBe(0);
    expect(figuresOf([observation({ off: 0.1, heldOut: null })]).heldOut).toBeNull();
  });

  test("groups differ by family, engine, model and GPU", () => {
    const of = (field: string): number =>
      figuresOf([observation({ off: 0 }), observation({ off: 0, [field]: "other" })]).groups;
    expect(["family", "engine", "model", "gpu"].map(of)).toEqual([2, 2, 2, 2]);
    expect(of("id")).toBe(1);
  });
});

test("slices are of one quantity, era and kind, by engine, family and GPU, and named apart", () => {
  const slices = slicesOf([
    observation({ off: 0.1 }),
    observation({ off: 0.1, kind: "MoE", gpu: "other" }),
    observation({ off: 0.1, era: "older" }),
    observation({ off: 0.1, quantity: "time to first token" }),
  ]);
  const names = slices.map(sliceName);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.startsWith("time per output token, GPU"))).toEqual([
    "time per output token, GPU gpu, current, dense",
    "time per output token, GPU gpu, older, dense",
    "time per output token, GPU other, current, MoE",
  ]);
  expect(slices.filter(({ cut }) => cut === "all").reduce((sum, { figures }) => sum + figures.rows, 0)).toBe(4);
});
