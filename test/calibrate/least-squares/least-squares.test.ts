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
    const found = leastSquares({
      residuals: ([a = 0, b = 0]) => [Math.exp(a) - 2, a * b - 3],
      start: [0.1, 1],
      maxIterations,
    });
    expect(found.status).toBe("converged");
    expect(found.x[0]).toBeCloseTo(Math.log(2), 12);
    expect(found.x[1]).toBeCloseTo(3 / Math.log(2), 12);
  });

  test("step back from points without residuals", () => {
    const found = leastSquares({ residuals: ([a = 0]) => [Math.log(a) + 3], start: [2], maxIterations });
    expect(found.x[0]).toBeCloseTo(Math.exp(-3), 12);
  });

  test("say when they ran out of steps", () => {
    expect(leastSquares({ residuals: ([a = 0]) => [Math.exp(a) - 1e6], start: [0], maxIterations: 2 })).toMatchObject({
      status: "max-iterations",
      iterations: 2,
    });
  });

  test("leave alone what no residual depends on", () => {
    const found = leastSquares({ residuals: ([a = 0]) => [a - 1, 2 * a - 3], start: [0, 7], maxIterations });
    expect(found.x[0]).toBeCloseTo(7 / 5, 12);
    expect(found.x[1]).toBe(7);
  });
});

describe("a search", () => {
  const exponential = (a: number, b: number): readonly number[] =>
    [1, 2, 3, 5].map((t, i) => a * Math.exp(-b * t) - ([3, 2, 1.5, 0.8][i] ?? NaN));

  test("takes the same steps in any units: each unknown is damped by the length of its column", () => {
    const plain = leastSquares({ residuals: ([a = 0, b = 0]) => exponential(a, b), start: [1, 1], maxIterations: 4 });
    const scaled = leastSquares({
      residuals: ([a = 0, b = 0]) => exponential(a / 1024, b * 1024),
      start: [1024, 1 / 1024],
      maxIterations: 4,
    });
    expect((scaled.x[0] ?? NaN) / 1024 / (plain.x[0] ?? NaN)).toBeCloseTo(1, 7);
    expect(((scaled.x[1] ?? NaN) * 1024) / (plain.x[1] ?? NaN)).toBeCloseTo(1, 7);
  });

  test("is over at once where nothing is left, and takes no step where none is allowed", () => {
    expect(leastSquares({ residuals: ([a = 0]) => [a - 2], start: [2], maxIterations })).toEqual({
      x: [2],
      residuals: [0],
      iterations: 0,
      status: "converged",
    });
    expect(leastSquares({ residuals: ([a = 0]) => [a - 2], start: [1], maxIterations: 0 })).toEqual({
      x: [1],
      residuals: [-1],
      iterations: 0,
      status: "max-iterations",
    });
  });

  test("has converged where a step changes nothing", () => {
    expect(leastSquares({ residuals: ([a = 0]) => [a - 1, a - 3], start: [2], maxIterations })).toEqual({
      x: [2],
      residuals: [1, -1],
      iterations: 1,
      status: "converged",
    });
  });

  test("has stalled where the slope promises what no step keeps", () => {
    // From 1 at zero the residual falls to the left by its slope, but no point beside zero is below 2.
    expect(
      leastSquares({
        residuals: ([a = 0]) => [a === 0 ? 1 : Math.abs(a) < 1e-3 ? 3 + a : 10],
        start: [0],
        maxIterations,
      }),
    ).toEqual({ x: [0], residuals: [1], iterations: 1, status: "stalled" });
  });
});

describe("slopes", () => {
  test("are central differences, of each residual by each coordinate", () => {
    const slopes = jacobian(([a = 0, b = 0]) => [a * a, a * b], [3, 1e-4], [9, 3e-4]);
    for (const [i, j, wanted] of [
      [0, 0, 6],
      [0, 1, 0],
      [1, 0, 1e-4],
      [1, 1, 3],
    ] as const)
      expect(slopes[i]?.[j]).toBeCloseTo(wanted, 8);
  });

  test("are of one side where the other has no residual, and none where neither has", () => {
    const line = (a: number): number => 3 * a + 4;
    expect(
      jacobian(([a = 0]) => [a >= 1 ? line(a) : NaN, a <= 1 ? line(a) : NaN, a === 1 ? line(a) : NaN], [1], [7, 7, 7])
        .flat()
        .map((slope) => Math.round(1e8 * slope) / 1e8),
    ).toEqual([3, 3, 0]);
  });
});

describe("linear algebra", () => {
  test("a line through three points, by hand", () => {
    // y = 1, 2, 2 at x = 0, 1, 2: slope 1/2, intercept 7/6.
    const [intercept, slope] = solveLinear(
      [
        [1, 0],
        [1, 1],
        [1, 2],
      ],
      [1, 2, 2],
    );
    expect(slope).toBeCloseTo(1 / 2, 14);
    expect(intercept).toBeCloseTo(7 / 6, 14);
  });

  test("its covariance, by hand", () => {
    // The square is [[3, 3], [3, 5]], its inverse [[5, -3], [-3, 3]] / 6.
    const [[a, b], [c, d]] = inverseOfSquare([
      [1, 0],
      [1, 1],
      [1, 2],
    ]) as [[number, number], [number, number]];
    for (const [found, wanted] of [
      [a, 5 / 6],
      [b, -1 / 2],
      [c, -1 / 2],
      [d, 1 / 2],
    ] as const)
      expect(found).toBeCloseTo(wanted, 13);
  });

  test("columns that follow from one another, though QR would not notice", () => {
    expect(
      singularAnalysis([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
    ).toMatchObject({ rank: 1, undetermined: [true, true] });
    expect(
      singularAnalysis([
        [1, 0, 0],
        [0, 1, 1],
        [0, 1, 1],
      ]),
    ).toMatchObject({ rank: 2, undetermined: [false, true, true] });
  });

  test("directions below a ten-millionth of the largest singular value are not told", () => {
    // Columns of length one, d apart: singular values sqrt(2) and d / sqrt(2).
    const columns = (d: number) => [
      [1, 1],
      [0, d],
    ];
    expect([1.5e-7, 2.5e-7].map((d) => singularAnalysis(columns(d)).rank)).toEqual([1, 2]);
    // Without the second direction the inverse of [[1, 1], [1, 1]] is a quarter of itself; with it the variances are about 1 / d^2.
    for (const cell of inverseOfSquare(columns(1.5e-7)).flat()) expect(cell).toBeCloseTo(1 / 4, 6);
    expect((inverseOfSquare(columns(2.5e-7))[0]?.[0] ?? NaN) * 2.5e-7 ** 2).toBeCloseTo(1, 6);
  });

  test("of three columns the condition is that of the first and the last singular value", () => {
    expect(
      singularAnalysis([
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]).condition,
    ).toBe(1);
    expect(
      singularAnalysis([
        [1, 0, 0],
        [0, 1, 1],
        [0, 1, 1],
      ]).condition,
    ).toBeGreaterThan(1e15);
  });

  test("a column of zeros is told by no row", () => {
    expect(
      singularAnalysis([
        [1, 0],
        [2, 0],
      ]),
    ).toMatchObject({ rank: 1, condition: Infinity, undetermined: [false, true] });
    expect(singularAnalysis([[0, 0]])).toMatchObject({ rank: 0, condition: Infinity });
  });

  test("units do not count in the condition", () => {
    const rows = [
      [1, 0],
      [1, 1],
      [1, 2],
    ];
    const { condition } = singularAnalysis(rows);
    // Columns of length one with a cosine of 3 / sqrt(15): eigenvalues 1 +- cosine.
    expect(condition).toBeCloseTo(Math.sqrt((1 + 3 / Math.sqrt(15)) / (1 - 3 / Math.sqrt(15))), 12);
    expect(singularAnalysis(rows.map(([a = 0, b = 0]) => [1e9 * a, 1e-9 * b])).condition).toBeCloseTo(condition, 9);
  });

  test("fewer rows than columns tell no more than their number", () => {
    expect(singularAnalysis([[1, 2, 3]])).toMatchObject({ rank: 1, condition: Infinity });
  });
});
