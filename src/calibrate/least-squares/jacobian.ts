import type { Rows } from "./linear-algebra.js";

/** Residuals of a point; not finite where the point has none. */
export type ResidualFunction = (x: readonly number[]) => readonly number[];

/** Cube root of a double's precision: the step at which truncation and rounding of a central difference are alike. */
const RELATIVE_STEP = Number.EPSILON ** (1 / 3);

/**
 * Derivatives of residuals by central differences, with steps relative to each coordinate; by one-sided ones where one side
 * has no residuals.
 *
 * @param residuals - the function.
 * @param x - where.
 * @param at - its residuals there.
 * @returns one row for each residual, one column for each coordinate.
 */
export function jacobian(residuals: ResidualFunction, x: readonly number[], at: readonly number[]): Rows {
  const rows: number[][] = at.map(() => []);
  const moved = [...x];
  x.forEach((coordinate, j) => {
    const step = RELATIVE_STEP * Math.max(1e-3, Math.abs(coordinate));
    // Steps as doubles have them: (x + h) - x is seldom h.
    const above = coordinate + step;
    const below = coordinate - step;
    moved[j] = above;
    const high = residuals(moved);
    moved[j] = below;
    const low = residuals(moved);
    moved[j] = coordinate;
    rows.forEach((row, i) =>
      row.push(slope(low[i] ?? 0, at[i] ?? 0, high[i] ?? 0, coordinate - below, above - coordinate)),
    );
  });
  return rows;
}

function slope(low: number, middle: number, high: number, down: number, up: number): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return (high - low) / (down + up);
  if (Number.isFinite(high)) return (high - middle) / up;
  return Number.isFinite(low) ? (middle - low) / down : 0;
}
