import { describe, expect, it } from "vitest";
import { linearClock } from "../../src/simulate/clock.js";
import { simulateFleet, type SimulationOptions } from "../../src/simulate/index.js";
import { lengthDistribution } from "../../src/workload/length-distribution.js";
import { refusal as refusalOf } from "../support/refusal.js";

const drawn = { requests: 3, input: lengthDistribution(5, "input"), output: lengthDistribution(5, "output") };
const clock = linearClock({ stepSeconds: 1, requestSeconds: 0, promptTokenSeconds: 0 });
const valid: SimulationOptions = {
  clock,
  replicas: 1,
  slots: 2,
  maxBatchedTokens: 8,
  traffic: { kind: "burst", ...drawn },
};
const columns = { arrivalSeconds: [0, 1], inputTokens: [1, 2], outputTokens: [3, 4] };

/** Code and field of the error that options lead to. */
const refusal = (changes: object): string => refusalOf(() => simulateFleet({ ...valid, ...changes }));

const trace = (changes: object): string =>
  refusal({ traffic: { kind: "trace", requests: { ...columns, ...changes } } });

describe("simulateFleet refuses", () => {
  it("a fleet that is none", () => {
    expect(refusal({})).toBe("accepted");
    expect(refusal({ replicas: 0 })).toBe("out-of-range replicas");
    expect(refusal({ slots: 1.5 })).toBe("out-of-range slots");
    expect(refusal({ slots: NaN })).toBe("out-of-range slots");
    expect(refusal({ maxBatchedTokens: 1 })).toBe("out-of-range maxBatchedTokens");
    expect(refusal({ clock: {} })).toBe("invalid-type clock.decodingSeconds");
    expect(refusal({ routing: "nearest" })).toBe("out-of-range routing");
    expect(refusal({ kv: { blocks: 0, blockTokens: 16 } })).toBe("out-of-range kv.blocks");
    expect(refusal({ kv: { blocks: 5, blockTokens: 16, pages: 1 } })).toBe("out-of-range kv.pages");
    for (const name of ["engines", "lanes", "stages"]) {
      expect(refusal({ [name]: 2 })).toBe("accepted");
      expect(refusal({ [name]: 0 })).toBe(`out-of-range ${name}`);
      expect(refusal({ [name]: 1.5 })).toBe(`out-of-range ${name}`);
      expect(refusal({ [name]: 4097 })).toBe(`out-of-range ${name}`);
    }
    expect(refusal({ speed: 2 })).toBe("out-of-range options.speed");
  });

  it.each(["stepSeconds", "requestSeconds", "promptTokenSeconds", "cachedTokenSeconds"])(
    "a linear clock whose %s is below zero",
    (name) => {
      const law = { stepSeconds: 1, requestSeconds: 0, promptTokenSeconds: 0, cachedTokenSeconds: 0 };
      expect(() => linearClock({ ...law, [name]: -1 })).toThrow(`clock.${name} must be`);
      expect(() => linearClock({ ...law, speed: 1 } as typeof law)).toThrow("clock.speed is not known");
      expect(() => linearClock("fast" as unknown as typeof law)).toThrow("clock must be");
    },
  );

  it.each(["decodingSeconds", "straightUpTo", "prefillSeconds", "attentionSeconds", "firstTokenSeconds"])(
    "a clock whose %s is no number",
    (name) => {
      for (const value of [undefined, NaN, "1", -Infinity])
        expect(refusal({ clock: { ...clock, [name]: () => value } })).toBe(`not-a-number clock.${name}`);
    },
  );

  it("no arrivals that are as good as even: they end", () => {
    for (const cv of [0, 1e-300, 1e-150])
      expect(refusal({ traffic: { kind: "open", requestsPerSecond: 1, cv, ...drawn } })).toBe("accepted");
  });

  it("rules that no engine has", () => {
    const rules = (scheduler: object, changes: object = {}): string => refusal({ scheduler, ...changes });
    for (const admission of ["prompt", "first-chunk", "whole-output", "expected-output"])
      expect(rules({ admission })).toBe("accepted");
    expect(rules({ admission: "longest" })).toBe("out-of-range scheduler.admission");
    expect(rules({ chunksPrompts: 1 })).toBe("invalid-type scheduler.chunksPrompts");
    expect(rules({ lagSteps: 1 })).toBe("accepted");
    expect(rules({ lagSteps: 2 })).toBe("out-of-range scheduler.lagSteps");
    expect(rules({ lagSteps: 0.5 })).toBe("out-of-range scheduler.lagSteps");
    expect(rules({ keepsFreedBlocks: "yes" })).toBe("invalid-type scheduler.keepsFreedBlocks");
    expect(rules({ holdsPromptSteps: 50 })).toBe("accepted");
    expect(rules({ holdsPromptSteps: -1 })).toBe("out-of-range scheduler.holdsPromptSteps");
    expect(rules({ watermark: 0.01 })).toBe("out-of-range scheduler.watermark");
    expect(refusal({ scheduler: "vllm" })).toBe("invalid-type scheduler");
  });

  it("room for a first chunk where prompts are not read in chunks beside what decodes", () => {
    const firstChunk = { admission: "first-chunk" } as const;
    expect(refusal({ scheduler: { ...firstChunk, chunksPrompts: false } })).toBe(
      "contradictory-options scheduler.admission",
    );
    expect(refusal({ scheduler: firstChunk, clock: { ...clock, mixesPrompts: false } })).toBe(
      "contradictory-options scheduler.admission",
    );
    expect(refusal({ scheduler: firstChunk })).toBe("accepted");
  });

  it("options, clocks, caches and limits that are none, and numbers beyond those of any fleet", () => {
    expect(refusalOf(() => simulateFleet(null as never))).toBe("invalid-type options");
    expect(refusal({ clock: null })).toBe("invalid-type clock");
    expect(refusal({ clock: { ...clock, mixesPrompts: "yes" } })).toBe("invalid-type clock.mixesPrompts");
    expect(refusal({ clock: { ...clock, decodingSeconds: () => Infinity } })).toBe(
      "not-a-number clock.decodingSeconds",
    );
    expect(() => simulateFleet({ ...valid, clock: { ...clock, decodingSeconds: () => -1 } })).toThrow(
      /clock.decodingSeconds must return a number from 0 to \d/,
    );
    expect(refusal({ traffic: null })).toBe("invalid-type traffic");
    expect(refusal({ replicas: 1e5 + 1 })).toBe("out-of-range replicas");
    expect(refusal({ seed: 1.5 })).toBe("out-of-range seed");
    expect(refusal({ seed: 0, warmUpShare: 0.99, onProgress: () => undefined })).toBe("accepted");
    expect(refusal({ kv: "all" })).toBe("invalid-type kv");
    expect([0, 1e7 + 1].map((blockTokens) => refusal({ kv: { blocks: 5, blockTokens } }))).toEqual([
      "out-of-range kv.blockTokens",
      "out-of-range kv.blockTokens",
    ]);
    expect(refusal({ kv: { blocks: 5, blockTokens: 16, requestBlocks: -1 } })).toBe("out-of-range kv.requestBlocks");
    expect(refusal({ targets: 3 })).toBe("invalid-type targets");
    expect(
      [{ queueSeconds: 0 }, { e2eSeconds: 1, ttftSeconds: undefined }].map((targets) => refusal({ targets })),
    ).toEqual(["accepted", "accepted"]);
    expect(
      [{ queueSeconds: -1 }, { e2eSeconds: 0 }, { tpotSeconds: 0 }].map((targets) => refusal({ targets })),
    ).toEqual([
      "out-of-range targets.queueSeconds",
      "out-of-range targets.e2eSeconds",
      "out-of-range targets.tpotSeconds",
    ]);
    expect(() => simulateFleet({ ...valid, targets: { ttftSeconds: undefined } as never })).toThrow(
      "targets must name a limit",
    );
    expect(() => simulateFleet({ ...valid, scheduler: { admission: "first-chunk", chunksPrompts: false } })).toThrow(
      "scheduler.admission must not be first-chunk unless prompts are read in chunks, beside what decodes",
    );
  });

  it("what cannot be recorded", () => {
    expect(refusal({ seed: -1 })).toBe("out-of-range seed");
    expect(refusal({ warmUpShare: 1 })).toBe("out-of-range warmUpShare");
    expect(refusal({ timeSeriesSeconds: 0 })).toBe("out-of-range timeSeriesSeconds");
    expect(refusal({ timeSeriesSeconds: 1e-7 })).toBe("out-of-range timeSeriesSeconds");
    expect(refusal({ targets: {} })).toBe("missing-target targets");
    expect(refusal({ targets: { ttft: 1 } })).toBe("out-of-range targets.ttft");
    expect(refusal({ targets: { ttftSeconds: NaN } })).toBe("out-of-range targets.ttftSeconds");
    expect(refusal({ onProgress: true })).toBe("invalid-type onProgress");
  });

  it("traces that are not in order or hold what is no length", () => {
    expect(trace({})).toBe("accepted");
    expect(trace({ arrivalSeconds: Float64Array.of(0, 1), inputTokens: Int32Array.of(1, 2) })).toBe("accepted");
    expect(trace({ arrivalSeconds: [1, 0] })).toBe("out-of-range traffic.requests.arrivalSeconds[1]");
    expect(trace({ arrivalSeconds: [-1, 0] })).toBe("out-of-range traffic.requests.arrivalSeconds[0]");
    expect(trace({ arrivalSeconds: [0, NaN] })).toBe("out-of-range traffic.requests.arrivalSeconds[1]");
    expect(trace({ arrivalSeconds: [], inputTokens: [], outputTokens: [] })).toBe(
      "out-of-range traffic.requests.arrivalSeconds.length",
    );
    expect(trace({ inputTokens: [1] })).toBe("out-of-range traffic.requests.inputTokens.length");
    expect(trace({ outputTokens: [0, 1] })).toBe("out-of-range traffic.requests.outputTokens[0]");
    expect(trace({ outputTokens: ["3", 1] })).toBe("invalid-type traffic.requests.outputTokens[0]");
    expect(trace({ inputTokens: "12" })).toBe("invalid-type traffic.requests.inputTokens");
    expect(trace({ cachedTokens: [0, 3] })).toBe("out-of-range traffic.requests.cachedTokens[1]");
    expect(trace({ sessions: [1, 1] })).toBe("contradictory-options traffic.requests");
    expect(trace({ sessions: [1, 1], thinkSeconds: [0, -1] })).toBe("out-of-range traffic.requests.thinkSeconds[1]");
    expect(trace({ maxOutputTokens: [3, 9] })).toBe("accepted");
    expect(trace({ maxOutputTokens: [2, 4] })).toBe("out-of-range traffic.requests.maxOutputTokens[0]");
    expect(trace({ prefixes: [5, 5], sharedTokens: [1, 1] })).toBe("accepted");
    expect(trace({ prefixes: [5, 6], sharedTokens: [1, 2] })).toBe("accepted");
    expect(trace({ prefixes: [5, 5], sharedTokens: [0, 1] })).toBe("out-of-range traffic.requests.sharedTokens[1]");
    expect(trace({ prefixes: [5, 6], sharedTokens: [1, 3] })).toBe("out-of-range traffic.requests.sharedTokens[1]");
    expect(trace({ prefixes: [5, 6], sharedTokens: [1, 1], cachedTokens: [0, 1] })).toBe("accepted");
    expect(trace({ prefixes: [5, 6], sharedTokens: [1, 1], cachedTokens: [0, 2] })).toBe(
      "out-of-range traffic.requests.cachedTokens[1]",
    );
    expect(trace({ prefixes: [5, -1], sharedTokens: [1, 1] })).toBe("out-of-range traffic.requests.prefixes[1]");
    expect(trace({ prefixes: [5, 5] })).toBe("contradictory-options traffic.requests");
    expect(trace({ sharedTokens: [1, 1] })).toBe("contradictory-options traffic.requests");
    expect(trace({ lengths: [1, 1] })).toBe("out-of-range traffic.requests.lengths");
  });

  it("more users or requests than are simulated", () => {
    const many = 1e9;
    expect(refusal({ traffic: { ...drawn, kind: "users", users: many, thinkSeconds: 1 } })).toBe(
      "out-of-range traffic.users",
    );
    expect(refusal({ traffic: { ...drawn, kind: "open", requestsPerSecond: 1, requests: many } })).toBe(
      "out-of-range traffic.requests",
    );
  });

  it("traffic that cannot be drawn", () => {
    const traffic = (changes: object): string => refusal({ traffic: { ...drawn, ...changes } });
    expect(traffic({ kind: "flood" })).toBe("out-of-range traffic.kind");
    expect(traffic({ kind: "burst", requests: 0 })).toBe("out-of-range traffic.requests");
    expect(traffic({ kind: "burst", users: 2 })).toBe("out-of-range traffic.users");
    expect(traffic({ kind: "open", requestsPerSecond: 0 })).toBe("out-of-range traffic.requestsPerSecond");
    expect(traffic({ kind: "open", requestsPerSecond: 1, cv: -1 })).toBe("out-of-range traffic.cv");
    expect(traffic({ kind: "users", users: 2.5, thinkSeconds: 1 })).toBe("out-of-range traffic.users");
    expect(traffic({ kind: "users", users: 2, thinkSeconds: -1 })).toBe("out-of-range traffic.thinkSeconds");
    expect(traffic({ kind: "users", users: 2, thinkSeconds: 1, thinking: "deep" })).toBe(
      "out-of-range traffic.thinking",
    );
    expect(traffic({ kind: "closed-loop", requestsInFlight: 0 })).toBe("out-of-range traffic.requestsInFlight");
    expect(traffic({ kind: "closed-loop", requestsInFlight: 2.5 })).toBe("out-of-range traffic.requestsInFlight");
    expect(traffic({ kind: "closed-loop", requestsInFlight: 2, rounds: 0.5 })).toBe("out-of-range traffic.rounds");
    expect(traffic({ kind: "closed-loop", requestsInFlight: 2, rounds: Infinity })).toBe("accepted");
    expect(traffic({ kind: "static-batch" })).toBe("accepted");
    expect(traffic({ kind: "static-batch", requests: 2.5 })).toBe("out-of-range traffic.requests");
    expect(traffic({ kind: "burst", requests: 2.5 })).toBe("out-of-range traffic.requests");
    expect(traffic({ kind: "burst", sharedTokens: 1.5 })).toBe("out-of-range traffic.sharedTokens");
    expect(traffic({ kind: "burst", sharedTokens: -1 })).toBe("out-of-range traffic.sharedTokens");
    expect(traffic({ kind: "burst", maxOutputTokens: 0 })).toBe("out-of-range traffic.maxOutputTokens");
    expect(traffic({ kind: "burst", cachedShare: 1 })).toBe("out-of-range traffic.cachedShare");
    expect(traffic({ kind: "burst", input: 5 })).toBe("invalid-type traffic.input");
  });
});

describe("nothing to report", () => {
  it("is null, never NaN", () => {
    const { queueSeconds, requestsPerSecond, utilisation, withinTargets } = simulateFleet({
      ...valid,
      kv: { blocks: 1, blockTokens: 1 },
      targets: { ttftSeconds: 1 },
    });
    expect({ queueSeconds, requestsPerSecond, withinTargets }).toEqual({
      queueSeconds: null,
      requestsPerSecond: 0,
      withinTargets: 0,
    });
    expect(Object.values(utilisation)).toEqual([0, 0, 0, 0, 0]);
  });
});
