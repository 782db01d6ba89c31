import { describe, expect, test } from "vitest";
import type { CalibrationPoint, Measured } from "../../src/calibrate/calibration-point.js";
import { identifiable } from "../../src/calibrate/identifiable.js";
import type { ProfileParameter } from "../../src/deployment/engine-profile.js";
import { pointOf, type Asked } from "./points.js";

const STEPS: Measured = { tpotSeconds: 0.01 };
const FIRST: Measured = { ttftSeconds: 0.1 };
const loop = (requestsInFlight: number): Asked => ({ load: { kind: "closed-loop", requestsInFlight } });

/** Whether points of these requests, of which this was measured, tell a parameter. */
const tells = (name: ProfileParameter, measured: Measured, ...asked: readonly Asked[]): boolean =>
  identifiable(
    asked.map((each, i): CalibrationPoint => pointOf(i, measured, each)),
    100,
  ).includes(name);

describe("rows tell", () => {
  test("decoding, by anything but first tokens", () => {
    for (const measured of [STEPS, { requestSeconds: 1 }, { outputTokensPerSecond: 800 }])
      expect(tells("decodeFactor", measured, {})).toBe(true);
    expect(tells("decodeFactor", FIRST, {})).toBe(false);
  });

  test("prompts, by first tokens of three loads or by two lengths", () => {
    const told = (measured: Measured, ...asked: readonly Asked[]): boolean =>
      tells("prefillFactor", measured, ...asked);
    expect([
      told(FIRST, loop(1), loop(2), loop(2)),
      told(FIRST, loop(1), loop(2), loop(3)),
      told(STEPS, loop(1), loop(2), loop(3)),
      told(STEPS, { inputTokens: 100 }, { inputTokens: 200 }),
    ]).toEqual([false, true, false, true]);
  });

  test("what a first token takes besides, by three loads or prompts", () => {
    const told = (measured: Measured, ...asked: readonly Asked[]): boolean =>
      tells("firstTokenSeconds", measured, ...asked);
    const prompts = [100, 200, 300].map((inputTokens) => ({ inputTokens }));
    expect([
      told(FIRST, loop(1), loop(2)),
      told(FIRST, loop(1), loop(2), loop(3)),
      told(FIRST, ...prompts),
      told(STEPS, loop(1), loop(2), loop(3)),
    ]).toEqual([false, true, true, false]);
  });

  test("how first tokens and steps change with the load, by two loads", () => {
    expect([
      tells("firstTokenFactor", FIRST, {}),
      tells("firstTokenFactor", STEPS, {}),
      tells("firstTokenExponent", FIRST, {}, {}),
      tells("firstTokenExponent", FIRST, loop(1), loop(2)),
    ]).toEqual([true, false, false, true]);
    expect([
      tells("decodeExponent", STEPS, {}, {}),
      tells("decodeExponent", STEPS, loop(1), loop(2)),
      tells("decodeExponent", FIRST, loop(1), loop(2)),
    ]).toEqual([false, true, false]);
  });

  test("the time of every step, by two loads, contexts or deployments", () => {
    const told = (...asked: readonly Asked[]): boolean => tells("stepOverheadSeconds", STEPS, ...asked);
    expect(told({}, {})).toBe(false);
    for (const other of [
      { model: "n" },
      { gpu: "h" },
      { tensor: 2 },
      loop(9),
      { inputTokens: 200 },
      { outputTokens: 200 },
    ])
      expect(told({}, other)).toBe(true);
    expect(tells("stepOverheadSeconds", FIRST, {}, loop(9))).toBe(false);
  });

  test("communication, by two sizes", () => {
    // Not stated is one.
    expect([
      tells("communicationFactor", STEPS, { tensor: 1 }, {}),
      tells("communicationFactor", STEPS, { tensor: 2 }, {}),
      tells("communicationFactor", FIRST, { tensor: 2 }, {}),
    ]).toEqual([false, true, false]);
  });

  test("the time of every request, by three loads, each in its kind", () => {
    const told = (...asked: readonly Asked[]): boolean => tells("requestOverheadSeconds", STEPS, ...asked);
    expect([told(loop(1), loop(2), loop(2)), told(loop(1), loop(2), loop(3))]).toEqual([false, true]);
    const open = (requestsPerSecond: number): Asked => ({ load: { kind: "open", requestsPerSecond } });
    expect([told(open(1), open(2), open(2)), told(open(1), open(2), open(3))]).toEqual([false, true]);
    const burst = (requests?: number): Asked => ({ load: { kind: "burst", requests } });
    expect([
      told(burst(1), burst(2), burst(2)),
      told(burst(1), burst(2), burst(3)),
      told(burst(), burst(), burst(1)),
      told(burst(), burst(2), burst(1)),
    ]).toEqual([false, true, false, true]);
  });
});

test("where few may be told, decoding comes first, then prompts and first tokens", () => {
  const points = [1, 2, 3].map((i) => pointOf(i, { ...STEPS, ...FIRST }, { ...loop(i), tensor: i }));
  expect(identifiable(points, 3)).toEqual(["decodeFactor", "prefillFactor", "firstTokenSeconds"]);
  expect(identifiable(points, 0)).toEqual([]);
});
