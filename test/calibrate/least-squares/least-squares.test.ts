import { describe, expect, test } from "vitest";
import { jacobian } from "../../../src/calibrate/least-squares/jacobian.js";
import { leastSquares, sumOfSquares } from "../../../src/calibrate/least-squares/levenberg-marquardt.js";
import { inverseOfSquare, singularAnalysis, solveLinear } from "../../../src/calibrate/least-squares/linear-algebra.js";
import { CERTIFIED } from "./certified.js";

const maxIterations = 5000;

describe("certified values of NIST", () => {
  for (const { name, model, x, y, starts, parameters, standardErrors, sumOfSquares: certified } of CERTIFIED)
    test.each(starts.map((start, i) => ({ start, i: i + 1 })))(`${name} from start $i`, ({ start }) => {
      const residuals = (b: readonly number[]): readonly number[] => x.map((at, i) => model(b, at) - (y[i] ?? NaN));
      const found = leastSquares({ residuals, start, maxIterations });
      expect(found.status).toBe("converged");
      expect(sumOfSquares(found.residuals) / certified).toBeCloseTo(1, 9);
      const variance = certified / (y.length - parameters.length);
      const covariance = inverseOfSquare(jacobian(residuals, found.x, found.residuals));
      parameters.forEach((value, j) => {
        // Central differences know the slopes to some ten digits.
        expect((found.x[j] ?? NaN) / value).toBeCloseTo(1, 7);
        expect(Math.sqrt(variance * (covariance[j]?.[j] ?? NaN)) / (standardErrors[j] ?? NaN)).toBeCloseTo(1, 5);
      });
    });
});

describe("least squares", () => {
  test("of residuals that vanish end there", () => {
    const found = leastSquares({ residuals: ([a = 0, b = 0]) => [Math.exp(a) - 2, a * b - 3], start: [0.1, 1], maxIterations });
    expect(found.status).toBe("converged");
    expect(found.x[0]).toBeCloseTo(Math.log(2), 12);
    expect(found.x[1]).toBeCloseTo(3 / Math.log(2), 12);
  });

  test("step back from points without residuals", () => {
    const found = leastSquares({ residuals: ([a = 0]) => [Math.log(a) + 3], start: [2], maxIterations });
    expect(found.x[0]).toBeCloseTo(Math.exp(-3), 12);
  });

  test("say when they ran out of steps", () => {
    expect(leastSquares({ residuals: ([a = 0]) => [Math.exp(a) - 1e6], start: [0], maxIterations: 2 })).toMatchObject({ status: "max-iterations", iterations: 2 });
  });

  test("leave alone what no residual depends on", () => {
    const found = leastSquares({ residuals: ([a = 0]) => [a - 1, 2 * a - 3], start: [0, 7], maxIterations });
    expect(found.x[0]).toBeCloseTo(7 / 5, 12);
    expect(found.x[1]).toBe(7);
  });
});

describe("linear algebra", () => {
  test("a line through three points, by hand", () => {
    // y = 1, 2, 2 at x = 0, 1, 2: slope 1/2, intercept 7/6.
    const [intercept, slope] = solveLinear([[1, 0], [1, 1], [1, 2]], [1, 2, 2]);
    expect(slope).toBeCloseTo(1 / 2, 14);
    expect(intercept).toBeCloseTo(7 / 6, 14);
  });

  test("its covariance, by hand", () => {
    // The square is [[3, 3], [3, 5]], its inverse [[5, -3], [-3, 3]] / 6.
    const [[a, b], [c, d]] = inverseOfSquare([[1, 0], [1, 1], [1, 2]]) as [[number, number], [number, number]];
    for (const [found, wanted] of [[a, 5 / 6], [b, -1 / 2], [c, -1 / 2], [d, 1 / 2]] as const) expect(found).toBeCloseTo(wanted, 13);
  });

  test("columns that follow from one another, though QR would not notice", () => {
    expect(singularAnalysis([[1, 2], [2, 4], [3, 6]])).toMatchObject({ rank: 1, undetermined: [true, true] });
    expect(singularAnalysis([[1, 0, 0], [0, 1, 1], [0, 1, 1]])).toMatchObject({ rank: 2, undetermined: [false, true, true] });
  });

  test("units do not count in the condition", () => {
    const rows = [[1, 0], [1, 1], [1, 2]];
    const { condition } = singularAnalysis(rows);
    // Columns of length one with a cosine of 3 / sqrt(15): eigenvalues 1 +- cosine.
    expect(condition).toBeCloseTo(Math.sqrt((1 + 3 / Math.sqrt(15)) / (1 - 3 / Math.sqrt(15))), 12);
    expect(singularAnalysis(rows.map(([a = 0, b = 0]) => [1e9 * a, 1e-9 * b])).condition).toBeCloseTo(condition, 9);
  });

  test("fewer rows than columns tell no more than their number", () => {
    expect(singularAnalysis([[1, 2, 3]])).toMatchObject({ rank: 1, condition: Infinity });
  });
});
