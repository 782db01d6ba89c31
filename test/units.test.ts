import { expect, test } from "vitest";
import * as units from "../src/units.js";

// Definitions: SI prefixes; IEC 80000-13 binary prefixes; 730 hours are a twelfth of 8,760.
test.each([
  ["bytesFromGib", 1, 1_073_741_824],
  ["gibFromBytes", 1_073_741_824, 1],
  ["bytesFromMib", 2, 2_097_152],
  ["bytesFromGigabytes", 80, 80_000_000_000],
  ["gigabytesFromBytes", 80_000_000_000, 80],
  ["fromBillions", 8, 8_000_000_000],
  ["billions", 8_000_000_000, 8],
  ["fromTera", 2, 2_000_000_000_000],
  ["tera", 2_000_000_000_000, 2],
  ["secondsFromMilliseconds", 250, 0.25],
  ["millisecondsFromSeconds", 0.25, 250],
  ["secondsFromMinutes", 3, 180],
  ["secondsFromHours", 2, 7200],
  ["hoursFromSeconds", 7200, 2],
  ["secondsFromMicroseconds", 4, 4e-6],
  ["secondsFromNanoseconds", 3, 3e-9],
  ["perSecondFromPerMinute", 90, 1.5],
  ["fractionFromPercent", 25, 0.25],
  ["perMonth", 2, 1460],
  ["perYear", 2, 17_520],
  ["perMillion", 3e-6, 3],
  ["thousands", 2500, 2.5],
  ["gigabitsPerSecond", 50e9, 400],
  ["kilowatts", 1500, 1.5],
  ["kilogramsFromGrams", 44, 0.044],
] as const)("%s(%d) is %d", (name, input, output) => {
  expect(units[name](input)).toBeCloseTo(output, 12);
});
