/** One list of values for each field, or columns again where the values are objects. */
export interface Columns {
  readonly [field: string]: readonly unknown[] | Columns;
}

/** Stands where a row lacks the field. */
export const ABSENT = "\u0000";

/**
 * Objects from columns, as a build stores catalogs (scripts/build/compact-catalogs.ts).
 *
 * @param columns - at least one.
 * @returns one object for each place in the columns.
 */
export function rowsOfColumns(columns: Columns): readonly Readonly<Record<string, unknown>>[] {
  const fields = Object.entries(columns).map(
    ([field, values]) =>
      [field, Array.isArray(values) ? (values as readonly unknown[]) : rowsOfColumns(values as Columns)] as const,
  );
  const length = fields[0]?.[1].length ?? 0;
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(fields.flatMap(([field, values]) => (values[row] === ABSENT ? [] : [[field, values[row]]]))),
  );
}
