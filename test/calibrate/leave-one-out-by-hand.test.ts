import { describe, expect, test } from "vitest";
import type { CalibrationPoint } from "../../src/calibrate/calibration-point.js";
import { leaveOneOut } from "../../src/calibrate/leave-one-out.js";
import { PRIOR_SPREADS } from "../../src/calibrate/priors.js";
import { robustFit } from "../../src/calibrate/robust-fit.js";
import { pointOf, rowsOf, stepsOff } from "./points.js";

const spread = PRIOR_SPREADS.decodeFactor;
const names = ["decodeFactor"] as const;

function leftOut(points: readonly CalibrationPoint[], priors: boolean) {
  const rows = rowsOf(points);
  const fit = robustFit(rows, { names, priors, maxIterations: 200, minimizer: undefined });
  return { ...leaveOneOut(fit, rows, names, priors), fit };
}

describe("where residuals are straight in what is fitted, a row left out", () => {
  test("is predicted by the mean of the others", () => {
    const { rows, medianAbsolutePercent } = leftOut(stepsOff(0.1, 0.12, 0.14), false);
    const predicted = [0.13, 0.12, 0.11].map((log) => 0.01 * Math.exp(log));
    const percent = [0.03, 0, -0.03].map((log) => 100 * Math.abs(Math.exp(log) - 1));
    expect(rows).toEqual(
      predicted.map((value, i) => ({
        observation: i,
        quantity: "tpotSeconds",
        predicted: expect.closeTo(value, 8) as number,
        absolutePercent: expect.closeTo(percent[i] ?? NaN, 5) as number,
      })),
    );
    expect(medianAbsolutePercent).toBeCloseTo(100 * (1 - Math.exp(-0.03)), 5);
  });

  test("counts as often as it was seen, and leaves with all its figures", () => {
    const seen = stepsOff(0.1, 0.12, 0.14).map((point, i) => ({ ...point, count: i + 1 }));
    expect(leftOut(seen, false).rows[0]?.predicted).toBeCloseTo(0.01 * Math.exp((2 * 0.12 + 3 * 0.14) / 5), 8);
    const both = [0.1, 0.2].map((off, i) =>
      pointOf(i, { tpotSeconds: 0.01 * Math.exp(off), outputTokensPerSecond: 800 * Math.exp(-off) }),
    );
    expect(
      leftOut(both, false).rows.map(({ observation, quantity, predicted }) => [observation, quantity, predicted]),
    ).toEqual([
      [0, "tpotSeconds", expect.closeTo(0.01 * Math.exp(0.2), 8)],
      [0, "outputTokensPerSecond", expect.closeTo(800 * Math.exp(-0.2), 4)],
      [1, "tpotSeconds", expect.closeTo(0.01 * Math.exp(0.1), 8)],
      [1, "outputTokensPerSecond", expect.closeTo(800 * Math.exp(-0.1), 4)],
    ]);
  });

  test("is predicted by the others and the prior", () => {
    const { rows, fit } = leftOut(stepsOff(0.1, 0.12, 0.14), true);
    const precision = (spread / (fit.scales[0] ?? NaN)) ** 2;
    expect(rows[0]?.predicted).toBeCloseTo(0.01 * Math.exp((0.26 * precision) / (2 * precision + 1)), 8);
  });

  test("is predicted by each parameter of its own", () => {
    const points = [
      [0.1, 0.3],
      [0.2, -0.3],
    ].map(([steps = 0, first = 0], i) =>
      pointOf(i, { tpotSeconds: 0.01 * Math.exp(steps), ttftSeconds: 0.1 * Math.exp(first) }),
    );
    const rows = rowsOf(points);
    const both = ["decodeFactor", "prefillFactor"] as const;
    const fit = robustFit(rows, { names: both, priors: false, maxIterations: 200, minimizer: undefined });
    expect(leaveOneOut(fit, rows, both, false).rows.map(({ predicted }) => predicted)).toEqual(
      [0.2, -0.3, 0.1, 0.3].map((off, i) => expect.closeTo((i % 2 === 0 ? 0.01 : 0.1) * Math.exp(off), 6) as number),
    );
    // With priors alone to go by, nothing is off.
    const alone = leaveOneOut({ ...fit, x: [0, 0], slopes: fit.slopes.map(() => [0, 0]) }, rows, both, true);
    expect(alone.rows.map(({ predicted }) => predicted)).toEqual([0.01, 0.1, 0.01, 0.1]);
  });

  test("pulls the others with the weight that it has", () => {
    const { rows, fit } = leftOut(stepsOff(0, 0, 0, 0, 2), false);
    const weight = fit.weights[4] ?? NaN;
    expect(weight).toBeLessThan(0.1);
    // Three ordinary rows, and the wild one by its weight in the fit of all.
    expect(rows[0]?.predicted).toBeCloseTo(0.01 * Math.exp((2 * weight) / (3 + weight)), 8);
    expect(rows[4]?.predicted).toBeCloseTo(0.01, 8);
  });
});

describe("nothing is said", () => {
  test("of one observation alone", () => {
    expect(leftOut([pointOf(0, { tpotSeconds: 0.01, ttftSeconds: 0.1 })], false)).toMatchObject({
      medianAbsolutePercent: null,
      rows: [],
    });
  });

  test("of a figure that the others predict none of", () => {
    const rows = rowsOf(stepsOff(0.1, 0.2));
    const fit = robustFit(rows, { names, priors: false, maxIterations: 200, minimizer: undefined });
    const silent = rows.map((row) => ({
      ...row,
      point: {
        ...row.point,
        predict: () => ({ tpotSeconds: null, ttftSeconds: null, requestSeconds: null, outputTokensPerSecond: null }),
      },
    }));
    expect(leaveOneOut(fit, silent, names, false)).toEqual({ medianAbsolutePercent: null, rows: [] });
  });
});
