import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsOf } from "../../scripts/build/compact-catalogs.js";
import { rowsOf, type Columns } from "../../src/internal/columns.js";

const leaf = fc.oneof(fc.integer(), fc.string({ maxLength: 3 }).filter((text) => text !== "~"), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 2 }));
const field = fc.constantFrom("a", "b", "c");
const inner = fc.dictionary(field, leaf, { noNullPrototype: true });
const row = fc.dictionary(field, fc.oneof(leaf, inner, fc.constant(null)), { noNullPrototype: true });

test("rows come back from their columns: values, nulls, objects, and fields that a row lacks", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
      const stored = JSON.parse(JSON.stringify(columnsOf(rows))) as Columns;
      expect(rowsOf(stored, rows.length)).toStrictEqual(rows);
    }),
    { numRuns: 500 },
  );
});

test("a value that stands for none is refused", () => {
  expect(() => columnsOf([{ a: "~" }])).toThrow("stands for none");
});
