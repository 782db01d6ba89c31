import { describe, expect, test } from "vitest";
import { firstToken, waitersMeanSeconds, type Blocked, type Gate } from "../../src/queueing/first-token.js";
import type { Distribution } from "../../src/queueing/distribution.js";
import { NODE_WEIGHTS } from "../../src/queueing/length-nodes.js";
import type { PromptReading } from "../../src/queueing/prompt-reading.js";
import { longerWait, type WaitLaw } from "../../src/queueing/wait-law.js";

/** 0.1 s of every request and 0.4 s for a prompt of any length: half a second that all meet. */
const LEAST = 0.1;
const reading: PromptReading = {
  meanSeconds: 0.4,
  excessSeconds: 0,
  squaredCv: 0,
  nodeSeconds: NODE_WEIGHTS.map(() => 0.4),
};
const ALL = 0.5;

const NO_GATE: Gate = { law: { share: 0, leastSeconds: 0, spreadSeconds: 0 }, queueSeconds: 0 };
const NO_WAIT: WaitLaw = { probability: 0, meanSeconds: 0, squaredCv: 0 };
const NONE_BLOCKED: Blocked = { share: 0, meanSeconds: 7 };
const exponentialGate = (meanSeconds: number, queueSeconds = 0): Gate => ({
  law: { share: 1, leastSeconds: 0, spreadSeconds: meanSeconds },
  queueSeconds,
});

const expectTimes = (
  { mean, p50, p90, p95, p99 }: Distribution,
  wanted: {
    readonly mean: number;
    readonly p50?: number;
    readonly p90?: number;
    readonly p95?: number;
    readonly p99?: number;
  },
): void => {
  expect(mean).toBeCloseTo(wanted.mean, 9);
  const found = { p50, p90, p95, p99 };
  for (const name of ["p50", "p90", "p95", "p99"] as const)
    if (wanted[name] !== undefined) expect(found[name]).toBeCloseTo(wanted[name], 5);
};

describe("the first token", () => {
  test("of who meets nobody is its prompt", () => {
    expectTimes(firstToken(NO_WAIT, LEAST, reading, NO_GATE, NONE_BLOCKED), {
      mean: ALL,
      p50: ALL,
      p90: ALL,
      p99: ALL,
    });
  });

  test("comes as late as its prompt is long", () => {
    const rising = NODE_WEIGHTS.map((_, node) => node);
    const halves = { meanSeconds: 7, excessSeconds: 0.5, squaredCv: 0.1, nodeSeconds: rising };
    // The nodes lie evenly about the middle: as many are shorter than 7 to 8 as longer.
    expectTimes(firstToken(NO_WAIT, 1, halves, NO_GATE, NONE_BLOCKED), { mean: 8.5 });
    const { p50, p99 } = firstToken(NO_WAIT, 1, halves, NO_GATE, NONE_BLOCKED);
    expect(p50).toBeGreaterThanOrEqual(8 - 1e-6);
    expect(p50).toBeLessThanOrEqual(9 + 1e-6);
    const weightAbove = (node: number): number => NODE_WEIGHTS.slice(node + 1).reduce((sum, weight) => sum + weight, 0);
    const last = rising.findIndex((node) => weightAbove(node) <= 0.01);
    expect(p99).toBeCloseTo(1 + last, 5);
  });

  test("of who finds a slot comes behind the prompts of others", () => {
    expectTimes(firstToken(NO_WAIT, LEAST, reading, exponentialGate(2), NONE_BLOCKED), {
      mean: ALL + 2,
      p50: ALL + 2 * Math.LN2,
      p90: ALL + 2 * Math.log(10),
      p99: ALL + 2 * Math.log(100),
    });
    // The queue is part of the gate of those who find a slot.
    expectTimes(firstToken(NO_WAIT, LEAST, reading, exponentialGate(2, 1), NONE_BLOCKED), {
      mean: ALL + 2,
      p50: ALL + 2 * Math.LN2,
    });
  });

  test("of who waits for a slot comes after that and the queue for prompts", () => {
    const wait: WaitLaw = { probability: 1, meanSeconds: 3, squaredCv: 1 };
    expectTimes(firstToken(wait, LEAST, reading, NO_GATE, NONE_BLOCKED), {
      mean: ALL + 3,
      p50: ALL + 3 * Math.LN2,
      p95: ALL + 3 * Math.log(20),
    });
    const queued: Gate = { law: NO_GATE.law, queueSeconds: 2 };
    expectTimes(firstToken(wait, LEAST, reading, queued, NONE_BLOCKED), {
      mean: ALL + 5,
      p50: ALL + 2 + 3 * Math.LN2,
      p95: ALL + 2 + 3 * Math.log(20),
    });
    // One in five waits: a tail of a tenth is half of them.
    expectTimes(firstToken({ ...wait, probability: 0.2 }, LEAST, reading, queued, NONE_BLOCKED), {
      mean: ALL + 1,
      p50: ALL,
      p90: ALL + 2 + 3 * Math.LN2,
    });
  });

  test("of who waits is no earlier than of who does not", () => {
    // Slots come free in a quarter of the time that steps take: all are as late as those who find one.
    const short: WaitLaw = { probability: 0.5, meanSeconds: 0.5, squaredCv: 1 };
    expectTimes(firstToken(short, LEAST, reading, exponentialGate(2), NONE_BLOCKED), {
      mean: ALL + 2,
      p50: ALL + 2 * Math.LN2,
      p95: ALL + 2 * Math.log(20),
    });
    // And four times as long: all wait by their own law, those with a slot by that of the gate.
    const long: WaitLaw = { probability: 0.5, meanSeconds: 8, squaredCv: 1 };
    const { mean, p90 } = firstToken(long, LEAST, reading, exponentialGate(2), NONE_BLOCKED);
    expect(mean).toBeCloseTo(ALL + 0.5 * 8 + 0.5 * 2, 9);
    const tail = (t: number): number => 0.5 * Math.exp(-t / 8) + 0.5 * Math.exp(-t / 2);
    expect(tail(p90 - ALL)).toBeCloseTo(0.1, 6);
  });

  test("in waves comes evenly behind those before, whatever the first wave meets", () => {
    const waves: WaitLaw = { probability: 0.5, meanSeconds: 2, squaredCv: 1 / 12, evenly: [1, 3] };
    expectTimes(firstToken(waves, LEAST, reading, NO_GATE, NONE_BLOCKED), {
      mean: ALL + 1,
      p90: ALL + 3 - 2 * 0.2,
      p99: ALL + 3 - 2 * 0.02,
    });
    // Behind a gate of 10 s that the first wave alone meets; 1 s of it is a queue, which the others meet, too.
    const gate: Gate = { law: { share: 1, leastSeconds: 10, spreadSeconds: 0 }, queueSeconds: 1 };
    expectTimes(firstToken({ ...waves, probability: 0.6 }, LEAST, reading, gate, NONE_BLOCKED), {
      mean: ALL + 0.6 * (2 + 1) + 0.4 * 10,
      p50: ALL + 4 - 1 / 3,
      p95: ALL + 10,
    });
  });

  test("of a share that is blocked comes after that alone", () => {
    const blocked: Blocked = { share: 0.25, meanSeconds: 10 };
    expectTimes(firstToken(NO_WAIT, LEAST, reading, NO_GATE, blocked), {
      mean: ALL + 2.5,
      p50: ALL,
      p90: ALL + 10 * Math.log(2.5),
      p99: ALL + 10 * Math.log(25),
    });
    // Of two exponential times each is longer for its share.
    const { p90 } = firstToken(NO_WAIT, LEAST, reading, exponentialGate(2), blocked);
    expect(0.75 * Math.exp(-(p90 - ALL) / 2) + 0.25 * Math.exp(-(p90 - ALL) / 10)).toBeCloseTo(0.1, 6);
    // Of all others half wait a second exactly.
    const wait: WaitLaw = { probability: 0.5, meanSeconds: 1, squaredCv: 0 };
    expectTimes(firstToken(wait, LEAST, reading, NO_GATE, blocked), { mean: ALL + 0.75 * 0.5 + 2.5, p50: ALL + 1 });
    // And all who find a slot wait two: who is kept waiting waits no less.
    const gate: Gate = { law: { share: 1, leastSeconds: 2, spreadSeconds: 0 }, queueSeconds: 0 };
    expectTimes(firstToken(NO_WAIT, LEAST, reading, gate, { share: 0.25, meanSeconds: 1 }), {
      mean: ALL + 2,
      p50: ALL + 2,
    });
  });

  test("of two waits comes no sooner than of either alone", () => {
    const [slot, room]: readonly WaitLaw[] = [
      { probability: 0.4, meanSeconds: 2, squaredCv: 1 },
      { probability: 1, meanSeconds: 0.01, squaredCv: 0 },
    ];
    if (slot === undefined || room === undefined) throw new Error("two waits");
    const gate = exponentialGate(1);
    const none: Blocked = { share: 0, meanSeconds: 0 };
    const [ofSlot, ofRoom, ofBoth] = [slot, room, longerWait(slot, room)].map((wait) =>
      firstToken(wait, LEAST, reading, gate, none),
    );
    for (const time of ["mean", "p50", "p90", "p99"] as const)
      expect(ofBoth?.[time]).toBeCloseTo(Math.max(ofSlot?.[time] ?? NaN, ofRoom?.[time] ?? NaN), 6);
  });

  test("where nothing takes any time comes at once", () => {
    const nothing: PromptReading = {
      meanSeconds: 0,
      excessSeconds: 0,
      squaredCv: 0,
      nodeSeconds: NODE_WEIGHTS.map(() => 0),
    };
    const { mean, p50, p99 } = firstToken(NO_WAIT, 0, nothing, NO_GATE, NONE_BLOCKED);
    expect(mean).toBe(0);
    expect(p50).toBeCloseTo(0, 12);
    expect(p99).toBeCloseTo(0, 12);
  });
});

describe("who waits for a slot", () => {
  test("waits for it and the queue, but no less than who finds one", () => {
    expect(
      waitersMeanSeconds({ probability: 1, meanSeconds: 3, squaredCv: 1 }, { ...NO_GATE, queueSeconds: 2 }),
    ).toBeCloseTo(5, 12);
    expect(waitersMeanSeconds({ probability: 1, meanSeconds: 3, squaredCv: 1 }, exponentialGate(4))).toBeCloseTo(4, 12);
    // 3 s exactly, or an exponential time of which 3 s is the mean: 3 + 3 exp(-1).
    expect(waitersMeanSeconds({ probability: 1, meanSeconds: 3, squaredCv: 0 }, exponentialGate(3))).toBeCloseTo(
      3 + 3 * Math.exp(-1),
      12,
    );
  });
});
