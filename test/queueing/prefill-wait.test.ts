import { describe, expect, test } from "vitest";
import { prefillInWaves, prefillWait, promptsWaiting, type PrefillLoad } from "../../src/queueing/prefill-wait.js";

/** A step of 10 ms, to which a prompt adds 20 ms; one prompt comes in every second step, and there is room for all. */
const load: PrefillLoad = {
  mixesPrompts: true,
  stepSeconds: 0.01,
  addedSeconds: 0.02,
  promptsPerStep: 0.5,
  mostPromptsPerStep: 0.5,
  roomPrompts: Infinity,
  squaredCv: 0,
  lagSteps: 0,
};

describe("prompts that wait for room", () => {
  /** Work that is left when a step has read q of it at most, mean: of Poisson arrivals, by the chain of states. */
  function simulated(utilisation: number, roomPrompts: number): number {
    const mean = utilisation * roomPrompts;
    const poisson = [Math.exp(-mean)];
    for (let n = 1; n < 30 + 4 * mean; n += 1) poisson.push(((poisson[n - 1] as number) * mean) / n);
    let left: number[] = [1, ...new Array<number>(120 * roomPrompts).fill(0)];
    for (let step = 0; step < 600; step += 1) {
      const next = new Array<number>(left.length).fill(0);
      left.forEach((share, before) => {
        if (share < 1e-15) return;
        for (const [came, probability] of poisson.entries()) {
          const after = Math.min(next.length - 1, Math.max(0, before + came - roomPrompts));
          next[after] = (next[after] as number) + share * probability;
        }
      });
      left = next;
    }
    return left.reduce((sum, share, n) => sum + share * n, 0);
  }

  test.each([
    [0.5, 1],
    [0.8, 1],
    [0.9, 1],
    [0.8, 4],
    [0.9, 4],
    [0.9, 12],
  ])("at a load of %d with room for %d are within 6 %% of a queue in steps", (utilisation, roomPrompts) => {
    const exactly = simulated(utilisation, roomPrompts);
    expect(exactly).toBeGreaterThan(0.1);
    expect(Math.abs(promptsWaiting(utilisation, roomPrompts, 0, 0) / exactly - 1)).toBeLessThan(0.06);
  });

  test("are those of a server with one place where a prompt takes many steps: Pollaczek and Khinchine", () => {
    expect(promptsWaiting(0.8, 1e-9, 0, 0)).toBeCloseTo(0.8 / (2 * 0.2), 6);
    expect(promptsWaiting(0.8, 1e-9, 1, 0)).toBeCloseTo(0.8 / 0.2, 6);
  });

  test("by hand: room for four, half used, prompts of exponential lengths", () => {
    // 1 (1 + 1) / 2 / (2 / 2) of a prompt, times exp(-2.34 / 2).
    expect(promptsWaiting(0.5, 4, 1, 0)).toBeCloseTo(Math.exp(-1.17), 12);
  });

  test("are none where they would be too few for their squares", () => {
    expect(promptsWaiting(1e-6, 8192, 0, 1)).toBe(0);
    expect(promptsWaiting(0.3, 64, 0, 1)).toBeGreaterThan(1e-40);
    expect(promptsWaiting(0.3, 64, 0, 1)).toBeLessThan(1e-30);
  });

  test("are none without load, and without end from the capacity on", () => {
    expect(promptsWaiting(0, 4, 1, 0)).toBe(0);
    expect([1, 1.2].map((utilisation) => promptsWaiting(utilisation, 4, 1, 0))).toEqual([Infinity, Infinity]);
    expect(promptsWaiting(0, Infinity, 0, 1)).toBe(0);
    expect(promptsWaiting(0.9, Infinity, 1, 0)).toBe(0);
    // Steps as long as what they read seldom collect more than they have room for.
    expect(promptsWaiting(0.5, 4, 1, 1)).toBeCloseTo(Math.exp(-2), 12);
  });
});

describe("prompts that are read beside decoding", () => {
  test("by hand", () => {
    // Steps of 20 ms in the mean, with a variance of 0.5 (20 ms)^2: one falls into a step of 30 ms, which is 20 ms longer than one without prompts.
    const { gateSeconds, queueSeconds, prefillSeconds } = prefillWait(load);
    expect(gateSeconds).toBeCloseTo(0.02 ** 2 / (2 * 0.03), 12);
    expect(queueSeconds).toBe(0);
    // 0.5 * 30 / 20 others come in the same step.
    expect(prefillSeconds).toBeCloseTo(0.01 + 0.02 * 1.75, 12);
  });

  test("of lengths that vary fall into longer steps", () => {
    const { gateSeconds, prefillSeconds } = prefillWait({ ...load, squaredCv: 1 });
    expect(gateSeconds).toBeCloseTo(0.03 ** 2 / (2 * 0.04), 12);
    expect(prefillSeconds).toBeCloseTo(0.01 + 0.02 * 2, 12);
  });

  test("wait for what prompts add to one step more where plans lag", () => {
    expect(prefillWait({ ...load, lagSteps: 1 }).gateSeconds - prefillWait(load).gateSeconds).toBeCloseTo(0.01, 12);
  });

  test("are read with those of the lane that has most", () => {
    expect(prefillWait({ ...load, mostPromptsPerStep: 3 }).prefillSeconds).toBeCloseTo(0.01 + 0.02 * 3, 12);
  });

  test("fill steps, and queue for them", () => {
    // Room for two, of which one is used: full steps have half the variance. Full, they would take 25 of the 30 ms for each prompt.
    const { gateSeconds, queueSeconds, prefillSeconds } = prefillWait({
      ...load,
      promptsPerStep: 1,
      mostPromptsPerStep: 1,
      roomPrompts: 2,
    });
    const met = 0.03 + 0.02 ** 2 / 2 / 0.03;
    expect(gateSeconds).toBeCloseTo((met - 0.01) ** 2 / (2 * met), 12);
    expect(queueSeconds).toBeCloseTo(promptsWaiting(25 / 30, 2, 0, 2 / 3) * (0.01 / 2 + 0.02), 12);
    expect(prefillSeconds).toBeCloseTo(0.01 + 0.02 * 2, 12);
  });

  test("take several steps where a step has no room for one", () => {
    const { queueSeconds, prefillSeconds } = prefillWait({
      ...load,
      promptsPerStep: 0.125,
      mostPromptsPerStep: 0.125,
      roomPrompts: 0.25,
    });
    expect(prefillSeconds).toBeCloseTo(4 * 0.01 + 0.02, 12);
    // Four steps of 10 ms and 20 ms of reading for each of the prompts that come every 100 ms.
    const used = (0.125 * 0.06) / 0.0125;
    expect(queueSeconds).toBeCloseTo(
      (used / (2 * (1 - used))) * Math.exp((-0.25 * (1 - used)) / Math.sqrt(used)) * 0.06,
      12,
    );
  });

  test("alone meet a step and themselves", () => {
    expect(prefillWait({ ...load, promptsPerStep: 0, mostPromptsPerStep: 0, lagSteps: 1 })).toEqual({
      gateSeconds: 0,
      queueSeconds: 0,
      prefillSeconds: 0.01 + 0.02,
    });
  });
});

describe("prompts for which decoding halts", () => {
  const halting: PrefillLoad = { ...load, mixesPrompts: false, promptsPerStep: 0.25, mostPromptsPerStep: 0.25 };

  test("by hand", () => {
    // A quarter of 20 ms to every 10 ms: a third of the time is reading, a step lasts 15 ms in the mean. One of 2/3 x 10 + 1/3 x 20 = 13.33 ms
    // is met, in which 0.25 x 13.33 / 15 = 2/9 others come.
    const long = 0.02 * (1 + 2 / 9);
    const { gateSeconds, queueSeconds, prefillSeconds } = prefillWait(halting);
    expect(prefillSeconds).toBeCloseTo(long, 12);
    expect(gateSeconds).toBeCloseTo((long - 0.01) ** 2 / (2 * long) / 3, 12);
    expect(queueSeconds).toBe(0);
    expect(prefillWait({ ...halting, lagSteps: 1 }).gateSeconds - gateSeconds).toBeCloseTo((long - 0.01) / 3, 12);
    // Where more prompts add nothing to a step that reads, it lasts 20 ms.
    expect(prefillWait({ ...halting, moreSeconds: 0 }).prefillSeconds).toBeCloseTo(0.02, 12);
  });

  test("of less time than a step are no longer wait than that", () => {
    expect(prefillWait({ ...halting, addedSeconds: 0.005 }).gateSeconds).toBe(0);
    expect(prefillWait({ ...halting, addedSeconds: 0.005, lagSteps: 3 }).gateSeconds).toBe(0);
  });

  test("queue for room as a share of the time is used", () => {
    expect(prefillWait({ ...halting, roomPrompts: 1 }).queueSeconds).toBeCloseTo(
      promptsWaiting(1 / 3, 1, 0, 1) * 0.02,
      12,
    );
  });
});

describe("prompts of a wave", () => {
  test("are read in a step of their own number, one at least, and wait for none", () => {
    expect(prefillInWaves(load)).toEqual({ gateSeconds: 0, queueSeconds: 0, prefillSeconds: 0.01 + 0.02 });
    expect(prefillInWaves({ ...load, mostPromptsPerStep: 3 }).prefillSeconds).toBeCloseTo(0.01 + 3 * 0.02, 12);
    expect(prefillInWaves({ ...load, mixesPrompts: false, mostPromptsPerStep: 3 }).prefillSeconds).toBeCloseTo(
      3 * 0.02,
      12,
    );
  });

  test("take the steps that they need", () => {
    expect(prefillInWaves({ ...load, roomPrompts: 0.25 }).prefillSeconds).toBeCloseTo(4 * 0.01 + 0.02, 12);
    expect(prefillInWaves({ ...load, mostPromptsPerStep: 6, roomPrompts: 2 }).prefillSeconds).toBeCloseTo(
      3 * 0.01 + 6 * 0.02,
      12,
    );
  });
});
