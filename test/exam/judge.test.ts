import { describe, expect, test } from "vitest";
import type { Purchase } from "../../scripts/exam/ask.js";
import { judge } from "../../scripts/exam/judge.js";
import type { Scenario } from "../../scripts/exam/scenarios.js";
import { near, ONE, ROOM, roomByHand, sweepByHand } from "./rooms-by-hand.js";

const scenario = (requestsInFlight: number, limits: Scenario["limits"], room = ROOM): Scenario => ({
  room,
  kind: "tpot",
  requestsInFlight,
  limits,
  truth: { feasible: false },
});
const purchase = (gpusPerReplica: number, replicas: number, more: Partial<Purchase> = {}): Purchase => ({
  status: "feasible",
  gpus: gpusPerReplica * replicas,
  gpusPerReplica,
  replicas,
  split: null,
  atOnce: Number.POSITIVE_INFINITY,
  times: null,
  ...more,
});

describe("a purchase", () => {
  test("meets limits at the load of each replica", () => {
    expect(judge(scenario(8, { tpot: 0.02 }), purchase(1, 2))).toMatchObject({ verdict: "met", excess: near(1) });
  });

  test("misses them by the largest ratio", () => {
    // 16 on one GPU: 0.04 s per token, and 4.1 s for a request.
    expect(judge(scenario(16, { tpot: 0.02, request: 1.025 }), purchase(1, 1))).toMatchObject({
      verdict: "missed",
      excess: near(4),
      worst: "request",
    });
  });

  test("is not known beyond the end of the sweep where its last point meets them, nor below the first where that misses", () => {
    expect(judge(scenario(32, { tpot: 0.05 }), purchase(1, 1)).verdict).toBe("unknown");
    expect(judge(scenario(32, { tpot: 0.03 }), purchase(1, 1)).verdict).toBe("missed");
    expect(judge(scenario(1, { tpot: 0.009 }), purchase(1, 2)).verdict).toBe("unknown");
    expect(judge(scenario(1, { tpot: 0.02 }), purchase(1, 2)).verdict).toBe("met");
  });

  test("is judged by the sweep of its split, else by the best of its size", () => {
    const split = { tensor: 1, pipeline: 1, data: 2, expert: 1 };
    const slow = {
      ...sweepByHand(2, [
        [1, 0.01, 0.1],
        [4, 0.03, 0.1],
        [16, 0.06, 0.1],
      ]),
      split,
    };
    const room = roomByHand([slow, ...ROOM.sweeps]);
    expect(judge(scenario(4, { tpot: 0.02 }, room), purchase(2, 1, { split })).verdict).toBe("missed");
    expect(judge(scenario(4, { tpot: 0.02 }, room), purchase(2, 1, { split: { ...split, expert: 2 } })).verdict).toBe(
      "met",
    );
    expect(judge(scenario(4, { tpot: 0.02 }, room), purchase(2, 1)).verdict).toBe("met");
  });

  test("that runs fewer requests at once than it holds has the times of those, and a wait by Little's law", () => {
    // 8 in flight, 4 at once: 0.02 s per token; a request of 2.1 s, of which as many wait as run.
    const limited = (ttft: number): string =>
      judge(scenario(8, { tpot: 0.02, ttft }, roomByHand([ONE])), purchase(1, 1, { atOnce: 4 })).verdict;
    expect(limited(2.2001)).toBe("met");
    expect(limited(2.1999)).toBe("missed");
  });
});
