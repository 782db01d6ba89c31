import { describe, expect, it } from "vitest";
import type { StepClock } from "../../src/simulate/clock.js";
import { each, eighths, fleet, quarter, trace, type Row } from "./fixtures.js";

/** Prompts in steps of their own. */
const apart: StepClock = { ...quarter, mixesPrompts: false };

describe("plans that lag a step behind", () => {
  const long = [0, 10, 9] as const;
  const slots = (lagSteps: 0 | 1, ...rows: readonly Row[]) =>
    each({ slots: 2, scheduler: { lagSteps }, traffic: trace(long, ...rows) });

  it("know of an arrival a step later: who comes in the middle of a step begins with the step after the next", () => {
    const rows = [[0.6, 10, 1]] as const;
    expect([slots(0, ...rows).slot[1], slots(0, ...rows).first[1]]).toEqual([0.75, 1]);
    expect([slots(1, ...rows).slot[1], slots(1, ...rows).first[1]]).toEqual([1, 1.25]);
  });

  it("know of one at the very end of a step a step later too", () => {
    expect([slots(0, [0.75, 10, 1]).slot[1], slots(1, [0.75, 10, 1]).slot[1]]).toEqual([0.75, 1]);
  });

  it("lag behind steps that only read, too", () => {
    // Two steps of 20 and 5 tokens, of which the second has room for 3 more.
    const readers = (lagSteps: 0 | 1) =>
      each({ slots: 2, maxBatchedTokens: 20, scheduler: { lagSteps }, traffic: trace([0, 25, 1], [0.1, 3, 1]) })
        .slot[1];
    expect([readers(0), readers(1)]).toEqual([0.25, 0.5]);
  });

  it("are made at once where nothing runs", () => {
    const { slot, end } = slots(1, [10, 10, 1]);
    expect([slot, end]).toEqual([
      [0, 10],
      [2.25, 10.25],
    ]);
  });

  it("know of a freed slot a step later", () => {
    // The second ends at 0.75; the third waits from the start.
    const rows = [
      [0, 10, 3],
      [0, 10, 1],
    ] as const;
    expect(slots(0, ...rows).slot).toEqual([0, 0, 0.75]);
    expect(slots(1, ...rows).slot).toEqual([0, 0, 1]);
    // With the last to end nothing runs.
    expect(each({ scheduler: { lagSteps: 1 }, traffic: trace([0, 10, 5], [0, 10, 1]) }).slot).toEqual([0, 1.25]);
  });
});

describe("looks for new requests", () => {
  const slots = (receiveSteps: number, ...rows: readonly Row[]) =>
    each({ slots: 4, scheduler: { receiveSteps }, traffic: trace([0, 10, 30], ...rows) }).slot;

  it("come after so many decoding steps, counted from the last prompt", () => {
    // The prompt ends at 0.25; looks at 1.25 and, once those of 0.3 and 0.9 are read, at 2.5, 3.5 ...
    const rows = [
      [0.3, 10, 1],
      [0.9, 10, 1],
      [3.4, 10, 1],
    ] as const;
    expect(slots(4, ...rows)).toEqual([0, 1.25, 1.25, 3.5]);
    expect(slots(1, ...rows)).toEqual([0, 0.5, 1, 3.5]);
  });

  it("come at once where a prompt was read, or nobody decodes", () => {
    expect(slots(4, [0.2, 10, 1])).toEqual([0, 0.25]);
    expect(slots(4, [20.1, 10, 1])).toEqual([0, 20.1]);
  });
});

describe("prompts that are not cut", () => {
  const whole = { slots: 3, maxBatchedTokens: 10, scheduler: { chunksPrompts: false } };

  it("wait for a step that has room for all of them, and so do those behind", () => {
    // Beside 6 tokens the second has no room, and the third has to wait though it would. In the next step 9 are left.
    const traffic = trace([0, 6, 9], [0, 6, 1], [0, 2, 1]);
    const { slot, first } = each({ ...whole, traffic });
    expect([slot, first]).toEqual([
      [0, 0.25, 0.25],
      [0.25, 0.5, 0.5],
    ]);
    expect(each({ slots: 3, maxBatchedTokens: 10, traffic }).slot).toEqual([0, 0, 0.25]);
  });

  it("wait for others to end when these leave no room", () => {
    expect(each({ ...whole, traffic: trace([0, 1, 5], [0.25, 10, 1]) }).slot).toEqual([0, 1.25]);
    expect(each({ ...whole, traffic: trace([0, 1, 5], [0.25, 9, 1]) }).slot).toEqual([0, 0.25]);
  });

  it("are cut when no step has room for them", () => {
    // 9 tokens beside the first, then 2.
    const { slot, first } = each({ ...whole, traffic: trace([0, 1, 5], [0.25, 11, 1]) });
    expect([slot[1], first[1]]).toEqual([0.25, 0.75]);
  });

  it("wait with their last part until a step has room for it, which is no part of what reading them takes", () => {
    // 9 tokens beside the first; the other 10 when it has ended, at 1.25. Two steps have read it, and its token is on its way for as long.
    const clock: StepClock = {
      ...quarter,
      firstTokenSeconds: (decoding, cachedTokens, inputTokens, prefillSeconds) =>
        inputTokens === 1 ? 0 : prefillSeconds,
    };
    expect(each({ ...whole, clock, traffic: trace([0, 1, 5], [0.25, 19, 1]) })).toMatchObject({
      slot: [0, 0.25],
      first: [0.25, 1.5 + 0.5],
    });
  });

  it("let nobody past while their last part waits", () => {
    // As above; the third would have room beside the first, but comes after the second has been read.
    expect(each({ ...whole, traffic: trace([0, 1, 5], [0.25, 19, 1], [0.3, 2, 1]) })).toMatchObject({
      slot: [0, 0.25, 1.5],
      first: [0.25, 1.5, 1.75],
    });
  });

  it("count by what is not in the cache", () => {
    expect(each({ ...whole, traffic: trace([0, 6, 9], [0, 6, 1, { cached: 2 }]) }).slot).toEqual([0, 0]);
  });
});

describe("room for the longest output", () => {
  const kv = { blocks: 6, blockTokens: 2 };
  const reserved = { slots: 2, kv, scheduler: { admission: "whole-output" } } as const;

  it("is kept from the start, however short the output turns out", () => {
    // 3 + 6 - 1 tokens are four blocks: two of them do not fit in six. Without a longest output 3 + 2 - 1 are two.
    const traffic = trace([0, 3, 2, { max: 6 }], [0, 3, 2, { max: 6 }]);
    expect(each({ ...reserved, traffic })).toMatchObject({ slot: [0, 0.5], end: [0.5, 1], preemptions: 0 });
    expect(each({ ...reserved, traffic: trace([0, 3, 2], [0, 3, 2]) }).slot).toEqual([0, 0]);
    // Others look at the prompt alone.
    expect(each({ ...reserved, scheduler: {}, traffic }).slot).toEqual([0, 0]);
  });

  it("must be in the cache at all", () => {
    const rejected = (max: number, scheduler: object) =>
      fleet({ ...reserved, scheduler, traffic: trace([0, 3, 2, { max }]) }).rejected;
    expect([rejected(10, reserved.scheduler), rejected(11, reserved.scheduler), rejected(11, {})]).toEqual([0, 1, 0]);
  });
});

describe("room for the expected output", () => {
  const blocks = (count: number) =>
    ({ slots: 4, kv: { blocks: count, blockTokens: 1 }, scheduler: { admission: "expected-output" } }) as const;

  it("is that of the request, beside 0.7 of what the others may write", () => {
    // The first has 10 blocks and may write 40: of 100, 90 - 28 are left. The second needs less than that: 10 + 51.
    const slot = (max: number) =>
      each({ ...blocks(100), traffic: trace([0, 10, 20, { max: 40 }], [0, 10, 1, { max }]) }).slot[1];
    // Who is refused waits until somebody ends: the first does after 20 steps.
    expect([slot(51), slot(52)]).toEqual([0, 5]);
  });

  it("is expected to be less with every step, down to 0.098", () => {
    // After k steps the share is 0.7 - 0.602 k / 600. The first holds 10 + k tokens, needs one more, and may write 1000 - 1 - k:
    // at k = 100 that leaves 2000 - 111 - 0.5997 x 899 = 1349.9, at k = 700 2000 - 711 - 0.098 x 299 = 1259.7.
    const slot = (steps: number, max: number) =>
      each({ ...blocks(2000), traffic: trace([0, 10, 900, { max: 1000 }], [0.25 * (steps + 1), 10, 1, { max }]) })
        .slot[1];
    expect([slot(100, 1339), slot(100, 1340)]).toEqual([25.25, 225]);
    expect([slot(700, 1249), slot(700, 1250)]).toEqual([175.25, 225]);
  });

  it("is asked about again only when somebody has ended", () => {
    // The expected output falls by three tokens a step, and room for the third's 10 + 870 would be there at 0.75; the second ends at 1.25.
    expect(
      each({ ...blocks(3000), traffic: trace([0, 10, 300, { max: 3000 }], [0, 10, 5], [0, 10, 1, { max: 870 }]) }).slot,
    ).toEqual([0, 0, 1.25]);
    expect(
      each({ ...blocks(3000), traffic: trace([0, 10, 300, { max: 3000 }], [0, 10, 1, { max: 880 }]) }).slot,
    ).toEqual([0, 75]);
  });

  it("refuses nobody in a lane where nothing runs but the plan does not know that yet", () => {
    // The first ends at 0.75, and the third takes its slot with the plan of a step later, while the other lane decodes.
    expect(
      each({
        ...blocks(100),
        slots: 1,
        lanes: 2,
        scheduler: { admission: "expected-output", lagSteps: 1 },
        traffic: trace([0, 4, 3], [0, 4, 20], [0, 4, 1]),
      }),
    ).toMatchObject({ slot: [0, 0, 1], end: [0.75, 5, 1.25] });
  });

  it("is 0.7 again when an engine has been idle", () => {
    // Of 1000, 990 - 28 are left for 10 + 951.
    const slot = (max: number) =>
      each({ ...blocks(1000), traffic: trace([0, 10, 700], [300, 10, 20, { max: 40 }], [300, 10, 1, { max }]) })
        .slot[2];
    expect([slot(951), slot(952)]).toEqual([300, 305]);
  });

  it("is never more than 4096 tokens of each", () => {
    expect(each({ ...blocks(5000), traffic: trace([0, 10, 5], [0, 10, 1, { max: 100_000 }]) }).slot[1]).toBe(0);
    expect(each({ ...blocks(5000), traffic: trace([0, 10, 5, { max: 100_000 }], [0, 10, 5]) }).slot[1]).toBe(0);
  });

  it("matters to nobody who finds the engine idle, or a cache without limit", () => {
    expect(each({ ...blocks(20), traffic: trace([0, 10, 5, { max: 1000 }]) }).slot).toEqual([0]);
    expect(
      each({
        slots: 4,
        scheduler: { admission: "expected-output" },
        traffic: trace([0, 10, 20, { max: 9000 }], [0, 10, 1, { max: 9000 }]),
      }).slot[1],
    ).toBe(0);
  });

  it("runs out: who has written least gives way, of several the longest prompt, and goes to the end of the queue", () => {
    // 20 + 10 tokens of prompts, and two more with every step: at 8.75 s, 35 tokens of each, 98 of 99 blocks are taken. The
    // first gives way. The third, refused since it came, gets its slot with the next plan, at 9 s; the first has to read 20 +
    // 35 tokens again and does not fit beside the second, which ends at 10 s. It has five tokens yet to write.
    const { slot, end, preemptions } = each({ ...blocks(99), traffic: trace([0, 20, 40], [0, 10, 40], [5, 10, 5]) });
    expect({ slot, end, preemptions }).toEqual({ slot: [0, 0, 9], end: [11.25, 10, 10.25], preemptions: 1 });
  });

  it("runs out: of several with the same tokens and prompts the youngest gives way", () => {
    expect(each({ ...blocks(89), traffic: trace([0, 10, 40], [0, 10, 40]) })).toMatchObject({
      end: [10, 11.25],
      preemptions: 1,
    });
  });

  it("runs out: one after the other gives way until the rest has room for 20 steps", () => {
    // At 2.25 s, 9 tokens of each, 57 of 58 blocks are taken. Without the first, 21 are free: too few for two. The third goes on
    // alone and ends with its next token; both others then read everything again, and write their last.
    const { end, preemptions } = each({ ...blocks(58), traffic: trace([0, 12, 10], [0, 11, 10], [0, 10, 10]) });
    expect({ end, preemptions }).toEqual({ end: [2.75, 2.75, 2.5], preemptions: 2 });
  });
});

describe("after blocks have run out, those that are left", () => {
  const blocks = (count: number, blockTokens = 1) =>
    ({ slots: 4, kv: { blocks: count, blockTokens }, scheduler: { admission: "expected-output" } }) as const;

  it("are expected to write as much of what they may as they have written, and 20 tokens more", () => {
    // 28 + 2 w tokens after w of 400: of 711 blocks 710 are taken at w = 341, and the first gives way. A step later the second holds
    // 351, needs one, and may write 58, of which (341 + 20) / 400 - 0.001 are expected: 359 - 52.29 are left for 10 + 296.
    const slot = (max: number) =>
      each({ ...blocks(711), traffic: trace([0, 20, 400], [0, 10, 400], [50, 10, 1, { max }]) }).slot[2];
    expect([slot(296), slot(297)]).toEqual([85.5, 100]);
  });

  it("are never expected to write more than they may", () => {
    // As where the third has five tokens to write, at 9 s: the second holds 45 of 99 blocks, needs one, and may write 4: 53 - 3.996 are left.
    const slot = (max: number) =>
      each({ ...blocks(99), traffic: trace([0, 20, 40], [0, 10, 40], [5, 10, 1, { max }]) }).slot[2];
    expect([slot(39), slot(40)]).toEqual([9, 10]);
  });

  it("need room for 20 steps, unless it is only one", () => {
    // 7 + 2 w tokens: of 30 blocks 29 are taken after 11. Without the first 16 are free, which is room enough for one that is alone.
    expect(each({ ...blocks(30), traffic: trace([0, 5, 12], [0, 4, 12]) })).toMatchObject({
      end: [3.25, 3],
      preemptions: 1,
    });
    // Blocks of two tokens: after nine 24 + 15 + 14 of 54 are full. Without the first 25 are free, 50 tokens for two.
    expect(each({ ...blocks(54, 2), traffic: trace([0, 40, 10], [0, 22, 10], [0, 20, 10]) })).toMatchObject({
      end: [2.75, 2.5, 2.5],
      preemptions: 1,
    });
    // Just enough: 19 + 15 + 14 of 49, and without the first 20.
    expect(each({ ...blocks(49, 2), traffic: trace([0, 30, 10], [0, 22, 10], [0, 20, 10]) })).toMatchObject({
      end: [2.75, 2.5, 2.5],
      preemptions: 1,
    });
  });

  it("are those that read a prompt, too", () => {
    // Steps of 7 tokens: the first has its token at 0.75, the second at 1.25, the third comes at 7.5 and reads 5 of its 56 in each. At 10 s
    // 158 of 159 blocks are taken. The second has written 36, the first 38. Without it the third reads its last 6 tokens by
    // 10.25, and the first ends at 10.5; the second reads 46 again, 6 of them beside the first, and has four to write.
    const { end, preemptions } = each({
      ...blocks(159),
      maxBatchedTokens: 7,
      traffic: trace([0, 20, 40], [0, 10, 40], [7.5, 56, 1]),
    });
    expect({ end, preemptions }).toEqual({ end: [10.5, 12.75, 10.25], preemptions: 1 });
  });
});

describe("a plan that only sends requests back", () => {
  it("takes no time: who waits gets the room at once", () => {
    // The second ends at 0.5; the third, which comes to the lane of the first, has its prompt held back for three steps of four. At 1.25 it
    // gets 12 of 29 blocks beside the first one's 8, which may write ten more, 6.96 of them by expectation: 13 < 20 - 6.96. It reads 3 tokens
    // then, at 2.25 and at 3.25. At 3.5 it is held back, and the first, 17 blocks long, has no block for its last token but gives way: nobody
    // decodes, so that nobody is held back. The third reads on, by 3.75; then the first its 18 tokens, in five steps.
    const { slot, end, preemptions } = each({
      lanes: 2,
      slots: 4,
      maxBatchedTokens: 4,
      kv: { blocks: 29, blockTokens: 1 },
      scheduler: { admission: "expected-output", holdsPromptSteps: 3 },
      traffic: trace([0, 4, 15], [0, 4, 2], [0.3, 12, 1]),
    });
    expect({ slot, end, preemptions }).toEqual({ slot: [0, 0, 1.25], end: [5, 0.5, 3.75], preemptions: 1 });
  });
});

describe("room for a first chunk", () => {
  const inParts = {
    slots: 2,
    maxBatchedTokens: 10,
    kv: { blocks: 14, blockTokens: 1 },
    scheduler: { admission: "first-chunk" },
  } as const;

  it("lets a prompt in that does not fit, and sends it back when its next part has no room", () => {
    // Of ten tokens the first takes 4, the second 6 of its 12. The other 6 have no room beside 11: it gives way, and waits for
    // the first to end. Then 10 tokens and 2.
    const traffic = trace([0, 4, 6], [0, 12, 1]);
    const { slot, first, preemptions } = each({ ...inParts, traffic });
    expect({ slot, first, preemptions }).toEqual({ slot: [0, 0], first: [0.25, 2], preemptions: 1 });
    // With room for the whole prompt asked for, it does not begin.
    expect(each({ ...inParts, scheduler: {}, traffic })).toMatchObject({
      slot: [0, 1.5],
      first: [0.25, 2],
      preemptions: 0,
    });
    // What gave way is not read: with an eighth for each token the step of 10 takes 1.5 s, the first's next five 0.25 each, then 10 and 2 tokens.
    expect(each({ ...inParts, clock: eighths, traffic }).first).toEqual([1.5, 1.5 + 5 * 0.25 + 1.5 + 0.5]);
  });

  it("is for the next part beside the next tokens of those that decode", () => {
    // 10 blocks are taken; 6 for the rest of the prompt, and one for the first's next token.
    const first = (blocks: number) =>
      each({ ...inParts, kv: { blocks, blockTokens: 1 }, traffic: trace([0, 4, 6], [0, 12, 1]) });
    expect(first(17)).toMatchObject({ first: [0.25, 0.5], preemptions: 0 });
    // With 16 it gives way at 0.25; at 0.5 it has 9 tokens' room, and gives way again at 0.75.
    expect(first(16)).toMatchObject({ first: [0.25, 2], preemptions: 2 });
  });

  it("admits nobody to blocks that a prompt in a slot needs for its next part", () => {
    // The first reads 8 of 10 blocks' tokens in its first step, and the other 4 in the next, which has room for the second, but no blocks.
    const traffic = trace([0, 12, 1], [0, 3, 1]);
    expect(each({ ...inParts, maxBatchedTokens: 8, kv: { blocks: 14, blockTokens: 1 }, traffic })).toMatchObject({
      slot: [0, 0.5],
      first: [0.5, 0.75],
      preemptions: 0,
    });
  });

  it("is room for what decoding leaves of a step", () => {
    // Two that decode hold two of six blocks of four tokens each. The third comes at 0.6 and has ten tokens: beside them a step
    // reads eight, for which there are blocks. The other two have none: it gives way at 1 s, until the others end.
    const decoding = {
      slots: 3,
      maxBatchedTokens: 10,
      kv: { blocks: 6, blockTokens: 4 },
      scheduler: { admission: "first-chunk" },
    } as const;
    const { slot, first, preemptions } = each({ ...decoding, traffic: trace([0, 4, 5], [0, 4, 5], [0.6, 10, 1]) });
    expect({ slot: slot[2], first: first[2], preemptions }).toEqual({ slot: 0.75, first: 1.5, preemptions: 1 });
    // One that comes at 0.8, after another has come and gone, begins at 1 s, and goes on when the others have ended.
    expect(each({ ...decoding, traffic: trace([0, 4, 5], [0, 4, 5], [0.4, 1, 1], [0.8, 10, 1]) })).toMatchObject({
      slot: [0, 0, 0.5, 1],
      end: [1.25, 1.25, 0.75, 1.5],
      preemptions: 0,
    });
  });
});

describe("blocks that run out", () => {
  it("send back as many as it takes, to be read again in the order in which they came", () => {
    // One block each of three, and one more for the next token of each. Two go back; the first ends at 0.75 and leaves room for one more.
    expect(
      each({ slots: 3, kv: { blocks: 3, blockTokens: 2 }, traffic: trace([0, 2, 3], [0, 2, 2], [0, 2, 2]) }),
    ).toMatchObject({ end: [0.75, 1, 1.25], preemptions: 2 });
  });

  it("are those of the youngest, also in engines that read prompts in steps of their own", () => {
    // Two prompts in one step, then tokens 2 to 4; at 1 s the second gives way, and is read again when the first has ended.
    const { end, preemptions } = each({
      clock: apart,
      slots: 2,
      kv: { blocks: 6, blockTokens: 2 },
      traffic: trace([0, 3, 6], [0, 3, 6]),
    });
    expect({ end, preemptions }).toEqual({ end: [1.5, 2], preemptions: 1 });
  });

  it("send a request to the head of a queue that the next plan knows no less of", () => {
    // Two, nine and three tokens take one, five and two of ten blocks of two; six more have no room. At 0.5 all three need another: the
    // third gives way. The second ends at 0.75, and the plan that is made there, though it lags, has room for both that wait.
    const { slot, preemptions } = each({
      clock: apart,
      slots: 4,
      kv: { blocks: 10, blockTokens: 2 },
      scheduler: { lagSteps: 1 },
      traffic: trace([0, 1, 20], [0, 9, 3], [0, 3, 4], [0, 6, 1]),
    });
    expect({ slot, preemptions }).toEqual({ slot: [0, 0, 0, 0.75], preemptions: 1 });
  });
});

describe("freed blocks that keep their tokens", () => {
  const kept = {
    clock: eighths,
    slots: 2,
    kv: { blocks: 6, blockTokens: 2 },
    scheduler: { keepsFreedBlocks: true },
  } as const;
  const forgotten = { ...kept, scheduler: {} };

  it("are found again by who lost them, but for those that others have taken", () => {
    // Both prompts take 1 s, tokens 2 to 4 till 1.75. The second loses three blocks of 3 + 3 tokens, one of which the first takes
    // before it ends at 2.25. The second reads 7 - 4 tokens.
    const traffic = trace([0, 3, 6], [0, 3, 6]);
    expect(each({ ...kept, traffic })).toMatchObject({ end: [2.25, 2.25 + 0.25 + 3 / 8 + 0.25], preemptions: 1 });
    expect(each({ ...forgotten, traffic })).toMatchObject({ end: [2.25, 2.25 + 0.25 + 7 / 8 + 0.25], preemptions: 1 });
    // A longer output takes all: nothing is found.
    expect(each({ ...kept, traffic: trace([0, 3, 9], [0, 3, 6]) }).end).toEqual([3, 3 + 0.25 + 7 / 8 + 0.25]);
  });

  it("hold what was read of a prompt: not the rest of it, and no windows and states", () => {
    // Steps of 4 tokens: of the second's prompt of 6 they read 1, beside 3 of the first, then 3: 0.75 s and 0.625 s. Then the first
    // needs a third block, and all five are taken. It ends two steps later, at 1.875: 4 of the 6 tokens are found again.
    const half = (requestBlocks: number) =>
      each({
        ...kept,
        maxBatchedTokens: 4,
        kv: { blocks: 5 + 2 * requestBlocks, blockTokens: 2, requestBlocks },
        traffic: trace([0, 3, 4], [0, 6, 1]),
      });
    expect(half(0)).toMatchObject({ slot: [0, 0], first: [0.75, 1.875 + 0.25 + 2 / 8], preemptions: 1 });
    expect(half(1)).toEqual(half(0));
  });

  it("are found again when they are full", () => {
    // Blocks of four, and one for each request: 4 + 6 tokens take five in all. After their prompts, at 1.5 s, the first needs another. Of
    // the second's 6 tokens one block is full; the first ends at 2 s, and 7 - 4 are read.
    expect(
      each({ ...kept, kv: { blocks: 5, blockTokens: 4, requestBlocks: 1 }, traffic: trace([0, 4, 3], [0, 6, 2]) }),
    ).toMatchObject({ end: [2, 2 + 0.25 + 3 / 8], preemptions: 1 });
  });

  const session = {
    clock: eighths,
    kv: { blocks: 20, blockTokens: 2 },
    scheduler: { keepsFreedBlocks: true },
  } as const;
  const turns = (...between: readonly Row[]) =>
    trace([0, 8, 3, { session: 1 }], ...between, [9, 14, 1, { session: 1, think: 1, cached: 10 }]);

  it("are found again by the next request of a session", () => {
    // 8 tokens read by 1.25, 3 written by 1.75. A second later 14 - 10 are read.
    expect(each({ ...session, traffic: turns() })).toMatchObject({
      slot: [0, 2.75],
      first: [1.25, 2.75 + 0.25 + 4 / 8],
    });
  });

  it("are lost to requests that need them", () => {
    // 38 tokens take 19 of 20 blocks, from 1.75 to 6.75: of the session's five one is left, 14 - 2 tokens are to be read.
    const traffic = turns([1.75, 38, 1]);
    expect(each({ ...session, traffic }).first).toEqual([1.25, 6.75, 6.75 + 0.25 + 12 / 8]);
    // Where nothing is said of freed blocks, or the cache has no limit, the trace is right.
    expect(each({ ...session, scheduler: {}, traffic }).first[2]).toBe(6.75 + 0.25 + 4 / 8);
    expect(each({ clock: eighths, scheduler: { keepsFreedBlocks: true }, traffic }).first[2]).toBe(6.75 + 0.25 + 4 / 8);
  });

  it("are in use while their session has a slot: they are counted once", () => {
    // Both sessions store five of 13 blocks. The first takes five of its own seven blocks back: the other's five still have room, and
    // of its next prompt four tokens are to be read, too.
    const traffic = trace(
      [0, 8, 3, { session: 2 }],
      [1.75, 8, 3, { session: 1 }],
      [9, 14, 1, { session: 1, think: 1, cached: 10 }],
      [9, 14, 1, { session: 2, think: 5, cached: 10 }],
    );
    expect(each({ ...session, kv: { blocks: 13, blockTokens: 2 }, traffic }).first).toEqual([1.25, 3, 5.25, 7.5]);
  });

  it("are no more than what was stored, whatever room was kept for the output", () => {
    // Two sessions store five blocks each, the second of thirty that its output might have needed. The 19 of a third request then
    // have room beside these ten: of the first session nothing is lost.
    const traffic = trace(
      [0, 8, 3, { session: 2 }],
      [1.75, 8, 3, { session: 1, max: 53 }],
      [3.5, 38, 1],
      [9, 14, 1, { session: 2, think: 10, cached: 10 }],
    );
    const reserved = {
      ...session,
      kv: { blocks: 40, blockTokens: 2 },
      scheduler: { keepsFreedBlocks: true, admission: "whole-output" },
    } as const;
    expect(each({ ...reserved, traffic })).toMatchObject({ end: [1.75, 3.5, 8.5, 11.75 + 0.25 + 4 / 8] });
  });
});

describe("a shared prefix", () => {
  const shared = { prefix: 1, shared: 8 };
  const prefixed = {
    clock: eighths,
    slots: 4,
    kv: { blocks: 10, blockTokens: 2 },
    scheduler: { admission: "whole-output", keepsFreedBlocks: true },
  } as const;

  it("is stored once, and read once", () => {
    // Four blocks for all, and two of each one's own for 2 + 3 - 1 tokens: three fit in ten. Their 10 + 2 + 2 tokens are read by 2 s,
    // two more are written by 2.5, when the fourth gets its slot.
    const rows = [0, 1, 2, 3].map(() => [0, 10, 3, shared] as const);
    expect(each({ ...prefixed, traffic: trace(...rows) })).toMatchObject({
      slot: [0, 0, 0, 2.5],
      first: [2, 2, 2, 2.5 + 0.25 + 2 / 8],
    });
    // Of prompts with nothing in common one fits, with six blocks.
    expect(
      each({
        ...prefixed,
        traffic: trace(...rows.map(([seconds, input, output]) => [seconds, input, output] as const)),
      }).slot,
    ).toEqual([0, 2, 4, 6]);
    // Two prefixes are stored twice: 2 x 4 + 2.
    expect(
      each({
        ...prefixed,
        traffic: trace(
          ...rows.map(([seconds, input, output], row) => [seconds, input, output, { prefix: row, shared: 8 }] as const),
        ),
      }).slot,
    ).toEqual([0, 2, 4, 6]);
  });

  it("stays as long as anybody uses it", () => {
    // 12 tokens are read by 1.75 s, when the first ends. The second writes on; the third reads 2 of its 10 from 2.25 s on.
    expect(
      each({
        ...prefixed,
        scheduler: {},
        traffic: trace([0, 10, 1, shared], [0, 10, 9, shared], [2.1, 10, 1, shared]),
      }),
    ).toMatchObject({ slot: [0, 0, 2.25], first: [1.75, 1.75, 2.75] });
  });

  it("stays after its last user, until others need its blocks", () => {
    // Ten tokens are read by 1.5 s. The next is sent at 5 s.
    const next = (options: object, ...between: readonly Row[]) =>
      each({ ...prefixed, ...options, traffic: trace([0, 10, 1, shared], ...between, [5, 10, 1, shared]) }).first.at(
        -1,
      );
    expect(next({})).toBe(5 + 0.25 + 2 / 8);
    // 16 tokens take eight blocks: two of four are left of the prefix.
    expect(next({}, [2, 16, 1])).toBe(5 + 0.25 + 6 / 8);
    expect(next({}, [2, 20, 1])).toBe(5 + 0.25 + 10 / 8);
    expect(next({ scheduler: {} })).toBe(5 + 0.25 + 10 / 8);
    // Without a limit nobody needs them.
    expect(next({ kv: undefined }, [2, 20, 1])).toBe(5 + 0.25 + 2 / 8);
  });

  it("is not lost to others while somebody uses it", () => {
    // Four and three blocks; 16 tokens need eight.
    expect(each({ ...prefixed, traffic: trace([0, 10, 5, shared], [0, 16, 1]) }).slot).toEqual([0, 2.5]);
  });

  it("counts for what a cache can hold at all", () => {
    const rejected = (input: number, more: object) =>
      fleet({ ...prefixed, traffic: trace([0, input, 1, more]) }).rejected;
    expect([
      rejected(20, shared),
      rejected(21, shared),
      rejected(19, { prefix: 1, shared: 7 }),
      rejected(20, { prefix: 1, shared: 7 }),
    ]).toEqual([0, 1, 0, 1]);
  });
});
