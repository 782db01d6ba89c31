import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkObservations,
  type CalibrationWarning,
  type CalibrationWarningCode,
  type Observation,
} from "../../../src/calibrate/index.js";
import { burst, observed, sustained, type Server } from "./observations.js";

const server: Server = { slots: 64, streamingSeconds: 4, unhurriedSeconds: 0.2 };
const loads = [1, 8, 32, 64, 128, 256, 512];

/** The warnings of one kind. */
const warned = (code: CalibrationWarningCode, observations: readonly Observation[]): readonly CalibrationWarning[] =>
  checkObservations(observations).filter((warning) => warning.code === code);

test("nothing speaks against a sweep without a fault", () => {
  expect(
    checkObservations(
      [1, 8, 32, 64].map((concurrency) => ({ ...sustained(server, concurrency), completed: 1000, failedFraction: 0 })),
    ),
  ).toEqual([]);
});

test.each([[[{}]], [[1]], [[null]], [Array(2)], [[{ source: {} }]]])("%j is refused", (observations) => {
  expect(() => checkObservations(observations as unknown as readonly Observation[])).toThrow(
    expect.objectContaining({ code: "invalid-type" }),
  );
});

test("no array is refused", () => {
  expect(() => checkObservations(null as unknown as readonly Observation[])).toThrow(
    expect.objectContaining({ code: "invalid-type", field: "observations" }),
  );
});

describe("throughput against requests, lengths and duration", () => {
  // 100 x 201 tokens in 10 s: 2,010 a second.
  const run = (outputTokensPerSecond: number): Observation =>
    observed({ outputTokensPerSecond, completed: 100, durationSeconds: 10 });
  test("agrees within 2 %", () => {
    expect(warned("throughput-contradicts-itself", [run(2010 * 1.019), run(2010 * 0.981)])).toEqual([]);
  });
  test("contradicts beyond, on either side", () => {
    expect(warned("throughput-contradicts-itself", [run(2010), run(2010 * 1.03), run(2010 * 0.9)])).toMatchObject([
      { observations: [1], evidence: { impliedTokensPerSecond: 2010 } },
      { observations: [2], evidence: { ratio: expect.closeTo(0.9, 10) as number } },
    ]);
  });
  test("is compared with the rate of requests where nothing was counted, and not with a length made of characters", () => {
    expect(
      warned("throughput-contradicts-itself", [observed({ outputTokensPerSecond: 500, requestsPerSecond: 2 })]),
    ).toHaveLength(1);
    expect(
      warned("throughput-contradicts-itself", [
        observed({ outputTokensPerSecond: 500, requestsPerSecond: 2, derived: ["outputTokens"] }),
      ]),
    ).toEqual([]);
    expect(
      warned("throughput-contradicts-itself", [
        observed({ outputTokensPerSecond: 500, requestsPerSecond: 2, durationSeconds: 10 }),
      ]),
    ).toMatchObject([{ message: "500 output tokens/s are stated, but requests, lengths and duration give 402" }]);
    expect(
      warned("throughput-contradicts-itself", [
        observed({ outputTokensPerSecond: 500 }),
        observed({ requestsPerSecond: 2 }),
      ]),
    ).toEqual([]);
  });
});

describe("Little's law", () => {
  // 0.1 s + 200 x 0.01 s = 2.1 s; 16 in flight are 7.619 a second.
  const run = (requestsPerSecond: number, changes: Partial<Observation> = {}): Observation =>
    observed({ requestsPerSecond, ...changes });
  test("holds within 10 %", () => {
    expect(warned("littles-law", [run((16 / 2.1) * 1.09), run((16 / 2.1) * 0.91)])).toEqual([]);
  });
  test("is broken beyond: the client did not keep up its concurrency", () => {
    expect(warned("littles-law", [run((16 / 2.1) * 0.5)])).toMatchObject([
      { evidence: { statedConcurrency: 16, impliedConcurrency: expect.closeTo(8, 10) as number }, observations: [0] },
    ]);
  });
  test("is not asked of what it was used for, of bursts, of rates and of medians", () => {
    const changes: readonly Partial<Observation>[] = [
      { derived: ["concurrency"] },
      { arrivals: "burst" },
      { arrivals: "open" },
      { statistic: "median" },
    ];
    expect(
      warned(
        "littles-law",
        changes.map((change) => run(1, change)),
      ),
    ).toEqual([]);
  });
  test("is asked of the rate of tokens where requests were not counted, and not without a rate, a time or a concurrency", () => {
    // 8 x 201 tokens in 2.1 s.
    expect(warned("littles-law", [observed({ outputTokensPerSecond: (8 * 201) / 2.1 })])).toMatchObject([
      { message: "16 requests in flight are stated, but their rate and time give 8" },
    ]);
    expect(warned("littles-law", [observed({ outputTokensPerSecond: (16 * 201) / 2.1 })])).toEqual([]);
    expect(warned("littles-law", [observed(), run(1, { concurrency: null }), run(1, { outputTokens: 1 })])).toEqual([]);
  });
});

test("more than 1 % of failures is said", () => {
  expect(
    warned("failures", [observed({ failedFraction: 0.01 }), observed({ failedFraction: 0.02 }), observed()]),
  ).toMatchObject([
    {
      observations: [1],
      evidence: { failedFraction: 0.02 },
      message: "0.02 of the requests failed: the times of the others are censored",
    },
  ]);
});

describe("bursts", () => {
  test("are seen by the tail of the time to the first token, whatever the file says", () => {
    const [warning] = warned(
      "burst",
      loads.map((concurrency) => ({ ...burst(server, concurrency), arrivals: "sustained" as const })),
    );
    expect(warning?.observations).toEqual([4, 5, 6]);
    expect(warning?.message).toMatch(/although/);
    expect(
      warned(
        "burst",
        loads.map((concurrency) => burst(server, concurrency)),
      )[0]?.message,
    ).not.toMatch(/although/);
  });
  test("are told by their median tail and the least of them", () => {
    // Q of 2, 4 and 8: means of 0.25 T, 9/8 T and 49/16 T, tails of 0.9 T, 2.8 T and 6.6 T, with T of 4 s and 0.2 s for a prompt.
    const [warning] = warned(
      "burst",
      loads.map((concurrency) => burst(server, concurrency)),
    );
    expect(warning?.evidence).toEqual({
      p95OverMean: expect.closeTo((0.2 + 2.8 * 4) / (0.2 + (9 / 8) * 4), 9) as number,
      leastConcurrency: 128,
    });
    expect(warning?.message).toBe(
      "requests were sent at once: the 95th percentile of the time to the first token is 2.43 times its mean",
    );
    const mixed = loads.map((concurrency) => ({
      ...burst(server, concurrency),
      arrivals: concurrency === 256 ? ("sustained" as const) : ("burst" as const),
    }));
    expect(warned("burst", mixed)[0]?.message).toMatch(
      /^requests were sent at once, although the file is taken for a closed loop: /,
    );
  });
  test("are seen by what waits beyond fewer requests, and by means", () => {
    const slow = { ttftP95Seconds: 2, requestSeconds: 3 };
    const at = (concurrency: number, ttftSeconds: number): Observation =>
      observed({ ...slow, concurrency, ttftSeconds });
    expect(warned("burst", [at(1, 0.1), at(8, 1)])).toMatchObject([{ observations: [1] }]);
    expect(warned("burst", [at(1, 0.95), at(8, 1), at(64, 0.1)])).toEqual([]);
    expect(warned("burst", [at(8, 0.1), at(8, 1)])).toEqual([]);
    expect(warned("burst", [at(1, 0.1), { ...at(8, 1), statistic: "median" }])).toEqual([]);
  });
  test("are not seen in closed loops, in rates, and in prompts of many lengths", () => {
    expect(
      warned(
        "burst",
        loads.map((concurrency) => sustained(server, concurrency)),
      ),
    ).toEqual([]);
    expect(
      warned(
        "burst",
        loads.map((concurrency) => ({ ...burst(server, concurrency), arrivals: "open" as const })),
      ),
    ).toEqual([]);
    expect(
      warned("burst", [
        observed({ concurrency: 1 }),
        observed({ concurrency: 2, ttftSeconds: 0.15, ttftP95Seconds: 0.6 }),
      ]),
    ).toEqual([]);
  });
});

describe("the limit of slots", () => {
  const anyServer = fc.record({
    slots: fc.integer({ min: 4, max: 2000 }),
    streamingSeconds: fc.double({ min: 1, max: 100, noNaN: true }),
    unhurriedSeconds: fc.double({ min: 0.001, max: 0.1, noNaN: true }),
  });
  const multiples = [0.1, 0.5, 1, 2, 3, 8];

  test.each([
    ["closed loops", sustained],
    ["bursts", burst],
  ])("is found in %s of any server", (_, run) => {
    fc.assert(
      fc.property(anyServer, (any) => {
        const [warning, ...others] = warned(
          "slot-limit",
          multiples.map((multiple) => run(any, any.slots * multiple)),
        );
        expect(others).toEqual([]);
        expect((warning?.evidence["slots"] ?? 0) / any.slots).toBeCloseTo(1, 6);
        expect(warning?.observations).toEqual([3, 4, 5]);
      }),
      { numRuns: 200 },
    );
  });

  /** A closed loop whose first tokens wait as those of so many slots do. */
  const as = (concurrency: number, slots: number, changes: Partial<Observation> = {}): Observation => ({
    ...sustained({ ...server, slots }, concurrency),
    ...changes,
  });
  const found = (...observations: readonly Observation[]): readonly unknown[] =>
    warned("slot-limit", observations).map(({ evidence, observations: indices }) => [
      Math.round(evidence["slots"] ?? NaN),
      indices,
    ]);

  test("is what all points agree on", () => {
    expect(found(as(8, 64), as(32, 64), as(128, 64), as(256, 64))).toEqual([[64, [2, 3]]]);
    expect(found(as(8, 64), as(32, 64), as(128, 64), as(256, 100))).toEqual([]);
    expect(found(as(8, 64), as(32, 64), as(128, 64), as(256, 66), as(512, 100))).toEqual([]);
  });

  test("is not below what ran without a wait", () => {
    expect(found(as(8, 64), as(100, 1000), as(200, 64), as(400, 64))).toEqual([]);
  });

  test("is seen beyond one and a half times itself", () => {
    expect(found(as(8, 64), as(32, 64), as(80, 64), as(90, 64))).toEqual([]);
    expect(found(as(8, 64), as(32, 64), as(80, 64), as(128, 64))).toEqual([[64, [2, 3]]]);
  });

  test("is found in means, of which one in a hundred requests may have failed", () => {
    expect(found(...[8, 32, 128, 256].map((concurrency) => as(concurrency, 64, { failedFraction: 0.01 })))).toEqual([
      [64, [2, 3]],
    ]);
    expect(found(...[8, 32, 128, 256].map((concurrency) => as(concurrency, 64, { statistic: "median" })))).toEqual([]);
    expect(
      warned(
        "slot-limit",
        [8, 32, 128, 256].map((concurrency) => as(concurrency, 64)),
      )[0]?.message,
    ).toBe("about 64 requests were served at once at most: those beyond waited");
  });

  test("is not found where nothing waits, nor in one point, in failures or in rates", () => {
    const none = (observations: readonly Observation[]) => expect(warned("slot-limit", observations)).toEqual([]);
    none([1, 8, 32, 64].map((concurrency) => sustained(server, concurrency)));
    none([1, 8, 64, 512].map((concurrency) => sustained(server, concurrency)));
    none(loads.map((concurrency) => ({ ...sustained(server, concurrency), failedFraction: 0.5 })));
    none(loads.map((concurrency) => ({ ...sustained(server, concurrency), arrivals: "open" as const })));
  });

  test("is not found in static batches, whose first tokens come together", () => {
    expect(
      warned(
        "slot-limit",
        loads.map((concurrency) => ({
          ...burst(server, concurrency),
          ttftP95Seconds: burst(server, concurrency).ttftSeconds ?? 0,
        })),
      ),
    ).toEqual([]);
  });

  test("is not found where times to the first token rise all along", () => {
    expect(
      warned(
        "slot-limit",
        loads.map((concurrency) => observed({ concurrency, ttftSeconds: 0.02 * concurrency, tpotSeconds: 0.02 })),
      ),
    ).toEqual([]);
  });
});

describe("a cap of the client", () => {
  const sweep = (slots: number, changes: Partial<Observation>): readonly Observation[] =>
    loads.map((multiple) => ({ ...burst({ ...server, slots }, (slots * multiple) / 64), ...changes }));
  test("is at the default number of connections", () => {
    expect(warned("client-cap", sweep(95, {}))).toMatchObject([
      { evidence: { sweeps: 1, slots: expect.closeTo(95, 6) as number } },
    ]);
    expect(warned("client-cap", sweep(128, {}))).toEqual([]);
  });
  test("is the same everywhere", () => {
    const on = (gpu: string, slots: number): readonly Observation[] =>
      sweep(slots, { gpu, source: { tool: "plain", file: gpu } });
    expect(warned("client-cap", [...on("L4", 250), ...on("H200", 260)])).toMatchObject([{ evidence: { sweeps: 2 } }]);
    expect(warned("client-cap", [...on("L4", 60), ...on("H200", 260)])).toEqual([]);
    expect(warned("client-cap", [...on("L4", 250), ...on("L4", 250)])).toEqual([]);
    expect(warned("client-cap", [...on("L4", 250), ...on("H200", 260), ...on("A100", 60)])).toEqual([]);
  });
  test("is told apart: at the default of clients, and the same elsewhere", () => {
    const on = (gpu: string, slots: number): readonly Observation[] =>
      sweep(slots, { gpu, source: { tool: "plain", file: gpu } });
    const [atDefault, same, ...others] = warned("client-cap", [...on("T4", 95), ...on("L4", 250), ...on("H200", 260)]);
    expect(others).toEqual([]);
    expect(atDefault?.message).toBe(
      "about 95 requests were served at once at most in 1 sweep; the default number of connections of HTTP clients is 100: the client was the limit, not the engine",
    );
    expect(same?.message).toBe(
      "about 255 requests were served at once at most in 2 sweeps; different deployments have the same limit: it is the client's, or a setting, not what the memory holds",
    );
    expect([atDefault?.observations, same?.observations]).toEqual([
      [4, 5, 6],
      [11, 12, 13, 18, 19, 20],
    ]);
  });
});

test("a fall of throughput by more than 5 % is said, with the points beyond the best", () => {
  const run = (concurrency: number, outputTokensPerSecond: number): Observation =>
    observed({ concurrency, outputTokensPerSecond });
  expect(warned("throughput-drop", [run(1, 10), run(2, 100), run(4, 96), run(8, 98)])).toEqual([]);
  expect(warned("throughput-drop", [run(2, 100), run(2, 80)])).toEqual([]);
  expect(warned("throughput-drop", [run(8, 90), run(1, 10), run(2, 100), run(4, 96)])).toMatchObject([
    {
      observations: [0],
      evidence: { bestTokensPerSecond: 100, bestConcurrency: 2, worstTokensPerSecond: 90, worstConcurrency: 8 },
    },
  ]);
  expect(warned("throughput-drop", [run(1, 10), run(2, 100), run(4, 95)])).toEqual([]);
  expect(warned("throughput-drop", [run(1, 10), run(2, 100), observed({ concurrency: 4 })])).toEqual([]);
  expect(warned("throughput-drop", [run(1, 100), run(2, 100), run(4, 80), run(8, 90)])).toMatchObject([
    {
      observations: [2, 3],
      evidence: { bestConcurrency: 1, worstTokensPerSecond: 80, worstConcurrency: 4 },
      message: "throughput falls from 100 tokens/s at 1 requests in flight to 80 at 4",
    },
  ]);
});

describe("sweeps", () => {
  const few = (observations: readonly Observation[]): readonly (readonly number[])[] =>
    warned("few-concurrencies", observations).map((warning) => warning.observations);
  const alone = (file: string, changes: Partial<Observation>): Observation =>
    observed({ source: { tool: "vllm-bench", file }, ...changes });
  test("need three concurrencies", () => {
    expect(few([observed({ concurrency: 1 }), observed({ concurrency: 2 }), observed({ concurrency: 2 })])).toEqual([
      [0, 1, 2],
    ]);
    expect(few([1, 2, 3].map((concurrency) => observed({ concurrency })))).toEqual([]);
  });
  test("are put together from files of one run each, of one deployment and of similar lengths", () => {
    expect(few([1, 2, 3].map((concurrency) => alone(`${concurrency}`, { concurrency })))).toEqual([]);
    expect(
      few([1, 2, 3].map((concurrency) => alone(`${concurrency}`, { concurrency, gpu: `gpu-${concurrency}` }))),
    ).toEqual([[0], [1], [2]]);
    expect(
      few([1, 2, 3].map((concurrency) => alone(`${concurrency}`, { concurrency, inputTokens: 10 ** concurrency }))),
    ).toEqual([[0], [1], [2]]);
  });
  test("say how many they have", () => {
    const [two, one] = warned("few-concurrencies", [
      observed({ concurrency: 1 }),
      observed({ concurrency: 2 }),
      alone("b", { concurrency: 2, gpu: "L4" }),
    ]);
    expect([two?.message, two?.evidence]).toEqual([
      "a sweep has 2 concurrencies only: 3 or more show how times grow with the load",
      { concurrencies: 2 },
    ]);
    expect([one?.message, one?.evidence]).toEqual([
      "a sweep has one concurrency only: 3 or more show how times grow with the load",
      { concurrencies: 1 },
    ]);
  });
  test("of one file each stay apart where they hold several runs", () => {
    expect(few(["a", "a", "b", "b", "c"].map((file, index) => alone(file, { concurrency: index + 1 })))).toEqual([
      [0, 1],
      [2, 3],
      [4],
    ]);
    expect(few([1, 2, 3].map((concurrency) => observed({ source: { tool: "plain" }, concurrency })))).toEqual([]);
  });
  test("have lengths up to twice as long as the first, or prompts of any length where one is not known", () => {
    const lengths = (...all: readonly (readonly [inputTokens: number | null, outputTokens: number])[]) =>
      few(all.map(([inputTokens, outputTokens]) => observed({ concurrency: 1, inputTokens, outputTokens })));
    expect(lengths([100, 100], [200, 200], [50, 50])).toEqual([[0, 1, 2]]);
    expect(lengths([100, 100], [100, 201], [201, 100])).toEqual([[0], [1], [2]]);
    expect(lengths([null, 100], [500, 100])).toEqual([[0, 1]]);
    expect(lengths([500, 100], [null, 100])).toEqual([[0, 1]]);
  });
  test("hold no observation without a concurrency", () => {
    expect(few([observed({ concurrency: null })])).toEqual([]);
  });
});

test("fewer than five requests for each one in flight make a closed loop too short", () => {
  expect(
    warned("short-run", [
      observed({ completed: 79 }),
      observed({ completed: 80 }),
      observed(),
      observed({ completed: 16, arrivals: "burst" }),
    ]),
  ).toMatchObject([
    {
      observations: [0],
      evidence: { completed: 79, concurrency: 16 },
      message: "79 requests for 16 in flight: 5 times as many make a run steady",
    },
  ]);
  expect(warned("short-run", [observed({ completed: 1, concurrency: null })])).toEqual([]);
});

test("the order of observations changes no more than the indices", () => {
  const observations = [
    ...loads.map((concurrency) => burst(server, concurrency)),
    observed({ concurrency: 700, failedFraction: 0.5, completed: 3 }),
  ];
  const summary = (list: readonly Observation[]): readonly string[] =>
    checkObservations(list)
      .map(({ code, evidence, observations: indices }) =>
        JSON.stringify([code, evidence, indices.map((index) => list[index]?.concurrency ?? 0).sort((a, b) => a - b)]),
      )
      .sort();
  fc.assert(
    fc.property(fc.shuffledSubarray(observations, { minLength: observations.length }), (shuffled) => {
      expect(summary(shuffled)).toEqual(summary(observations));
    }),
  );
});
