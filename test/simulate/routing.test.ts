import { expect, test } from "vitest";
import type { Fleet } from "../../src/simulate/fleet.js";
import { router } from "../../src/simulate/routing.js";

/** Of a replica: what has come, what has ended and what was refused. */
type Counts = readonly [arrivals: number, finished: number, rejected: number];
const fleetOf = (...replicas: readonly Counts[]): Fleet =>
  ({
    arrived: 7,
    replicas: replicas.map(([arrivals, finished, rejected], index) => ({ arrivals, finished, rejected, index })),
  }) as unknown as Fleet;
const five = fleetOf([0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]);

test("requests go to each in turn, or to any", () => {
  expect(router("round-robin", () => 0)(five)).toBe(2);
  expect([0, 0.19, 0.2, 0.7, 0.999].map((uniform) => router("random", () => uniform)(five))).toEqual([0, 0, 1, 3, 4]);
});

test("requests go to the first of those with fewest in flight", () => {
  const of = (...replicas: readonly Counts[]): number => router("least-loaded", () => 0)(fleetOf(...replicas));
  expect(of([9, 2, 0], [9, 5, 0], [9, 4, 0])).toBe(1);
  expect(of([9, 2, 3], [9, 2, 5], [9, 5, 2])).toBe(1);
  expect(of([3, 0, 0], [9, 0, 0], [4, 1, 0])).toBe(0);
});
