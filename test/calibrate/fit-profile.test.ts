import { describe, expect, test } from "vitest";
import { fitProfile, type FitOptions } from "../../src/calibrate/fit-profile.js";
import type { CalibrationPoint } from "../../src/calibrate/calibration-point.js";
import { PRIOR_SPREADS } from "../../src/calibrate/priors.js";
import { IDENTITY_PARAMETERS, type ProfileProvenance } from "../../src/deployment/engine-profile.js";
import { pointOf, stepsOff } from "./points.js";

const provenance: ProfileProvenance = {
  tools: ["plain"],
  files: [],
  rows: 3,
  models: ["m"],
  gpus: ["g"],
  engines: [],
  engineVersions: [],
  tensorSizes: [1],
  expertSizes: [],
};
const fitOf = (points: readonly CalibrationPoint[], options: Partial<FitOptions> = {}) =>
  fitProfile(points, provenance, { created: "2026-11-23", priors: false, ...options });

describe("three figures of one load, off by 10, 12 and 14 %", () => {
  const {
    profile,
    parameters,
    correlations,
    conditionNumber,
    rank,
    residuals,
    residualScale,
    leaveOneOut,
    status,
    warnings,
  } = fitOf(stepsOff(0.1, 0.12, 0.14));

  test("make a profile of one factor, as sure as the mean of three", () => {
    const variance = 0.02 ** 2 / 3;
    expect(profile).toMatchObject({
      kind: "infrascale-engine-profile",
      version: 1,
      created: "2026-11-23",
      provenance,
      fit: { fitted: ["decodeFactor"], residualScale },
    });
    expect(profile.parameters).toEqual({
      ...IDENTITY_PARAMETERS,
      decodeFactor: expect.closeTo(Math.exp(0.12), 8) as number,
    });
    expect(profile.fit.covariance).toEqual([[expect.closeTo(variance, 8)]]);
    expect(residualScale).toEqual({ tpotSeconds: expect.closeTo(0.02, 8) as number });
    expect(parameters.find(({ name }) => name === "decodeFactor")?.standardError).toBeCloseTo(
      Math.exp(0.12) * Math.sqrt(variance),
      7,
    );
    expect({ correlations, conditionNumber, rank, status, warnings }).toEqual({
      correlations: [[1]],
      conditionNumber: 1,
      rank: 1,
      status: "converged",
      warnings: [],
    });
  });

  test("are each beside what is predicted, with the profile and without", () => {
    residuals.forEach((row, i) => {
      const off = [0.1, 0.12, 0.14][i] ?? NaN;
      expect(row).toEqual({
        observation: i,
        quantity: "tpotSeconds",
        measured: 0.01 * Math.exp(off),
        predicted: expect.closeTo(0.01 * Math.exp(0.12), 9) as number,
        predictedBefore: 0.01,
        residual: expect.closeTo(off - 0.12, 8) as number,
        weight: 1,
      });
    });
    expect(leaveOneOut.rows).toHaveLength(3);
  });
});

test("covariances are in the units of the parameters", () => {
  const points = [1, 2, 4].map((load, i) =>
    pointOf(
      i,
      { tpotSeconds: 0.012 + 0.0001 * i, ttftSeconds: 0.13 - 0.001 * i },
      { load: { kind: "closed-loop", requestsInFlight: load } },
    ),
  );
  const { profile, parameters } = fitOf(points, { priors: true });
  const { fitted, covariance } = profile.fit;
  fitted.forEach((name, i) => {
    const { standardError, value } = parameters.find((each) => each.name === name) ?? {
      standardError: NaN,
      value: NaN,
    };
    expect(Math.sqrt(covariance[i]?.[i] ?? NaN) * (name.endsWith("Factor") ? value : 1)).toBeCloseTo(
      standardError ?? NaN,
      12,
    );
  });
  const [decode, step] = [fitted.indexOf("decodeFactor"), fitted.indexOf("stepOverheadSeconds")];
  // The two appear only together: their errors go against one another.
  expect(covariance[decode]?.[step]).toBeLessThan(
    -0.5 * PRIOR_SPREADS.decodeFactor * PRIOR_SPREADS.stepOverheadSeconds * 0.1,
  );
  expect(covariance[decode]?.[step]).toBeCloseTo(covariance[step]?.[decode] ?? NaN, 15);
});

describe("without priors", () => {
  test("no more is fitted than there are figures, and one alone is followed without an error", () => {
    const two = [1, 2].map((load, i) =>
      pointOf(i, { tpotSeconds: 0.011 }, { load: { kind: "closed-loop", requestsInFlight: load } }, 0.7),
    );
    // Of 1.4 figures one is told.
    const { profile, parameters } = fitOf(two);
    expect(profile.fit.fitted).toEqual(["decodeFactor"]);
    expect(profile.parameters.decodeFactor).toBeCloseTo(1.1, 8);
    const alone = fitOf(stepsOff(0.1));
    expect(alone.profile.fit.covariance).toEqual([[0]]);
    expect(alone.parameters.every(({ standardError }) => standardError === null)).toBe(true);
    expect(parameters.find(({ name }) => name === "decodeFactor")?.standardError).not.toBeNull();
  });
});

test("with priors parameters are held near what ships, and many steps are allowed", () => {
  const { profile, status } = fitProfile(stepsOff(0.1, 0.1, 0.1), provenance, { created: "2026-11-23" });
  expect(status).toBe("converged");
  expect(profile.parameters.decodeFactor).toBeLessThan(Math.exp(0.1));
  expect(fitOf(stepsOff(0.1, 0.9), { maxIterations: 1 })).toMatchObject({ status: "max-iterations", iterations: 1 });
});

describe("figures without a prediction", () => {
  const silent = pointOf(5, { tpotSeconds: 0.011, ttftSeconds: 0.1, requestSeconds: 1 }, {}, 1, ({ decodeFactor }) => ({
    tpotSeconds: 0.01 * decodeFactor,
    ttftSeconds: null,
    requestSeconds: null,
    outputTokensPerSecond: null,
  }));

  test("are left out and named once, after what was known before", () => {
    const before = { code: "unusable-row" as const, message: "before", evidence: {}, observations: [4] };
    const { warnings, residuals } = fitProfile(
      [...stepsOff(0.1, 0.1), silent],
      provenance,
      { created: "2026-11-23", priors: false },
      [before],
    );
    expect(warnings.slice(0, 2)).toEqual([
      before,
      {
        code: "no-prediction",
        message: expect.stringMatching(/^2 figures are of arrivals beyond the predicted capacity/) as string,
        evidence: { figures: 2 },
        observations: [5],
      },
    ]);
    expect(residuals.map(({ observation, quantity }) => [observation, quantity])).toEqual([
      [0, "tpotSeconds"],
      [1, "tpotSeconds"],
      [5, "tpotSeconds"],
    ]);
  });

  test("alone are nothing to fit", () => {
    expect(() => fitOf([{ ...silent, measured: { ttftSeconds: 0.1 } }])).toThrow(
      expect.objectContaining({ code: "nothing-to-fit", field: "observations", value: 1 }) as Error,
    );
    expect(() => fitOf([])).toThrow("observations must hold a time or a rate that the model predicts");
  });
});
