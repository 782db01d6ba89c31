import { describe, expect, it } from "vitest";
import { fleet, tokens, trace } from "./fixtures.js";

/** Two requests at once, one for each of two replicas or engines: a prompt in the first quarter of a second, the second token in the next. */
const two = { traffic: trace([0, 2, 2], [0, 2, 2]), replicas: 2, kv: { blocks: 8, blockTokens: 4 } };

describe("a time series", () => {
  it("adds up what happens at its very end, and shares the caches of all replicas", () => {
    // Of sixteen blocks each request holds one.
    expect(fleet({ ...two, timeSeriesSeconds: 0.5 }).timeSeries).toEqual({
      seconds: [0],
      arrivals: [2],
      finished: [2],
      running: [2],
      waiting: [0],
      outputTokens: [4],
      cacheShare: [1 / 8],
    });
    expect(fleet({ ...two, replicas: 1, engines: 2, timeSeriesSeconds: 0.5 }).timeSeries?.cacheShare).toEqual([1 / 8]);
  });

  it("has intervals of equal length, in which what happens at an end belongs to the next", () => {
    expect(fleet({ ...two, timeSeriesSeconds: 0.25 }).timeSeries).toMatchObject({
      seconds: [0, 0.25],
      arrivals: [2, 0],
      finished: [0, 2],
      running: [2, 2],
      outputTokens: [0, 4],
    });
  });

  it("ends with the run, whose last interval may be short", () => {
    expect(fleet({ ...two, timeSeriesSeconds: 10 }).timeSeries).toMatchObject({
      seconds: [0],
      arrivals: [2],
      finished: [2],
      running: [2],
      outputTokens: [4],
      cacheShare: [1 / 8],
    });
    expect(fleet({ ...two, timeSeriesSeconds: 0.375 }).timeSeries).toMatchObject({
      seconds: [0, 0.375],
      finished: [0, 2],
      running: [2, 2],
    });
  });

  it("of a run that is over at once is empty", () => {
    expect(fleet({ ...two, kv: { blocks: 1, blockTokens: 1 }, timeSeriesSeconds: 1 }).timeSeries).toEqual({
      seconds: [],
      arrivals: [],
      finished: [],
      running: [],
      waiting: [],
      outputTokens: [],
      cacheShare: [],
    });
  });
});

it("rates of a replica are those after the warm-up", () => {
  const { perReplica } = fleet({
    warmUpShare: 0.5,
    traffic: {
      kind: "closed-loop",
      requestsInFlight: 1,
      rounds: Infinity,
      requests: 8,
      input: tokens(1),
      output: tokens(2),
    },
  });
  expect(perReplica[0]).toMatchObject({ running: 1, waiting: 0, busyShare: 1, outputTokensPerSecond: 4 });
});
