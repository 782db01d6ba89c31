import { describe, expect, test } from "vitest";
import { errorClasses, PROBABILITIES, weightedQuantiles } from "../../scripts/uncertainty/error-classes.js";
import { byOtherFold, residualsOf, type Residual } from "../../scripts/uncertainty/residual.js";
import { observation } from "../accuracy/observations.js";

const MEDIAN = PROBABILITIES.indexOf(0.5);

const residual = (logRatio: number, group: string, ...path: readonly string[]): Residual => ({
  quantity: "kvTokens",
  measured: "KV cache per GPU",
  path,
  pair: group,
  group,
  logRatio,
  elsewhere: byOtherFold(() => logRatio),
});

describe("weighted quantiles", () => {
  test("of equal weights are those between the middles of their shares", () => {
    // Middles at 1/8, 3/8, 5/8, 7/8: the median lies half way between the second and the third, a quarter half way between the first two.
    const quantiles = weightedQuantiles([
      [4, 1],
      [1, 1],
      [3, 1],
      [2, 1],
    ]);
    expect(quantiles[MEDIAN]).toBeCloseTo(2.5, 12);
    expect(quantiles[PROBABILITIES.indexOf(0.25)]).toBeCloseTo(1.5, 12);
    expect(quantiles[0]).toBe(1);
    expect(quantiles.at(-1)).toBe(4);
  });

  test("follow the weights", () => {
    // Middles at 0.15 and 0.65 of weights 0.3 and 0.7: the median at (0.5 - 0.15) / 0.5 of the way.
    expect(
      weightedQuantiles([
        [0, 3],
        [10, 7],
      ])[MEDIAN],
    ).toBeCloseTo(7, 12);
  });
});

describe("classes of errors", () => {
  test("are drawn towards the wider class by two groups", () => {
    const all = [
      residual(0, "a", "dense"),
      residual(0, "b", "dense"),
      residual(0.4, "c", "experts"),
      residual(0.4, "d", "experts"),
    ];
    const classes = errorClasses(all);
    // All: middles at 1/8 ... 7/8, the median half way between 0 and 0.4. Each class: its own with 2 of 4 shares.
    expect(classes[""]?.[MEDIAN]).toBe(200);
    expect(classes["dense"]?.[MEDIAN]).toBe(100);
    expect(classes["experts"]?.[MEDIAN]).toBe(300);
  });

  test("give a group of n errors the weight of the fourth root of n", () => {
    // Four errors of 0.9 in one group weigh the root of 2, one of 0 in another weighs 1: without weights all but one fifth would be 0.9.
    const classes = errorClasses([
      residual(0, "a", "dense"),
      ...[0.9, 0.9, 0.9, 0.9].map((error) => residual(error, "b", "dense")),
    ]);
    // Middles: 0 at 0.207, the first 0.9 at 0.414 + 0.073 = 0.487; a quarter lies at (0.25 - 0.207) / (0.487 - 0.207) = 0.153 of the way.
    expect(classes[""]?.[PROBABILITIES.indexOf(0.25)]).toBe(140);
  });

  test("are not stored for one group, nor for a word that all share", () => {
    const classes = errorClasses([
      residual(0, "a", "dense", "current", "vllm"),
      residual(1, "b", "dense", "current", "vllm"),
      residual(2, "c", "dense", "current", "sglang"),
    ]);
    expect(Object.keys(classes)).toEqual(["", "dense current vllm"]);
  });
});

describe("errors of the exam", () => {
  test("are of constants that have not seen the pair, a rate the inverse of a time", () => {
    const [time, rate] = residualsOf([
      observation({ off: 0.1, id: "1" }),
      observation({ off: 0.1, id: "2", quantity: "output tokens per second" }),
    ]);
    // Measured 100, predicted without the pair 120.
    expect(time?.logRatio).toBeCloseTo(Math.log(100 / 120), 12);
    expect(rate?.logRatio).toBeCloseTo(Math.log(120 / 100), 12);
    expect(rate?.quantity).toBe("secondsPerToken");
  });

  test("of a run count once where both are known", () => {
    expect(
      residualsOf([observation({ off: 0.1 }), observation({ off: 0.2, quantity: "output tokens per second" })]),
    ).toHaveLength(1);
  });
});
