import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNumber } from "../../docs/calculator/src/scenario/read-number.js";

/** As typed; in English, in French; null where it is no number. */
const CASES: readonly (readonly [string, number | null, number | null])[] = [
  ["1155", 1155, 1155],
  ["1 155", 1155, 1155],
  ["1\u00a0155", 1155, 1155],
  ["1\u202f155", 1155, 1155],
  ["1'155", 1155, 1155],
  ["1,155", 1155, 1.155],
  ["1.155", 1.155, 1.155],
  ["12,5", 12.5, 12.5],
  ["12.5", 12.5, 12.5],
  ["0,125", 0.125, 0.125],
  ["1,155,000", 1_155_000, 1_155_000],
  ["1.155.000", 1_155_000, 1_155_000],
  ["1,155.5", 1155.5, 1155.5],
  ["1.155,5", 1155.5, 1155.5],
  ["10k", 10_000, 10_000],
  ["1,5 k", 1500, 1500],
  ["2M", 2_000_000, 2_000_000],
  [".5", 0.5, 0.5],
  ["-3", -3, -3],
  ["", null, null],
  [" ", null, null],
  ["abc", null, null],
  ["1,2,3", null, null],
  ["1.2.3,4", null, null],
  ["1,23,456", null, null],
  ["12..5", null, null],
  [",", null, null],
  ["1e5", null, null],
];

test.each(CASES)("%j is %j in English, %j in French", (text, english, french) => {
  expect(readNumber(text, ".")?.number ?? null).toBe(english);
  expect(readNumber(text, ",")?.number ?? null).toBe(french);
});

test("a unit behind the number is told, with a space or without", () => {
  expect(readNumber("500ms", ".")).toEqual({ number: 500, unit: "ms" });
  expect(readNumber("2 s", ",")).toEqual({ number: 2, unit: "s" });
  expect(readNumber("90 %", ",")).toEqual({ number: 90, unit: "%" });
});

describe("what another reader would take for thousands", () => {
  test("is told in French, where the mark may be a slip", () => {
    expect(readNumber("1,155", ",")).toMatchObject({ number: 1.155, asThousands: 1155 });
    expect(readNumber("1.155", ",")).toMatchObject({ number: 1.155, asThousands: 1155 });
  });

  test("is not told where nobody would", () => {
    for (const text of ["12,5", "0,125", "1155,125"]) expect(readNumber(text, ",")).not.toHaveProperty("asThousands");
    expect(readNumber("1,155", ".")).not.toHaveProperty("asThousands");
  });
});

test("every number is read back as either language writes it, and as plain digits", () => {
  const numbers = fc.oneof(
    fc.integer({ min: 0, max: 1e9 }),
    fc.integer({ min: 0, max: 1e6 }).map((n) => n / 100),
  );
  fc.assert(
    fc.property(
      numbers,
      fc.constantFrom(["en-GB", "."] as const, ["fr-FR", ","] as const),
      (number, [locale, mark]) => {
        expect(
          readNumber(new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(number), mark)?.number,
        ).toBe(number);
        expect(readNumber(String(number), mark)?.number).toBe(number);
      },
    ),
  );
});
