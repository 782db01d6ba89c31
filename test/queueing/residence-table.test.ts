import { expect, test } from "vitest";
import { residenceTable } from "../../src/queueing/residence-table.js";

test("a residence between powers of two is a straight line, and level below one and beyond the slots", () => {
  const known: Readonly<Record<number, number>> = { 1: 1, 2: 2, 4: 3, 6: 5 };
  const { slots, capacityPerSecond, residenceSeconds, slope } = residenceTable({
    slots: 6,
    residenceSeconds: (n) => known[n] ?? NaN,
  });
  expect([slots, capacityPerSecond]).toEqual([6, 6 / 5]);
  expect([0.3, 1, 1.5, 2, 3, 4, 5, 6, 9].map(residenceSeconds)).toEqual([1, 1, 1.5, 2, 2.5, 3, 4, 5, 5]);
  expect([0.9, 1, 1.5, 2, 3, 4, 5.9, 6, 9].map(slope)).toEqual([0, 1, 1, 0.5, 0.5, 1, 1, 0, 0]);
});

test("one slot has one residence", () => {
  const { capacityPerSecond, residenceSeconds, slope } = residenceTable({ slots: 1, residenceSeconds: () => 2 });
  expect([capacityPerSecond, residenceSeconds(1), residenceSeconds(5), slope(1)]).toEqual([0.5, 2, 2, 0]);
});
