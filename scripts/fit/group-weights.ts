import type { FitRow } from "./fit-row.js";

/** Weight of a row: every (family, model, GPU) counts by the root of its rows, so that no large table speaks for all. */
export function groupWeights(rows: readonly FitRow[]): (row: FitRow) => number {
  const key = ({ family, row }: FitRow): string => `${family}|${row.model.id}|${row.gpu.id}`;
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(key(row), (counts.get(key(row)) ?? 0) + 1);
  return (row) => 1 / Math.sqrt(counts.get(key(row)) ?? 1);
}
