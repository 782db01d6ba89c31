import { ABSENT, type Columns } from "../../src/internal/rows-of-columns.js";

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Objects of much the same fields as columns, which compress better: one list of values for each field, and columns again where all
 * values of a field are objects.
 *
 * @param rows - the objects.
 * @returns columns, from which `rowsOfColumns` makes the objects again.
 */
export function columnsOf(rows: readonly Table[]): Columns {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return Object.fromEntries(
    fields.map((field) => {
      const values = rows.map((row) => (field in row ? row[field] : ABSENT));
      return [
        field,
        values.every(isTable) && values.some((value) => Object.keys(value).length > 0) ? columnsOf(values) : values,
      ];
    }),
  );
}
