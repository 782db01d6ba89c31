import { describe, expect, test } from "vitest";
import { preparedReplica, type PreparedReplica } from "../../src/queueing/replica-load.js";
import { roomWait } from "../../src/queueing/room-wait.js";
import { lengthsOf, serversOf } from "./curves.js";

const EXPONENTIAL = lengthsOf(1, { mean: 100, cv: 1 });
const NONE = { probability: 0, meanSeconds: 0, squaredCv: 0 };

/** A hundred slots of 2 s: 50 requests per second. */
function replica(requests: number, squaredCv: number): PreparedReplica {
  const { curve, ...rest } = preparedReplica(serversOf(100, 2, EXPONENTIAL), EXPONENTIAL);
  return { ...rest, curve: { ...curve, cache: { requests, squaredCv } }, squaredWork: 1 };
}

describe("room in the cache", () => {
  test("is missing half of the time where as many are in flight as it holds in the mean", () => {
    // 100 requests vary by 8 for a squared variation of 0.64; the mean of what is missing, of a normal law, is 0.3989 of that, and twice so much where some is.
    const { probability, meanSeconds, squaredCv } = roomWait(replica(100, 0.64), 100);
    expect(probability).toBeCloseTo(0.5, 6);
    const ahead = 2 * 0.3989423 * 8;
    expect(meanSeconds).toBeCloseTo(ahead / 50, 5);
    expect(squaredCv).toBe(1);
  });

  test("is missing always where far more are in flight, but for those without a slot", () => {
    const many = roomWait(replica(100, 0.01), 200);
    expect(many.probability).toBeCloseTo(1, 9);
    expect(many.meanSeconds).toBeCloseTo(100 / 50, 6);
    expect(many.squaredCv).toBeCloseTo((100 + 100 + 1) / 100 ** 2, 6);
    // A cache of 120 and a hundred slots: 20 are its 2 deviations.
    expect(roomWait(replica(120, 100 / 120), 200)).toEqual(roomWait(replica(120, 100 / 120), 100));
    expect(roomWait(replica(120, 100 / 120), 200).probability).toBeCloseTo(0.0227501, 6);
  });

  test("is there where what is held does not vary, is nothing, or is far from full", () => {
    for (const [requests, squaredCv] of [
      [100, 0],
      [Infinity, 1],
      [400, 1],
    ] as const)
      expect(roomWait(replica(requests, squaredCv), 100)).toEqual(NONE);
    expect(roomWait(preparedReplica(serversOf(100, 2, EXPONENTIAL), EXPONENTIAL), 100)).toEqual(NONE);
  });
});
