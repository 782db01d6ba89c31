import { describe, expect, it } from "vitest";
import { checkColumns } from "../../src/simulate/check-columns.js";
import type { Arrivals } from "../../src/workload/arrivals.js";
import { checkArrivals } from "../../src/workload/check-arrivals.js";

const KINDS = [
  "closed-loop",
  "users",
  "open",
  "burst",
  "static-batch",
  "trace",
] as const satisfies readonly Arrivals["kind"][];
const check = (arrivals: unknown): Arrivals => checkArrivals(arrivals, "load", KINDS);
const refused = (arrivals: unknown, code: string, field: string): void =>
  expect(() => check(arrivals)).toThrow(expect.objectContaining({ name: "InfrascaleError", code, field }) as Error);

const trace = { arrivalSeconds: [0, 0, 2.5], inputTokens: [1, 10, 100], outputTokens: [3, 2, 1] };

describe("arrivals are taken as they are", () => {
  it.each<Arrivals>([
    { kind: "closed-loop", requestsInFlight: 0.5 },
    { kind: "closed-loop", requestsInFlight: 1e12, rounds: 1, equalLengths: false },
    { kind: "closed-loop", requestsInFlight: 8, rounds: 1e10, equalLengths: true },
    { kind: "closed-loop", requestsInFlight: 8, rounds: Infinity },
    { kind: "users", users: 3, thinkSeconds: 0 },
    { kind: "users", users: 3, thinkSeconds: 1e7, thinking: "fixed" },
    { kind: "users", users: 3, thinkSeconds: 5, thinking: "exponential" },
    { kind: "open", requestsPerSecond: 1e-9 },
    { kind: "open", requestsPerSecond: 4, cv: 0 },
    { kind: "open", requestsPerSecond: 4, cv: 100 },
    { kind: "burst" },
    { kind: "burst", requests: 0.25 },
    { kind: "static-batch", requests: 40 },
    { kind: "trace", requests: trace },
    { kind: "trace", requests: { ...trace, cachedTokens: [0, 10, 50], sessions: [1, 1, 2], thinkSeconds: [0, 2, 0] } },
    {
      kind: "trace",
      requests: {
        arrivalSeconds: Float64Array.of(0, 1),
        inputTokens: Int32Array.of(4, 5),
        outputTokens: Uint16Array.of(6, 7),
      },
    },
  ])("$kind: %j", (arrivals) => expect(check(arrivals)).toBe(arrivals));
});

describe("arrivals are refused by code and field", () => {
  it.each([
    [null, "invalid-type", "load"],
    ["open", "invalid-type", "load"],
    [{}, "invalid-type", "load.kind"],
    [{ kind: 1 }, "invalid-type", "load.kind"],
    [{ kind: "poisson" }, "out-of-range", "load.kind"],
    [{ kind: "closed-loop" }, "invalid-type", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: 0 }, "out-of-range", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: -1 }, "out-of-range", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: Infinity }, "out-of-range", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: 1e13 }, "out-of-range", "load.requestsInFlight"],
    [{ kind: "closed-loop", requestsInFlight: 8, rounds: 0 }, "out-of-range", "load.rounds"],
    [{ kind: "closed-loop", requestsInFlight: 8, rounds: "8" }, "invalid-type", "load.rounds"],
    [{ kind: "closed-loop", requestsInFlight: 8, rounds: -Infinity }, "out-of-range", "load.rounds"],
    [{ kind: "closed-loop", requestsInFlight: 8, equalLengths: "yes" }, "invalid-type", "load.equalLengths"],
    [{ kind: "closed-loop", requestsInFlight: 8, equalLengths: 0 }, "invalid-type", "load.equalLengths"],
    [{ kind: "closed-loop", requestsInFlight: 8, requests: 3 }, "out-of-range", "load.requests"],
    [{ kind: "users", thinkSeconds: 1 }, "invalid-type", "load.users"],
    [{ kind: "users", users: 0, thinkSeconds: 1 }, "out-of-range", "load.users"],
    [{ kind: "users", users: 3 }, "invalid-type", "load.thinkSeconds"],
    [{ kind: "users", users: 3, thinkSeconds: -1 }, "out-of-range", "load.thinkSeconds"],
    [{ kind: "users", users: 3, thinkSeconds: 1e8 }, "out-of-range", "load.thinkSeconds"],
    [{ kind: "users", users: 3, thinkSeconds: 1, thinking: "slowly" }, "out-of-range", "load.thinking"],
    [{ kind: "users", users: 3, thinkSeconds: 1, requestsPerUser: 1 }, "out-of-range", "load.requestsPerUser"],
    [{ kind: "open" }, "invalid-type", "load.requestsPerSecond"],
    [{ kind: "open", requestsPerSecond: 0 }, "out-of-range", "load.requestsPerSecond"],
    [{ kind: "open", requestsPerSecond: NaN }, "out-of-range", "load.requestsPerSecond"],
    [{ kind: "open", requestsPerSecond: 1, cv: -1 }, "out-of-range", "load.cv"],
    [{ kind: "open", requestsPerSecond: 1, cv: 101 }, "out-of-range", "load.cv"],
    [{ kind: "open", requestsPerSecond: 1, rate: 2 }, "out-of-range", "load.rate"],
    [{ kind: "burst", requests: 0 }, "out-of-range", "load.requests"],
    [{ kind: "burst", requests: "all" }, "invalid-type", "load.requests"],
    [{ kind: "burst", requestsInFlight: 3 }, "out-of-range", "load.requestsInFlight"],
    [{ kind: "static-batch" }, "invalid-type", "load.requests"],
    [{ kind: "static-batch", requests: 0 }, "out-of-range", "load.requests"],
    [{ kind: "static-batch", requests: 3, rounds: 2 }, "out-of-range", "load.rounds"],
  ])("%j", refused);

  it("of a kind that is not known where it is asked, and says which are", () => {
    expect(() => checkArrivals({ kind: "burst" }, "arrivals", ["open", "users"])).toThrow(
      'arrivals.kind must be one of open, users, got "burst"',
    );
  });
});

describe("a trace is refused", () => {
  it.each([
    [undefined, "invalid-type", "load.requests"],
    [[], "invalid-type", "load.requests"],
    [{ ...trace, tokens: [1, 2, 3] }, "out-of-range", "load.requests.tokens"],
    [{ ...trace, arrivalSeconds: undefined }, "invalid-type", "load.requests.arrivalSeconds"],
    [{ ...trace, arrivalSeconds: "0,1,2" }, "invalid-type", "load.requests.arrivalSeconds"],
    [{ arrivalSeconds: [], inputTokens: [], outputTokens: [] }, "out-of-range", "load.requests.arrivalSeconds.length"],
    [{ ...trace, arrivalSeconds: [0, 2, 1] }, "out-of-range", "load.requests.arrivalSeconds[2]"],
    [{ ...trace, arrivalSeconds: [-1, 0, 1] }, "out-of-range", "load.requests.arrivalSeconds[0]"],
    [{ ...trace, arrivalSeconds: [0, NaN, 1] }, "out-of-range", "load.requests.arrivalSeconds[1]"],
    [{ ...trace, arrivalSeconds: [0, "1", 2] }, "invalid-type", "load.requests.arrivalSeconds[1]"],
    [{ ...trace, inputTokens: [1, 2] }, "out-of-range", "load.requests.inputTokens.length"],
    [{ ...trace, inputTokens: [1, 0, 3] }, "out-of-range", "load.requests.inputTokens[1]"],
    [{ ...trace, inputTokens: [1, 1.5, 3] }, "out-of-range", "load.requests.inputTokens[1]"],
    [{ ...trace, inputTokens: [1, 1e11, 3] }, "out-of-range", "load.requests.inputTokens[1]"],
    [{ ...trace, outputTokens: [1, 2, 0] }, "out-of-range", "load.requests.outputTokens[2]"],
    [{ ...trace, cachedTokens: [0, 11, 0] }, "out-of-range", "load.requests.cachedTokens[1]"],
    [{ ...trace, cachedTokens: [-1, 0, 0] }, "out-of-range", "load.requests.cachedTokens[0]"],
    [{ ...trace, sessions: [1, 1, 2] }, "contradictory-options", "load.requests"],
    [{ ...trace, thinkSeconds: [0, 1, 0] }, "contradictory-options", "load.requests"],
    [{ ...trace, sessions: [1, NaN, 2], thinkSeconds: [0, 1, 0] }, "out-of-range", "load.requests.sessions[1]"],
    [{ ...trace, sessions: [1, 1, 2], thinkSeconds: [0, -1, 0] }, "out-of-range", "load.requests.thinkSeconds[1]"],
  ])("%j", (requests, code, field) =>
    expect(() => checkColumns(requests, "load.requests")).toThrow(
      expect.objectContaining({ name: "InfrascaleError", code, field }) as Error,
    ),
  );
});
