import { describe, expect, test } from "vitest";
import type { PrefillWait } from "../../src/queueing/prefill-wait.js";
import type { ReplicaCurve } from "../../src/queueing/replica-curve.js";
import { preparedReplica, type ReplicaLoad } from "../../src/queueing/replica-load.js";
import { requestTimes } from "../../src/queueing/request-times.js";
import { lengthsOf } from "./curves.js";

/** Steps of 10 ms, tokens of 20 ms beside three others, prompts that take 50 ms, and 0.2 s on the way. */
const curve: ReplicaCurve = {
  slots: 4,
  stepSeconds: () => 0.01,
  tokenSeconds: (running) => (running === 1 ? 0.01 : 0.02),
  residenceSeconds: () => 5,
  readingSeconds: () => 0.06,
  delaySeconds: () => 0.2,
  prefillWait: (running): PrefillWait => ({
    gateSeconds: running < 4 ? 0 : 0.004,
    queueSeconds: running < 4 ? 0 : 0.05,
    prefillSeconds: 0.06,
  }),
};
const load: ReplicaLoad = {
  requestsPerSecond: 0.5,
  residenceSeconds: 5,
  company: 4,
  wait: { probability: 0.25, meanSeconds: 3, squaredCv: 1 },
};
/** As many outputs of 50 tokens as of 150. */
const lengths = lengthsOf(500, { values: [50, 150] });

describe("the times of a request", () => {
  test("add up: its slot, its wait for that or for a step, and its way", () => {
    const times = requestTimes(preparedReplica(curve, lengths), load, Infinity);
    expect(times.meanWaitSeconds).toBeCloseTo(0.25 * 3, 12);
    expect(times.meanResidenceSeconds).toBe(5);
    // The queue for prompts is part of the residence.
    expect(times.meanRequestSeconds).toBeCloseTo(5 + 0.25 * 3 + 0.75 * 0.004 + 0.2, 12);
    expect(times.blockedShare).toBe(0);
  });

  test("of those behind a prompt that is not cut are longer by what outputs leave", () => {
    const uncut = preparedReplica(
      { ...curve, prefillWait: () => ({ gateSeconds: 0, queueSeconds: 0, prefillSeconds: 0.06 }), uncutTokens: 500 },
      lengthsOf({ values: Array.from({ length: 1000 }, (_, i) => i + 1) }, 100),
    );
    const { blockedShare, meanRequestSeconds } = requestTimes(
      uncut,
      { ...load, requestsPerSecond: 0.8, wait: { probability: 0, meanSeconds: 0, squaredCv: 0 } },
      0,
    );
    // 0.8 a second, of which 4 in 1000 leave no room for four, for half of 5 s; they last 5/3 s for whom they keep.
    expect(blockedShare).toBeCloseTo(0.8 * 0.004 * 2.5, 6);
    expect(meanRequestSeconds).toBeCloseTo(5 + 0.2 + 0.008 * (5 / 3), 6);
  });

  test("in a slot differ as outputs do", () => {
    const { mean, p50, p90 } = requestTimes(preparedReplica(curve, lengths), load, Infinity).residence();
    expect([mean, p50, p90]).toEqual([5, expect.closeTo(5 - 50 * 0.02, 9), expect.closeTo(5 + 50 * 0.02, 9)]);
  });

  test("of many at once are behind half of their prompts", () => {
    const wave = requestTimes(
      preparedReplica({ ...curve, delaySeconds: () => 0 }, lengths),
      { ...load, wait: { probability: 0, meanSeconds: 0, squaredCv: 0 }, together: 5 },
      0,
    );
    // Its own prompt and a step, and two of four others.
    expect(wave.ttft().mean).toBeCloseTo(0.06 + 2 * 0.05, 9);
  });
});
