import fc from "fast-check";
import { expect, test } from "vitest";
import { COLUMNS, wrap } from "../../src/cli/wrap.js";

test("lines break at spaces, and words longer than a line within", () => {
  expect(wrap("one two")).toEqual(["one two"]);
  expect(wrap(`${"a".repeat(79)} b`)).toEqual(["a".repeat(79), "b"]);
  expect(wrap("c".repeat(100), "  ")).toEqual([`  ${"c".repeat(78)}`, `  ${"c".repeat(22)}`]);
});

test("no line is too long, and nothing but spaces is lost", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ minLength: 1, maxLength: 120 }).filter((word) => !word.includes(" ")),
        { minLength: 1 },
      ),
      (words) => {
        const lines = wrap(words.join(" "), "  ");
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(COLUMNS);
        expect(
          lines
            .map((line) => line.slice(2))
            .join("")
            .replaceAll(" ", ""),
        ).toBe(words.join(""));
      },
    ),
  );
});
