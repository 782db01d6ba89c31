import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveWorkload } from "../../src/core.js";

const lengths = { inputTokens: 300, outputTokens: 100 };
const arrivalsOf = (workload: object): unknown => resolveWorkload({ ...lengths, ...workload }).arrivals;

describe("a workload", () => {
  test("of users with requests per user fixes the requests in flight: 0.1 each unless given", () => {
    expect(arrivalsOf({ concurrentUsers: 1000 })).toEqual({
      kind: "closed-loop",
      requestsInFlight: 100,
      rounds: Infinity,
    });
    expect(arrivalsOf({ concurrentUsers: 1000, requestsPerUser: 0.25 })).toEqual({
      kind: "closed-loop",
      requestsInFlight: 250,
      rounds: Infinity,
    });
  });

  test("of requests in flight is taken as it is", () => {
    expect(arrivalsOf({ requestsInFlight: 12.5 })).toEqual({
      kind: "closed-loop",
      requestsInFlight: 12.5,
      rounds: Infinity,
    });
  });

  test("of users who think leaves the requests in flight open", () => {
    expect(arrivalsOf({ concurrentUsers: 500, thinkSeconds: 30 })).toEqual({
      kind: "users",
      users: 500,
      thinkSeconds: 30,
    });
  });

  test("of named users has a share in sessions: a tenth unless given", () => {
    expect(arrivalsOf({ namedUsers: 20_000, thinkSeconds: 30 })).toEqual({
      kind: "users",
      users: 2000,
      thinkSeconds: 30,
    });
    expect(resolveWorkload({ namedUsers: 20_000, activeFraction: 0.25, ...lengths })).toMatchObject({
      arrivals: { kind: "closed-loop", requestsInFlight: 500 },
      users: {
        namedUsers: 20_000,
        activeFraction: 0.25,
        concurrentUsers: 5000,
        thinkSeconds: null,
        requestsPerUser: 0.1,
      },
    });
  });

  test("of a rate has independent arrivals unless told otherwise", () => {
    expect(arrivalsOf({ requestsPerSecond: 4 })).toEqual({ kind: "open", requestsPerSecond: 4, cv: 1 });
    expect(arrivalsOf({ requestsPerSecond: 4, arrivalCv: 10 })).toEqual({ kind: "open", requestsPerSecond: 4, cv: 10 });
  });

  test("is multiplied by its peak factor, whatever it counts", () => {
    expect(arrivalsOf({ requestsPerSecond: 4, peakFactor: 2 })).toMatchObject({ requestsPerSecond: 8 });
    expect(arrivalsOf({ requestsInFlight: 4, peakFactor: 2 })).toMatchObject({ requestsInFlight: 8 });
    expect(arrivalsOf({ concurrentUsers: 40, thinkSeconds: 1, peakFactor: 2 })).toMatchObject({ users: 80 });
  });

  test("has lengths as they are given", () => {
    expect(
      resolveWorkload({
        requestsInFlight: 1,
        inputTokens: { mean: 1155, cv: 0.96 },
        outputTokens: { values: [10, 30] },
        prefixCacheHitRate: 0.5,
      }),
    ).toMatchObject({
      inputTokens: 1155,
      outputTokens: 20,
      prefixCacheHitRate: 0.5,
      peakFactor: 1,
      users: null,
      input: { squaredCv: 0.96 ** 2 },
      output: { squaredCv: 0.25 },
    });
  });

  test("grows in proportion to its users", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), fc.constantFrom(2, 4, 8), (concurrentUsers, times) => {
        const requests = (users: number): number => {
          const { arrivals } = resolveWorkload({ concurrentUsers: users, ...lengths });
          return arrivals.kind === "closed-loop" ? arrivals.requestsInFlight : 0;
        };
        expect(requests(concurrentUsers * times)).toBe(times * requests(concurrentUsers));
      }),
    );
  });

  test.each([
    [{}, "workload"],
    [{ concurrentUsers: 1, requestsInFlight: 1 }, "workload"],
    [{ concurrentUsers: 1, requestsPerSecond: 1 }, "workload"],
    [{ concurrentUsers: 1, namedUsers: 10 }, "workload"],
    [{ concurrentUsers: 1, activeFraction: 0.5 }, "workload"],
    [{ concurrentUsers: 1, thinkSeconds: 1, requestsPerUser: 0.1 }, "workload"],
    [{ requestsInFlight: 1, thinkSeconds: 1 }, "workload"],
    [{ requestsInFlight: 1, arrivalCv: 1 }, "workload"],
    [{ namedUsers: 10, activeFraction: 1.5 }, "workload.activeFraction"],
    [{ concurrentUsers: 10, thinkSeconds: 0 }, "workload.thinkSeconds"],
    [{ requestsPerSecond: -1 }, "workload.requestsPerSecond"],
    [{ requestsPerSecond: 1, arrivalCv: -1 }, "workload.arrivalCv"],
    [{ requestsInFlight: 1, peakFactor: 0 }, "workload.peakFactor"],
    [{ requestsInFlight: 1, prefixCacheHitRate: 1 }, "workload.prefixCacheHitRate"],
    [{ users: 3 }, "workload.users"],
  ])("%j is refused at %s", (workload, field) => {
    expect(() => arrivalsOf(workload)).toThrow(expect.objectContaining({ name: "InfrascaleError", field }));
  });
});
