import { expect, test } from "vitest";
import { linearCurve, waiting, type Fleet } from "../../src/queueing/index.js";
import { burstReasons, lengthReasons, uncutReasons, unevenReasons } from "../../src/queueing/replay-reasons.js";
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

test("a quarter of the users more or less than were given are too many", () => {
  expect([74, 75.5, 100, 124, 126].map((following) => unevenReasons(following, 100))).toEqual([
    ["uneven-replicas"],
    [],
    [],
    [],
    ["uneven-replicas"],
  ]);
});

test("users that are dealt out to replicas which do little but read prompts are said to be rough", () => {
  const lengths = lengthsOf(20_000, 5);
  const reader = linearCurve({ stepSeconds: 1e-3, requestSeconds: 0, promptTokenSeconds: 1e-4, slots: 8 }, lengths);
  const reasons = (routing: Fleet["routing"]): readonly string[] =>
    waiting(reader, lengths, { kind: "users", users: 80_000, thinkSeconds: 1 }, { replicas: 5, routing }).reasons;
  expect(reasons("random")).toEqual(["uneven-replicas"]);
  expect(reasons("least-loaded")).toEqual([]);
});
