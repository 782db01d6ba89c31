import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OperatingPoint } from "../../src/performance/operating-point.js";
import { predictReplica, shareOf, type ServingLoad } from "../../src/performance/predict-load.js";
import { waitingAt } from "../../src/queueing/waiting.js";
import { catalogGpu } from "../kernels/fixtures.js";
import { deepSeekV3 } from "../deployment/memory/fixtures.js";
import { decodedToken, engineTiming, expectAtLeast, expectNear, expectRateAtLeast, lengths, lengthsOf, predict, replicaWith } from "./fixtures.js";

const replica = replicaWith();
const { at, inSlots, timing } = replica;

/** What a replica with every slot busy and no end of prompts is predicted to do. */
const withoutEnd = (full: OperatingPoint, stable: boolean) => ({
  ttftSeconds: null,
  tpotSeconds: full.tpotSeconds,
  requestSeconds: null,
  waitSeconds: null,
  requestsPerSecond: full.requestsPerSecond,
  running: full.running,
  waiting: null,
  stable,
  decode: full.decode,
  prompt: full.reading,
});

const SLOTS = 40;
type Loop = Omit<Extract<ServingLoad, { kind: "closed-loop" }>, "kind" | "requestsInFlight">;
const loop = (requestsInFlight: number, options: Loop = {}, of = replica) => predictReplica(of, { kind: "closed-loop", requestsInFlight, ...options }, SLOTS);
const first = (requestsInFlight: number, options: Loop = {}, of = replica): number => loop(requestsInFlight, options, of).ttftSeconds ?? NaN;
const endless = { rounds: Infinity };

describe("a closed loop", () => {
  it("runs all clients while there are slots", () => {
    for (const clients of [1, 17, SLOTS]) {
      const { serviceTtftSeconds, tpotSeconds, residenceSeconds, requestsPerSecond, decode, reading } = at(clients);
      expect(loop(clients, endless)).toEqual({
        ttftSeconds: serviceTtftSeconds,
        tpotSeconds,
        requestSeconds: residenceSeconds,
        waitSeconds: 0,
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
    const { waitSeconds, waiting, running, ttftSeconds, requestSeconds, tpotSeconds, requestsPerSecond, stable } = loop(100, endless);
    // A client is in its slot, on its way back, or waits.
    expectNear(waitSeconds, 100 / full.requestsPerSecond - full.residenceSeconds - full.deliverySeconds);
    expectNear(waiting, 100 - SLOTS - full.requestsPerSecond * full.deliverySeconds);
    // Who waited gets the slot as a step ends.
    expectNear((ttftSeconds ?? NaN) - (waitSeconds ?? NaN), full.prefillSeconds + full.deliverySeconds);
    expectNear(requestSeconds, 100 / full.requestsPerSecond);
    expect({ running, tpotSeconds, requestsPerSecond, stable }).toEqual({ running: SLOTS, tpotSeconds: full.tpotSeconds, requestsPerSecond: full.requestsPerSecond, stable: true });
  });

  it("lets nobody wait while fewer hold a slot than there are, though clients are more", () => {
    const clients = SLOTS + 0.3;
    const { requestsPerSecond, gateSeconds, deliverySeconds } = at(clients);
    expect(clients - requestsPerSecond * (gateSeconds + deliverySeconds)).toBeLessThan(SLOTS);
    expect(loop(clients, endless)).toMatchObject({ waiting: 0, waitSeconds: 0, requestsPerSecond });
  });

  it("obeys Little's law as a whole: clients are rate times the time of a request", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.5, max: 2000, noNaN: true }), (clients) => {
        const { requestsPerSecond, requestSeconds, running, waiting } = loop(clients, endless);
        expectNear(requestsPerSecond * (requestSeconds ?? NaN), clients);
        expectAtLeast(clients, running + (waiting ?? NaN));
      }),
    );
  });
});

describe("the start of a run", () => {
  const { addedPerPromptSeconds } = at(9);

  it("puts one request of each client behind half the others", () => {
    // Of 4 requests one stands behind 8 / 2 prompts.
    expectNear(first(9, { rounds: 4 }) - first(9, endless), (8 / 2 / 4) * addedPerPromptSeconds);
    expectNear(first(9, { rounds: 1 }) - first(9, endless), (8 / 2) * addedPerPromptSeconds);
  });

  it("delays first and last token alike, and no token between", () => {
    const [started, running] = [loop(9, { rounds: 1 }), loop(9, endless)];
    expectNear((started.requestSeconds ?? NaN) - (running.requestSeconds ?? NaN), (8 / 2) * addedPerPromptSeconds);
    expect({ ...started, ttftSeconds: 0, requestSeconds: 0 }).toEqual({ ...running, ttftSeconds: 0, requestSeconds: 0 });
  });

  it("has no queue where nobody else starts", () => {
    for (const clients of [1, 0.5]) expect(first(clients, { rounds: 1 })).toBe(first(clients, endless));
  });

  it("queues for slots, not for clients that wait anyhow", () => {
    expectNear(first(100, { rounds: 1 }) - first(100, endless), ((SLOTS - 1) / 2) * inSlots(SLOTS).addedPerPromptSeconds);
  });

  it("counts as one of eight unless it is said", () => {
    expect(loop(9)).toEqual(loop(9, { rounds: 8 }));
  });

  it("is shared by ranks that step together", () => {
    const ranks = replicaWith({ model: deepSeekV3, gpu: catalogGpu("h200-sxm-141gb"), parallelism: { data: 8, expert: 8 } });
    expectNear(first(9, { rounds: 1 }, ranks) - first(9, endless, ranks), (8 / 2 / 8) * ranks.at(9).addedPerPromptSeconds);
  });
});

describe("requests of equal lengths", () => {
  const equal = (equalLengths?: boolean) => predict({ load: { kind: "closed-loop", requestsInFlight: 9, rounds: 4, ...(equalLengths === undefined ? {} : { equalLengths }) } });

  it("come in waves, and queue at the start besides", () => {
    const { serviceTtftSeconds, tpotSeconds, addedPerPromptSeconds } = replicaWith({}, lengthsOf({ equal: true })).at(9);
    expectNear(equal(true).ttftSeconds, serviceTtftSeconds + (8 / 2 / 4) * addedPerPromptSeconds);
    expect(equal(true).tpotSeconds).toBe(tpotSeconds);
  });

  it("are not assumed: lengths vary unless it is said", () => {
    expect({ ...equal(), memory: null }).toEqual({ ...equal(false), memory: null });
    expect(equal().tpotSeconds).toBe(at(9).tpotSeconds);
    expect(equal(false).tpotSeconds).toBeGreaterThan(equal(true).tpotSeconds);
  });

  it("are a matter of loops: arrivals by themselves keep apart", () => {
    expect(predict({ load: { kind: "burst", requests: 9 } }).tpotSeconds).toBe(at(9).tpotSeconds);
  });
});

describe("prompts handed over at once", () => {
  const slots = 10;
  const full = inSlots(slots);
  const burst = (requests?: number) => predictReplica(replica, { kind: "burst", ...(requests === undefined ? {} : { requests }) }, slots);

  it("keep every slot busy without end: rates are known, waits are not", () => {
    expect(burst()).toEqual(withoutEnd(full, true));
  });

  it("wait for half of those that no slot was free for", () => {
    const { waitSeconds, waiting, running, ttftSeconds, requestSeconds, requestsPerSecond, stable } = burst(100);
    expectNear(waitSeconds, 45 / full.requestsPerSecond);
    // One in ten is of the first wave, and waits for half the prompts of the nine others there.
    const firstWave = (10 / 100) * (9 / 2) * full.addedPerPromptSeconds;
    expectNear(ttftSeconds, 45 / full.requestsPerSecond + firstWave + full.prefillSeconds + full.deliverySeconds);
    expectNear(requestSeconds, 45 / full.requestsPerSecond + firstWave + full.residenceSeconds + full.deliverySeconds);
    expect({ waiting, running, requestsPerSecond, stable }).toEqual({ waiting: 90, running: slots, requestsPerSecond: full.requestsPerSecond, stable: true });
  });

  it("all run at once where there are slots for them", () => {
    const few = at(4);
    const { ttftSeconds, ...rest } = burst(4);
    expect(rest).toMatchObject({ running: 4, waiting: 0, waitSeconds: 0, tpotSeconds: few.tpotSeconds });
    // The mean prompt stands behind half of the three others.
    expectNear(ttftSeconds, few.serviceTtftSeconds + 1.5 * few.addedPerPromptSeconds);
  });

  it("never wait less the more there are", () => {
    const many = fc.double({ min: 1, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(many, many, (one, other) => {
        const [fewer, more] = [burst(Math.min(one, other)), burst(Math.max(one, other))];
        expect(more.waitSeconds ?? NaN).toBeGreaterThanOrEqual(fewer.waitSeconds ?? NaN);
        expectRateAtLeast(more.requestsPerSecond, fewer.requestsPerSecond);
      }),
    );
  });
});

describe("open arrivals", () => {
  const slots = 64;
  const full = inSlots(slots);
  const open = (requestsPerSecond: number, cv?: number) => predictReplica(replica, { kind: "open", requestsPerSecond, ...(cv === undefined ? {} : { cv }) }, slots);
  const loads = fc.double({ min: 1e-4, max: 0.9999, noNaN: true });

  it("have the means that queueing says of one engine", () => {
    fc.assert(
      fc.property(loads, fc.constantFrom(undefined, 0.5, 2), (load, cv) => {
        const requestsPerSecond = load * full.requestsPerSecond;
        const { ttftSeconds, tpotSeconds, requestSeconds, waitSeconds, running, waiting, stable } = open(requestsPerSecond, cv);
        const expected = waitingAt(replica.queue(slots), { kind: "open", requestsPerSecond, ...(cv === undefined ? {} : { cv }) }, { replicas: 1, routing: "random" });
        if (!expected.stable) throw new Error("unstable");
        expect({ ttftSeconds, tpotSeconds, requestSeconds, waitSeconds, running, waiting, stable }).toEqual({
          ttftSeconds: expected.ttftSeconds.mean,
          tpotSeconds: expected.tpotSeconds.mean,
          requestSeconds: expected.requestSeconds.mean,
          waitSeconds: expected.waitSeconds.mean,
          running: expected.running,
          waiting: expected.waiting,
          stable: true,
        });
        // Who is there is in a slot, waits for one, or is on the way.
        expectAtLeast(requestsPerSecond * (requestSeconds ?? NaN), running + (waiting ?? NaN));
        expect(running).toBeLessThan(slots);
      }),
    );
  });

  it("are served alone when they are rare", () => {
    const alone = at(1);
    const { running, ttftSeconds, tpotSeconds, requestSeconds } = open(1e-6);
    expect((ttftSeconds ?? NaN) / alone.serviceTtftSeconds).toBeCloseTo(1, 5);
    expect(tpotSeconds / alone.tpotSeconds).toBeCloseTo(1, 5);
    expect((requestSeconds ?? NaN) / alone.residenceSeconds).toBeCloseTo(1, 5);
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
        const [rare, frequent] = [open(Math.min(one, other) * full.requestsPerSecond), open(Math.max(one, other) * full.requestsPerSecond)];
        expectAtLeast(frequent.tpotSeconds, rare.tpotSeconds * (1 - 1e-6));
        expectAtLeast(frequent.ttftSeconds ?? NaN, (rare.ttftSeconds ?? NaN) * (1 - 1e-6));
        expectAtLeast(frequent.running, rare.running);
      }),
    );
  });
});

describe("a static batch", () => {
  const slots = 4;
  const batch = (requests: number, of = replica) => predictReplica(of, { kind: "static-batch", requests }, slots);
  const reading = (running: number): number => timing.reading({ promptTokens: 1000, prompts: running }).seconds;
  const step = (running: number) => decodedToken(timing, running, 1000 + 200 / 2);
  /** All prompts are read, then each step writes one token of every answer; the first token came of the prompt. */
  const batchSeconds = (running: number): number => reading(running) + 199 * step(running).seconds;

  it("reads all prompts, then writes all answers", () => {
    const { ttftSeconds, tpotSeconds, requestSeconds, requestsPerSecond, running, waiting, waitSeconds, stable, decode, prompt } = batch(3);
    expectNear(ttftSeconds, reading(3));
    expectNear(requestSeconds, batchSeconds(3));
    expectNear(requestsPerSecond, 3 / batchSeconds(3));
    expect({ running, waiting, waitSeconds, stable }).toEqual({ running: 3, waiting: 0, waitSeconds: 0, stable: true });
    // No other prompt comes between two tokens.
    expect(tpotSeconds).toBe(step(3).seconds);
    expect(decode).toEqual(step(3));
    expect(prompt).toEqual(timing.reading({ promptTokens: 1000, prompts: 1 }));
  });

  it("runs whole at exactly as many slots", () => {
    expect(batch(slots)).toMatchObject({ running: slots, waiting: 0, waitSeconds: 0 });
  });

  // Batch i waits for those before it, all of them full; the last has what is left.
  it.each([
    [5, [4, 1], (1 * 1) / 5],
    [8, [4, 4], (4 * 1) / 8],
    [10, [4, 4, 2], (4 * 1 + 2 * 2) / 10],
    [40, Array.from({ length: 10 }, () => 4), 4.5],
  ])("of %d requests on 4 slots is %j, and the mean one waits for %d of them", (requests, sizes, before) => {
    const { ttftSeconds, requestSeconds, tpotSeconds, waitSeconds, requestsPerSecond, running, waiting } = batch(requests);
    const mean = (of: (size: number) => number): number => sizes.reduce((sum, size) => sum + size * of(size), 0) / requests;
    const total = sizes.reduce((sum, size) => sum + batchSeconds(size), 0);
    expectNear(waitSeconds, before * batchSeconds(slots));
    expectNear(ttftSeconds, before * batchSeconds(slots) + mean(reading));
    expectNear(requestSeconds, before * batchSeconds(slots) + mean(batchSeconds));
    expectNear(tpotSeconds, mean((size) => step(size).seconds));
    expectNear(requestsPerSecond, requests / total);
    expect({ running, waiting }).toEqual({ running: slots, waiting: requests - slots });
  });

  it("is of whole requests: a fraction of a slot runs none", () => {
    const nine = (slots: number) => predictReplica(replica, { kind: "static-batch", requests: 9 }, slots);
    expect(nine(4.9)).toEqual(nine(4));
    expect(nine(0.5).running).toBe(1);
  });

  it("goes through the stages of a pipeline prompt by prompt", () => {
    const stages = replicaWith({ parallelism: { pipeline: 4 } });
    const batchOf = (requests: number) => predictReplica(stages, { kind: "static-batch", requests }, 64);
    const together = stages.timing.reading({ promptTokens: 1000, prompts: 16 * 4 }).seconds;
    expectNear(batchOf(16).ttftSeconds, (together * (16 + 3)) / (16 * 4));
    expectNear(batchOf(1).ttftSeconds, stages.timing.reading({ promptTokens: 1000, prompts: 1 }).seconds);
  });

  it("reads what the prefix cache does not hold", () => {
    const { ttftSeconds, prompt } = predictReplica(replicaWith({}, lengthsOf({ prefixCacheHitRate: 0.75 })), { kind: "static-batch", requests: 8 }, 8);
    expectNear(ttftSeconds, timing.reading({ promptTokens: 250, prompts: 8 }).seconds);
    expect(prompt).toEqual(timing.reading({ promptTokens: 250, prompts: 1 }));
  });

  it("knows no server in between: what a service adds to the first token is absent", () => {
    const slow = { ...engineTiming, firstToken: { prefillFactor: 9, decodeSteps: 9, fixedSeconds: 9, secondsPerToken: 9, promptsAhead: 9 } };
    expect(batch(10, replicaWith({}, lengths, slow))).toEqual(batch(10));
  });
});

describe("the share of one of several engines", () => {
  it.each<readonly [ServingLoad, ServingLoad]>([
    [{ kind: "static-batch", requests: 12 }, { kind: "static-batch", requests: 3 }],
    [{ kind: "closed-loop", requestsInFlight: 12, rounds: 5, equalLengths: true }, { kind: "closed-loop", requestsInFlight: 3, rounds: 5, equalLengths: true }],
    [{ kind: "burst", requests: 12 }, { kind: "burst", requests: 3 }],
    [{ kind: "burst" }, { kind: "burst" }],
    [{ kind: "open", requestsPerSecond: 12, cv: 2 }, { kind: "open", requestsPerSecond: 3, cv: 2 }],
  ])("a quarter of %j", (load, share) => expect(shareOf(load, 4)).toEqual(share));
});
