import type { PredictedColumn, TableKind } from "./columns.js";
import { FROM_CACHE_COLUMNS, LOG_COLUMNS, SPEED_COLUMNS } from "./columns.js";
import { errorStatistics, type ErrorStatistics, type Pair } from "./error-statistics.js";
import type { GroupedRow, RowGroup, ValidatedRow } from "./validate-rows.js";

/** Behind the name of a column whose errors are those of the cache that a log states. */
export const OF_CACHE = " of its GiB";

/** Errors of one column. */
export interface ColumnErrors extends ErrorStatistics {
  /** Of a start-up log that states its cache, tokens and concurrency a second time, of that cache. */
  readonly column: PredictedColumn | `${(typeof FROM_CACHE_COLUMNS)[number]}${typeof OF_CACHE}`;
}

/** Errors of one column for one engine, GPU and kind of model. */
export interface GroupErrors extends RowGroup, ColumnErrors {}

/** Rows that have no prediction for one reason. */
export interface Unpredicted {
  readonly reason: string;
  readonly rows: number;
  readonly ids: readonly string[];
}

/** How well the predictions of a table agree with it. */
export interface ValidationSummary {
  readonly table: TableKind;
  readonly rows: number;
  readonly predicted: number;
  readonly unpredicted: readonly Unpredicted[];
  /** Over all rows, column by column. */
  readonly columns: readonly ColumnErrors[];
  /** The same by engine, GPU, and dense or mixture of experts. */
  readonly groups: readonly GroupErrors[];
}

/** Counts and errors of validated rows. Cells of zero or less have no relative error and are left out. */
export function summarise(table: TableKind, rows: readonly GroupedRow[]): ValidationSummary {
  const predicted = rows.filter(({ row }) => row.predicted !== null);
  const columns: readonly Compared[] =
    table === "speed" ? SPEED_COLUMNS.map(ofRow) : [...LOG_COLUMNS.map(ofRow), ...FROM_CACHE_COLUMNS.map(ofCache)];
  return {
    table,
    rows: rows.length,
    predicted: predicted.length,
    unpredicted: unpredictedOf(rows),
    columns: columnErrors(predicted, columns),
    groups: [
      ...groupBy(predicted, ({ group }) =>
        group === null ? null : JSON.stringify([group.engine, group.gpu, group.kind]),
      ),
    ]
      .sort(([a], [b]) => a.localeCompare(b))
      .flatMap(([, members]) =>
        columnErrors(members, columns).map((errors) => ({ ...(members[0]?.group as RowGroup), ...errors })),
      ),
  };
}

/** A column, the name of its errors, and what is predicted of it. */
interface Compared {
  readonly column: ColumnErrors["column"];
  readonly measured: PredictedColumn;
  readonly of: (row: ValidatedRow) => number | undefined;
}

const ofRow = (column: PredictedColumn): Compared => ({
  column,
  measured: column,
  of: ({ predicted }) => predicted?.[column],
});
const ofCache = (column: (typeof FROM_CACHE_COLUMNS)[number]): Compared => ({
  column: `${column}${OF_CACHE}`,
  measured: column,
  of: ({ fromCache }) => fromCache?.[column],
});

function columnErrors(rows: readonly GroupedRow[], columns: readonly Compared[]): readonly ColumnErrors[] {
  return columns.flatMap(({ column, measured: name, of }) => {
    const pairs = rows.flatMap(({ row }): readonly Pair[] => {
      const predicted = of(row);
      const measured = row.measured[name];
      return predicted === undefined || measured === undefined || !(measured > 0) ? [] : [{ predicted, measured }];
    });
    return pairs.length === 0 ? [] : [{ column, ...errorStatistics(pairs) }];
  });
}

/** The most frequent reason first. */
function unpredictedOf(rows: readonly GroupedRow[]): readonly Unpredicted[] {
  return [...groupBy(rows, ({ row }) => row.reason)]
    .map(([reason, members]) => ({ reason, rows: members.length, ids: members.map(({ row }) => row.id) }))
    .sort((a, b) => b.rows - a.rows);
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string | null,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
