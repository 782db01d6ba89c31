import { versionTo } from "../../src/catalog/engine.js";
import { gpuFamily } from "../../src/kernels/kernel-choice.js";
import { measuredFormat } from "../../src/performance/timing/engine-timing.js";
import type { ExamRow } from "./exam-row.js";
import { groupBy } from "./statistics.js";

/** What constants may not have seen: every row that is alike in it is left out. */
export const FOLD_KINDS = ["pair", "family", "generation", "format", "release"] as const;

/** One of them. */
export type FoldKind = (typeof FOLD_KINDS)[number];

/** Rows that are left out together, and how many fits they are dealt out to; each has one of its own where that is null. */
export const FOLDS: Readonly<
  Record<FoldKind, { readonly keyOf: (row: ExamRow) => string; readonly fits: number | null }>
> = {
  pair: { keyOf: ({ pair }) => pair, fits: 6 },
  family: { keyOf: ({ family }) => family, fits: null },
  generation: { keyOf: ({ row }) => gpuFamily(row.gpu.architecture), fits: null },
  format: { keyOf: ({ row }) => measuredFormat(row.weights), fits: null },
  release: { keyOf: releaseOf, fits: 4 },
};

/** A value for each of some kinds of folds. */
export const byKind = <Kind extends FoldKind, Value>(
  kinds: readonly Kind[],
  of: (kind: Kind) => Value,
): Readonly<Record<Kind, Value>> =>
  Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Readonly<Record<Kind, Value>>;

/** A value for every kind of fold. */
export const byFold = <Value>(of: (kind: FoldKind) => Value): Readonly<Record<FoldKind, Value>> =>
  byKind(FOLD_KINDS, of);

/** Engine and version up to its first two numbers; SGLang's and those of 0 have three. */
function releaseOf({ row: { engine, engineVersion } }: ExamRow): string {
  return `${engine} ${versionTo(engineVersion ?? "?", engine === "sglang" ? 3 : 2)}`;
}

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
