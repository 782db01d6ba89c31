import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  exhaustive,
  InfrascaleError,
  nelderMead,
  type Bounds,
  type Minimizer,
  type MinimizerProblem,
} from "../../src/core.js";
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
  // Same first simplex, rules and order of operations, and test functions of sums and products only, which IEEE 754
  // rounds alike everywhere: equal to the last bit. SciPy counts iterations from 1.
  test.each(fixture.cases)(
    "$function from $start, bounds $bounds, adaptive $adaptive",
    ({ function: name, start, bounds, adaptive, x, value, evaluations, iterations }) => {
      const problem = {
        objective: functions[name as keyof typeof functions],
        start,
        ...(bounds === null ? {} : { bounds: bounds as unknown as Bounds }),
      };
      const result = nelderMead({ ...exact, adaptive })(problem);
      expect(result).toEqual({ x, value, status: "converged", evaluations, iterations: iterations - 1 });
    },
  );
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
    expect(nelderMead(exact)({ objective: ([x = 0, y = 0]) => mckinnon(x, y), start: [1, 1] }).value).toBeCloseTo(
      -0.25,
      6,
    );
  });

  test("restarts from where it stopped", () => {
    const problem = { objective: functions.rosenbrock, start: [-1.2, 1, -1.2, 1] };
    const once = nelderMead({ xTolerance: 1e-2, valueTolerance: 1e-2 })(problem);
    const again = nelderMead({ xTolerance: 1e-2, valueTolerance: 1e-2, restarts: 2 })(problem);
    expect(again.evaluations).toBeGreaterThan(once.evaluations + 10);
    expect(again.iterations).toBeGreaterThan(once.iterations);
    expect(again.value).toBeLessThan(once.value);
  });

  test("shares its evaluations among restarts, and stops where none is left", () => {
    const problem = { objective: functions.rosenbrock, start: [-1.2, 1] };
    const once = nelderMead()(problem);
    expect(nelderMead({ restarts: 3, maxEvaluations: once.evaluations })(problem)).toEqual(once);
    for (let maxEvaluations = 1; maxEvaluations < 400; maxEvaluations += 1) {
      let calls = 0;
      const objective = (x: readonly number[]): number => {
        calls += 1;
        return functions.rosenbrock(x);
      };
      const { evaluations } = nelderMead({ restarts: 3, maxEvaluations })({ ...problem, objective });
      expect(evaluations).toBe(calls);
      expect(evaluations).toBeLessThanOrEqual(maxEvaluations);
    }
  });

  test.each([
    ["a negative lower bound, the step outwards", -2, undefined],
    ["a lower bound, the step longer than the range", -2, 10],
    ["an upper bound", 4, undefined],
    ["an upper bound, the step longer than the range", 4, 10],
  ])("leaves %s", (_, corner, initialStep) => {
    const { x } = nelderMead(initialStep === undefined ? {} : { initialStep })({
      objective: ([a = 0, b = 0]) => (a - 1) ** 2 + (b - 1) ** 2,
      start: [corner, corner],
      bounds: [
        [-2, 4],
        [-2, 4],
      ],
    });
    expect(x[0]).toBeCloseTo(1, 3);
    expect(x[1]).toBeCloseTo(1, 3);
  });

  test("converges only when values agree too", () => {
    // Close in x from the first simplex on; the values are not, until it has walked to the minimum. No two points
    // of an uneven bowl that it visits have the same value by symmetry.
    const steep = { objective: ([x = 0]: readonly number[]) => 1e6 * (Math.exp(x - 3) - (x - 3) - 1), start: [1] };
    expect(nelderMead({ xTolerance: 1e9 })(steep).value).toBeLessThan(1);
    expect(nelderMead({ xTolerance: 1e9, valueTolerance: 1e9 })(steep)).toMatchObject({
      evaluations: 2,
      iterations: 0,
    });
  });

  test("has the tolerances of SciPy by default", () => {
    const problem = { objective: functions.rosenbrock, start: [-1.2, 1] };
    expect(nelderMead()(problem)).toEqual(nelderMead({ xTolerance: 1e-4, valueTolerance: 1e-4 })(problem));
  });

  test("keeps a simplex of one unknown alive with adaptive coefficients", () => {
    // Gao and Han's shrinkage for n = 1 is 0: the first shrink would leave a single point.
    // A spike at the start makes every other step a shrink.
    const visited = new Set<number>();
    const spike = ([x = 0]: readonly number[]): number => {
      visited.add(x);
      return x === 3 ? 0 : 10 - Math.abs(x - 3);
    };
    nelderMead({ ...exact, adaptive: true })({ objective: spike, start: [3] });
    expect(visited.size).toBeGreaterThan(20);
  });

  test("returns a point of its own", () => {
    const seen: (readonly number[])[] = [];
    const start = [3];
    const { x } = nelderMead()({ objective: (point) => seen.push(point) * 0 + (point[0] ?? 0) ** 2, start });
    expect(seen).not.toContain(x);
    expect(x).not.toBe(start);
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
    expect(nelderMead({ maxEvaluations: 2 })({ objective, start: [-1.2, 1] })).toMatchObject({
      status: "maxEvaluations",
      evaluations: 2,
    });
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
    const loose = nelderMead({ xTolerance: 0, valueTolerance: 0, relativeTolerance: 1e-3 })({
      objective,
      start: [1e5],
    });
    const tight = nelderMead({ xTolerance: 0, valueTolerance: 0, relativeTolerance: 1e-9 })({
      objective,
      start: [1e5],
    });
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
    ["out-of-range bounds[0]", () => nelderMead()({ objective: () => 0, start: [0], bounds: [[Infinity, Infinity]] })],
    [
      "out-of-range bounds[0]",
      () => nelderMead()({ objective: () => 0, start: [0], bounds: [[-Infinity, -Infinity]] }),
    ],
    [
      "invalid-type bounds[0]",
      () => nelderMead()({ objective: () => 0, start: [0], bounds: [null] as unknown as Bounds }),
    ],
    ["invalid-type bounds", () => nelderMead()({ objective: () => 0, start: [0], bounds: 1 as unknown as Bounds })],
    ["invalid-type objective", () => nelderMead()({ start: [0] } as unknown as MinimizerProblem)],
    ["invalid-type problem", () => nelderMead()(undefined as unknown as MinimizerProblem)],
    ["invalid-type options", () => nelderMead(null as unknown as object)],
    ["invalid-type options", () => exhaustive(null as unknown as object)],
    ["out-of-range options.initialStep", () => nelderMead({ initialStep: [1] })({ objective: () => 0, start: [0, 0] })],
    ["out-of-range bounds[0]", () => exhaustive()({ objective: () => 0, start: [0] })],
    ["out-of-range options.pointsPerAxis", () => exhaustive({ pointsPerAxis: 1 })],
  ])("refuses bad input: %s", (expected, action) => {
    expect(codeOf(action)).toBe(expected);
  });
});

describe("exhaustive", () => {
  test("visits the start and each grid point once, the first axis fastest", () => {
    const seen: (readonly number[])[] = [];
    const result = exhaustive({ pointsPerAxis: 3 })({
      objective: (x) => seen.push(x),
      start: [1.5, 6],
      bounds: [
        [0, 2],
        [4, 8],
      ],
    });
    expect(seen).toEqual([
      [1.5, 6],
      [0, 4],
      [1, 4],
      [2, 4],
      [0, 6],
      [1, 6],
      [2, 6],
      [0, 8],
      [1, 8],
      [2, 8],
    ]);
    expect(result).toEqual({ x: [1.5, 6], value: 1, status: "converged", evaluations: 10, iterations: 9 });
  });

  test("keeps the first of equal values", () => {
    const { x } = exhaustive({ pointsPerAxis: 3 })({
      objective: ([a = 0]) => (a === 1.5 ? 1 : 0),
      start: [1.5],
      bounds: [[0, 2]],
    });
    expect(x).toEqual([0]);
  });

  test("reports that no point is feasible", () => {
    expect(
      exhaustive({ pointsPerAxis: 2 })({ objective: () => Number.NaN, start: [0], bounds: [[0, 1]] }),
    ).toMatchObject({ status: "stalled", value: Number.POSITIVE_INFINITY });
  });
});

test.each<[string, Minimizer]>([
  ["nelderMead", nelderMead()],
  ["exhaustive", exhaustive()],
])("%s moves a start outside the bounds inside", (_, minimize) => {
  const seen: number[] = [];
  const { x } = minimize({ objective: ([a = 0]) => (seen.push(a), (a + 5) ** 2), start: [-5], bounds: [[0, 2]] });
  expect(Math.min(...seen)).toBe(0);
  expect(Math.max(...seen)).toBeLessThanOrEqual(2);
  expect(x).toEqual([0]);
});

const coordinate = fc.double({ min: -5, max: 5, noNaN: true });
const centre = fc.tuple(coordinate, coordinate);

describe.each<[string, Minimizer]>([
  ["nelderMead", nelderMead({ restarts: 1 })],
  ["nelderMead, adaptive", nelderMead({ adaptive: true })],
  ["exhaustive", exhaustive({ pointsPerAxis: 7 })],
])("%s", (_, minimize) => {
  const bounds = [
    [-3, 4],
    [-2, 2],
  ] as const;
  const bowl =
    ([a, b]: readonly [number, number]): MinimizerProblem["objective"] =>
    ([x = 0, y = 0]) =>
      (x - a) ** 2 + 3 * (y - b) ** 2;

  test("evaluates only within the bounds, never above the start, and changes nothing", () => {
    fc.assert(
      fc.property(
        centre,
        fc.tuple(fc.double({ min: -3, max: 4, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })),
        (optimum, start) => {
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
        },
      ),
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
        const straight = nelderMead(exact)({
          objective: ([x = 0, y = 0]) => (x - a) ** 2 + 3 * (y - b) ** 2,
          start: [1, 2],
        });
        const swapped = nelderMead(exact)({
          objective: ([y = 0, x = 0]) => (x - a) ** 2 + 3 * (y - b) ** 2,
          start: [2, 1],
        });
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
        const there = minimize({
          objective: (x) => objective(x.map((value) => value - shift)),
          start: [1 + shift, 2 + shift],
        });
        expect((there.x[0] ?? 0) - shift).toBeCloseTo(here.x[0] ?? 0, 6);
        expect((there.x[1] ?? 0) - shift).toBeCloseTo(here.x[1] ?? 0, 6);
      }),
    );
  });
});
