import { InfrascaleError } from "../errors.js";
import { checkBetween, checkInteger, checkKeys, checkObject } from "../internal/check.js";
import { checkStart, named, valueOf, withinBounds } from "./minimizer-problem.js";
import type { Minimizer } from "./minimizer.js";
import { estimateRule } from "../rules/estimate.js";

/** Options of {@link exhaustive}. */
export interface ExhaustiveOptions {
  /**
   * Points along each axis, both ends included.
   *
   * @defaultValue 9
   */
  readonly pointsPerAxis?: number;
}

/** Some minutes of trying. */
const MOST_POINTS = 1e9;

/**
 * Tries every point of a regular grid within the bounds, and the start, or the point within the bounds nearest to it.
 *
 * Its cost grows with the power of the dimension; it misses what lies between the points, and nothing else.
 *
 * @param options - how fine the grid is.
 * @returns a minimizer; of equal values the first in the order of the axes wins.
 * @throws {@link InfrascaleError} `out-of-range` when a bound is missing or infinite, or for a bad option.
 * @example
 * ```ts
 * import { exhaustive } from "infrascale";
 *
 * exhaustive({ pointsPerAxis: 5 })({ objective: ([x = 0]) => Math.abs(x - 1), start: [0], bounds: [[0, 2]] }).x; // => [1]
 * ```
 */
export function exhaustive(options: ExhaustiveOptions = {}): Minimizer {
  checkKeys(checkObject(options, "options"), "options", ["pointsPerAxis"]);
  const points = checkBetween(
    checkInteger(options.pointsPerAxis ?? 9, "options.pointsPerAxis", 2),
    "options.pointsPerAxis",
    2,
    MOST_POINTS,
  );
  return named("exhaustive", (problem) => {
    checkStart(problem);
    const { objective, start, bounds } = problem;
    const axes = start.map((_, i) => axis(bounds?.[i], i, points));
    const total = checkBetween(points ** axes.length, "options.pointsPerAxis of all axes", 1, MOST_POINTS);
    let x: readonly number[] = [...withinBounds(start, bounds)];
    let value = valueOf(objective(x));
    for (let index = 0; index < total; index += 1) {
      const candidate = gridPoint(axes, index, points);
      const candidateValue = valueOf(objective(candidate));
      if (candidateValue < value) [x, value] = [candidate, candidateValue];
    }
    return {
      x,
      value,
      status: Number.isFinite(value) ? "converged" : "stalled",
      evaluations: total + 1,
      iterations: total,
    };
  });
}

function axis(bound: readonly [number, number] | undefined, i: number, points: number): readonly number[] {
  const [low, high] = bound ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (!Number.isFinite(low) || !Number.isFinite(high))
    throw new InfrascaleError({
      code: "out-of-range",
      field: `bounds[${i}]`,
      ...estimateRule("finite-grid"),
      value: `[${low}, ${high}]`,
    });
  return Array.from({ length: points }, (_, step) => low + ((high - low) * step) / (points - 1));
}

/** The grid point whose coordinates are the digits of `index`. */
function gridPoint(axes: readonly (readonly number[])[], index: number, points: number): readonly number[] {
  let rest = index;
  return axes.map((axisPoints) => {
    const coordinate = axisPoints[rest % points] as number;
    rest = Math.floor(rest / points);
    return coordinate;
  });
}
