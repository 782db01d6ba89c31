/**
 * Quantile of a sample by linear interpolation between order statistics (Hyndman and Fan, 1996, type 7).
 *
 * @param values - in any order; not changed.
 * @param share - in [0, 1]: 0.5 for the median.
 * @returns the quantile; NaN of nothing.
 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (position - below) * (high - low);
}

/** Half of the values lie on either side. */
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Items by key, keys in the order in which they first occur. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group === undefined) found.set(key, [item]);
    else group.push(item);
  }
  return found;
}
