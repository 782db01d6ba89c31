import fc from "fast-check";
import { expect, test } from "vitest";
import { columnsOf } from "../../scripts/build/columns.js";
import { rowsOfColumns } from "../../src/internal/rows-of-columns.js";

const field = fc.constantFrom("a", "b", "c");
const value = fc.oneof(
  fc.integer(),
  fc.constant(null),
  fc.string({ unit: "grapheme-ascii" }),
  fc.boolean(),
  fc.array(fc.integer(), { maxLength: 3 }),
);
const row = fc.dictionary(field, fc.oneof(value, fc.dictionary(field, value)), { minKeys: 1, noNullPrototype: true });

test("rows come back from columns as they were, with what they lack", () => {
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
      expect(rowsOfColumns(columnsOf(rows))).toEqual(rows);
    }),
  );
  expect(columnsOf([{ a: { b: 1 } }, { a: { c: 2 } }])).toEqual({ a: { b: [1, "\u0000"], c: ["\u0000", 2] } });
});
