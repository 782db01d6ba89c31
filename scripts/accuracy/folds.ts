import { groupBy } from "./statistics.js";

/**
 * Deals groups of rows out to folds of nearly equal size: the largest first, each to the fold that is smallest so far.
 * The same rows always give the same folds.
 *
 * @param keys - group of each row.
 * @param count - number of folds, integer >= 1.
 * @returns fold of each group, 0 to `count` - 1.
 */
export function dealFolds(keys: readonly string[], count: number): ReadonlyMap<string, number> {
  const sizes = [...groupBy(keys, (key) => key)].map(([key, of]) => ({ key, size: of.length }));
  sizes.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1));
  const filled = Array.from({ length: count }, () => 0);
  const folds = new Map<string, number>();
  for (const { key, size } of sizes) {
    const smallest = filled.indexOf(Math.min(...filled));
    filled[smallest] = (filled[smallest] ?? 0) + size;
    folds.set(key, smallest);
  }
  return folds;
}
