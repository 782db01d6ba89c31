import { describe, expect, it } from "vitest";
import { linearClock } from "../../src/simulate/clock.js";
import { fleet, quarter, trace } from "./fixtures.js";

describe("one request", () => {
  it("reads its prompt in one step and writes a token in each other", () => {
    const { ttftSeconds, e2eSeconds, tpotSeconds, queueSeconds, finished, outputTokensPerSecond } = fleet({
      traffic: trace([1, 10, 5]),
    });
    expect({
      ttft: ttftSeconds?.mean,
      whole: e2eSeconds?.max,
      tpot: tpotSeconds?.p50,
      wait: queueSeconds?.mean,
      finished,
    }).toEqual({ ttft: 0.25, whole: 1.25, tpot: 0.25, wait: 0, finished: 1 });
    expect(outputTokensPerSecond).toBe(4);
  });

  it("takes as long as the law says: a + c p, then a + b + d K for each token", () => {
    const clock = linearClock({
      stepSeconds: 1,
      requestSeconds: 0.5,
      promptTokenSeconds: 0.125,
      cachedTokenSeconds: 0.25,
    });
    // Reading 1 + 8/8; then three tokens over contexts of 9, 10 and 11.
    const { ttftSeconds, e2eSeconds } = fleet({ clock, traffic: trace([0, 8, 4]) });
    expect([ttftSeconds?.mean, e2eSeconds?.mean]).toEqual([2, 2 + 3 * 1.5 + (9 + 10 + 11) / 4]);
  });

  it("with one token ends with its prompt, and has no time between tokens", () => {
    const { e2eSeconds, tpotSeconds } = fleet({ traffic: trace([0, 10, 1]), targets: { tpotSeconds: 0.1 } });
    expect([e2eSeconds?.mean, tpotSeconds]).toEqual([0.25, null]);
  });

  it("waits for the end of the step under way", () => {
    // The second comes in the middle of the first one's third step.
    const { timeSeries, ttftSeconds } = fleet({
      slots: 2,
      traffic: trace([0, 10, 5], [0.625, 10, 1]),
      timeSeriesSeconds: 0.25,
    });
    expect(ttftSeconds?.max).toBe(0.125 + 0.25);
    expect(timeSeries?.running).toEqual([1, 1, 1, 2, 1]);
    expect(timeSeries?.waiting).toEqual([0, 0, 0.5, 0, 0]);
    expect(timeSeries?.outputTokens).toEqual([0, 2, 1, 1, 2]);
  });
});

describe("long prompts", () => {
  it("are read in chunks of what the step has left", () => {
    // 25 tokens by 10: three steps, and the first token with the third.
    expect(fleet({ maxBatchedTokens: 10, traffic: trace([0, 25, 2]) }).ttftSeconds?.mean).toBe(0.75);
    // Beside one that decodes, 9 of the 10 tokens are left: 25 take three steps too, 28 take four.
    const beside = (input: number) =>
      fleet({ slots: 2, maxBatchedTokens: 10, traffic: trace([0, 1, 20], [0.25, input, 1]) });
    expect(beside(27).ttftSeconds?.max).toBe(0.75);
    expect(beside(28).ttftSeconds?.max).toBe(1);
  });

  it("share a step in the order in which they came", () => {
    // Of 10 tokens the first takes 6, the second 4 and its last 2 in the next step.
    const { ttftSeconds } = fleet({ slots: 2, maxBatchedTokens: 10, traffic: trace([0, 6, 1], [0, 6, 1]) });
    expect([ttftSeconds?.p50, ttftSeconds?.max]).toEqual([0.25, 0.5]);
  });

  it("cost only what the prefix cache does not hold, and one token at least", () => {
    const clock = linearClock({ stepSeconds: 1, requestSeconds: 0, promptTokenSeconds: 1 });
    const ttft = (cachedTokens: number) =>
      fleet({ clock, traffic: trace([0, 8, 1, { cached: cachedTokens }]) }).ttftSeconds?.mean;
    expect([ttft(0), ttft(5), ttft(8)]).toEqual([9, 4, 2]);
  });

  it("halt decoding in engines that do not mix", () => {
    // Three steps of reading between the first one's tokens.
    const clock = { ...quarter, mixesPrompts: false };
    const { e2eSeconds } = fleet({ clock, slots: 2, maxBatchedTokens: 10, traffic: trace([0, 1, 5], [0.25, 25, 1]) });
    expect(e2eSeconds?.max).toBe(1.25 + 0.75);
  });
});

describe("a cache that is too small", () => {
  /** Blocks of two tokens; two requests of 3 + 6 tokens hold 4 blocks each in the end. */
  const kv = { blocks: 6, blockTokens: 2 };

  it("sends the request that came last back, and it reads again what it had written", () => {
    const { preemptions, e2eSeconds, ttftSeconds, finished } = fleet({
      slots: 2,
      kv,
      traffic: trace([0, 3, 6], [0, 3, 6]),
    });
    // Step 1 reads both: 2 blocks each. The second token of each fits; the third takes a block each, 3 + 3; the fifth needs a
    // fourth. At the start of step 5, after four tokens, the second goes: the first ends with step 6. Step 7 reads the
    // second's 3 + 4 tokens and gives its fifth, step 8 its sixth.
    expect([preemptions, finished]).toEqual([1, 2]);
    expect([e2eSeconds?.p50, e2eSeconds?.max]).toEqual([1.5, 2]);
    expect(ttftSeconds?.max).toBe(0.25);
  });

  it("lets requests wait instead where engines reserve room for the whole answer", () => {
    const { preemptions, e2eSeconds, queueSeconds } = fleet({
      slots: 2,
      kv,
      scheduler: { admission: "whole-output" },
      traffic: trace([0, 3, 6], [0, 3, 6]),
    });
    expect([preemptions, queueSeconds?.max, e2eSeconds?.max]).toEqual([0, 1.5, 3]);
  });

  it("turns away what it could never hold", () => {
    // The last token is not stored: 12 of 13 fill the six blocks.
    const { rejected, finished, counted, withinTargets } = fleet({
      kv,
      traffic: trace([0, 3, 10], [0, 3, 11]),
      targets: { ttftSeconds: 10 },
    });
    expect({ rejected, finished, counted, withinTargets }).toEqual({
      rejected: 1,
      finished: 1,
      counted: 1,
      withinTargets: 0.5,
    });
  });

  it("is filled one by one while outputs are written", () => {
    // Four blocks of sixteen, then five, six, seven and eight, each for one of five steps.
    expect(fleet({ kv: { blocks: 16, blockTokens: 1 }, traffic: trace([0, 4, 5]) }).utilisation.cacheShare).toBe(
      (4 + 5 + 6 + 7 + 8) / 5 / 16,
    );
  });

  it("is filled by what comes after a shared prefix", () => {
    // Blocks of three: two of the prefix's four tokens and two of six more, and a third with the seventh.
    expect(
      fleet({ kv: { blocks: 16, blockTokens: 3 }, traffic: trace([0, 10, 2, { prefix: 1, shared: 4 }]) }).utilisation
        .cacheShare,
    ).toBe((4 + 5) / 2 / 16);
  });

  it("is filled beforehand by what every request holds", () => {
    expect(fleet({ kv: { ...kv, requestBlocks: 1 }, traffic: trace([0, 3, 8]) }).rejected).toBe(0);
    expect(fleet({ kv: { ...kv, requestBlocks: 1 }, traffic: trace([0, 3, 9]) }).rejected).toBe(1);
  });
});

describe("sessions", () => {
  it("go on when the answer has been read", () => {
    const { e2eSeconds, seconds } = fleet({
      slots: 4,
      traffic: trace([0, 1, 4, { session: 7 }], [0, 1, 4, { session: 7, think: 2 }], [0.25, 1, 4, { session: 8 }]),
    });
    // One second, two of thinking, one more.
    expect([seconds, e2eSeconds?.max]).toEqual([4, 1]);
  });

  it("come later than their place in the trace: the warm-up leaves out those that came first", () => {
    // The second is sent after ten seconds, the third after five.
    const { counted, e2eSeconds } = fleet({
      warmUpShare: 2 / 3,
      traffic: trace([0, 1, 4, { session: 7 }], [0, 1, 8, { session: 7, think: 9 }], [5, 1, 2]),
    });
    expect([counted, e2eSeconds?.mean]).toEqual([1, 2]);
  });
});

describe("a linear clock", () => {
  const clock = linearClock({
    stepSeconds: 1,
    requestSeconds: 0.1,
    promptTokenSeconds: 0.02,
    cachedTokenSeconds: 0.003,
  });

  it("adds up a step, requests, tokens of prompts and tokens that are cached", () => {
    expect(clock.mixesPrompts).toBe(true);
    expect(clock.decodingSeconds(3, 100)).toBeCloseTo(1 + 0.3 + 0.3, 12);
    expect(clock.prefillSeconds(3, 100, 50, 7, 9)).toBeCloseTo(1 + 0.3 + 1 + 0.3, 12);
    expect([clock.straightUpTo(1, 1), clock.attentionSeconds(1, 1), clock.firstTokenSeconds(1, 1, 1, 1)]).toEqual([
      Infinity,
      0,
      0,
    ]);
  });

  it("counts what is cached of those that are still there", () => {
    // Prompts of ten tokens, read in a second. Both decode over 22 tokens, then the longer alone over 12 and 13.
    const { e2eSeconds } = fleet({
      clock: linearClock({ stepSeconds: 1, requestSeconds: 0, promptTokenSeconds: 0, cachedTokenSeconds: 0.01 }),
      slots: 2,
      traffic: trace([0, 10, 2], [0, 10, 4]),
    });
    expect(e2eSeconds?.p50).toBeCloseTo(1 + 1.22, 12);
    expect(e2eSeconds?.max).toBeCloseTo(1 + 1.22 + 1.12 + 1.13, 12);
  });
});
