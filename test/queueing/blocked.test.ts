import { describe, expect, test } from "vitest";
import { blockedBy } from "../../src/queueing/blocked.js";
import { linearCurve } from "../../src/queueing/linear-curve.js";
import { preparedReplica, type PreparedReplica, type ReplicaLoad } from "../../src/queueing/replica-load.js";
import type { HeldCache } from "../../src/queueing/replica-curve.js";
import { lengthsOf } from "./curves.js";

/** Prompts of 1 to 1000 tokens, all as likely. */
const lengths = lengthsOf({ values: Array.from({ length: 1000 }, (_, i) => i + 1) }, 100);
const curve = linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 1e-5, slots: 8 }, lengths);
const prepared = (changes: { readonly uncutTokens?: number; readonly cache?: HeldCache }): PreparedReplica =>
  preparedReplica({ ...curve, ...changes }, lengths);

describe("requests behind a prompt that is not cut", () => {
  const replica = prepared({ uncutTokens: 500 });
  const load: ReplicaLoad = {
    requestsPerSecond: 2,
    residenceSeconds: 2,
    company: 4,
    wait: { probability: 0, meanSeconds: 0, squaredCv: 0 },
  };

  test("are those that come while half an output ends, once in so many prompts as leave no room", () => {
    // One in 1000 prompts has a length; one of 497 to 500 tokens leaves no room for four. 2 a second, for 1 s each: 2 x 4/1000 x 1.
    const { share, meanSeconds } = blockedBy(replica, load, 0);
    expect(share).toBeCloseTo(0.008, 6);
    // What is left of equal outputs is evenly spread over 2 s; one comes at any moment of it: E[R_e^2] / 2 E[R_e] = (4/3) / 2.
    expect(meanSeconds).toBeCloseTo(2 / 3, 12);
  });

  test("are more where requests come whatever the fleet does: what has piled up takes the rest of the capacity", () => {
    const utilisation = 2 / replica.table.capacityPerSecond;
    expect(blockedBy(replica, load, Infinity).share).toBeCloseTo(0.008 / (1 - utilisation), 6);
    // Away for as long as they are served: half as much comes meanwhile.
    expect(blockedBy(replica, load, 2).share).toBeCloseTo(0.008 / (1 - utilisation / 2), 6);
  });

  test("are nine of ten at most, whatever the load", () => {
    const full: ReplicaLoad = { ...load, requestsPerSecond: replica.table.capacityPerSecond };
    expect(blockedBy(replica, full, Infinity).share).toBe(0.9);
    expect(blockedBy(replica, { ...full, requestsPerSecond: 2 * full.requestsPerSecond }, Infinity).share).toBe(0.9);
    expect(blockedBy(prepared({}), full, Infinity).share).toBe(0);
    // Whose clients never go away: so many a second, of which one in 1000 per request that runs leaves no room, for 1 s.
    expect(blockedBy(replica, full, 0).share).toBeCloseTo(
      full.requestsPerSecond * ((full.requestsPerSecond * 2) / 1000) * 1,
      6,
    );
  });

  test("wait the longer the more outputs vary", () => {
    // Of exponential-like outputs, squared variation 1: R (1 + 1)^2 / 3.
    const varied = preparedReplica(
      { ...curve, uncutTokens: 500 },
      lengthsOf({ values: Array.from({ length: 1000 }, (_, i) => i + 1) }, { mean: 100, cv: 1 }),
    );
    expect(blockedBy(varied, load, 0).meanSeconds).toBeCloseTo((2 * 4) / 3, 12);
    expect(blockedBy(varied, load, 0).share).toBeCloseTo(0.016, 6);
  });

  test("are none where prompts are cut, or none is as long", () => {
    expect(blockedBy(prepared({}), load, Infinity).share).toBe(0);
    expect(blockedBy(prepared({ uncutTokens: 5000 }), load, Infinity).share).toBe(0);
  });
});

describe("a cache that is full before every slot is taken", () => {
  const dispersion = (cache?: HeldCache): number => prepared(cache === undefined ? {} : { cache }).dispersion;

  test("varies with what requests hold as well as with their number", () => {
    expect(dispersion({ requests: 8, squaredCv: 2 })).toBeCloseTo(3, 6);
    expect([
      dispersion(),
      dispersion({ requests: 8, squaredCv: 0 }),
      dispersion({ requests: Infinity, squaredCv: 2 }),
    ]).toEqual([1, 1, 1]);
  });

  test("matters the less the more it holds beyond the slots", () => {
    // Room for 8 more, of 16 requests as varied as sqrt(4 x 16): one standard deviation, beyond which lie 15.9 % of a normal variable.
    expect(dispersion({ requests: 16, squaredCv: 4 })).toBeCloseTo(1 + 4 * 2 * 0.158655, 5);
    const values = [8, 10, 16, 30, 1000].map((requests) => dispersion({ requests, squaredCv: 2 }));
    values.slice(1).forEach((value, i) => expect(value).toBeLessThan(values[i] ?? NaN));
    expect(values.at(-1)).toBeCloseTo(1, 6);
  });
});
