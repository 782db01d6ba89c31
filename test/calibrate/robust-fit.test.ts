import { describe, expect, test } from "vitest";
import { EXPECTED_SCATTER, parametersAt, PRIOR_SPREADS } from "../../src/calibrate/priors.js";
import { robustFit, type RobustFit, type RobustFitOptions } from "../../src/calibrate/robust-fit.js";
import type { CalibrationPoint } from "../../src/calibrate/calibration-point.js";
import { IDENTITY_PARAMETERS } from "../../src/deployment/engine-profile.js";
import type { MinimizerStatus } from "../../src/minimizers/minimizer.js";
import { nelderMead } from "../../src/minimizers/nelder-mead.js";
import { pointOf, rowsOf, stepsOff } from "./points.js";

/** ln of a factor, in standard deviations of its prior: residuals are straight in it. */
const spread = PRIOR_SPREADS.decodeFactor;

const fitOf = (points: readonly CalibrationPoint[], options: Partial<RobustFitOptions> = {}): RobustFit =>
  robustFit(rowsOf(points), {
    names: ["decodeFactor"],
    priors: false,
    maxIterations: 200,
    minimizer: undefined,
    ...options,
  });

const closeTo = (found: readonly number[], wanted: readonly number[], digits = 7): void =>
  wanted.forEach((value, i) => expect(found[i]).toBeCloseTo(value, digits));

describe("a factor that all rows are off by", () => {
  test("is the mean of their logarithms where none is far off", () => {
    const { x, residuals, slopes, weights, status } = fitOf(stepsOff(0.1, 0.12, 0.14));
    closeTo(x, [0.12 / spread]);
    closeTo(residuals, [-0.02, 0, 0.02]);
    closeTo(slopes.flat(), [-spread, -spread, -spread]);
    expect({ weights, status }).toEqual({ weights: [1, 1, 1], status: "converged" });
  });

  test("is that of predictions which are each deployment's own", () => {
    const twiceAsSlow = pointOf(1, { tpotSeconds: 0.02 * Math.exp(0.2) }, {}, 1, ({ decodeFactor }) => ({
      tpotSeconds: 0.02 * decodeFactor,
      ttftSeconds: null,
      requestSeconds: null,
      outputTokensPerSecond: null,
    }));
    closeTo(fitOf([...stepsOff(0.1), twiceAsSlow]).residuals, [-0.05, 0.05]);
  });

  test("is found at once where it is told exactly, far from where it was believed to be", () => {
    const { x, iterations, status } = fitOf(stepsOff(1.5, 1.5));
    closeTo(x, [1.5 / spread]);
    expect(status).toBe("converged");
    expect(iterations).toBeLessThan(20);
  });

  test("counts a row of two as the same row twice", () => {
    const twice = fitOf(stepsOff(0.1, 0.12, 0.15, 0.15));
    const counted = fitOf(stepsOff(0.1, 0.12, 0.15).map((point, i) => ({ ...point, count: i === 2 ? 2 : 1 })));
    closeTo(counted.x, twice.x);
    closeTo(counted.scales, twice.scales.slice(0, 3));
  });

  test("gives in to its prior, which is a row of its own", () => {
    const { x, scales } = fitOf(stepsOff(0.1, 0.12, 0.14), { priors: true });
    const precision = (spread / (scales[0] ?? NaN)) ** 2;
    closeTo(x, [((0.36 / spread) * precision) / (3 * precision + 1)]);
  });

  test("begins with the scatter that is expected", () => {
    const precision = (spread / EXPECTED_SCATTER.tpotSeconds) ** 2;
    closeTo(
      fitOf(stepsOff(0.1), { priors: true, maxIterations: 1 }).x,
      [((0.1 / spread) * precision) / (precision + 1)],
      2,
    );
  });
});

describe("scales", () => {
  /** Of residuals none of which is beyond 1.345 scales: what is expected, as four rows, and their squares over 0.7102. */
  const scaleOf = (expected: number, ...residuals: readonly number[]): number =>
    Math.sqrt((4 * expected ** 2 + residuals.reduce((sum, r) => sum + r ** 2, 0) / 0.71016) / (4 + residuals.length));

  test("are what is expected, as four rows, and what is seen, from the first row on", () => {
    closeTo(fitOf(stepsOff(0.1)).scales, [scaleOf(EXPECTED_SCATTER.tpotSeconds, 0)]);
    const scale = scaleOf(EXPECTED_SCATTER.tpotSeconds, -0.02, 0, 0.02);
    closeTo(fitOf(stepsOff(0.1, 0.12, 0.14)).scales, [scale, scale, scale]);
  });

  test("are those of each quantity, and the quantities count by them", () => {
    const off = (steps: number, first: number, i: number): CalibrationPoint =>
      pointOf(i, { tpotSeconds: 0.01 * Math.exp(steps), ttftSeconds: 0.1 * Math.exp(first) });
    const { x, scales } = fitOf([off(0.1, 0.25, 0), off(0.12, 0.1, 1), off(0.14, -0.05, 2)], {
      names: ["decodeFactor", "prefillFactor"],
    });
    closeTo(x, [0.12 / spread, 0.1 / PRIOR_SPREADS.prefillFactor]);
    const steps = scaleOf(EXPECTED_SCATTER.tpotSeconds, -0.02, 0, 0.02);
    const first = scaleOf(EXPECTED_SCATTER.ttftSeconds, -0.15, 0, 0.15);
    closeTo(scales, [steps, first, steps, first, steps, first]);
  });

  test("follow the fit to its end: a minimizer that never rests moves them in every round", () => {
    let round = 0;
    const { scales } = fitOf(stepsOff(0, 0, 0), {
      minimizer: () => ({ x: [(round += 1) * 1e-3], value: 0, iterations: 0, evaluations: 1, status: "converged" }),
    });
    const residual = 60e-3 * spread;
    expect(scales[0]).toBeCloseTo(scaleOf(EXPECTED_SCATTER.tpotSeconds, residual, residual, residual), 9);
  });
});

describe("a row that is far off", () => {
  test("pulls no harder than one at 1.345 scales", () => {
    const { x, residuals, scales, weights } = fitOf(stepsOff(0, 0, 0, 0, 2));
    const [scale = NaN] = scales;
    // Four ordinary rows balance 1.345 scales of the fifth.
    closeTo(x, [(1.345 * scale) / 4 / spread]);
    closeTo(weights, [1, 1, 1, 1, (1.345 * scale) / (residuals[4] ?? NaN)]);
  });
});

describe("a fit that ends early", () => {
  test("says so, and after how many steps", () => {
    expect(fitOf(stepsOff(0.1, 0.9, 2), { maxIterations: 3 })).toMatchObject({
      iterations: 3,
      status: "max-iterations",
    });
    expect(fitOf(stepsOff(0.1), { maxIterations: 0 })).toMatchObject({
      x: [0],
      iterations: 0,
      status: "max-iterations",
    });
  });
});

describe("a minimizer of one's own", () => {
  const minimizer = nelderMead({ maxEvaluations: 500, xTolerance: 1e-9, valueTolerance: 1e-15 });

  test("finds the same, and needs no steps of ours", () => {
    const { x, status } = fitOf(stepsOff(0.1, 0.12, 0.14), { minimizer, maxIterations: 0 });
    closeTo(x, [0.12 / spread], 4);
    expect(status).toBe("converged");
  });

  /** A minimizer that says where it ends, round by round from 1 on. */
  const ending = (at: (round: number) => number, status: MinimizerStatus = "converged") => {
    let round = 0;
    const { x, ...end } = fitOf(stepsOff(0.1, 0.1, 0.1), {
      minimizer: () => ({ x: [at((round += 1))], value: 0, iterations: 0, evaluations: 1, status }),
    });
    return { ...end, rounds: round, x: x[0] ?? NaN };
  };

  test("has converged when it moves by a ten-thousandth no more, in the third round at the soonest: scales and weights were guessed", () => {
    expect(ending(() => 1)).toMatchObject({ rounds: 3, status: "converged" });
    expect(ending((round) => round * 9e-5)).toMatchObject({ rounds: 3, status: "converged" });
    expect(ending((round) => round * 1.1e-4)).toMatchObject({ rounds: 60, status: "max-iterations" });
    // Of what is far from the prior it is a share.
    expect(ending((round) => 100 + round * 9e-3)).toMatchObject({ rounds: 3, status: "converged" });
    expect(ending(() => 1, "stalled").status).toBe("stalled");
  });

  test("that runs out of evaluations has not found it", () => {
    let calls = 0;
    const { status, iterations } = fitOf(stepsOff(0.1, 0.12), {
      minimizer: ({ start }) => ({
        x: start.map(() => (calls += 1)),
        value: 0,
        iterations: 0,
        evaluations: 1,
        status: "maxEvaluations",
      }),
    });
    // Sixty rounds, each of which counts at least once.
    expect({ status, calls, iterations }).toEqual({ status: "max-iterations", calls: 60, iterations: 60 });
  });
});

test("a point is predicted once for all that was measured of it", () => {
  const calls = (measured: CalibrationPoint["measured"]): number => {
    let count = 0;
    const { predict } = pointOf(0, {});
    fitOf([pointOf(0, measured, {}, 1, (parameters) => ((count += 1), predict(parameters)))], { maxIterations: 1 });
    return count;
  };
  expect(calls({ tpotSeconds: 0.011, requestSeconds: 1.2, outputTokensPerSecond: 700 })).toBe(
    calls({ tpotSeconds: 0.011 }),
  );
});

test("parameters of a point: standard deviations of the logarithm of factors, and of seconds", () => {
  expect(parametersAt(["prefillFactor", "firstTokenSeconds"], [2, -1])).toEqual({
    ...IDENTITY_PARAMETERS,
    prefillFactor: Math.exp(2 * PRIOR_SPREADS.prefillFactor),
    firstTokenSeconds: -PRIOR_SPREADS.firstTokenSeconds,
  });
  expect(parametersAt(["decodeFactor"], [])).toEqual(IDENTITY_PARAMETERS);
});
