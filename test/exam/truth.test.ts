import { describe, expect, test } from "vitest";
import { farthest, reach } from "../../scripts/exam/limits.js";
import { truthOf } from "../../scripts/exam/truth.js";
import { near, ONE, ROOM, roomByHand, sweepByHand, TWO } from "./rooms-by-hand.js";

describe("how far a sweep meets limits", () => {
  test.each([
    { tpot: 0.02, state: "within", load: 4 },
    { tpot: 0.005, state: "below", load: 1 },
    { tpot: 0.05, state: "all", load: 16 },
  ])("of $tpot s per token", ({ tpot, state, load }) => {
    expect(reach(ONE, { tpot })).toEqual({ state, load: near(load) });
  });

  test("is decided by the narrowest limit", () => {
    // The whole request: 0.1 s and 100 tokens of 0.01 s.
    expect(reach(ONE, { tpot: 0.02, request: 1.1 }).load).toBeCloseTo(1, 6);
    expect(reach(ONE, { tpot: 0.02, ttft: 0.05 }).state).toBe("below");
  });
});

test("of several sweeps the one that meets them to its end reaches farthest, then the one at the larger load", () => {
  const [all, small, large] = [
    { state: "all", load: 4 },
    { state: "within", load: 8 },
    { state: "within", load: 9 },
  ] as const;
  expect(farthest([small, all, large])).toBe(all);
  expect(farthest([{ state: "below", load: 16 }, large, small])).toBe(large);
});

describe("the fewest GPUs", () => {
  // 0.02 s per token: 4 requests in flight on one GPU, 16 on two.
  test.each([
    { requestsInFlight: 4, gpus: 1, gpusPerReplica: 1, replicas: 1 },
    { requestsInFlight: 5, gpus: 2, gpusPerReplica: 1, replicas: 2 },
    { requestsInFlight: 16, gpus: 2, gpusPerReplica: 2, replicas: 1 },
    { requestsInFlight: 20, gpus: 4, gpusPerReplica: 2, replicas: 2 },
  ])("for $requestsInFlight requests in flight", ({ requestsInFlight, ...fleet }) => {
    expect(truthOf(ROOM, requestsInFlight, { tpot: 0.02 })).toMatchObject({ feasible: true, ...fleet });
  });

  test("are none where one request alone is too slow on every size", () => {
    expect(truthOf(ROOM, 4, { tpot: 0.004 })).toEqual({ feasible: false });
  });

  test("are not known where a sweep ends before it says how many", () => {
    // One GPU meets 0.05 s at 16 requests, its last point: 32 may fit on one, or take two.
    expect(truthOf(roomByHand([ONE]), 32, { tpot: 0.05 })).toBeNull();
    expect(truthOf(roomByHand([ONE]), 16, { tpot: 0.05 })).toMatchObject({ gpus: 1 });
  });

  test("are not known where a sweep begins too late to say whether fewer would do", () => {
    const late = sweepByHand(1, [
      [8, 0.03, 0.1],
      [16, 0.04, 0.1],
      [32, 0.06, 0.1],
    ]);
    // Two GPUs take 2 for 16 requests; one at less than 8 requests each takes at least 2.
    expect(truthOf(roomByHand([late, TWO]), 16, { tpot: 0.02 })).toMatchObject({ gpus: 2, gpusPerReplica: 2 });
    // For 64 two GPUs take 8; one takes at least 8.
    expect(truthOf(roomByHand([late, TWO]), 64, { tpot: 0.02 })).toMatchObject({ gpus: 8 });
    // For 20 two GPUs take 4; one might take 3.
    expect(truthOf(roomByHand([late, TWO]), 20, { tpot: 0.02 })).toBeNull();
  });
});
