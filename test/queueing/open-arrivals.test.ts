import { describe, expect, test } from "vitest";
import { linearCurve } from "../../src/queueing/index.js";
import { dealtSquaredCv, groupOf } from "../../src/queueing/open-arrivals.js";
import { preparedReplica } from "../../src/queueing/replica-load.js";
import { lengthsOf } from "./curves.js";

test("a stream is as varied behind one queue, nearer to chance when dealt at random, more even in turn", () => {
  const of = (routing: "least-loaded" | "random" | "round-robin") => dealtSquaredCv(5, { replicas: 4, routing });
  expect([of("least-loaded"), of("random"), of("round-robin")]).toEqual([5, 2, 1.25]);
});

describe("requests of a group", () => {
  /** Equal answers of 100 steps of 10 ms; prompts of 100 or 900 tokens add 0.2 s in the mean, and vary by 0.64: two a second are 0.4 of the time. */
  const lengths = lengthsOf({ values: [100, 900] }, 100);
  const curve = linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 4e-4, slots: 8 }, lengths);
  const replica = preparedReplica(curve, lengths);
  const clusters = (0.4 ** 2 * (1 + 0.64)) / (1 - 0.4);

  test("gather in steps that read", () => {
    expect(groupOf(replica, 2, 1)).toBeCloseTo(1 + clusters, 6);
  });

  test("come in bursts, the more so the more steps read; even arrivals count as they are", () => {
    expect(groupOf(replica, 2, 3)).toBeCloseTo(1 + 2 / (1 - 0.4) + clusters, 6);
    expect(groupOf(replica, 2, 0.5)).toBeCloseTo(1 - 0.5 + clusters, 6);
  });

  test("are a quarter at least, and as many more as hold more of a cache than their number says", () => {
    expect(groupOf(replica, 1e-9, 0)).toBe(0.25);
    const held = preparedReplica({ ...curve, cache: { requests: 8, squaredCv: 2 } }, lengths);
    expect(groupOf(held, 2, 1)).toBeCloseTo(3 * (1 + clusters), 5);
    expect(groupOf(held, 1e-9, 0)).toBeCloseTo(0.75, 6);
  });

  test("are half as many where answers end at any time", () => {
    // Of two exponential answers half of the shorter mean; of lognormal ones as varied a little more.
    const varied = { ...lengths, output: lengthsOf(1, { mean: 100, cv: 1 }).output };
    const share = (groupOf(preparedReplica(curve, varied), 2, 3) - 1) / (2 / (1 - 0.4) + clusters);
    expect(share).toBeGreaterThan(0.5);
    expect(share).toBeLessThan(0.6);
  });
});
