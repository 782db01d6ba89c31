import { describe, expect, it } from "vitest";
import type { StepClock } from "../../src/simulate/clock.js";
import { each, eighths, fleet, quarter, tokens, trace, type Row } from "./fixtures.js";

/** A second, and an eighth for each token of a prompt, half as much for one of another lane; for each cached token an eighth, after half a second. */
const shared: StepClock = {
  ...quarter,
  decodingSeconds: (_, cachedTokens) => 0.5 + cachedTokens / 8,
  prefillSeconds: (decoding, cachedTokens, promptTokens, attentionSeconds, othersTokens) =>
    (decoding === 0 ? 1 : 1.5 + cachedTokens / 8) + promptTokens / 8 + othersTokens / 16 + attentionSeconds,
  attentionSeconds: (before, added) => (before + added) / 64,
};

describe("lanes that step together", () => {
  it("take as long as the slowest, with what the others read", () => {
    // One reads 8 tokens, the other 4: 1 + 8/8 + 4/16 + 8/64 is longer than 1 + 4/8 + 8/16 + 4/64. Then 9 tokens are cached, and 5.
    expect(each({ clock: shared, lanes: 2, traffic: trace([0, 8, 3], [0, 4, 2]) })).toMatchObject({
      slot: [0, 0],
      first: [2.375, 2.375],
      end: [2.375 + 1.625 + 1.75, 2.375 + 1.625],
    });
    // Alone there is nothing to wait for.
    expect(each({ clock: shared, lanes: 2, traffic: trace([0, 8, 3]) }).end).toEqual([2.125 + 1.625 + 1.75]);
  });

  it("decode for as long as another reads, and read for as long as another decodes", () => {
    // At 2.125 the first decodes 9 tokens, while 1 token is read: 1 + 1/8 + 1/64 beside 1.625.
    expect(each({ clock: shared, lanes: 2, traffic: trace([0, 8, 3], [1, 1, 1]) })).toMatchObject({
      slot: [0, 2.125],
      first: [2.125, 3.75],
    });
    // 16 tokens: 1 + 2 + 1/4 are longer.
    expect(each({ clock: shared, lanes: 2, traffic: trace([0, 8, 3], [1, 16, 1]) })).toMatchObject({
      first: [2.125, 5.375],
      end: [5.375 + 1.75, 5.375],
    });
  });

  it("halt together in engines that do not mix", () => {
    // The first has its token at 0.25; then the other lane reads 25 tokens by ten.
    expect(
      each({
        clock: { ...quarter, mixesPrompts: false },
        lanes: 2,
        maxBatchedTokens: 10,
        traffic: trace([0, 1, 5], [0.25, 25, 1]),
      }).end,
    ).toEqual([1.25 + 0.75, 1]);
  });

  it("have slots, tokens of a step and a cache each", () => {
    const lanes = (count: number) =>
      each({
        lanes: count,
        slots: 2,
        maxBatchedTokens: 6,
        kv: { blocks: 4, blockTokens: 4 },
        scheduler: { admission: "whole-output" },
        traffic: trace(...[0, 1, 2, 3].map(() => [0, 6, 3] as const)),
      });
    // Two blocks each, and all six tokens of a step: the second prompt of each lane begins with the five that the next step has left.
    expect(lanes(2).slot).toEqual([0, 0, 0.25, 0.25]);
    // In one lane the first ends at 0.75, and the second, whose prompt took two steps, at 1.25.
    expect(lanes(1).slot).toEqual([0, 0.25, 0.75, 1.25]);
  });

  it("hold prompts back until all have one, for so many steps at most, while others decode", () => {
    const held = (holdsPromptSteps: number, ...rows: readonly (readonly [number, number, number])[]) =>
      each({ lanes: 2, slots: 2, scheduler: { holdsPromptSteps }, traffic: trace([0, 4, 20], ...rows) }).slot;
    // The first is held back for nobody: nothing decodes. The second comes at 0.3, and might begin at 0.5.
    expect(held(0, [0.3, 4, 1])).toEqual([0, 0.5]);
    expect(held(3, [0.3, 4, 1])).toEqual([0, 1.25]);
    // The third goes to the lane of the first, and ends the wait at 1 s.
    expect(held(3, [0.3, 4, 1], [0.8, 4, 1])).toEqual([0, 1, 1]);
    // Steps are counted anew for the next.
    expect(held(3, [0.3, 4, 1], [2.1, 4, 1])).toEqual([0, 1.25, 3]);
    // With a step of lag they are held back a step later.
    expect(
      each({
        lanes: 2,
        slots: 2,
        scheduler: { holdsPromptSteps: 3, lagSteps: 1 },
        traffic: trace([0, 4, 20], [0.3, 4, 1]),
      }).slot,
    ).toEqual([0, 1.25]);
  });

  it("are as busy as the fleet: shares are of all of them", () => {
    const { utilisation } = fleet({
      lanes: 2,
      slots: 2,
      kv: { blocks: 8, blockTokens: 2 },
      scheduler: { admission: "whole-output" },
      traffic: trace([0, 4, 5]),
    });
    // One of four slots, four of sixteen blocks, all the time.
    expect(utilisation).toEqual({ busyShare: 1, slotShare: 0.25, running: 1, waiting: 0, cacheShare: 0.25 });
  });
});

describe("replicas", () => {
  it("are each as busy as they are, and the fleet as its mean", () => {
    // Two seconds each, in turn: the first replica has one after the other, the second one.
    const { utilisation, perReplica } = fleet({
      replicas: 2,
      slots: 1,
      kv: { blocks: 22, blockTokens: 1 },
      scheduler: { admission: "whole-output" },
      traffic: trace([0, 4, 8], [0, 4, 8], [0, 4, 8]),
    });
    expect(utilisation).toEqual({ busyShare: 0.75, slotShare: 0.75, running: 1.5, waiting: 0.5, cacheShare: 0.375 });
    const replica = { rejected: 0, preemptions: 0 };
    expect(perReplica).toEqual([
      { ...replica, requests: 2, busyShare: 1, running: 1, waiting: 0.5, outputTokensPerSecond: 4 },
      { ...replica, requests: 1, busyShare: 0.5, running: 0.5, waiting: 0, outputTokensPerSecond: 2 },
    ]);
  });

  it("that turned all requests away have no rates", () => {
    const { requestsPerSecond, utilisation, perReplica } = fleet({
      kv: { blocks: 1, blockTokens: 1 },
      traffic: trace([0, 4, 8]),
    });
    expect({ requestsPerSecond, utilisation }).toEqual({
      requestsPerSecond: 0,
      utilisation: { busyShare: 0, slotShare: 0, running: 0, waiting: 0, cacheShare: 0 },
    });
    expect(perReplica).toEqual([
      { requests: 1, rejected: 1, preemptions: 0, busyShare: 0, running: 0, waiting: 0, outputTokensPerSecond: 0 },
    ]);
  });
});

describe("engines behind one address", () => {
  it("do not wait for one another", () => {
    // 1.25 s and 0.5 s for the prompts.
    const rows = [
      [0, 8, 2],
      [0, 2, 2],
    ] as const;
    expect(each({ clock: eighths, engines: 2, traffic: trace(...rows) }).end).toEqual([1.5, 0.75]);
    expect(each({ clock: eighths, lanes: 2, traffic: trace(...rows) }).end).toEqual([1.5, 1.5]);
    expect(each({ clock: eighths, traffic: trace(...rows) }).end).toEqual([1.5, 2.25]);
  });

  it("are busy each by itself", () => {
    const { utilisation, perReplica } = fleet({ engines: 2, slots: 2, traffic: trace([0, 4, 4], [0, 4, 2]) });
    // One for a second, the other for half of it.
    expect(utilisation).toMatchObject({ busyShare: 0.75, running: 1.5, slotShare: 1.5 / 4 });
    expect(perReplica.map(({ busyShare, running }) => [busyShare, running])).toEqual([[0.75, 1.5]]);
  });
});

describe("the balancer of engines", () => {
  /** Prompts of two tokens for all of the first engine's requests, and as many for the other's, which end at once. */
  const running = (count: number) => Array.from({ length: 2 * count }, (_, i) => [0, 2, i % 2 === 0 ? 20 : 1] as const);

  it("sends to the one with the least requests, of which one that waits counts as four that run", () => {
    // All prompts of an engine take 0.25 + count / 4 s. Then only the first engine runs. At a step's end of its own three come: the
    // first to the idle engine, where it waits; the second to the busy one unless that runs more than four.
    const firsts = (count: number) => {
      const start = 0.25 + count / 4 + 0.5;
      return each({
        clock: eighths,
        engines: 2,
        slots: 16,
        traffic: trace(...running(count), [start, 8, 1], [start, 8, 1]),
      })
        .first.slice(-2)
        .map((seconds) => seconds - start);
    };
    // 0.25 + 8/8 each, or both in one step.
    expect(firsts(3)).toEqual([1.25, 1.25]);
    expect(firsts(4)).toEqual([1.25, 1.25]);
    expect(firsts(5)).toEqual([2.25, 2.25]);
  });
});

describe("stages of a pipeline", () => {
  it("are gone through by one group after the other, each half a step later", () => {
    // Two stages of 0.125 s: the first group's prompt leaves them at 0.25, the second's at 0.375; then each has a token every 0.25.
    expect(each({ stages: 2, traffic: trace([0, 4, 3], [0, 4, 3]) })).toMatchObject({
      slot: [0, 0],
      first: [0.25, 0.375],
      end: [0.75, 0.875],
    });
    // Three stages, of which two have something to do.
    const { end } = each({ stages: 3, traffic: trace([0, 4, 3], [0, 4, 3]) });
    expect(end.map((seconds) => seconds.toFixed(6))).toEqual(["0.750000", "0.833333"]);
  });

  it("are waited for while a longer step is in them", () => {
    // 6 tokens: half a second in each stage. 2 tokens: a quarter; they wait for the second stage till 1 s, and leave it at 1.25.
    // The first group's next token enters at 1 s, waits till 1.25, and is there at 1.375; the second group's is at 1.5.
    expect(each({ clock: eighths, stages: 2, traffic: trace([0, 6, 2], [0, 2, 2]) })).toMatchObject({
      first: [1, 1.25],
      end: [1.375, 1.5],
    });
  });

  it("are entered in the order of the groups, whichever is free to begin first", () => {
    // Both groups begin at once at 0, and again when a request comes for each at 10 s.
    expect(each({ stages: 2, traffic: trace([0, 4, 1], [0, 4, 1], [10, 4, 1], [10, 4, 1]) }).first).toEqual([
      0.25, 0.375, 10.25, 10.375,
    ]);
  });

  it("are those of each engine", () => {
    expect(each({ stages: 2, engines: 2, traffic: trace([0, 4, 1], [0, 4, 1], [0, 4, 1], [0, 4, 1]) }).first).toEqual([
      0.25, 0.375, 0.25, 0.375,
    ]);
  });

  it("take twice as many requests in the same time", () => {
    const rate = (stages: number) =>
      fleet({
        stages,
        traffic: {
          kind: "closed-loop",
          requestsInFlight: 2,
          rounds: 400,
          requests: 800,
          input: tokens(1),
          output: tokens(4),
        },
      }).requestsPerSecond;
    // A second for each; the second group ends an eighth later.
    expect([rate(1), rate(2)]).toEqual([1, 800 / 400.125]);
  });
});

describe("batches that follow one another through a pipeline", () => {
  it("share a cache: what one of them frees, another that waits for it takes at once", () => {
    const one = {
      stages: 2,
      kv: { blocks: 6, blockTokens: 1 },
      scheduler: { admission: "whole-output" },
      traffic: trace([0, 4, 3], [0, 4, 3]),
    } as const;
    // All of 4 + 3 - 1 blocks are the first one's until it ends.
    expect(each(one)).toMatchObject({ slot: [0, 0.75], first: [0.25, 1], end: [0.75, 1.5] });
    const { utilisation, timeSeries } = fleet({ ...one, timeSeriesSeconds: 0.5 });
    expect([utilisation.cacheShare, timeSeries?.cacheShare]).toEqual([1, [1, 1, 1]]);
    // Room for both: twelve blocks until 0.75, six until 0.875.
    expect(fleet({ ...one, kv: { blocks: 12, blockTokens: 1 } }).utilisation.cacheShare).toBeCloseTo(
      (12 * 0.75 + 6 * 0.125) / 12 / 0.875,
      12,
    );
  });

  it("share what prompts begin with", () => {
    // 10 tokens take 0.75 s in each stage, 2 tokens 0.25: they wait for the second stage.
    expect(
      each({
        clock: eighths,
        stages: 2,
        traffic: trace([0, 10, 1, { prefix: 1, shared: 8 }], [0, 10, 1, { prefix: 1, shared: 8 }]),
      }).first,
    ).toEqual([1.5, 1.75]);
  });

  it("do not send one another back for ever: who gave way to another batch returns when somebody has ended", () => {
    // Each reads 4 of 8 tokens. At 0.25 the first has room for two more: it gives way, though its first part would have room again. The
    // second reads the rest by 0.625 and ends at 0.875; then the first has two steps to read, and one more.
    const { slot, first, end, preemptions } = each({
      stages: 2,
      maxBatchedTokens: 4,
      kv: { blocks: 10, blockTokens: 1 },
      scheduler: { admission: "first-chunk" },
      traffic: trace([0, 8, 2], [0, 8, 2]),
    });
    expect({ slot, first, end, preemptions }).toEqual({
      slot: [0, 0],
      first: [1.375, 0.625],
      end: [1.625, 0.875],
      preemptions: 1,
    });
  });

  it("give way where another one's tokens have taken the last block", () => {
    // 14 blocks: at 1 s both hold 7, and the first needs another. It has four tokens; the second has its sixth at 1.625, and then the first's
    // 8 tokens are read by 1.875.
    const { end, preemptions } = each({
      stages: 2,
      kv: { blocks: 14, blockTokens: 1 },
      traffic: trace([0, 4, 6], [0, 4, 6]),
    });
    expect({ end, preemptions }).toEqual({ end: [2.125, 1.625], preemptions: 1 });
  });
});

describe("tokens on their way to a client", () => {
  /** For a second, and for two steps where others decode. */
  const slow: StepClock = { ...quarter, firstTokenSeconds: (decoding) => 1 + (decoding === 0 ? 0 : 2 * 0.25) };

  it("are late by as much, the first and the last, while the engine goes on", () => {
    // The prompt is read by 0.25 and the last token written by 0.75; the client has them a second later.
    expect(each({ clock: slow, traffic: trace([0, 4, 3]) })).toMatchObject({ first: [1.25], end: [1.75] });
    expect(fleet({ clock: slow, traffic: trace([0, 4, 3]) })).toMatchObject({
      seconds: 1.75,
      requestsPerSecond: 1 / 1.75,
      utilisation: { busyShare: 0.75 / 1.75, running: 0.75 / 1.75 },
    });
    // A series goes on to the last answer; a token at 0.25, at 0.5 and at 0.75.
    expect(fleet({ clock: slow, traffic: trace([0, 4, 3]), timeSeriesSeconds: 0.5 }).timeSeries).toMatchObject({
      seconds: [0, 0.5, 1, 1.5],
      outputTokens: [2, 1, 0, 0],
      running: [1, 0.5, 0, 0],
    });
    // The slot is free at 0.75: the next is read by 1 s, beside nobody.
    expect(each({ clock: slow, traffic: trace([0, 4, 3], [0.125, 4, 2]) })).toMatchObject({
      slot: [0, 0.75],
      first: [1.25, 2],
      end: [1.75, 2.25],
    });
  });

  it("are there before the next request of a client or a session is sent", () => {
    expect(
      each({
        clock: slow,
        traffic: { kind: "closed-loop", requestsInFlight: 1, requests: 3, input: tokens(4), output: tokens(3) },
      }).sent,
    ).toEqual([0, 1.75, 3.5]);
    expect(
      each({ clock: slow, traffic: trace([0, 4, 3, { session: 1 }], [0, 4, 3, { session: 1, think: 1 }]) }).sent,
    ).toEqual([0, 2.75]);
  });

  it("wait for steps of others, but not again for the one that their request has waited for", () => {
    const first = (...rows: readonly Row[]) =>
      each({ clock: slow, slots: 2, traffic: trace([0, 4, 20], ...rows) }).first.at(-1);
    // In the middle of a step: read from 1.5 to 1.75, and 0.125 s of 1.5 have passed.
    expect(first([1.375, 4, 1])).toBe(1.75 + 1.5 - 0.125);
    // At the end of one.
    expect(first([1.25, 4, 1])).toBe(1.5 + 1.5);
    // Of 0.75 s until the second ends one step.
    expect(first([0, 4, 4], [0.25, 4, 1])).toBe(1.25 + 1.5 - 0.25);
  });

  it("have a step less to wait for where plans lag", () => {
    const first = (...rows: readonly Row[]) =>
      each({ clock: slow, slots: 2, scheduler: { lagSteps: 1 }, traffic: trace([0, 4, 20], ...rows) }).first.at(-1);
    // Begins at 1.75.
    expect(first([1.375, 4, 1])).toBe(2 + 1.5 - 0.375);
    // The second ends at 1 s, which is known at 1.25: of one second two steps.
    expect(first([0, 4, 4], [0.25, 4, 1])).toBe(1.5 + 1.5 - 0.5);
  });

  it("have nothing to wait for when all of it has passed", () => {
    const brief: StepClock = { ...quarter, firstTokenSeconds: () => 0.0625 };
    expect(each({ clock: brief, slots: 2, traffic: trace([0, 4, 20], [1.375, 4, 1]) })).toMatchObject({
      first: [0.3125, 1.75],
      end: [5.0625, 1.75],
    });
  });

  it("are there sooner than steps say where prompts are read faster; the next request is sent when the engine has done", () => {
    const early: StepClock = { ...quarter, firstTokenSeconds: () => -0.125 };
    expect(each({ clock: early, traffic: trace([0, 4, 3]) })).toMatchObject({ first: [0.125], end: [0.625] });
    expect(each({ clock: early, slots: 2, traffic: trace([0, 4, 20], [1.375, 4, 1]) }).first).toEqual([0.125, 1.625]);
    expect(
      each({
        clock: early,
        traffic: { kind: "closed-loop", requestsInFlight: 1, requests: 2, input: tokens(4), output: tokens(3) },
      }).sent,
    ).toEqual([0, 0.75]);
  });

  it("are late by no more when a request is read again", () => {
    // The second finds the first decoding: its tokens take 1.5 s. It loses its slot after four of them, is read again at the first one's end,
    // and has its sixth at 2 s.
    const { first, end, preemptions } = each({
      clock: slow,
      slots: 2,
      kv: { blocks: 6, blockTokens: 2 },
      traffic: trace([0, 3, 6], [0, 3, 6]),
    });
    expect({ first, end, preemptions }).toEqual({ first: [1.25, 1.75], end: [2.5, 3.5], preemptions: 1 });
  });
});
