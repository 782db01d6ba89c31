import { describe, expect, test } from "vitest";
import type { RobustFit, ComparedRow } from "../../src/calibrate/robust-fit.js";
import { calibratedParameters, correlationsOf, uncertaintyOf } from "../../src/calibrate/uncertainty.js";
import { PRIOR_SPREADS } from "../../src/calibrate/priors.js";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";

/** The line through (0, 1), (1, 2), (2, 2): residuals -1/6, 1/3, -1/6 about 7/6 + x/2, of one degree of freedom. */
const fit: RobustFit = {
  x: [7 / 6, 1 / 2],
  residuals: [-1 / 6, 1 / 3, -1 / 6],
  slopes: [[-1, 0], [-1, -1], [-1, -2]],
  scales: [1, 1, 1],
  weights: [1, 1, 1],
  iterations: 1,
  status: "converged",
};
const point = { observation: 0, count: 1, measured: {}, request: {}, predict: () => ({}) } as unknown as ComparedRow["point"];
const rows = fit.residuals.map((): ComparedRow => ({ point, quantity: "tpotSeconds", measured: 1 }));

describe("without priors, of ordinary residuals", () => {
  const { covariance, halfWidth, scatter, analysis } = uncertaintyOf(fit, rows, false);

  test("the covariance is the textbook's: RSS / (n - p) times the inverse of the square", () => {
    for (const [i, j, wanted] of [[0, 0, 5 / 36], [0, 1, -1 / 12], [1, 1, 1 / 12]] as const) expect(covariance?.[i]?.[j]).toBeCloseTo(wanted, 10);
    expect(scatter[0]).toBeCloseTo(Math.sqrt(1 / 6), 10);
    expect(halfWidth).toBeCloseTo(12.706, 3);
    expect(analysis.rank).toBe(2);
  });

  test("scales that are wrong by a common factor change nothing", () => {
    const wider = uncertaintyOf({ ...fit, scales: [3, 3, 3] }, rows, false);
    expect(wider.covariance?.[0]?.[0]).toBeCloseTo(5 / 36, 10);
  });

  test("errors are in the unit of the parameter", () => {
    const [step] = calibratedParameters(["stepOverheadSeconds", "decodeFactor"], { ...IDENTITY_PARAMETERS, stepOverheadSeconds: 2e-3 }, { covariance, halfWidth, scatter, analysis }, false);
    expect(step?.standardError).toBeCloseTo(PRIOR_SPREADS.stepOverheadSeconds * Math.sqrt(5 / 36), 12);
    expect(step?.interval95?.[0]).toBeCloseTo(2e-3 - halfWidth * (step?.standardError ?? NaN), 12);
  });

  test("correlations have ones on the diagonal", () => {
    const correlations = correlationsOf(covariance ?? []);
    expect(correlations[0]?.[0]).toBe(1);
    expect(correlations[1]?.[0]).toBeCloseTo(-1 / 12 / Math.sqrt(5 / 36 / 12), 10);
  });
});

describe("with priors", () => {
  test("no coordinate is less sure than its prior", () => {
    const { covariance } = uncertaintyOf({ ...fit, slopes: fit.slopes.map(() => [0, 0]) }, rows, true);
    expect(covariance?.[0]?.[0]).toBeCloseTo(1, 10);
    const told = uncertaintyOf(fit, rows, true).covariance;
    for (const i of [0, 1]) expect(told?.[i]?.[i]).toBeLessThan(1);
  });

  test("without a figure to spare there still is an error; without priors there is none", () => {
    const two = { ...fit, residuals: [0, 0], slopes: fit.slopes.slice(0, 2), scales: [1, 1], weights: [1, 1] };
    expect(uncertaintyOf(two, rows.slice(0, 2), true).covariance?.[0]?.[0]).toBeGreaterThan(0);
    expect(uncertaintyOf(two, rows.slice(0, 2), false).covariance).toBeNull();
  });
});
