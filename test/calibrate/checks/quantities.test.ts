import { describe, expect, test } from "vitest";
import type { Observation } from "../../../src/calibrate/index.js";
import {
  drains,
  least,
  outputRateOf,
  requestSecondsOf,
  shown,
  streamingSeconds,
  tailRatio,
} from "../../../src/calibrate/checks/quantities.js";
import { observed } from "./observations.js";

/** 201 tokens, a tenth of a second to the first and 10 ms to each other; without some of it. */
const without = (...names: readonly (keyof Observation)[]): Observation =>
  Object.fromEntries(
    Object.entries(observed()).filter(([name]) => !names.includes(name as keyof Observation)),
  ) as unknown as Observation;

describe("of what was measured", () => {
  test("the time of the tokens after the first", () => {
    expect(streamingSeconds(observed())).toBeCloseTo(2, 12);
    expect(streamingSeconds(without("tpotSeconds"))).toBeUndefined();
    expect([1, 0.5].map((outputTokens) => streamingSeconds(observed({ outputTokens })))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("the time of a request, measured before it is added up", () => {
    expect(requestSecondsOf(observed({ requestSeconds: 7 }))).toBe(7);
    expect(requestSecondsOf(observed())).toBeCloseTo(2.1, 12);
    expect(requestSecondsOf(without("ttftSeconds"))).toBeUndefined();
    expect(requestSecondsOf(without("tpotSeconds"))).toBeUndefined();
  });

  test("the rate of tokens, measured before it is multiplied", () => {
    expect(outputRateOf(observed({ outputTokensPerSecond: 7, requestsPerSecond: 3 }))).toBe(7);
    expect(outputRateOf(observed({ requestsPerSecond: 3 }))).toBe(603);
    expect(outputRateOf(observed())).toBeUndefined();
  });

  test("the tail of first tokens, none where it is not known; beyond 1.8 a queue drains", () => {
    expect(tailRatio(observed({ ttftP95Seconds: 0.15 }))).toBeCloseTo(1.5, 12);
    expect([tailRatio(observed()), tailRatio(without("ttftSeconds"))]).toEqual([0, 0]);
    expect([1.75, 1.875].map((ratio) => drains(observed({ ttftSeconds: 1, ttftP95Seconds: ratio })))).toEqual([
      false,
      true,
    ]);
    expect(drains(observed({ ttftSeconds: 5, ttftP95Seconds: 9 }))).toBe(false);
  });
});

test("the least of nothing is infinite; three digits of a number are shown", () => {
  expect([least([3, 1, 2]), least([])]).toEqual([1, Infinity]);
  expect([1234.5, 0.012345, 7].map(shown)).toEqual(["1230", "0.0123", "7"]);
});
