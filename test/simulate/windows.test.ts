import { describe, expect, it } from "vitest";
import { arrivalsOf } from "../../src/simulate/arrivals.js";
import type { StepClock } from "../../src/simulate/clock.js";
import type { ReplicaSettings } from "../../src/simulate/replica-settings.js";
import { cycleSeconds, residence } from "../../src/simulate/residence.js";
import { PLAIN_SCHEDULER } from "../../src/simulate/scheduler.js";
import type { SimulationOptions, Traffic } from "../../src/simulate/index.js";
import { simulateFleet } from "../../src/simulate/index.js";
import { each, eighths, quarter, tokens, trace, type Row } from "./fixtures.js";

/** A second in a slot: a prompt, and three tokens more. */
const second = { input: tokens(1), output: tokens(4) };
const loop = (requestsInFlight: number, requests: number, rounds?: number): Traffic => ({
  kind: "closed-loop",
  requestsInFlight,
  requests,
  ...(rounds === undefined ? {} : { rounds }),
  ...second,
});
/** With the warm-up that it has by itself. */
const warmed = (traffic: Traffic, changes: Partial<SimulationOptions> = {}) =>
  simulateFleet({ clock: quarter, replicas: 1, slots: 1, maxBatchedTokens: 100, traffic, ...changes });

describe("a loop", () => {
  const starts = (traffic: Traffic, clients: number) => {
    const arrivals = arrivalsOf(traffic, { seed: 1, slots: 1, cycleSeconds: () => 8 });
    return [...arrivals.followUps.times.subarray(0, clients)].toSorted((a, b) => a - b);
  };

  it("begins with all clients at once, of eight rounds unless it says; one without a start with clients anywhere in a request", () => {
    expect(starts(loop(4, 8, 2), 4)).toEqual([0, 0, 0, 0]);
    expect(starts(loop(4, 8), 4)).toEqual([0, 0, 0, 0]);
    const spread = starts(loop(10_000, 10_000, Infinity), 10_000);
    // Uniform in eight seconds: quarters within four standard errors.
    for (const quarterOf of [1, 2, 3])
      expect(Math.abs(spread.findIndex((seconds) => seconds >= 2 * quarterOf) / 2500 - quarterOf)).toBeLessThan(0.07);
    expect([(spread[0] ?? NaN) >= 0, (spread.at(-1) ?? NaN) < 8]).toEqual([true, true]);
  });

  it("has no more clients than requests", () => {
    expect(arrivalsOf(loop(9, 3), { seed: 1, slots: 1, cycleSeconds: () => 8 }).followUps.size).toBe(3);
  });

  it("of so many rounds counts the start: all requests, from the first to the last answer", () => {
    // Three slots and six clients: the first three take a second, all others two.
    for (const traffic of [loop(6, 12, 2), loop(6, 12)]) {
      const { counted, warmUpSeconds, e2eSeconds, requestsPerSecond, tooShort } = warmed(traffic, { slots: 3 });
      expect({ counted, warmUpSeconds, mean: e2eSeconds?.mean, requestsPerSecond, tooShort }).toEqual({
        counted: 12,
        warmUpSeconds: 0,
        mean: (3 + 9 * 2) / 12,
        requestsPerSecond: 3,
        tooShort: false,
      });
    }
  });
});

describe("a static batch", () => {
  it("has as many requests as there are slots, and waits for the last of the one before", () => {
    const batches: Traffic = { kind: "static-batch", requests: 5, ...second };
    expect(each({ slots: 2, traffic: batches })).toMatchObject({
      sent: [0, 0, 1, 1, 2],
      slot: [0, 0, 1, 1, 2],
      end: [1, 1, 2, 2, 3],
    });
    // Four slots of two replicas, then one request.
    expect(each({ slots: 2, replicas: 2, traffic: batches }).sent).toEqual([0, 0, 0, 0, 1]);
    const { counted, requestsPerSecond, tooShort } = warmed(batches, { slots: 2 });
    expect({ counted, requestsPerSecond, tooShort }).toEqual({ counted: 5, requestsPerSecond: 5 / 3, tooShort: false });
  });

  it("waits for the last answer to be there, whoever of the batch ended first", () => {
    // Prompts are read together. The first request finds nobody decoding, and its tokens take a second longer than those of the second.
    const clock: StepClock = { ...quarter, firstTokenSeconds: (decoding) => (decoding === 0 ? 1 : 0) };
    const { sent, end } = each({ clock, slots: 2, traffic: { kind: "static-batch", requests: 5, ...second } });
    expect({ sent, end }).toEqual({ sent: [0, 0, 2, 2, 4], end: [2, 1, 4, 3, 6] });
  });

  it("goes on when those of a batch are turned away", () => {
    // A prompt and three stored tokens do not fit in three blocks.
    expect(
      warmed({ kind: "static-batch", requests: 5, ...second }, { slots: 2, kv: { blocks: 3, blockTokens: 1 } }),
    ).toMatchObject({ rejected: 5, finished: 0, requestsPerSecond: 0 });
  });
});

describe("a warm-up", () => {
  it("of a loop without a start lasts three times as long as a request with its wait", () => {
    // Five clients, a second each: 15 s after the first request, with five requests of the start and 14 of those that followed answers.
    expect(warmed(loop(5, 100, Infinity))).toMatchObject({ counted: 81, tooShort: false });
    // 90 s, after which nobody comes.
    expect(warmed(loop(30, 100, Infinity))).toMatchObject({ counted: 100, tooShort: true });
  });

  it("of requests that come by themselves lasts three times as long as one takes at their rate", () => {
    // At 2, 4, 6 s and so on, a second each: the third comes three seconds after the first.
    const open: Traffic = { kind: "open", requestsPerSecond: 0.5, cv: 0, requests: 10, ...second };
    expect(warmed(open)).toMatchObject({ counted: 8, warmUpSeconds: 6 });
    expect(warmed(trace([10, 1, 4], [12, 1, 4], [13.5, 1, 4], [20, 1, 4]))).toMatchObject({
      counted: 2,
      warmUpSeconds: 13.5,
    });
  });

  it("of users has their think time in it", () => {
    // Ten seconds a cycle: 30 s after the first request.
    const { warmUpSeconds } = warmed(
      { kind: "users", users: 10, thinkSeconds: 9, thinking: "fixed", requests: 400, ...second },
      { slots: 20 },
    );
    const firstAsked =
      each({
        slots: 20,
        traffic: { kind: "users", users: 10, thinkSeconds: 9, thinking: "fixed", requests: 400, ...second },
      }).sent[0] ?? NaN;
    expect(warmUpSeconds - firstAsked).toBeGreaterThanOrEqual(30);
    expect(warmUpSeconds - firstAsked).toBeLessThan(35);
  });

  it("is a share of the requests where one is said", () => {
    expect(warmed(loop(5, 100, Infinity), { warmUpShare: 0.295 }).counted).toBe(71);
    expect(warmed(loop(5, 100, Infinity), { warmUpShare: 0 }).counted).toBe(100);
    expect(warmed({ kind: "burst", requests: 10, ...second }, { warmUpShare: 0.5 }).counted).toBe(5);
  });

  it("is none of what begins with the run", () => {
    expect(warmed({ kind: "burst", requests: 10, ...second })).toMatchObject({
      counted: 10,
      warmUpSeconds: 0,
      tooShort: false,
    });
  });
});

describe("a run that is too short", () => {
  it("has fewer than ten requests one behind the other between its warm-up and its last arrival", () => {
    // At 2, 4, 6 s and so on, counted from 6 s: eight end at 16 s.
    const open = (requests: number) =>
      warmed({ kind: "open", requestsPerSecond: 0.5, cv: 0, requests, ...second }).tooShort;
    expect([open(7), open(8)]).toEqual([true, false]);
  });

  it("is longer where users think in between", () => {
    const users = (thinkSeconds: number) =>
      warmed({ kind: "users", users: 10, thinkSeconds, thinking: "fixed", requests: 100, ...second }, { slots: 20 })
        .tooShort;
    // Ten requests of each user, of which three cycles warm up.
    expect([users(9), users(0)]).toEqual([true, true]);
    expect(
      warmed({ kind: "users", users: 10, thinkSeconds: 9, requests: 150, ...second }, { slots: 20 }).tooShort,
    ).toBe(false);
  });
});

describe("rates", () => {
  it("go to the last answer when the last arrival comes too soon", () => {
    // Ten slots: one is taken at 0, the others by those that have come at 0.25, and all again every second: the last nine of fifty end at 5.25.
    const rows = Array.from({ length: 50 }, (_, i) => [i / 50, 1, 4] as const);
    expect(warmed(trace(...rows), { slots: 10 })).toMatchObject({
      requestsPerSecond: 50 / 5.25,
      outputTokensPerSecond: 200 / 5.25,
      seconds: 5.25,
      tooShort: true,
      utilisation: { running: 50 / 5.25 },
    });
  });

  it("of 100 clients who send 150 requests are those of ten slots", () => {
    expect(warmed(loop(100, 150, 1.5), { slots: 10 }).requestsPerSecond).toBe(10);
    const { requestsPerSecond, tooShort } = warmed(loop(100, 150, Infinity), { slots: 10 });
    expect(tooShort).toBe(true);
    expect(Math.abs(requestsPerSecond / 10 - 1)).toBeLessThan(0.1);
  });

  it("go to the last arrival of a steady load: that the fleet then runs empty is no part of it", () => {
    // A request every half a second, each two seconds long: four at once, but for the last.
    const rows = Array.from({ length: 101 }, (_, i) => [i / 2, 1, 8] as const);
    const { requestsPerSecond, utilisation, seconds } = warmed(trace(...rows), { slots: 8 });
    expect({ requestsPerSecond, running: utilisation.running, seconds }).toEqual({
      requestsPerSecond: 2,
      running: 4,
      seconds: 52,
    });
  });
});

describe("the time of a request by the requests there are", () => {
  const settings = (changes: Partial<ReplicaSettings> = {}): ReplicaSettings => ({
    clock: eighths,
    scheduler: PLAIN_SCHEDULER,
    engines: 1,
    lanes: 1,
    stages: 1,
    slots: 4,
    maxBatchedTokens: 16,
    cache: { blocks: Infinity, blockTokens: 1, requestBlocks: 0 },
    ...changes,
  });
  const requestsOf = (...rows: readonly Row[]) =>
    arrivalsOf(trace(...rows), { seed: 1, slots: 1, cycleSeconds: () => 0 }).requests;
  const eight = requestsOf([0, 8, 5]);

  it("is its prompt, its tokens, and the prompts of those that run beside it; the rest wait", () => {
    const seconds = residence(settings(), eight);
    // 0.25 + 8/8 and four steps of 0.25; each other prompt adds a second; eight for four slots take twice as long.
    expect([1, 2, 4, 8].map(seconds)).toEqual([2.25, 3.25, 5.25, 10.5]);
    expect(seconds(0.1)).toBe(2.25);
    // Lengths count by their means.
    expect(residence(settings(), requestsOf([0, 6, 3], [0, 10, 7]))(2)).toBe(3.25);
  });

  it("has prompts in the room that those beside it leave of a step", () => {
    // 30 tokens: two steps of 15 beside one. The other prompt adds as much, but for a step.
    expect(residence(settings(), requestsOf([0, 30, 1]))(2)).toBe(4.25 + 4);
    // Prompts read beside two who hold 8 tokens and half of one each: 17/8, of which 0.25 would pass anyway.
    expect(
      residence(
        settings({ clock: { ...eighths, prefillSeconds: (_, cached) => cached / 8 } }),
        requestsOf([0, 8, 1]),
      )(3),
    ).toBe(17 / 8 + 2 * (17 / 8 - 0.25));
  });

  it("has prompts in steps of their own where engines do not mix", () => {
    expect([1, 4].map(residence(settings({ clock: { ...eighths, mixesPrompts: false } }), eight))).toEqual([
      2.25,
      2.25 + 3 * 1.25,
    ]);
  });

  it("has as many steps for a long prompt as it takes, and none for what the cache has", () => {
    // 32 tokens: two steps of 0.25 + 16/8.
    expect(residence(settings(), requestsOf([0, 32, 1]))(1)).toBe(4.5);
    expect(residence(settings(), requestsOf([0, 32, 1, { cached: 8, prefix: 1, shared: 20 }]))(1)).toBe(0.25 + 4 / 8);
    // Never less than a token.
    expect(residence(settings(), requestsOf([0, 32, 1, { cached: 32 }]))(1)).toBe(0.25 + 1 / 8);
  });

  it("has the cached tokens of those that decode, half their outputs among them, and the attention of prompts", () => {
    const clock = {
      ...eighths,
      decodingSeconds: (n: number, cached: number) => n + cached / 100,
      attentionSeconds: (before: number, added: number) => (before + added) / 8,
    };
    // 0.25 + 8/8 + 8/8, and four steps of 1 + 10.5/100.
    expect(residence(settings({ clock }), eight)(1)).toBeCloseTo(2.25 + 4 * 1.105, 12);
  });

  it("is that of a client's part of the lanes, of users who are not thinking, or of the requests that a rate keeps in slots", () => {
    const seconds = (inFlight: number) => Math.max(1, inFlight);
    expect(cycleSeconds(loop(12, 100), eight, 3, 4, seconds)).toBe(4);
    // 20 users for each lane, of whom R / (R + 9) wait for an answer that takes as long: R = 11.
    expect(
      cycleSeconds({ kind: "users", users: 40, thinkSeconds: 9, requests: 10, ...second }, eight, 2, 4, seconds),
    ).toBeCloseTo(9 + 11, 3);
    // Five requests in ten seconds on one lane: half a second each in it.
    const five = requestsOf([10, 1, 4], [12, 1, 4], [15, 1, 4], [18, 1, 4], [20, 1, 4]);
    expect(cycleSeconds(trace([0, 1, 1]), five, 1, 4, (inFlight) => 1 + inFlight)).toBeCloseTo(2, 9);
    // On two lanes a quarter.
    expect(cycleSeconds(trace([0, 1, 1]), five, 2, 4, (inFlight) => 1 + inFlight)).toBeCloseTo(4 / 3, 9);
    // More than there are slots for: those that wait do not count, for they might wait for ever.
    expect(cycleSeconds(trace([0, 1, 1]), five, 1, 4, (inFlight) => 100 * (1 + inFlight))).toBe(500);
  });
});
