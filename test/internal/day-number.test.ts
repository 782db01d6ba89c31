import fc from "fast-check";
import { expect, test } from "vitest";
import { dayNumber } from "../../src/internal/day-number.js";

const DAY_MILLISECONDS = 86_400_000;

test("days are those of the calendar", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      const text = date.toISOString().slice(0, 10);
      expect(dayNumber(text)).toBe(Date.parse(text) / DAY_MILLISECONDS);
    }),
  );
});

test.each([
  ["2026-06", "2026-06-01"],
  ["2026", "2026-01-01"],
  ["2025-10/2026-08", "2025-10-01"],
])("%s begins on %s", (date, day) => {
  expect(dayNumber(date)).toBe(dayNumber(day));
});

test.each(["", "today", "2026-13-01", "2026-02-29", "2025-04-31", "2026-1-1", "2026-00", "2026-09-26T00:00"])(
  "%j is no date",
  (date) => {
    expect(dayNumber(date)).toBeNull();
  },
);
