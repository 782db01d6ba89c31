import { InfrascaleError } from "../errors.js";
import { checkArray, checkEach, checkFunction, checkObject } from "../internal/check.js";
import type { Bounds, Minimizer, MinimizerProblem, MinimizerResult } from "./minimizer.js";
import { estimateRule } from "../rules/estimate.js";
import { valueRule } from "../rules/values.js";

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
    throw new InfrascaleError({
      code: "invalid-type",
      field: "start",
      ...estimateRule("numbers"),
      value: start,
    });
  checkEach(start, "start", (x, field) => {
    if (typeof x !== "number" || !Number.isFinite(x))
      throw new InfrascaleError({ code: "out-of-range", field, ...valueRule("finite"), value: x });
  });
  if (bounds === undefined) return;
  checkArray(bounds, "bounds");
  if (bounds.length !== start.length)
    throw new InfrascaleError({
      code: "out-of-range",
      field: "bounds",
      ...estimateRule("pair-for-each-coordinate", { coordinates: start.length }),
      value: bounds.length,
    });
  checkEach(bounds, "bounds", (bound, field) => {
    checkArray(bound, field);
    const [low, high] = bound as readonly unknown[];
    // Between two infinities of the same sign lies no finite point.
    if (!(
      typeof low === "number" &&
      typeof high === "number" &&
      low <= high &&
      low < Number.POSITIVE_INFINITY &&
      high > Number.NEGATIVE_INFINITY
    ))
      throw new InfrascaleError({
        code: "out-of-range",
        field,
        ...estimateRule("low-to-high"),
        value: `[${String(low)}, ${String(high)}]`,
      });
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

/** What a minimizer of the caller's own finds, if it is a result at all. */
export function minimise(minimizer: Minimizer, problem: MinimizerProblem): MinimizerResult {
  const result = minimizer(problem);
  checkArray(checkObject(result, "minimizer")["x"], "minimizer.x");
  return result;
}

/** A value that can be compared: NaN counts as `Infinity`. */
export function valueOf(value: number): number {
  if (typeof value !== "number")
    throw new InfrascaleError({ code: "not-a-number", field: "objective", ...estimateRule("returns-number"), value });
  return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
}

/** A minimizer under a name that results can show, which bundlers and minifiers leave alone. */
export const named = (name: string, minimizer: Minimizer): Minimizer =>
  Object.defineProperty(minimizer, "name", { value: name });
