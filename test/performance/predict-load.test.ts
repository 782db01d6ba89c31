import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roomOf, waveSeconds } from "../../src/performance/finite-run.js";
import type { OperatingPoint } from "../../src/performance/operating-point.js";
import { predictReplica, shareOf, type ServingLoad } from "../../src/performance/predict-load.js";
import { waitingAt } from "../../src/queueing/waiting.js";
import { deepSeekV3 } from "../deployment/memory/fixtures.js";
import { catalogGpu } from "../kernels/fixtures.js";
import { decodedToken, engineTiming, expectAtLeast, expectNear, lengthsOf, predict, replicaWith } from "./fixtures.js";

const replica = replicaWith();
const { at, inSlots, timing } = replica;

/** What a replica with every slot busy and no end of prompts is predicted to do. */
const withoutEnd = (full: OperatingPoint, stable: boolean) => ({
  ttftSeconds: null,
  tpotSeconds: full.tpotSeconds,
  e2eSeconds: null,
  queueSeconds: null,
  requestsPerSecond: full.requestsPerSecond,
  running: full.running,
  waiting: null,
  stable,
  decode: full.decode,
  prompt: full.reading,
});

const SLOTS = 40;
type Loop = Omit<Extract<ServingLoad, { kind: "closed-loop" }>, "kind" | "requestsInFlight">;
const loop = (requestsInFlight: number, options: Loop = {}, of = replica) =>
  predictReplica(of, { kind: "closed-loop", requestsInFlight, ...options }, SLOTS);
const first = (requestsInFlight: number, options: Loop = {}, of = replica): number =>
  loop(requestsInFlight, options, of).ttftSeconds ?? NaN;
const endless = { rounds: Infinity };
type Loops = ReturnType<typeof loop>;

describe("a closed loop", () => {
  it("runs all clients while there are slots", () => {
    for (const clients of [1, 17, SLOTS]) {
      const { serviceTtftSeconds, tpotSeconds, residenceSeconds, requestsPerSecond, decode, reading } = at(clients);
      expect(loop(clients, endless)).toEqual({
        ttftSeconds: serviceTtftSeconds,
        tpotSeconds,
        e2eSeconds: residenceSeconds,
        queueSeconds: 0,
        requestsPerSecond,
        running: clients,
        waiting: 0,
        stable: true,
        decode,
        prompt: reading,
      });
    }
  });

  it("lets clients beyond the slots wait for what is left of C / X", () => {
    const full = inSlots(SLOTS);
    const { queueSeconds, waiting, running, ttftSeconds, e2eSeconds, tpotSeconds, requestsPerSecond, stable } = loop(
      100,
      endless,
    );
    // A client is in its slot, on its way back, or waits.
    expectNear(queueSeconds, 100 / full.requestsPerSecond - full.residenceSeconds - full.deliverySeconds);
    expectNear(waiting, 100 - SLOTS - full.requestsPerSecond * full.deliverySeconds);
    // Who waited gets the slot as a step ends.
    expectNear((ttftSeconds ?? NaN) - (queueSeconds ?? NaN), full.prefillSeconds + full.deliverySeconds);
    expectNear(e2eSeconds, 100 / full.requestsPerSecond);
    expect({ running, tpotSeconds, requestsPerSecond, stable }).toEqual({
      running: SLOTS,
      tpotSeconds: full.tpotSeconds,
      requestsPerSecond: full.requestsPerSecond,
      stable: true,
    });
  });

  it("lets nobody wait while fewer hold a slot than there are, though clients are more", () => {
    const clients = SLOTS + 0.3;
    const { requestsPerSecond, gateSeconds, deliverySeconds } = at(clients);
    expect(clients - requestsPerSecond * (gateSeconds + deliverySeconds)).toBeLessThan(SLOTS);
    expect(loop(clients, endless)).toMatchObject({ waiting: 0, queueSeconds: 0, requestsPerSecond });
  });

  it("obeys Little's law as a whole: clients are rate times the time of a request", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2000, noNaN: true }), (clients) => {
        const { requestsPerSecond, e2eSeconds, running, waiting } = loop(clients, endless);
        expectNear(requestsPerSecond * (e2eSeconds ?? NaN), clients);
        expectAtLeast(clients, running + (waiting ?? NaN));
      }),
    );
  });
});

describe("a loop of some rounds", () => {
  const varied = replicaWith({}, lengthsOf({ output: { mean: 200, cv: 0.3 } }));
  const loop = (requestsInFlight: number, options: Loop = {}) =>
    predictReplica(varied, { kind: "closed-loop", requestsInFlight, ...options }, SLOTS);

  it("is the steady one when they never end", () => {
    const [many, steady] = [loop(9, { rounds: 1e5 }), loop(9, endless)];
    expect(many.tpotSeconds / steady.tpotSeconds).toBeCloseTo(1, 3);
    expect((many.ttftSeconds ?? NaN) / (steady.ttftSeconds ?? NaN)).toBeCloseTo(1, 2);
    expect(many.requestsPerSecond / steady.requestsPerSecond).toBeCloseTo(1, 3);
  });

  it("waits longer for first tokens and gets less done the shorter it is: all prompts come at once, and slots run empty at the end", () => {
    const [one, four, eight, steady] = [1, 4, 8, Infinity].map((rounds) => loop(32, { rounds })) as [
      Loops,
      Loops,
      Loops,
      Loops,
    ];
    for (const [shorter, longer] of [
      [one, four],
      [four, eight],
      [eight, steady],
    ] as const) {
      expect(shorter.ttftSeconds).toBeGreaterThan(longer.ttftSeconds ?? NaN);
      expect(shorter.requestsPerSecond).toBeLessThan(longer.requestsPerSecond);
    }
  });

  it("counts as eight unless it is said", () => {
    expect(loop(9)).toEqual(loop(9, { rounds: 8 }));
  });

  it("of one client is that client alone, but for the delivery of the last", () => {
    const alone = varied.at(1);
    const { ttftSeconds, tpotSeconds, e2eSeconds } = loop(1, { rounds: 1 });
    expect((ttftSeconds ?? NaN) / alone.serviceTtftSeconds).toBeCloseTo(1, 1);
    expect(tpotSeconds / alone.tpotSeconds).toBeCloseTo(1, 2);
    expect((e2eSeconds ?? NaN) / alone.residenceSeconds).toBeCloseTo(1, 2);
  });
});

describe("requests of equal lengths", () => {
  const waves = replicaWith({}, lengthsOf({ equal: true }));
  const equal = (clients: number, rounds: number): number => first(clients, { rounds }, waves);

  it("come in waves, and at the start of a run one of each client stands behind half the others", () => {
    const { addedPerPromptSeconds } = waves.at(9);
    expectNear(equal(9, Infinity), waves.at(9).serviceTtftSeconds);
    // Of 4 requests one stands behind 8 / 2 prompts.
    expectNear(equal(9, 4) - equal(9, Infinity), (8 / 2 / 4) * addedPerPromptSeconds);
    expectNear(equal(9, 1) - equal(9, Infinity), (8 / 2) * addedPerPromptSeconds);
    expect(equal(1, 1)).toBe(equal(1, Infinity));
  });

  it("are read together at the start: what a step takes at least is not taken for each prompt", () => {
    const floor = { ...engineTiming, mixesPrompts: false, expertLayerSeconds: 1 };
    const served = { model: deepSeekV3, gpu: catalogGpu("h200-sxm-141gb"), parallelism: { tensor: 8 } };
    const mixture = replicaWith(served, waves.lengths, floor);
    // 58 layers of a second each; 9 prompts of 1000 tokens are less than two steps have room for.
    expectNear(mixture.at(9).addedPerPromptSeconds, 58);
    const startSeconds = first(9, { rounds: 1 }, mixture) - first(9, { rounds: Infinity }, mixture);
    expectNear(startSeconds, ((8 / 2) * waveSeconds(mixture.served, 9, roomOf(mixture.served))) / 9);
    expect(startSeconds).toBeLessThan(58);
  });

  it("are not assumed: lengths vary unless it is said", () => {
    const asked = (equalLengths?: boolean) =>
      predict({
        load: {
          kind: "closed-loop",
          requestsInFlight: 9,
          rounds: Infinity,
          ...(equalLengths === undefined ? {} : { equalLengths }),
        },
      });
    expect({ ...asked(), memory: null }).toEqual({ ...asked(false), memory: null });
    expect(asked().tpotSeconds).toBe(at(9).tpotSeconds);
    expect(asked(true).ttftSeconds).toBe(waves.at(9).serviceTtftSeconds);
  });
});

describe("prompts handed over at once", () => {
  const slots = 10;
  const full = inSlots(slots);
  const burst = (requests?: number) =>
    predictReplica(replica, { kind: "burst", ...(requests === undefined ? {} : { requests }) }, slots);

  it("keep every slot busy without end: rates are known, waits are not", () => {
    expect(burst()).toEqual(withoutEnd(full, true));
  });

  it("keep every slot busy nearly all the time where they are many: half of them are before the mean one", () => {
    const { requestsPerSecond, queueSeconds, tpotSeconds, running, waiting } = burst(1e5);
    expect(requestsPerSecond / full.requestsPerSecond).toBeCloseTo(1, 3);
    expect((queueSeconds ?? NaN) / (5e4 / full.requestsPerSecond)).toBeCloseTo(1, 2);
    expect(tpotSeconds / full.tpotSeconds).toBeCloseTo(1, 2);
    expect([running, waiting]).toEqual([slots, 1e5 - slots]);
  });

  it("wait for no slot where there are as many", () => {
    expect(burst(4)).toMatchObject({ running: 4, waiting: 0, queueSeconds: 0 });
  });

  it("are the static batch that they fit into, but for the server before it", () => {
    const { tpotSeconds } = burst(4);
    // All four decode together, for none comes after them.
    expect(tpotSeconds / decodedToken(timing, 4, 1100).seconds).toBeCloseTo(1, 2);
  });

  it("never wait less the more there are", () => {
    const many = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(many, many, (one, other) => {
        const [fewer, more] = [burst(Math.min(one, other)), burst(Math.max(one, other))];
        expectAtLeast(more.queueSeconds ?? NaN, fewer.queueSeconds ?? NaN);
      }),
    );
  });
});

describe("open arrivals", () => {
  const slots = 64;
  const full = inSlots(slots);
  const open = (requestsPerSecond: number, cv?: number) =>
    predictReplica(replica, { kind: "open", requestsPerSecond, ...(cv === undefined ? {} : { cv }) }, slots);
  const loads = fc.double({ min: 1e-4, max: 0.9999, noNaN: true });

  it("have the means that queueing says of one engine", () => {
    fc.assert(
      fc.property(loads, fc.constantFrom(undefined, 0.5, 2), (load, cv) => {
        const requestsPerSecond = load * full.requestsPerSecond;
        const { ttftSeconds, tpotSeconds, e2eSeconds, queueSeconds, running, waiting, stable } = open(
          requestsPerSecond,
          cv,
        );
        const expected = waitingAt(
          replica.queue(slots),
          { requestsPerSecond, ...(cv === undefined ? {} : { cv }) },
          { replicas: 1, routing: "random" },
        );
        if (!expected.stable) throw new Error("unstable");
        expect({ ttftSeconds, tpotSeconds, e2eSeconds, queueSeconds, running, waiting, stable }).toEqual({
          ttftSeconds: expected.ttftSeconds.mean,
          tpotSeconds: expected.tpotSeconds.mean,
          e2eSeconds: expected.e2eSeconds.mean,
          queueSeconds: expected.queueSeconds.mean,
          running: expected.running,
          waiting: expected.waiting,
          stable: true,
        });
        // Who is there is in a slot, waits for one, or is on the way.
        expectAtLeast(requestsPerSecond * (e2eSeconds ?? NaN), running + (waiting ?? NaN));
        expect(running).toBeLessThan(slots);
      }),
    );
  });

  it("are served alone when they are rare", () => {
    const alone = at(1);
    const { running, ttftSeconds, tpotSeconds, e2eSeconds } = open(1e-6);
    expect((ttftSeconds ?? NaN) / alone.serviceTtftSeconds).toBeCloseTo(1, 5);
    expect(tpotSeconds / alone.tpotSeconds).toBeCloseTo(1, 5);
    expect((e2eSeconds ?? NaN) / alone.residenceSeconds).toBeCloseTo(1, 5);
    expect(running / 1e-6 / inSlots(1).residenceSeconds).toBeCloseTo(1, 5);
  });

  it.each([1, 1.5, 1000])("queue without end at %d times the capacity", (load) => {
    expect(open(load * full.requestsPerSecond)).toEqual(withoutEnd(full, false));
  });

  it("fill the slots as they near the capacity", () => {
    const { running, tpotSeconds, waiting } = open(full.requestsPerSecond * (1 - 1e-6));
    expect(running / slots).toBeCloseTo(1, 3);
    expect(tpotSeconds / full.tpotSeconds).toBeCloseTo(1, 2);
    expect(waiting).toBeGreaterThan(1e4);
  });

  it("slow each request the more often they come", () => {
    fc.assert(
      fc.property(loads, loads, (one, other) => {
        const [rare, frequent] = [
          open(Math.min(one, other) * full.requestsPerSecond),
          open(Math.max(one, other) * full.requestsPerSecond),
        ];
        expectAtLeast(frequent.tpotSeconds, rare.tpotSeconds * (1 - 1e-6));
        expectAtLeast(frequent.ttftSeconds ?? NaN, (rare.ttftSeconds ?? NaN) * (1 - 1e-6));
        expectAtLeast(frequent.running, rare.running);
      }),
    );
  });
});

describe("a static batch", () => {
  const SIZE = 4;
  const batched = (changes: Parameters<typeof lengthsOf>[0] = {}, timing = engineTiming, pipeline = 1) =>
    replicaWith(
      { settings: { maxNumSeqs: SIZE }, parallelism: { pipeline } },
      lengthsOf({ ...changes, atOnce: true }),
      timing,
    );
  const batch = (requests: number, of = batched()) => predictReplica(of, { kind: "static-batch", requests }, SIZE);
  const reading = (running: number): number => timing.reading({ promptTokens: 1000, prompts: running }).seconds;
  /** All prompts are read, then each step writes one token of every output; the first token came of the prompt. */
  const batchSeconds = (running: number): number =>
    reading(running) + 199 * decodedToken(timing, running, 1100).seconds;
  const near = (actual: number | null, expected: number): void => expect((actual ?? NaN) / expected).toBeCloseTo(1, 2);

  it("reads all prompts, then writes all outputs", () => {
    const { ttftSeconds, tpotSeconds, e2eSeconds, requestsPerSecond, running, waiting, queueSeconds, stable } =
      batch(3);
    near(ttftSeconds, reading(3));
    // No other prompt comes between two tokens; contexts grow, here by parts of an output.
    near(tpotSeconds, decodedToken(timing, 3, 1100).seconds);
    near(e2eSeconds, batchSeconds(3));
    near(requestsPerSecond, 3 / batchSeconds(3));
    expect({ running, waiting, queueSeconds, stable }).toEqual({
      running: 3,
      waiting: 0,
      queueSeconds: 0,
      stable: true,
    });
  });

  it("of more requests than the engine runs is several, one after the other, the last of what is left", () => {
    near(batch(10).requestsPerSecond, 10 / (2 * batchSeconds(4) + batchSeconds(2)));
    near(batch(8).requestsPerSecond, 8 / (2 * batchSeconds(4)));
    expect(batch(10)).toMatchObject({ running: SIZE, waiting: 6 });
  });

  it("goes through the stages of a pipeline prompt by prompt", () => {
    const { ttftSeconds } = batch(4, batched({}, engineTiming, 4));
    const together = batched({}, engineTiming, 4).timing.reading({ promptTokens: 1000, prompts: 4 * 4 }).seconds;
    near(ttftSeconds, (together * (4 + 3)) / (4 * 4));
  });

  it("reads what the prefix cache does not hold", () => {
    near(
      batch(4, batched({ prefixCacheHitRate: 0.75 })).ttftSeconds,
      timing.reading({ promptTokens: 250, prompts: 4 }).seconds,
    );
  });

  it("knows no server in between: what a service adds to the first token is absent", () => {
    const slow = {
      ...engineTiming,
      firstToken: { prefillFactor: 9, decodeSteps: 9, fixedSeconds: 9, secondsPerToken: 9, promptsAhead: 9 },
    };
    expect(batch(10, batched({}, slow))).toEqual(batch(10));
  });
});

describe("the share of one of several engines", () => {
  it.each<readonly [ServingLoad, ServingLoad]>([
    [
      { kind: "static-batch", requests: 12 },
      { kind: "static-batch", requests: 3 },
    ],
    [
      { kind: "closed-loop", requestsInFlight: 12, rounds: 5, equalLengths: true },
      { kind: "closed-loop", requestsInFlight: 3, rounds: 5, equalLengths: true },
    ],
    [
      { kind: "burst", requests: 12 },
      { kind: "burst", requests: 3 },
    ],
    [{ kind: "burst" }, { kind: "burst" }],
    [
      { kind: "open", requestsPerSecond: 12, cv: 2 },
      { kind: "open", requestsPerSecond: 3, cv: 2 },
    ],
  ])("a quarter of %j", (load, share) => expect(shareOf(load, 4)).toEqual(share));
});
