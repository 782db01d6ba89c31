import { expect, test } from "vitest";
import { burstReasons, lengthReasons, uncutReasons } from "../../src/queueing/replay-reasons.js";
import { lengthsOf } from "./curves.js";

test("arrivals twice as varied as chance are still known to formulas", () => {
  expect([burstReasons(1), burstReasons(2), burstReasons(2.001)]).toEqual([[], [], ["bursts"]]);
});

test("outputs of less than 16 tokens are short", () => {
  expect([15.9, 16, 500].map((tokens) => lengthReasons(lengthsOf(1, tokens)))).toEqual([["short-outputs"], [], []]);
});

test("more than 1.5 % of requests behind prompts that are not cut are too many", () => {
  expect([0, 0.015, 0.016].map(uncutReasons)).toEqual([[], [], ["uncut-prompts"]]);
});
