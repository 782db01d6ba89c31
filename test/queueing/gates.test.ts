import { describe, expect, test } from "vitest";
import type { DelayLaw } from "../../src/queueing/delay-law.js";
import { gates } from "../../src/queueing/gates.js";
import { prefillWait, type PrefillWait } from "../../src/queueing/prefill-wait.js";
import { promptReading } from "../../src/queueing/prompt-reading.js";
import type { ReplicaCurve } from "../../src/queueing/replica-curve.js";
import { lengthsOf } from "./curves.js";

/** Prompts that add 50 ms to steps of 10 ms; beside three others half a prompt comes in the 20 ms between two tokens. */
const curve: ReplicaCurve = {
  slots: 4,
  stepSeconds: () => 0.01,
  tokenSeconds: (running) => (running === 1 ? 0.01 : 0.02),
  residenceSeconds: () => 0.12,
  readingSeconds: (_, tokens) => 0.01 + 1e-4 * tokens,
  delaySeconds: () => 0,
};
const equal = lengthsOf(500, 100).input;
const ALONE: PrefillWait = { gateSeconds: 0, queueSeconds: 0, prefillSeconds: 0.06 };
/** What is met beside three others; below that as alone. */
const beside = (changes: Partial<PrefillWait>, input = equal) =>
  gates({ ...curve, prefillWait: (running) => (running < 4 ? ALONE : { ...ALONE, ...changes }) }, input)(4);
const expectLaw = (found: DelayLaw, wanted: DelayLaw): void =>
  expect(found).toEqual({
    share: expect.closeTo(wanted.share, 9) as number,
    leastSeconds: expect.closeTo(wanted.leastSeconds, 9) as number,
    spreadSeconds: expect.closeTo(wanted.spreadSeconds, 9) as number,
  });

describe("a request with a slot", () => {
  test("meets a step at least, which is all that it meets alone", () => {
    const { reading, meets, leastSeconds, gate } = gates({ ...curve, prefillWait: () => ALONE }, equal)(1);
    expect([reading.meanSeconds, leastSeconds]).toEqual([expect.closeTo(0.05, 12), expect.closeTo(0.01, 12)]);
    expect(meets).toEqual(ALONE);
    expect(gate).toEqual({
      law: { share: 0, leastSeconds: expect.closeTo(0, 12) as number, spreadSeconds: expect.closeTo(0, 12) as number },
      queueSeconds: 0,
    });
  });

  test("meets prompts of others in all steps but those that read none: exponentially long", () => {
    // 4 ms for a step, and 30 ms in it, of which 10 are of every request: 24 ms in the mean. A step decodes alone half of the time, with e^-1.
    const { leastSeconds, gate } = beside({ gateSeconds: 0.004, prefillSeconds: 0.08 });
    expect(leastSeconds).toBeCloseTo(0.01, 12);
    const share = 1 - 0.5 * Math.exp(-1);
    expectLaw(gate.law, { share, leastSeconds: 0, spreadSeconds: 0.024 / share });
  });

  test("meets no more than there is, where its prompt takes all of its steps", () => {
    const { leastSeconds, gate } = beside({ gateSeconds: 0.024, prefillSeconds: 0.05 });
    expect(leastSeconds).toBeCloseTo(0, 12);
    const share = 1 - 0.5 * Math.exp(-1);
    expectLaw(gate.law, { share, leastSeconds: 0, spreadSeconds: 0.024 / share });
  });

  test("meets what it would meet alone, where that is more than a step", () => {
    const { leastSeconds, gate } = gates(
      {
        ...curve,
        prefillWait: (running) => ({ gateSeconds: 0, queueSeconds: 0, prefillSeconds: running < 4 ? 0.085 : 0.095 }),
      },
      equal,
    )(4);
    expect(leastSeconds).toBeCloseTo(0.035, 12);
    expect(gate.law.share * gate.law.spreadSeconds).toBeCloseTo(0.01, 12);
  });

  test("queues behind one of three others as at a server, and with the work of all that wait", () => {
    // One prompt of 50 ms waits: two thirds of 1 + 2/3, one third of 1/2.
    const squaredCv = (2 / 3) * (5 / 3) + 1 / 6;
    const { gate } = beside({ queueSeconds: 0.05 });
    expect(gate.queueSeconds).toBe(0.05);
    expectLaw(gate.law, { share: 2 / (1 + squaredCv), leastSeconds: 0, spreadSeconds: (0.05 * (1 + squaredCv)) / 2 });
  });

  test("queues behind all others as long as their prompts are, more evenly the more these are", () => {
    expectLaw(beside({ queueSeconds: 0.15 }).gate.law, { share: 1, leastSeconds: 0.075, spreadSeconds: 0.075 });
    expectLaw(beside({ queueSeconds: 0.4 }).gate.law, {
      share: 1,
      leastSeconds: 0.4 - 0.4 / 3,
      spreadSeconds: 0.4 / 3,
    });
  });

  test("queues less evenly behind prompts of several lengths", () => {
    // Of 100 and 900 tokens: 1 + 2/3 (1 + 0.64)^2.
    const squaredCv = (2 / 3) * (1 + (2 / 3) * 1.64 ** 2) + 1 / 6;
    expectLaw(beside({ queueSeconds: 0.05 }, lengthsOf({ values: [100, 900] }, 100).input).gate.law, {
      share: 2 / (1 + squaredCv),
      leastSeconds: 0,
      spreadSeconds: (0.05 * (1 + squaredCv)) / 2,
    });
  });

  test("meets both: means and variances add up", () => {
    const { gate } = beside({ gateSeconds: 0.004, prefillSeconds: 0.08, queueSeconds: 0.05 });
    const share = 1 - 0.5 * Math.exp(-1);
    const variance = 0.024 ** 2 * (2 / share - 1) + 0.05 ** 2 * ((2 / 3) * (5 / 3) + 1 / 6);
    expectLaw(gate.law, { share: 1, leastSeconds: 0.074 - Math.sqrt(variance), spreadSeconds: Math.sqrt(variance) });
  });

  test("meets prompts that take no time in no time", () => {
    const { gate } = gates(
      {
        ...curve,
        readingSeconds: () => 0.01,
        prefillWait: (running) => ({ gateSeconds: running < 4 ? 0 : 0.024, queueSeconds: 0, prefillSeconds: 0.01 }),
      },
      equal,
    )(4);
    const share = 1 - 0.5 * Math.exp(-1);
    expectLaw(gate.law, { share, leastSeconds: 0, spreadSeconds: 0.024 / share });
  });
});

describe("prompts of more than proportional time", () => {
  const input = lengthsOf({ values: [100, 900] }, 100).input;
  const squares: ReplicaCurve = { ...curve, readingSeconds: (_, tokens) => 0.01 + 1e-7 * tokens ** 2 };
  // 1 ms and 81 ms: 41 in the mean, and one of mean length 25.
  const seconds = 0.041;

  test("are met beside those of others with all of their mean", () => {
    expect(promptReading(squares, input, 4).meanSeconds + promptReading(squares, input, 4).excessSeconds).toBeCloseTo(
      seconds,
      9,
    );
    const { leastSeconds, gate } = gates(
      {
        ...squares,
        prefillWait: (running) => ({
          gateSeconds: 0,
          queueSeconds: 0,
          prefillSeconds: seconds + (running < 4 ? 0.01 : 0.034),
        }),
      },
      input,
    )(4);
    expect(leastSeconds).toBeCloseTo(0.01, 9);
    expect(gate.law.share * gate.law.spreadSeconds).toBeCloseTo(0.024, 9);
  });

  test("are read as in a lane with room for all, where the curve does not say", () => {
    const { meets } = gates(squares, input)(4);
    const squaredCv = promptReading(squares, input, 4).squaredCv;
    const lane = prefillWait({
      mixesPrompts: true,
      stepSeconds: 0.01,
      addedSeconds: seconds,
      promptsPerStep: 0.5,
      mostPromptsPerStep: 0.5,
      roomPrompts: Infinity,
      squaredCv,
      lagSteps: 0,
    });
    for (const part of ["gateSeconds", "queueSeconds", "prefillSeconds"] as const)
      expect(meets[part]).toBeCloseTo(lane[part], 9);
  });
});
