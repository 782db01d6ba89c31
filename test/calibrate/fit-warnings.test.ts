import { describe, expect, test } from "vitest";
import type { FitWarning } from "../../src/calibrate/fit-warning.js";
import { fitWarnings } from "../../src/calibrate/fit-warnings.js";
import type { RobustFit } from "../../src/calibrate/robust-fit.js";
import type { SingularAnalysis } from "../../src/calibrate/least-squares/linear-algebra.js";
import type { ProfileParameter } from "../../src/deployment/engine-profile.js";
import { pointOf, rowsOf } from "./points.js";

const names: readonly ProfileParameter[] = ["decodeFactor", "prefillFactor"];

/** Warnings of four figures of two observations, of which nothing is wrong, with changes. */
function warned(
  changes: Partial<RobustFit> = {},
  analysis: Partial<SingularAnalysis> = {},
  counts: readonly number[] = [1, 1],
): readonly FitWarning[] {
  const rows = rowsOf(counts.map((count, i) => pointOf(7 + i, { tpotSeconds: 0.01, ttftSeconds: 0.1 }, {}, count)));
  const fit: RobustFit = {
    x: [0, 0],
    residuals: [0, 0, 0, 0],
    slopes: [],
    scales: [1, 1, 1, 1],
    weights: [1, 1, 1, 1],
    iterations: 5,
    status: "converged",
    ...changes,
  };
  return fitWarnings(fit, rows, names, {
    covariance: null,
    halfWidth: 1,
    scatter: [],
    analysis: { rank: 2, condition: 1, undetermined: [false, false], ...analysis },
  });
}

describe("a reader is warned", () => {
  test("of nothing where nothing is wrong", () => {
    expect(warned()).toEqual([]);
  });

  test("of fewer figures than two for each parameter", () => {
    expect(warned({}, {}, [1])).toEqual([
      {
        code: "few-rows",
        message: "2 measured figures for 2 parameters: the fit follows the scatter of single figures",
        evidence: { figures: 2, parameters: 2 },
        observations: [],
      },
    ]);
    expect(warned({}, {}, [2])).toEqual([]);
  });

  test("of parameters that only appear together, or nearly so", () => {
    expect(warned({}, { rank: 1, condition: Infinity, undetermined: [true, true] })).toEqual([
      {
        code: "rank-deficient",
        message:
          "the rows do not tell decodeFactor, prefillFactor apart: vary concurrency, lengths of prompts and of answers more",
        evidence: { rank: 1, parameters: 2 },
        observations: [],
      },
    ]);
    expect(warned({}, { rank: 1, undetermined: [false, true] })[0]?.message).toMatch("do not tell prefillFactor apart");
    expect(warned({}, { condition: 1000 })).toEqual([]);
    expect(warned({}, { condition: 1234 })).toEqual([
      {
        code: "ill-conditioned",
        message: "the rows hardly tell the parameters apart: condition 1.23e+3",
        evidence: { conditionNumber: 1234 },
        observations: [],
      },
    ]);
  });

  test("of a fit that did not end", () => {
    expect(warned({ status: "stalled" })).toEqual([
      {
        code: "not-converged",
        message: "the fit ended as stalled after 5 steps",
        evidence: { iterations: 5 },
        observations: [],
      },
    ]);
  });

  test("of figures of which half are a quarter off and more, each quantity by itself", () => {
    // 1.4826 times the median, of two their mean: 0.326 of 0.22.
    expect(warned({ residuals: [0.2, 0, -0.24, 0] })).toEqual([]);
    const [poor, ...others] = warned({ residuals: [0, 0.2, 0, -0.3] });
    expect(poor).toMatchObject({
      code: "poor-fit",
      evidence: { standardDeviation: expect.closeTo(1.4826 * 0.25, 9) as number },
      observations: [7, 8],
    });
    expect(poor?.message).toMatch(
      /^the profile does not explain the times to the first token: check the lengths of prompts/,
    );
    expect(others).toEqual([]);
    // A row that counts twice is two of three.
    expect(warned({ residuals: [0, 0.1, 0, 0.3] }, {}, [2, 1])).toEqual([]);
    expect(warned({ residuals: [0, 0.1, 0, 0.3] }, {}, [1, 2]).map(({ code }) => code)).toEqual(["poor-fit"]);
  });

  test("of figures that hardly counted, each observation once", () => {
    expect(warned({ weights: [0.2, 1, 1, 1] })).toEqual([]);
    expect(warned({ weights: [0.1, 0.1, 1, 0.1] })).toEqual([
      {
        code: "outliers",
        message: "3 figures are far off the others and hardly counted",
        evidence: { figures: 3 },
        observations: [7, 8],
      },
    ]);
  });

  test("of a parameter beyond three standard deviations of its prior, either way", () => {
    expect(warned({ x: [3, -3] })).toEqual([]);
    expect(warned({ x: [0, -3.14] })).toEqual([
      {
        code: "far-from-prior",
        message:
          "prefillFactor lies 3.1 standard deviations from what other deployments show: check model, GPU, engine and load of the rows",
        evidence: { standardDeviations: -3.14 },
        observations: [],
      },
    ]);
  });
});
