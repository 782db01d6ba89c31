/**
 * The smallest integer above `low` and up to `high` for which a predicate that stays true once true holds.
 * It must hold at `high`.
 */
export function smallestWhere(holds: (n: number) => boolean, low: number, high: number): number {
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The largest integer in 1..most for which a predicate that stays false once false holds; 0 when it fails at 1. */
export function largestWhere(holds: (n: number) => boolean, most: number): number {
  if (most < 1 || !holds(1)) return 0;
  if (holds(most)) return most;
  return smallestWhere((n) => !holds(n), 1, most) - 1;
}
