import { describe, expect, test } from "vitest";
import { burst, sustained } from "../../src/queueing/closed-loop.js";
import { preparedReplica } from "../../src/queueing/replica-load.js";
import { lengthsOf, serversOf } from "./curves.js";

const EXPONENTIAL = lengthsOf(1, { mean: 100, cv: 1 });
const FIXED = lengthsOf(1, 100);

describe("requests always in flight", () => {
  const four = preparedReplica(serversOf(4, 2, EXPONENTIAL), EXPONENTIAL);

  test("wait for as many departures as are ahead: the work of these and of those that run", () => {
    // Eight wait for four servers of 2 s. The sum of twelve exponential times varies by 12, of which eight are waited for: 12 / 8^2.
    expect(sustained(four, 12)).toEqual({
      requestsPerSecond: 2,
      residenceSeconds: 2,
      company: 4,
      wait: { probability: 1, meanSeconds: 4, squaredCv: expect.closeTo(12 / 64, 9) as number },
    });
  });

  test("vary no more than exponential times where few wait", () => {
    expect(sustained(four, 4.5).wait).toEqual({ probability: 1, meanSeconds: 0.25, squaredCv: 1 });
  });

  test("do not wait where each has a slot", () => {
    expect(sustained(four, 4)).toEqual({
      requestsPerSecond: 2,
      residenceSeconds: 2,
      company: 4,
      wait: { probability: 0, meanSeconds: 0, squaredCv: 0 },
    });
    expect(sustained(four, 0.5)).toMatchObject({ requestsPerSecond: 0.25, company: 1, wait: { probability: 0 } });
  });
});

describe("requests at once", () => {
  test("of equal answers take whole waves", () => {
    const eight = preparedReplica(serversOf(8, 2, FIXED), FIXED);
    // Twenty in waves of eight: three of 2 s. Three fifths wait, from half a wave to 2.5 - 0.5, evenly.
    const { requestsPerSecond, wait, together } = burst(eight, 20);
    expect(requestsPerSecond).toBeCloseTo(20 / 6, 12);
    expect(together).toBe(8);
    expect(wait.probability).toBeCloseTo(0.6, 12);
    expect(wait.meanSeconds).toBeCloseTo(2.5, 12);
    expect(wait.evenly).toEqual([1, 4]);
    // Variance of an even spread of 3 s.
    expect(wait.squaredCv).toBeCloseTo(3 ** 2 / 12 / 2.5 ** 2, 12);
  });

  test("that fit are one wave, and nobody waits", () => {
    const eight = preparedReplica(serversOf(8, 2, FIXED), FIXED);
    expect(burst(eight, 5)).toEqual({
      requestsPerSecond: 2.5,
      residenceSeconds: 2,
      company: 5,
      wait: { probability: 0, meanSeconds: 1, squaredCv: 0 },
      together: 5,
    });
    expect(burst(eight, 8).wait).not.toHaveProperty("evenly");
  });

  test("of two lengths end with the longer", () => {
    // Steps of 10 ms; 50 or 150 tokens: the last of a wave of four ends 50 steps after the mean.
    const lengths = lengthsOf(1, { values: [50, 150] });
    const { requestsPerSecond } = burst(preparedReplica(serversOf(4, 1, lengths), lengths), 10);
    expect(requestsPerSecond).toBeCloseTo(10 / (2.5 + 0.5), 12);
  });
});
