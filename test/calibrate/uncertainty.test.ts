import { describe, expect, test } from "vitest";
import type { RobustFit, ComparedRow } from "../../src/calibrate/robust-fit.js";
import { student95 } from "../../src/calibrate/least-squares/student.js";
import { calibratedParameters, correlationsOf, uncertaintyOf } from "../../src/calibrate/uncertainty.js";
import { EXPECTED_SCATTER, PRIOR_SPREADS } from "../../src/calibrate/priors.js";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";

/** The line through (0, 1), (1, 2), (2, 2): residuals -1/6, 1/3, -1/6 about 7/6 + x/2, of one degree of freedom. */
const fit: RobustFit = {
  x: [7 / 6, 1 / 2],
  residuals: [-1 / 6, 1 / 3, -1 / 6],
  slopes: [
    [-1, 0],
    [-1, -1],
    [-1, -2],
  ],
  scales: [1, 1, 1],
  weights: [1, 1, 1],
  iterations: 1,
  status: "converged",
};
const point = {
  observation: 0,
  count: 1,
  measured: {},
  request: {},
  predict: () => ({}),
} as unknown as ComparedRow["point"];
const rows = fit.residuals.map((): ComparedRow => ({ point, quantity: "tpotSeconds", measured: 1 }));

describe("without priors, of ordinary residuals", () => {
  const { covariance, halfWidth, scatter, analysis } = uncertaintyOf(fit, rows, false);

  test("the covariance is the textbook's: RSS / (n - p) times the inverse of the square", () => {
    for (const [i, j, wanted] of [
      [0, 0, 5 / 36],
      [0, 1, -1 / 12],
      [1, 1, 1 / 12],
    ] as const)
      expect(covariance?.[i]?.[j]).toBeCloseTo(wanted, 10);
    expect(scatter[0]).toBeCloseTo(Math.sqrt(1 / 6), 10);
    expect(halfWidth).toBeCloseTo(12.706, 3);
    expect(analysis.rank).toBe(2);
  });

  test("scales that are wrong by a common factor change nothing", () => {
    const wider = uncertaintyOf({ ...fit, scales: [3, 3, 3] }, rows, false);
    expect(wider.covariance?.[0]?.[0]).toBeCloseTo(5 / 36, 10);
  });

  test("errors are in the unit of the parameter", () => {
    const [step] = calibratedParameters(
      ["stepOverheadSeconds", "decodeFactor"],
      { ...IDENTITY_PARAMETERS, stepOverheadSeconds: 2e-3 },
      { covariance, halfWidth, scatter, analysis },
      false,
    );
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

describe("rows of several quantities", () => {
  const mixed = (
    quantities: readonly ("tpotSeconds" | "ttftSeconds")[],
    counts: readonly number[] = quantities.map(() => 1),
  ): readonly ComparedRow[] =>
    quantities.map((quantity, i) => ({ point: { ...point, count: counts[i] ?? 1 }, quantity, measured: 1 }));
  /** One coordinate that nothing tells: all freedom is left. */
  const untold = (residuals: readonly number[], scales: readonly number[] = residuals.map(() => 1)): RobustFit => ({
    ...fit,
    x: [0],
    residuals,
    scales,
    slopes: residuals.map(() => [0]),
    weights: residuals.map(() => 1),
  });

  test("scatter each by their own", () => {
    const { scatter } = uncertaintyOf(
      untold([0.1, -0.1, 0.5, -0.5]),
      mixed(["tpotSeconds", "tpotSeconds", "ttftSeconds", "ttftSeconds"]),
      false,
    );
    expect(scatter).toEqual([0.1, 0.1, 0.5, 0.5].map((value) => expect.closeTo(value, 12) as number));
  });

  test("scatter as all do, in proportion to their scales, where one parameter takes the only row of one", () => {
    // The third row is told by the coordinate alone: no freedom of its own. Of all three, 0.02 over two.
    const told = { ...untold([0.1, -0.1, 0], [1, 1, 3]), slopes: [[0], [0], [-1]] };
    const { scatter } = uncertaintyOf(told, mixed(["tpotSeconds", "tpotSeconds", "ttftSeconds"]), false);
    expect(scatter.slice(0, 2)).toEqual([0.1, 0.1].map((value) => expect.closeTo(value, 12) as number));
    expect(scatter[2]).toBe(0);
    // With priors, half of its freedom is left, and the expected scatter counts as four rows.
    const seen = 9 * (0.02 / (3 - 1 / 10));
    expect(uncertaintyOf(told, mixed(["tpotSeconds", "tpotSeconds", "ttftSeconds"]), true).scatter[2]).toBeCloseTo(
      Math.sqrt((4 * EXPECTED_SCATTER.ttftSeconds ** 2 + 0.9 * seen) / 4.9),
      12,
    );
  });

  test("of exactly one degree of freedom know their own", () => {
    expect(uncertaintyOf(untold([0.1, 0.5]), mixed(["tpotSeconds", "ttftSeconds"]), false).scatter).toEqual(
      [0.1, 0.5].map((value) => expect.closeTo(value, 12) as number),
    );
  });

  test("a count of two is the same row twice", () => {
    const twice = {
      ...fit,
      residuals: [-1 / 6, 1 / 3, 1 / 3, -1 / 6],
      slopes: [
        [-1, 0],
        [-1, -1],
        [-1, -1],
        [-1, -2],
      ],
      scales: [1, 1, 1, 1],
      weights: [1, 1, 1, 1],
    };
    const repeated = uncertaintyOf(twice, mixed(["tpotSeconds", "tpotSeconds", "tpotSeconds", "tpotSeconds"]), false);
    const counted = uncertaintyOf(fit, mixed(["tpotSeconds", "tpotSeconds", "tpotSeconds"], [1, 2, 1]), false);
    expect(counted.halfWidth).toBe(repeated.halfWidth);
    expect(counted.scatter[0]).toBeCloseTo(repeated.scatter[0] ?? NaN, 12);
    repeated.covariance?.forEach((row, i) =>
      row.forEach((cell, j) => expect(counted.covariance?.[i]?.[j]).toBeCloseTo(cell, 12)),
    );
  });

  test("intervals have a degree of freedom for each row to spare, and with priors four more", () => {
    expect(
      uncertaintyOf(untold([0.1, 0.2, 0.3]), mixed(["tpotSeconds", "tpotSeconds", "tpotSeconds"]), false).halfWidth,
    ).toBe(student95(2));
    expect(
      uncertaintyOf(untold([0.1, 0.2, 0.3]), mixed(["tpotSeconds", "tpotSeconds", "tpotSeconds"]), true).halfWidth,
    ).toBe(student95(6));
    expect(
      uncertaintyOf({ ...untold([0.1]), x: [0, 0, 0], slopes: [[0, 0, 0]] }, mixed(["tpotSeconds"]), true).halfWidth,
    ).toBe(student95(4));
  });
});

describe("parameters", () => {
  const analysis = { rank: 1, condition: 1, undetermined: [false, true] };
  const sure = {
    covariance: [
      [0.25, 0],
      [0, 4],
    ],
    halfWidth: 2,
    scatter: [],
    analysis,
  };
  const values = { ...IDENTITY_PARAMETERS, decodeFactor: 1.2, firstTokenSeconds: 0.04 };
  const of = (name: string, priors: boolean, uncertainty: Parameters<typeof calibratedParameters>[2] = sure) =>
    calibratedParameters(["decodeFactor", "firstTokenSeconds"], values, uncertainty, priors).find(
      (parameter) => parameter.name === name,
    );

  test("that are factors have errors in proportion, and intervals that are symmetrical in the logarithm", () => {
    const error = 0.5 * PRIOR_SPREADS.decodeFactor;
    expect(of("decodeFactor", true)).toEqual({
      name: "decodeFactor",
      value: 1.2,
      standardError: 1.2 * error,
      interval95: [expect.closeTo(1.2 / Math.exp(2 * error), 12), expect.closeTo(1.2 * Math.exp(2 * error), 12)],
      atPrior: false,
    });
  });

  test("that are seconds have them in seconds", () => {
    const error = 2 * PRIOR_SPREADS.firstTokenSeconds;
    expect(of("firstTokenSeconds", true)).toEqual({
      name: "firstTokenSeconds",
      value: 0.04,
      standardError: error,
      interval95: [expect.closeTo(0.04 - 2 * error, 12), expect.closeTo(0.04 + 2 * error, 12)],
      atPrior: false,
    });
  });

  test("that rows do not tell have no error without priors; those that were not fitted are where they were", () => {
    expect(of("firstTokenSeconds", false)).toEqual({
      name: "firstTokenSeconds",
      value: 0.04,
      standardError: null,
      interval95: null,
      atPrior: false,
    });
    expect(of("decodeFactor", false)?.standardError).toBeGreaterThan(0);
    expect(of("decodeFactor", true, { ...sure, covariance: null })).toEqual({
      name: "decodeFactor",
      value: 1.2,
      standardError: null,
      interval95: null,
      atPrior: false,
    });
    expect(of("communicationFactor", true)).toEqual({
      name: "communicationFactor",
      value: 1,
      standardError: null,
      interval95: null,
      atPrior: true,
    });
  });

  test("that do not vary correlate with none but themselves", () => {
    expect(
      correlationsOf([
        [0, 0],
        [0, 4],
      ]),
    ).toEqual([
      [1, 0],
      [0, 1],
    ]);
  });
});
