import { hasExperts } from "../../src/catalog/model.js";
import type { Row } from "../../src/measurements/csv.js";
import { eraOf } from "../fit/eras.js";
import { exclusionsOf } from "../measurements/exclusions.js";
import { isRefusedRow, tableRow, type TableRow } from "../measurements/table-row.js";
import { Tally } from "../measurements/tally.js";

/** Engines of 2025 and later, those before, and those without a profile of their own. */
export const ERA_NAMES = ["current", "older", "other engines"] as const;

/** A row of a table of speeds, ready to be predicted. */
export interface ExamRow {
  readonly family: string;
  readonly row: TableRow;
  readonly era: (typeof ERA_NAMES)[number];
  readonly kind: "dense" | "MoE";
  /** Model and GPU: what cross-validation leaves out together. */
  readonly pair: string;
  /** False when a rule says that its time to the first token is of no use. */
  readonly firstTokenUsable: boolean;
  /** The same of its output tokens per second. */
  readonly rateUsable: boolean;
}

/** Rows that count, and how many do not, by reason. */
export interface ExamRows {
  readonly rows: readonly ExamRow[];
  /** Rows that do not say enough, or name what the catalogs lack. */
  readonly unresolved: Tally;
  /** Rows left out, by rule. */
  readonly excluded: Tally;
}

/** Rows of tables; what is left out is counted, by rule. */
export function examRows(tables: readonly (readonly [family: string, rows: readonly Row[]])[]): ExamRows {
  const rows: ExamRow[] = [];
  const unresolved = new Tally();
  const excluded = new Tally();
  for (const [family, table] of tables) {
    const resolved: TableRow[] = [];
    for (const cells of table) {
      const row = tableRow(cells);
      if (isRefusedRow(row)) unresolved.add(row.refusal);
      else resolved.push(row);
    }
    for (const row of resolved) {
      const broken = exclusionsOf(row, family, resolved);
      for (const { id, quantities } of broken) excluded.add(`${id} (${quantities})`);
      if (broken.some(({ quantities }) => quantities === "all")) continue;
      rows.push({
        family,
        row,
        era: eraName(row),
        kind: hasExperts(row.model) ? "MoE" : "dense",
        pair: pairOf(row),
        firstTokenUsable: broken.every((rule) => rule.quantities !== "first-token"),
        rateUsable: broken.every((rule) => rule.quantities !== "rate"),
      });
    }
  }
  return { rows, unresolved, excluded };
}

/** Name of the era of an engine at a version. */
export function eraName(engine: Parameters<typeof eraOf>[0]): ExamRow["era"] {
  const era = eraOf(engine);
  return era === null ? "other engines" : era.current ? "current" : "older";
}

/** Model and GPU of a row. */
export const pairOf = ({ model, gpu }: Pick<TableRow, "model" | "gpu">): string => `${model.id}|${gpu.id}`;
