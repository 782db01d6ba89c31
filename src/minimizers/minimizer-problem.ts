import { InfrascaleError } from "../errors.js";
import { checkArray, checkFunction, checkObject } from "../internal/check.js";
import type { Bounds, Minimizer, MinimizerProblem } from "./minimizer.js";

/**
 * Refuses a problem whose objective, start or bounds are not usable.
 *
 * @throws {@link InfrascaleError} `invalid-type` or `out-of-range`.
 */
export function checkStart(problem: MinimizerProblem): void {
  checkObject(problem, "problem");
  const { objective, start, bounds } = problem;
  checkFunction(objective, "objective");
  if (!Array.isArray(start) || start.length === 0)
    throw new InfrascaleError({ code: "invalid-type", field: "start", rule: "must be a non-empty array of numbers", value: start });
  start.forEach((x: unknown, i) => {
    if (typeof x !== "number" || !Number.isFinite(x))
      throw new InfrascaleError({ code: "out-of-range", field: `start[${i}]`, rule: "must be a finite number", value: x });
  });
  if (bounds === undefined) return;
  checkArray(bounds, "bounds");
  if (bounds.length !== start.length)
    throw new InfrascaleError({ code: "out-of-range", field: "bounds", rule: `must have ${start.length} pairs, one for each coordinate`, value: bounds.length });
  bounds.forEach((bound, i) => {
    checkArray(bound, `bounds[${i}]`);
    const [low, high] = bound;
    // Between two infinities of the same sign lies no finite point.
    if (!(low <= high && low < Number.POSITIVE_INFINITY && high > Number.NEGATIVE_INFINITY))
      throw new InfrascaleError({ code: "out-of-range", field: `bounds[${i}]`, rule: "must be [low, high] with low <= high and a finite number between them", value: `[${low}, ${high}]` });
  });
}

/** The nearest point within the bounds. */
export function withinBounds(x: readonly number[], bounds: Bounds | undefined): readonly number[] {
  if (bounds === undefined) return x;
  return x.map((coordinate, i) => {
    // By index: this runs at every evaluation, and destructuring walks an iterator.
    const bound = bounds[i] as readonly [number, number];
    return Math.min(bound[1], Math.max(bound[0], coordinate));
  });
}

/** A value that can be compared: NaN counts as `Infinity`. */
export const valueOf = (value: number): number => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);

/** A minimizer under a name that results can show, which bundlers and minifiers leave alone. */
export const named = (name: string, minimizer: Minimizer): Minimizer => Object.defineProperty(minimizer, "name", { value: name });
