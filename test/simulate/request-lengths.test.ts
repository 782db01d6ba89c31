import { describe, expect, it } from "vitest";
import { drawnRequests, tracedRequests } from "../../src/simulate/request-lengths.js";
import { NONE } from "../../src/simulate/requests.js";
import type { DrawnRequests } from "../../src/simulate/traffic.js";
import { tokens } from "./fixtures.js";

/** The one request that is drawn. */
function drawn(changes: Partial<DrawnRequests> = {}) {
  const { inputTokens, outputTokens, maxOutputTokens, sharedTokens, prefix, cachedTokens } = drawnRequests(
    { requests: 1, input: tokens(100), output: tokens(40), ...changes },
    1,
  );
  return {
    input: inputTokens[0],
    output: outputTokens[0],
    max: maxOutputTokens[0],
    shared: sharedTokens[0],
    prefix: prefix[0],
    cached: cachedTokens[0],
  };
}

describe("drawn requests", () => {
  it("have their lengths, and no more in the cache, in common, or as their longest output, unless it is said", () => {
    expect(drawn()).toEqual({ input: 100, output: 40, max: 40, shared: 0, prefix: NONE, cached: 0 });
  });

  it("begin with the same tokens, where they are as long as these, and have a share of the rest in the cache", () => {
    expect(drawn({ sharedTokens: 30, cachedShare: 0.55 })).toMatchObject({ shared: 30, prefix: 0, cached: 38 });
    expect(drawn({ sharedTokens: 100 })).toMatchObject({ shared: 100, prefix: 0, cached: 0 });
    expect(drawn({ sharedTokens: 101, cachedShare: 0.55 })).toMatchObject({ shared: 0, prefix: NONE, cached: 55 });
  });

  it("are sent with a longest output, which is no shorter than theirs", () => {
    expect([drawn({ maxOutputTokens: 500 }).max, drawn({ maxOutputTokens: 5 }).max]).toEqual([500, 40]);
  });

  it("have a token of a prompt and of an output at least", () => {
    expect(
      drawn({ input: { ...tokens(1), quantile: () => 0.2 }, output: { ...tokens(1), quantile: () => 0 } }),
    ).toMatchObject({ input: 1, output: 1 });
  });
});

describe("traced requests", () => {
  it("are as the trace has them; of columns that are not there, nothing", () => {
    const columns = { arrivalSeconds: [0, 1], inputTokens: [5, 6], outputTokens: [7, 8] };
    const bare = tracedRequests(columns);
    expect([
      ...bare.maxOutputTokens,
      ...bare.cachedTokens,
      ...bare.sharedTokens,
      ...bare.prefix,
      ...bare.session,
    ]).toEqual([7, 8, 0, 0, 0, 0, NONE, NONE, NONE, NONE]);
    const full = tracedRequests({
      ...columns,
      maxOutputTokens: [9, 10],
      cachedTokens: [1, 2],
      sharedTokens: [3, 4],
      prefixes: [11, 12],
      sessions: [13, 14],
      thinkSeconds: [0, 0],
    });
    expect(
      [
        full.inputTokens,
        full.outputTokens,
        full.maxOutputTokens,
        full.cachedTokens,
        full.sharedTokens,
        full.prefix,
        full.session,
        full.arrivalSeconds,
      ].map((column) => [...column]),
    ).toEqual([
      [5, 6],
      [7, 8],
      [9, 10],
      [1, 2],
      [3, 4],
      [11, 12],
      [13, 14],
      [0, 1],
    ]);
  });
});
