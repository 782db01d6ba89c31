import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exhaustive, InfrascaleError, nelderMead, type Bounds, type Minimizer, type MinimizerProblem } from "../../src/core.js";
import fixture from "./scipy-nelder-mead.json" with { type: "json" };
import { functions } from "./test-functions.js";

const exact = { xTolerance: 1e-8, valueTolerance: 1e-8, maxEvaluations: 5000 } as const;

const codeOf = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof InfrascaleError) return `${error.code} ${error.field}`;
    throw error;
  }
  return "nothing thrown";
};

describe("nelderMead against SciPy", () => {
  // Same first simplex and rules. Rounding of the centroid differs, which over a thousand steps moves a few decisions.
  test.each(fixture.cases)("$function from $start, bounds $bounds", ({ function: name, start, bounds, adaptive, x, value, evaluations }) => {
    const problem = { objective: functions[name as keyof typeof functions], start, ...(bounds === null ? {} : { bounds: bounds as unknown as Bounds }) };
    const result = nelderMead({ ...exact, adaptive })(problem);
    expect(result.status).toBe("converged");
    result.x.forEach((coordinate, index) => {
      expect(Math.abs(coordinate - (x[index] ?? Number.NaN))).toBeLessThan(1e-6);
    });
    expect(Math.abs(result.value - value)).toBeLessThan(1e-12 * Math.max(1, value));
    expect(Math.abs(result.evaluations - evaluations)).toBeLessThanOrEqual(0.03 * evaluations);
  });
});

describe("nelderMead", () => {
  test("stops at McKinnon's point, which is no minimum, from McKinnon's simplex only", () => {
    // McKinnon 1998, doi:10.1137/S1052623496303482: the simplex (0,0), (1,1), (a,b) collapses onto (0,0); the minimum
    // is -1/4 at (0,-1/2). The method is affine: in coordinates along the edges that simplex is a first step of 1.
    const mckinnon = (x: number, y: number): number => (x <= 0 ? 360 * x ** 2 : 6 * x ** 2) + y + y ** 2;
    const [a, b] = [(1 + Math.sqrt(33)) / 8, (1 - Math.sqrt(33)) / 8];
    const objective = ([u = 0, v = 0]: readonly number[]): number => mckinnon(u + a * v, u + b * v);
    const collapsed = nelderMead({ ...exact, initialStep: 1 })({ objective, start: [0, 0] });
    expect(collapsed.status).toBe("converged");
    expect(Math.abs(collapsed.value)).toBeLessThan(1e-6);
    expect(nelderMead(exact)({ objective: ([x = 0, y = 0]) => mckinnon(x, y), start: [1, 1] }).value).toBeCloseTo(-0.25, 6);
  });

  test("restarts from where it stopped", () => {
    const problem = { objective: functions.rosenbrock, start: [-1.2, 1, -1.2, 1] };
    const once = nelderMead({ xTolerance: 1e-2, valueTolerance: 1e-2 })(problem);
    const again = nelderMead({ xTolerance: 1e-2, valueTolerance: 1e-2, restarts: 2 })(problem);
    expect(again.evaluations).toBeGreaterThan(once.evaluations + 10);
    expect(again.iterations).toBeGreaterThan(once.iterations);
    expect(again.value).toBeLessThan(once.value);
  });

  test("finds the best plateau of a step function that it can see", () => {
    const steps = ([x = 0]: readonly number[]): number => Math.abs(Math.round(x - 7));
    const { value } = nelderMead({ initialStep: 2 })({ objective: steps, start: [0] });
    expect(value).toBe(0);
  });

  test("reports each way to stop", () => {
    const objective = functions.rosenbrock;
    expect(nelderMead()({ objective, start: [-1.2, 1] }).status).toBe("converged");
    const short = nelderMead({ maxEvaluations: 17 })({ objective, start: [-1.2, 1] });
    expect(short.status).toBe("maxEvaluations");
    expect(short.evaluations).toBe(17);
    expect(nelderMead({ maxEvaluations: 2 })({ objective, start: [-1.2, 1] })).toMatchObject({ status: "maxEvaluations", evaluations: 2 });
    expect(nelderMead()({ objective: () => Number.POSITIVE_INFINITY, start: [1, 1] }).status).toBe("stalled");
  });

  test("counts NaN as infeasible", () => {
    const objective = ([x = 0]: readonly number[]): number => (x < 1 ? Number.NaN : (x - 2) ** 2);
    const { x, value } = nelderMead(exact)({ objective, start: [5] });
    expect(x[0]).toBeCloseTo(2, 6);
    expect(value).not.toBeNaN();
    expect(nelderMead()({ objective: () => Number.NaN, start: [1] }).value).toBe(Number.POSITIVE_INFINITY);
  });

  test("takes a relative tolerance", () => {
    const objective = ([x = 0]: readonly number[]): number => (x - 1e6) ** 2 + 1e6;
    const loose = nelderMead({ xTolerance: 0, valueTolerance: 0, relativeTolerance: 1e-3 })({ objective, start: [1e5] });
    const tight = nelderMead({ xTolerance: 0, valueTolerance: 0, relativeTolerance: 1e-9 })({ objective, start: [1e5] });
    expect(loose.status).toBe("converged");
    expect(loose.evaluations).toBeLessThan(tight.evaluations);
  });

  test.each([
    ["out-of-range options.maxEvaluations", () => nelderMead({ maxEvaluations: 0 })],
    ["out-of-range options.xTolerance", () => nelderMead({ xTolerance: -1 })],
    ["out-of-range options.initialStep[1]", () => nelderMead({ initialStep: [1, 0] })],
    ["out-of-range options.restarts", () => nelderMead({ restarts: 0.5 })],
    ["invalid-type options.adaptive", () => nelderMead({ adaptive: 1 as unknown as boolean })],
    ["out-of-range options.tolerance", () => nelderMead({ tolerance: 1 } as object)],
    ["invalid-type start", () => nelderMead()({ objective: () => 0, start: [] })],
    ["out-of-range start[1]", () => nelderMead()({ objective: () => 0, start: [0, Number.NaN] })],
    ["out-of-range bounds", () => nelderMead()({ objective: () => 0, start: [0], bounds: [] })],
    ["out-of-range bounds[0]", () => nelderMead()({ objective: () => 0, start: [0], bounds: [[1, 0]] })],
    ["out-of-range bounds[0]", () => exhaustive()({ objective: () => 0, start: [0] })],
    ["out-of-range options.pointsPerAxis", () => exhaustive({ pointsPerAxis: 1 })],
  ])("refuses bad input: %s", (expected, action) => {
    expect(codeOf(action)).toBe(expected);
  });
});

const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
const centre = fc.tuple(coordinate, coordinate);

describe.each<[string, Minimizer]>([
  ["nelderMead", nelderMead({ restarts: 1 })],
  ["nelderMead, adaptive", nelderMead({ adaptive: true })],
  ["exhaustive", exhaustive({ pointsPerAxis: 7 })],
])("%s", (_, minimize) => {
  const bounds = [[-3, 4], [-2, 2]] as const;
  const bowl = ([a, b]: readonly [number, number]): MinimizerProblem["objective"] => ([x = 0, y = 0]) => (x - a) ** 2 + 3 * (y - b) ** 2;

  test("evaluates only within the bounds, never above the start, and changes nothing", () => {
    fc.assert(
      fc.property(centre, fc.tuple(fc.double({ min: -3, max: 4, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })), (optimum, start) => {
        const objective = bowl(optimum);
        const frozen = Object.freeze([...start]);
        const result = minimize({
          objective: (x) => {
            x.forEach((value, i) => {
              expect(value).toBeGreaterThanOrEqual(bounds[i]?.[0] ?? 0);
              expect(value).toBeLessThanOrEqual(bounds[i]?.[1] ?? 0);
            });
            return objective(x);
          },
          start: frozen,
          bounds,
        });
        expect(result.value).toBeLessThanOrEqual(objective(start));
        expect(result.value).toBe(objective(result.x));
      }),
    );
  });

  test("gives the same result twice", () => {
    fc.assert(
      fc.property(centre, (optimum) => {
        const problem = { objective: bowl(optimum), start: [0, 0], bounds };
        expect(minimize(problem)).toEqual(minimize(problem));
      }),
    );
  });
});

describe("invariances of nelderMead", () => {
  test("permuting the unknowns permutes the answer", () => {
    fc.assert(
      fc.property(centre, ([a, b]) => {
        const straight = nelderMead(exact)({ objective: ([x = 0, y = 0]) => (x - a) ** 2 + 3 * (y - b) ** 2, start: [1, 2] });
        const swapped = nelderMead(exact)({ objective: ([y = 0, x = 0]) => (x - a) ** 2 + 3 * (y - b) ** 2, start: [2, 1] });
        expect(swapped.x[1]).toBeCloseTo(straight.x[0] ?? 0, 6);
        expect(swapped.x[0]).toBeCloseTo(straight.x[1] ?? 0, 6);
      }),
    );
  });

  test("moving the problem moves the answer", () => {
    fc.assert(
      fc.property(centre, fc.integer({ min: -100, max: 100 }), ([a, b], shift) => {
        const minimize = nelderMead({ ...exact, initialStep: 0.5 });
        const objective = ([x = 0, y = 0]: readonly number[]): number => (x - a) ** 2 + 3 * (y - b) ** 2;
        const here = minimize({ objective, start: [1, 2] });
        const there = minimize({ objective: (x) => objective(x.map((value) => value - shift)), start: [1 + shift, 2 + shift] });
        expect((there.x[0] ?? 0) - shift).toBeCloseTo(here.x[0] ?? 0, 6);
        expect((there.x[1] ?? 0) - shift).toBeCloseTo(here.x[1] ?? 0, 6);
      }),
    );
  });
});
