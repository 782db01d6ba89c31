import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkObservations, type CalibrationWarning, type CalibrationWarningCode, type Observation } from "../../../src/calibrate/index.js";
import { burst, observed, sustained, type Server } from "./observations.js";

const server: Server = { slots: 64, streamingSeconds: 4, unhurriedSeconds: 0.2 };
const loads = [1, 8, 32, 64, 128, 256, 512];

/** The warnings of one kind. */
const warned = (code: CalibrationWarningCode, observations: readonly Observation[]): readonly CalibrationWarning[] => checkObservations(observations).filter((warning) => warning.code === code);

test("nothing speaks against a sweep without a fault", () => {
  expect(checkObservations([1, 8, 32, 64].map((concurrency) => ({ ...sustained(server, concurrency), completed: 1000, failedFraction: 0 })))).toEqual([]);
});

test.each([[[{}]], [[1]], [[null]], [Array(2)], [[{ source: {} }]]])("%j is refused", (observations) => {
  expect(() => checkObservations(observations as unknown as readonly Observation[])).toThrow(expect.objectContaining({ code: "invalid-type" }));
});

test("no array is refused", () => {
  expect(() => checkObservations(null as unknown as readonly Observation[])).toThrow(expect.objectContaining({ code: "invalid-type" }));
});

describe("throughput against requests, lengths and duration", () => {
  // 100 x 201 tokens in 10 s: 2,010 a second.
  const run = (outputTokensPerSecond: number): Observation => observed({ outputTokensPerSecond, completed: 100, durationSeconds: 10 });
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
    expect(warned("throughput-contradicts-itself", [observed({ outputTokensPerSecond: 500, requestsPerSecond: 2 })])).toHaveLength(1);
    expect(warned("throughput-contradicts-itself", [observed({ outputTokensPerSecond: 500, requestsPerSecond: 2, derived: ["outputTokens"] })])).toEqual([]);
  });
});

describe("Little's law", () => {
  // 0.1 s + 200 x 0.01 s = 2.1 s; 16 in flight are 7.619 a second.
  const run = (requestsPerSecond: number, changes: Partial<Observation> = {}): Observation => observed({ requestsPerSecond, ...changes });
  test("holds within 10 %", () => {
    expect(warned("littles-law", [run((16 / 2.1) * 1.09), run((16 / 2.1) * 0.91)])).toEqual([]);
  });
  test("is broken beyond: the client did not keep up its concurrency", () => {
    expect(warned("littles-law", [run((16 / 2.1) * 0.5)])).toMatchObject([{ evidence: { statedConcurrency: 16, impliedConcurrency: expect.closeTo(8, 10) as number }, observations: [0] }]);
  });
  test("is not asked of what it was used for, of bursts, of rates and of medians", () => {
    const changes: readonly Partial<Observation>[] = [{ derived: ["concurrency"] }, { arrivals: "burst" }, { arrivals: "open" }, { statistic: "median" }];
    expect(warned("littles-law", changes.map((change) => run(1, change)))).toEqual([]);
  });
});

test("more than 1 % of failures is said", () => {
  expect(warned("failures", [observed({ failedFraction: 0.01 }), observed({ failedFraction: 0.02 }), observed()])).toMatchObject([{ observations: [1], evidence: { failedFraction: 0.02 } }]);
});

describe("bursts", () => {
  test("are seen by the tail of the time to the first token, whatever the file says", () => {
    const [warning] = warned("burst", loads.map((concurrency) => ({ ...burst(server, concurrency), arrivals: "sustained" as const })));
    expect(warning?.observations).toEqual([4, 5, 6]);
    expect(warning?.message).toMatch(/although/);
    expect(warned("burst", loads.map((concurrency) => burst(server, concurrency)))[0]?.message).not.toMatch(/although/);
  });
  test("are not seen in closed loops, in rates, and in prompts of many lengths", () => {
    expect(warned("burst", loads.map((concurrency) => sustained(server, concurrency)))).toEqual([]);
    expect(warned("burst", loads.map((concurrency) => ({ ...burst(server, concurrency), arrivals: "open" as const })))).toEqual([]);
    expect(warned("burst", [observed({ concurrency: 1 }), observed({ concurrency: 2, ttftSeconds: 0.15, ttftP95Seconds: 0.6 })])).toEqual([]);
  });
});

describe("the limit of slots", () => {
  const anyServer = fc.record({ slots: fc.integer({ min: 4, max: 2000 }), streamingSeconds: fc.double({ min: 1, max: 100, noNaN: true }), unhurriedSeconds: fc.double({ min: 0.001, max: 0.1, noNaN: true }) });
  const multiples = [0.1, 0.5, 1, 2, 3, 8];

  test.each([
    ["closed loops", sustained],
    ["bursts", burst],
  ])("is found in %s of any server", (_, run) => {
    fc.assert(
      fc.property(anyServer, (any) => {
        const [warning, ...others] = warned("slot-limit", multiples.map((multiple) => run(any, any.slots * multiple)));
        expect(others).toEqual([]);
        expect((warning?.evidence["slots"] ?? 0) / any.slots).toBeCloseTo(1, 6);
        expect(warning?.observations).toEqual([3, 4, 5]);
      }),
      { numRuns: 200 },
    );
  });

  test("is not found where nothing waits, nor in one point, in failures or in rates", () => {
    const none = (observations: readonly Observation[]) => expect(warned("slot-limit", observations)).toEqual([]);
    none([1, 8, 32, 64].map((concurrency) => sustained(server, concurrency)));
    none([1, 8, 64, 512].map((concurrency) => sustained(server, concurrency)));
    none(loads.map((concurrency) => ({ ...sustained(server, concurrency), failedFraction: 0.5 })));
    none(loads.map((concurrency) => ({ ...sustained(server, concurrency), arrivals: "open" as const })));
  });

  test("is not found in static batches, whose first tokens come together", () => {
    expect(warned("slot-limit", loads.map((concurrency) => ({ ...burst(server, concurrency), ttftP95Seconds: burst(server, concurrency).ttftSeconds ?? 0 })))).toEqual([]);
  });

  test("is not found where times to the first token rise all along", () => {
    expect(warned("slot-limit", loads.map((concurrency) => observed({ concurrency, ttftSeconds: 0.02 * concurrency, tpotSeconds: 0.02 })))).toEqual([]);
  });
});

describe("a cap of the client", () => {
  const sweep = (slots: number, changes: Partial<Observation>): readonly Observation[] => loads.map((multiple) => ({ ...burst({ ...server, slots }, (slots * multiple) / 64), ...changes }));
  test("is at the default number of connections", () => {
    expect(warned("client-cap", sweep(95, {}))).toMatchObject([{ evidence: { sweeps: 1, slots: expect.closeTo(95, 6) as number } }]);
    expect(warned("client-cap", sweep(128, {}))).toEqual([]);
  });
  test("is the same everywhere", () => {
    const on = (gpu: string, slots: number): readonly Observation[] => sweep(slots, { gpu, source: { tool: "plain", file: gpu } });
    expect(warned("client-cap", [...on("L4", 250), ...on("H200", 260)])).toMatchObject([{ evidence: { sweeps: 2 } }]);
    expect(warned("client-cap", [...on("L4", 60), ...on("H200", 260)])).toEqual([]);
    expect(warned("client-cap", [...on("L4", 250), ...on("L4", 250)])).toEqual([]);
  });
});

test("a fall of throughput by more than 5 % is said, with the points beyond the best", () => {
  const run = (concurrency: number, outputTokensPerSecond: number): Observation => observed({ concurrency, outputTokensPerSecond });
  expect(warned("throughput-drop", [run(1, 10), run(2, 100), run(4, 96), run(8, 98)])).toEqual([]);
  expect(warned("throughput-drop", [run(2, 100), run(2, 80)])).toEqual([]);
  expect(warned("throughput-drop", [run(8, 90), run(1, 10), run(2, 100), run(4, 96)])).toMatchObject([{ observations: [0], evidence: { bestTokensPerSecond: 100, bestConcurrency: 2, worstTokensPerSecond: 90, worstConcurrency: 8 } }]);
});

describe("sweeps", () => {
  const few = (observations: readonly Observation[]): readonly (readonly number[])[] => warned("few-concurrencies", observations).map((warning) => warning.observations);
  const alone = (file: string, changes: Partial<Observation>): Observation => observed({ source: { tool: "vllm-bench", file }, ...changes });
  test("need three concurrencies", () => {
    expect(few([observed({ concurrency: 1 }), observed({ concurrency: 2 }), observed({ concurrency: 2 })])).toEqual([[0, 1, 2]]);
    expect(few([1, 2, 3].map((concurrency) => observed({ concurrency })))).toEqual([]);
  });
  test("are put together from files of one run each, of one deployment and of similar lengths", () => {
    expect(few([1, 2, 3].map((concurrency) => alone(`${concurrency}`, { concurrency })))).toEqual([]);
    expect(few([1, 2, 3].map((concurrency) => alone(`${concurrency}`, { concurrency, gpu: `gpu-${concurrency}` })))).toEqual([[0], [1], [2]]);
    expect(few([1, 2, 3].map((concurrency) => alone(`${concurrency}`, { concurrency, inputTokens: 10 ** concurrency })))).toEqual([[0], [1], [2]]);
  });
  test("hold no observation without a concurrency", () => {
    expect(few([observed({ concurrency: null })])).toEqual([]);
  });
});

test("fewer than five requests for each one in flight make a closed loop too short", () => {
  expect(warned("short-run", [observed({ completed: 79 }), observed({ completed: 80 }), observed(), observed({ completed: 16, arrivals: "burst" })])).toMatchObject([{ observations: [0], evidence: { completed: 79, concurrency: 16 } }]);
});

test("the order of observations changes no more than the indices", () => {
  const observations = [...loads.map((concurrency) => burst(server, concurrency)), observed({ concurrency: 700, failedFraction: 0.5, completed: 3 })];
  const summary = (list: readonly Observation[]): readonly string[] =>
    checkObservations(list)
      .map(({ code, evidence, observations: indices }) => JSON.stringify([code, evidence, indices.map((index) => list[index]?.concurrency ?? 0).sort((a, b) => a - b)]))
      .sort();
  fc.assert(
    fc.property(fc.shuffledSubarray(observations, { minLength: observations.length }), (shuffled) => {
      expect(summary(shuffled)).toEqual(summary(observations));
    }),
  );
});
