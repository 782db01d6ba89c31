import { InfrascaleError } from "../errors.js";
import {
  checkBoolean,
  checkInteger,
  checkKeys,
  checkNonNegative,
  checkObject,
  checkPositive,
} from "../internal/check.js";
import { checkStart, named, valueOf, withinBounds } from "./minimizer-problem.js";
import type { Bounds, Minimizer, MinimizerProblem, MinimizerResult, MinimizerStatus } from "./minimizer.js";
import { estimateRule } from "../rules/estimate.js";

/** Options of {@link nelderMead}. */
export interface NelderMeadOptions {
  /**
   * Coefficients that depend on the dimension (Gao and Han 2012): better above about five unknowns.
   *
   * @defaultValue false
   */
  readonly adaptive?: boolean;
  /**
   * Largest distance of a vertex from the best one, in each coordinate, at which the simplex counts as converged.
   *
   * @defaultValue 1e-4
   */
  readonly xTolerance?: number;
  /**
   * Largest difference of a value from the best one at which the simplex counts as converged.
   *
   * @defaultValue 1e-4
   */
  readonly valueTolerance?: number;
  /**
   * Both tolerances grow by this much times the size of the best point and value.
   *
   * @defaultValue 0
   */
  readonly relativeTolerance?: number;
  /**
   * Most evaluations, restarts included.
   *
   * @defaultValue 200 for each unknown
   */
  readonly maxEvaluations?: number;
  /**
   * Length of the first step, the same for all coordinates or one for each.
   *
   * @defaultValue 5 % of a coordinate, 0.00025 where it is 0
   */
  readonly initialStep?: number | readonly number[];
  /**
   * How often a converged simplex is built anew around its best point, which frees one that has collapsed.
   *
   * @defaultValue 0
   */
  readonly restarts?: number;
}

const RELATIVE_STEP = 0.05;
const STEP_AT_ZERO = 0.00025;
const EVALUATIONS_PER_UNKNOWN = 200;

interface Vertex {
  readonly x: readonly number[];
  readonly value: number;
}

interface Coefficients {
  readonly reflection: number;
  readonly expansion: number;
  readonly contraction: number;
  readonly shrinkage: number;
}

/**
 * The downhill simplex of Nelder and Mead, with the conventions of SciPy: the same first simplex, the same acceptance
 * rules, and bounds kept by moving every trial point to the nearest point within them. It differs in one thing: a first
 * step that a lower bound would swallow whole turns round.
 *
 * It finds a local minimum of a function without derivatives. It may stop at a point that is none (McKinnon 1998);
 * `restarts` help. A NaN value counts as `Infinity`, which marks an infeasible point.
 *
 * @param options - tolerances, limits and coefficients.
 * @returns a minimizer; deterministic, and it changes none of its arguments.
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range` for a bad option, start or bound.
 * @example
 * ```ts
 * import { nelderMead } from "infrascale";
 *
 * const minimize = nelderMead({ xTolerance: 1e-8, valueTolerance: 1e-8 });
 * const { x, status } = minimize({ objective: ([a = 0, b = 0]) => (a - 1) ** 2 + (b + 2) ** 2, start: [0, 0] });
 * x.map((coordinate) => Number(coordinate.toFixed(6))); // => [1, -2]
 * status; // => "converged"
 * ```
 * @see Nelder and Mead 1965, doi:10.1093/comjnl/7.4.308; Gao and Han 2012, doi:10.1007/s10589-010-9329-3.
 */
export function nelderMead(options: NelderMeadOptions = {}): Minimizer {
  const settings = checkOptions(options);
  const minimize = (problem: MinimizerProblem): MinimizerResult => {
    checkStart(problem);
    checkStepCount(settings.initialStep, problem.start.length);
    const maxEvaluations = settings.maxEvaluations ?? EVALUATIONS_PER_UNKNOWN * problem.start.length;
    let x: readonly number[] = problem.start;
    let evaluations = 0;
    let iterations = 0;
    for (let attempt = 0; ; attempt += 1) {
      const run = descend(problem, x, settings, maxEvaluations - evaluations);
      evaluations += run.evaluations;
      iterations += run.iterations;
      x = run.x;
      const isLast = attempt === settings.restarts || run.status !== "converged" || evaluations >= maxEvaluations;
      if (isLast) return { ...run, evaluations, iterations };
    }
  };
  return named("nelderMead", minimize);
}

type Settings = ReturnType<typeof checkOptions>;

function checkOptions(options: NelderMeadOptions) {
  checkKeys(checkObject(options, "options"), "options", [
    "adaptive",
    "xTolerance",
    "valueTolerance",
    "relativeTolerance",
    "maxEvaluations",
    "initialStep",
    "restarts",
  ]);
  const {
    adaptive = false,
    xTolerance = 1e-4,
    valueTolerance = 1e-4,
    relativeTolerance = 0,
    maxEvaluations,
    initialStep,
    restarts = 0,
  } = options;
  checkBoolean(adaptive, "options.adaptive");
  checkNonNegative(xTolerance, "options.xTolerance");
  checkNonNegative(valueTolerance, "options.valueTolerance");
  checkNonNegative(relativeTolerance, "options.relativeTolerance");
  if (maxEvaluations !== undefined) checkInteger(maxEvaluations, "options.maxEvaluations", 1);
  if (Array.isArray(initialStep))
    initialStep.forEach((step, index) => checkPositive(step, `options.initialStep[${index}]`));
  else if (initialStep !== undefined) checkPositive(initialStep, "options.initialStep");
  checkInteger(restarts, "options.restarts", 0);
  return { adaptive, xTolerance, valueTolerance, relativeTolerance, maxEvaluations, initialStep, restarts };
}

/** Refuses a list of steps that does not name one for each coordinate. */
function checkStepCount(initialStep: NelderMeadOptions["initialStep"], dimension: number): void {
  if (typeof initialStep === "object" && initialStep.length !== dimension)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "options.initialStep",
      ...estimateRule("step-for-each-coordinate", { coordinates: dimension }),
      value: initialStep.length,
    });
}

/** One descent from one simplex. */
function descend(
  problem: MinimizerProblem,
  start: readonly number[],
  settings: Settings,
  maxEvaluations: number,
): MinimizerResult {
  const { bounds } = problem;
  const dimension = start.length;
  const { reflection, expansion, contraction, shrinkage } = coefficients(dimension, settings.adaptive);
  let evaluations = 0;
  let iterations = 0;

  const spent = (): boolean => evaluations >= maxEvaluations;
  const at = (x: readonly number[]): Vertex => {
    const inside = withinBounds(x, bounds);
    evaluations += 1;
    return { x: inside, value: valueOf(problem.objective(inside)) };
  };

  const simplex: Vertex[] = [];
  for (const x of initialSimplex(start, settings.initialStep, bounds)) {
    if (spent()) break;
    simplex.push(at(x));
  }
  simplex.sort(byValue);
  const finish = (status: MinimizerStatus): MinimizerResult => {
    const { x, value } = simplex[0] as Vertex;
    return { x: [...x], value, status, evaluations, iterations };
  };
  if (simplex.length <= dimension) return finish("maxEvaluations");

  for (;;) {
    if (hasConverged(simplex, settings))
      return finish(Number.isFinite((simplex[0] as Vertex).value) ? "converged" : "stalled");
    if (spent()) return finish("maxEvaluations");
    iterations += 1;
    const best = simplex[0] as Vertex;
    const worst = simplex[dimension] as Vertex;
    const secondWorst = simplex[dimension - 1] as Vertex;
    const centroid = centroidOf(simplex, dimension);
    // The order of operations is SciPy's, so that the two agree to the last bit.
    const along = (distance: number): Vertex =>
      at(centroid.map((c, i) => (1 + distance) * c - distance * (worst.x[i] as number)));

    const reflected = along(reflection);
    let replacement: Vertex | null = null;
    if (reflected.value < best.value) {
      const expanded = spent() ? reflected : along(reflection * expansion);
      replacement = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < secondWorst.value) replacement = reflected;
    else if (!spent()) {
      const outside = reflected.value < worst.value;
      const contracted = along(outside ? reflection * contraction : -contraction);
      if (outside ? contracted.value <= reflected.value : contracted.value < worst.value) replacement = contracted;
    }
    if (replacement !== null) {
      replaceWorst(simplex, replacement);
      continue;
    }
    for (let i = 1; i <= dimension && !spent(); i += 1)
      simplex[i] = at(best.x.map((b, j) => b + shrinkage * (((simplex[i] as Vertex).x[j] as number) - b)));
    simplex.sort(byValue);
  }
}

/** Puts a vertex behind all that are no worse: the order that a stable sort gives, since the others are in order. */
function replaceWorst(simplex: Vertex[], replacement: Vertex): void {
  let place = simplex.length - 1;
  for (; place > 0 && (simplex[place - 1] as Vertex).value > replacement.value; place -= 1)
    simplex[place] = simplex[place - 1] as Vertex;
  simplex[place] = replacement;
}

const byValue = (a: Vertex, b: Vertex): number => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);

function coefficients(dimension: number, adaptive: boolean): Coefficients {
  if (!adaptive) return { reflection: 1, expansion: 2, contraction: 0.5, shrinkage: 0.5 };
  // One unknown would give a shrinkage of 0: Gao and Han start at two.
  const n = Math.max(2, dimension);
  return { reflection: 1, expansion: 1 + 2 / n, contraction: 0.75 - 1 / (2 * n), shrinkage: 1 - 1 / n };
}

/** The start, and one vertex for each coordinate stepped by itself; steps that leave the bounds are turned inwards. */
function initialSimplex(
  start: readonly number[],
  initialStep: NelderMeadOptions["initialStep"],
  bounds: Bounds | undefined,
): readonly (readonly number[])[] {
  const first = withinBounds(start, bounds);
  const vertices: (readonly number[])[] = [first];
  first.forEach((coordinate, i) => {
    const step = typeof initialStep === "number" ? initialStep : initialStep?.[i];
    const byDefault = coordinate === 0 ? STEP_AT_ZERO : (1 + RELATIVE_STEP) * coordinate;
    const stepped = stepWithin(coordinate, step === undefined ? byDefault : coordinate + step, bounds?.[i]);
    vertices.push(first.map((value, j) => (j === i ? stepped : value)));
  });
  return vertices;
}

/**
 * Where a step from `coordinate` to `target` ends within its bounds: mirrored at the upper one and cut at the lower one, as in SciPy. Where the cut
 * leaves no step (a start on a negative lower bound steps outwards) SciPy's simplex is flat and never leaves the bound;
 * here the step turns round.
 */
function stepWithin(coordinate: number, target: number, bound: readonly [number, number] | undefined): number {
  if (bound === undefined) return target;
  const [low, high] = bound;
  const cut = Math.max(low, target > high ? 2 * high - target : target);
  return cut === coordinate ? Math.min(high, coordinate + Math.abs(target - coordinate)) : cut;
}

/** Mean of all vertices but the worst. */
function centroidOf(simplex: readonly Vertex[], dimension: number): readonly number[] {
  const sum = new Array<number>(dimension).fill(0);
  for (let i = 0; i < dimension; i += 1) {
    const { x } = simplex[i] as Vertex;
    for (let j = 0; j < dimension; j += 1) sum[j] = (sum[j] as number) + (x[j] as number);
  }
  return sum.map((total) => total / dimension);
}

function hasConverged(
  simplex: readonly Vertex[],
  { xTolerance, valueTolerance, relativeTolerance }: Settings,
): boolean {
  const best = simplex[0] as Vertex;
  const valueLimit = valueTolerance + relativeTolerance * Math.abs(best.value);
  for (let i = 1; i < simplex.length; i += 1) {
    const { x, value } = simplex[i] as Vertex;
    // Infinity - Infinity: a simplex that saw no feasible point has nothing left to compare.
    if (value !== best.value && !(Math.abs(value - best.value) <= valueLimit)) return false;
    for (let j = 0; j < x.length; j += 1)
      if (
        !(
          Math.abs((x[j] as number) - (best.x[j] as number)) <=
          xTolerance + relativeTolerance * Math.abs(best.x[j] as number)
        )
      )
        return false;
  }
  return true;
}
