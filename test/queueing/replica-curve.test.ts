import { describe, expect, test } from "vitest";
import {
  checkCurve,
  checkLengths,
  checkSlots,
  type ReplicaCurve,
  type WaitingLengths,
} from "../../src/queueing/replica-curve.js";
import { refusal } from "../support/refusal.js";
import { CHAT, chatCurve } from "./curves.js";

const curve = chatCurve(8);
const checked = (changes: Partial<ReplicaCurve>): ReplicaCurve => checkCurve({ ...curve, ...changes });

describe("a curve that is checked", () => {
  test("says the same, of a cache and of prompts that are not cut, too", () => {
    const cache = { requests: 7, squaredCv: 0.5 };
    const wait = { gateSeconds: 0, queueSeconds: 1, prefillSeconds: 2 };
    const same = checked({ cache, uncutTokens: 500, prefillWait: () => wait });
    expect([same.slots, same.cache, same.uncutTokens, same.prefillWait?.(3)]).toEqual([8, cache, 500, wait]);
    expect([
      same.residenceSeconds(3),
      same.stepSeconds(3),
      same.tokenSeconds(3),
      same.readingSeconds(3, 500),
      same.delaySeconds(3, 1),
    ]).toEqual([
      curve.residenceSeconds(3),
      curve.stepSeconds(3),
      curve.tokenSeconds(3),
      curve.readingSeconds(3, 500),
      0,
    ]);
    for (const field of ["cache", "uncutTokens", "prefillWait"]) expect(checked({})).not.toHaveProperty(field);
  });

  test.each<[string, Partial<ReplicaCurve>]>([
    ["out-of-range curve.slots", { slots: 0 }],
    ["out-of-range curve.cache.requests", { cache: { requests: 0, squaredCv: 1 } }],
    ["out-of-range curve.cache.squaredCv", { cache: { requests: 1, squaredCv: -1 } }],
    ["out-of-range curve.uncutTokens", { uncutTokens: 0 }],
    ["invalid-type curve.prefillWait", { prefillWait: 3 as never }],
    ["invalid-type curve.stepSeconds", { stepSeconds: 3 as never }],
  ])("is refused: %s", (expected, changes) => {
    expect(refusal(() => checked(changes))).toBe(expected);
  });

  test("is refused as soon as it says what is no time", () => {
    const never = (): number => 0;
    expect(refusal(() => checked({ residenceSeconds: never }).residenceSeconds(1))).toBe(
      "out-of-range curve.residenceSeconds",
    );
    expect(refusal(() => checked({ stepSeconds: never }).stepSeconds(1))).toBe("out-of-range curve.stepSeconds");
    expect(refusal(() => checked({ readingSeconds: never }).readingSeconds(1, 1))).toBe(
      "out-of-range curve.readingSeconds",
    );
    expect(refusal(() => checked({ tokenSeconds: never }).tokenSeconds(1))).toBe("out-of-range curve.tokenSeconds");
    expect(refusal(() => checked({ delaySeconds: () => -1 }).delaySeconds(1, 1))).toBe(
      "out-of-range curve.delaySeconds",
    );
    const wait = { gateSeconds: 0, queueSeconds: 0, prefillSeconds: 0 };
    for (const part of ["gateSeconds", "queueSeconds", "prefillSeconds"] as const)
      expect(refusal(() => checked({ prefillWait: () => ({ ...wait, [part]: -1 }) }).prefillWait?.(1))).toBe(
        `out-of-range curve.prefillWait.${part}`,
      );
    expect(refusal(() => checked({ prefillWait: () => 3 as never }).prefillWait?.(1))).toBe(
      "invalid-type curve.prefillWait",
    );
  });
});

test("lengths that are none are refused", () => {
  expect(checkLengths(CHAT)).toBe(CHAT);
  expect(refusal(() => checkLengths({ input: CHAT.input, output: 3 } as unknown as WaitingLengths))).toBe(
    "invalid-type lengths.output",
  );
  expect(refusal(() => checkLengths({ input: {}, output: CHAT.output } as unknown as WaitingLengths))).toBe(
    "invalid-type lengths.input.mean",
  );
  expect(refusal(() => checkLengths([] as unknown as WaitingLengths))).toMatch(/ lengths/);
});

test("slots are whole, and no more than 2^30", () => {
  expect(checkSlots(2 ** 30, "slots")).toBe(2 ** 30);
  expect([0, 1.5, 2 ** 30 + 1].map((slots) => refusal(() => checkSlots(slots, "slots")))).toEqual([
    "out-of-range slots",
    "out-of-range slots",
    "out-of-range slots",
  ]);
});
