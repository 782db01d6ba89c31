/**
 * The smallest integer above `low` and up to `high` for which a predicate that stays true once true holds.
 * It must hold at `high`. The search brackets the answer around `guess` in doubling steps, from `stride` on, then halves the bracket.
 */
export function smallestWhere(
  holds: (n: number) => boolean,
  low: number,
  high: number,
  guess: number,
  stride = 1,
): number {
  for (let n = Math.max(guess, low + 1), step = stride; low < n && n < high; step *= 2) {
    if (holds(n)) [high, n] = [n, n - step];
    else [low, n] = [n, n + step];
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * The largest integer in 1..most for which a predicate that stays false once false holds; 0 when it fails at 1.
 * The search begins at `guess`.
 */
export const largestWhere = (holds: (n: number) => boolean, most: number, guess: number, stride = 1): number =>
  smallestWhere((n) => !holds(n), 0, most + 1, guess, stride) - 1;

/** The ends of the last bracket around the place where a predicate that stays false once false ceases to hold, after so many halvings. */
export function crossing(
  holds: (x: number) => boolean,
  low: number,
  high: number,
  halvings: number,
): readonly [low: number, high: number] {
  for (let i = 0; i < halvings; i += 1) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return [low, high];
}
