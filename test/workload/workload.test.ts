import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveWorkload } from "../../src/core.js";

const lengths = { inputTokens: 300, outputTokens: 100 };

describe("a workload", () => {
  test("of users is users x requests per user, 0.1 unless given", () => {
    expect(resolveWorkload({ concurrentUsers: 1000, ...lengths })).toEqual({ requestsInFlight: 100, ...lengths });
    expect(resolveWorkload({ concurrentUsers: 1000, requestsPerUser: 0.25, ...lengths })).toEqual({ requestsInFlight: 250, ...lengths });
  });
  test("of requests in flight is taken as it is", () => {
    expect(resolveWorkload({ requestsInFlight: 12.5, ...lengths })).toEqual({ requestsInFlight: 12.5, ...lengths });
  });
  test("grows in proportion to its users", () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 1e6, noNaN: true }), fc.constantFrom(2, 4, 8), (concurrentUsers, times) => {
        const once = resolveWorkload({ concurrentUsers, ...lengths }).requestsInFlight;
        expect(resolveWorkload({ concurrentUsers: concurrentUsers * times, ...lengths }).requestsInFlight).toBe(times * once);
      }),
    );
  });
});
