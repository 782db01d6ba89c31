import { describe, expect, test } from "vitest";
import {
  linearCurve,
  waiting,
  type QueueArrivals,
  type Fleet,
  type ReplicaCurve,
  type StableWaiting,
  type WaitingLengths,
} from "../../src/queueing/index.js";
import { overlap } from "../../src/queueing/length-nodes.js";
import { normalTail } from "../../src/internal/normal-tail.js";
import { CHAT, chatCurve, lengthsOf, serversOf } from "./curves.js";

const ALONE: Fleet = { replicas: 1, routing: "random" };

/** Exponential answers: their squared variation is 1. */
const EXPONENTIAL = lengthsOf(1, { mean: 100, cv: 1 });
const FIXED = lengthsOf(1, 100);

function stable(
  slots: number,
  lengths: WaitingLengths,
  arrivals: QueueArrivals,
  fleet: Fleet = ALONE,
  residenceSeconds = 1,
): StableWaiting {
  const answer = waiting(serversOf(slots, residenceSeconds, lengths), lengths, arrivals, fleet);
  if (!answer.stable) throw new Error("unstable");
  return answer;
}

const open = (requestsPerSecond: number): QueueArrivals => ({ kind: "open", requestsPerSecond });

describe("where every slot serves at its own pace", () => {
  // Erlang C, probability that a call waits: values of any table, e.g. L. Kleinrock, Queueing Systems I (1975), 3.4.
  test.each([
    [1, 0.5, 0.5],
    [2, 1, 1 / 3],
    [5, 4, 0.5541],
    [10, 8, 0.4092],
  ])("%i servers at %d erlangs: a share of %d waits", (servers, erlangs, probability) => {
    const { queueSeconds } = stable(servers, EXPONENTIAL, open(erlangs));
    expect(queueSeconds.mean).toBeCloseTo(probability / (servers - erlangs), 4);
  });

  test("M/M/1: the wait is exponential beside those that do not wait", () => {
    const { queueSeconds, utilisation } = stable(1, EXPONENTIAL, open(0.8));
    expect(utilisation).toBeCloseTo(0.8, 12);
    expect(queueSeconds.mean).toBeCloseTo(0.8 / 0.2, 9);
    expect(queueSeconds.p50).toBeCloseTo(Math.log(0.8 / 0.5) / 0.2, 9);
    expect(queueSeconds.p99).toBeCloseTo(Math.log(0.8 / 0.01) / 0.2, 9);
    expect(stable(1, EXPONENTIAL, open(0.3)).queueSeconds.p50).toBe(0);
  });

  test("M/G/1: the formula of Pollaczek and Khinchine", () => {
    expect(stable(1, FIXED, open(0.8)).queueSeconds.mean).toBeCloseTo(0.8 / 0.2 / 2, 9);
    expect(stable(1, lengthsOf(1, { mean: 100, cv: 2 }), open(0.8)).queueSeconds.mean).toBeCloseTo(
      (0.8 / 0.2) * (5 / 2),
      9,
    );
  });

  test("machine repair by hand: two users, one slot, as long to think as to serve", () => {
    // Weights 1, 2, 2 of zero, one, two requests: 4/5 served a second, 2/5 waiting; who comes among one other user waits half the time.
    const answer = stable(1, EXPONENTIAL, { kind: "users", users: 2, thinkSeconds: 1 });
    expect(answer.requestsPerSecond).toBeCloseTo(0.8, 9);
    expect(answer.queueSeconds.mean).toBeCloseTo(0.5, 9);
  });

  test("machine repair by hand: three users, two slots", () => {
    // Weights 1, 3, 3, 3/2: p = 2/17, 6/17, 6/17, 3/17.
    const answer = stable(2, EXPONENTIAL, { kind: "users", users: 3, thinkSeconds: 1 });
    expect(answer.requestsPerSecond).toBeCloseTo((6 + 2 * 6 + 2 * 3) / 17, 9);
    expect(answer.waiting).toBeCloseTo(3 / 17, 9);
  });

  test("many users who think long are as good as independent arrivals", () => {
    const users = stable(10, EXPONENTIAL, { kind: "users", users: 8e5, thinkSeconds: 1e5 });
    expect(users.queueSeconds.mean / stable(10, EXPONENTIAL, open(8)).queueSeconds.mean).toBeCloseTo(1, 2);
  });

  test("a router to the least loaded makes of all replicas one", () => {
    const pooled = stable(2, EXPONENTIAL, open(8), { replicas: 5, routing: "least-loaded" });
    expect(pooled.queueSeconds.mean).toBeCloseTo(0.4092 / 2, 4);
    expect(stable(10, EXPONENTIAL, open(16), { replicas: 2, routing: "random" }).queueSeconds.mean).toBeCloseTo(
      0.4092 / 2,
      4,
    );
  });
});

describe("the first token of a request that comes alone", () => {
  // Steps of 10 ms, prompts that add 50 ms.
  const lengths = lengthsOf(1000, 100);
  const curve = linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 5e-5, slots: 8 }, lengths);
  const ttft = (changes: Partial<ReplicaCurve> = {}): number =>
    (waiting({ ...curve, ...changes }, lengths, open(1e-9), ALONE) as StableWaiting).ttftSeconds.mean;

  test("is its prompt and a step; the prompt alone where the engine halts decoding for it", () => {
    expect(ttft()).toBeCloseTo(0.06, 9);
    expect(ttft({ prefillWait: () => ({ gateSeconds: 0, queueSeconds: 0, prefillSeconds: 0.05 }) })).toBeCloseTo(
      0.05,
      9,
    );
  });

  test("waits for a step, for room, and for others as the curve says, and for its delivery", () => {
    const prefillWait = () => ({ gateSeconds: 0.003, queueSeconds: 0.02, prefillSeconds: 0.06 + 0.025 });
    expect(ttft({ prefillWait, delaySeconds: (_, stepSeconds) => 0.1 + 2 * stepSeconds })).toBeCloseTo(
      0.06 + 0.003 + 0.02 + 0.025 + 0.1 + 2 * 0.01,
      9,
    );
  });
});

describe("closed loops", () => {
  const { residenceSeconds } = chatCurve(128);

  test("by Little's law: what does not run waits", () => {
    const answer = waiting(
      chatCurve(128),
      CHAT,
      { kind: "closed-loop", requestsInFlight: 300 },
      ALONE,
    ) as StableWaiting;
    expect(answer.requestsPerSecond).toBeCloseTo(128 / residenceSeconds(128), 9);
    expect(answer.queueSeconds.mean).toBeCloseTo((172 / 128) * residenceSeconds(128), 9);
    expect(answer.inFlight).toBeCloseTo(300, 9);
    expect(answer.queueSeconds.p95).toBeGreaterThan(answer.queueSeconds.mean);
  });

  test("below the slots nothing waits, and users who do not think are such a loop", () => {
    const loop = waiting(chatCurve(128), CHAT, { kind: "closed-loop", requestsInFlight: 64 }, ALONE) as StableWaiting;
    expect(loop.queueSeconds).toEqual({ mean: 0, p50: 0, p90: 0, p95: 0, p99: 0 });
    expect(loop.residenceSeconds.mean).toBeCloseTo(residenceSeconds(64), 9);
    expect(waiting(chatCurve(128), CHAT, { kind: "users", users: 64, thinkSeconds: 0 }, ALONE)).toEqual(loop);
  });

  test("of a pool of replicas are shared by them", () => {
    const answer = stable(
      4,
      FIXED,
      { kind: "closed-loop", requestsInFlight: 12 },
      { replicas: 2, routing: "least-loaded" },
    );
    // Four of each run, two wait for half a second.
    expect(answer.requestsPerSecond).toBeCloseTo(8, 9);
    expect(answer.queueSeconds.mean).toBeCloseTo(2 / 4, 9);
    expect([answer.inFlight, answer.running, answer.waiting]).toEqual(
      [12, 8, 4].map((requests) => expect.closeTo(requests, 9) as number),
    );
    expect([answer.needsReplay, answer.reasons]).toEqual([false, []]);
    expect(
      stable(8, FIXED, { kind: "burst", requests: 32 }, { replicas: 2, routing: "least-loaded" }).queueSeconds.mean,
    ).toBeCloseTo(0.5, 9);
  });

  test("are away while they are on the way", () => {
    // Two, of which each is half a second on its way to one server: weights 1, 4, 8.
    const curve: ReplicaCurve = { ...serversOf(1, 1, EXPONENTIAL), delaySeconds: () => 0.5 };
    expect(
      (waiting(curve, EXPONENTIAL, { kind: "closed-loop", requestsInFlight: 2 }, ALONE) as StableWaiting)
        .requestsPerSecond,
    ).toBeCloseTo(12 / 13, 9);
  });

  test("a burst of unequal answers ends with the longest", () => {
    // Exponential: the mean of the longest of n is ln n + 0.5772 times the mean. Lognormal of the same variation: a little more.
    const answer = stable(100, EXPONENTIAL, { kind: "burst", requests: 100 });
    expect(answer.requestsPerSecond).toBeLessThan(100 / (Math.log(100) + 0.5772) / 0.9);
    expect(answer.requestsPerSecond).toBeGreaterThan(100 / (Math.log(100) + 0.5772) / 1.5);
  });

  test("of the first wave of a burst the mean prompt is read behind half of the others, of the rest each by itself", () => {
    const lengths = lengthsOf(1000, { mean: 100, cv: 0.7 });
    const curve = linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 1e-5, slots: 8 }, lengths);
    const answer = waiting(curve, lengths, { kind: "burst", requests: 32 }, ALONE) as StableWaiting;
    expect(answer.ttftSeconds.mean - answer.queueSeconds.mean).toBeCloseTo(0.01 + 0.01 + ((7 / 2) * 0.01) / 4, 9);
  });

  test("a burst starts in waves", () => {
    // Four waves of one second: waits of 0, 1, 2 and 3 seconds.
    const answer = stable(8, FIXED, { kind: "burst", requests: 32 });
    expect(answer.queueSeconds.mean).toBeCloseTo(1.5, 9);
    expect(answer.queueSeconds.p95).toBeCloseTo(0.95 * 4 - 0.5, 9);
    expect(answer.requestsPerSecond).toBeCloseTo(8, 9);
    expect(stable(8, FIXED, { kind: "burst", requests: 5 }).queueSeconds.p99).toBe(0);
  });
});

describe("the state of the world", () => {
  test("more than can be served is unstable, and no error", () => {
    expect(waiting(serversOf(4, 1, FIXED), FIXED, open(5), ALONE)).toEqual({
      stable: false,
      utilisation: 1.25,
      capacityPerSecond: 4,
      needsReplay: true,
      reasons: ["overload"],
    });
    expect(waiting(serversOf(4, 1, FIXED), FIXED, open(4), ALONE).stable).toBe(false);
  });

  test("bursts ask for a replay", () => {
    expect(stable(8, EXPONENTIAL, open(5)).needsReplay).toBe(false);
    const bursty = stable(8, EXPONENTIAL, { kind: "open", requestsPerSecond: 5, cv: 3 });
    expect(bursty.needsReplay).toBe(true);
    expect(bursty.reasons).toHaveLength(1);
    expect(bursty.queueSeconds.mean).toBeGreaterThan(5 * stable(8, EXPONENTIAL, open(5)).queueSeconds.mean);
    expect(
      stable(8, EXPONENTIAL, { kind: "open", requestsPerSecond: 20, cv: 2 }, { replicas: 4, routing: "round-robin" })
        .needsReplay,
    ).toBe(false);
  });

  test("short outputs ask for one where steps are those of an engine", () => {
    const few = lengthsOf(1, 5);
    const reasons = (changes: Partial<ReplicaCurve>) =>
      waiting({ ...serversOf(8, 1, few), ...changes }, few, open(5), ALONE).reasons;
    expect(reasons({})).toEqual([]);
    expect(reasons({ prefillWait: () => ({ gateSeconds: 0, queueSeconds: 0, prefillSeconds: 0.2 }) })).toEqual([
      "short-outputs",
    ]);
  });

  test("prompts that are not cut keep the more the less their senders are away", () => {
    const lengths = lengthsOf({ values: Array.from({ length: 1000 }, (_, i) => i + 1) }, 100);
    const curve: ReplicaCurve = {
      ...linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 1e-5, slots: 8 }, lengths),
      uncutTokens: 500,
    };
    for (const [arrivals, awaySeconds] of [
      [open(2), Infinity],
      [{ kind: "users", users: 4, thinkSeconds: 2 }, 2],
      [{ kind: "closed-loop", requestsInFlight: 4 }, 0],
    ] as const) {
      const {
        requestsPerSecond,
        running,
        utilisation,
        inFlight,
        waiting: queued,
      } = waiting(curve, lengths, arrivals, ALONE) as StableWaiting;
      const { inFlight: uncut } = waiting({ ...curve, uncutTokens: 1e6 }, lengths, arrivals, ALONE) as StableWaiting;
      // Once in as many prompts as run of a thousand, for half of the time in a slot, over what is left of the capacity; for a third of it.
      const residenceSeconds = running / requestsPerSecond;
      const away = awaySeconds === Infinity ? 1 : awaySeconds / (awaySeconds + residenceSeconds);
      const share = (requestsPerSecond * (running / 1000) * (residenceSeconds / 2)) / (1 - utilisation * away);
      expect(inFlight - uncut).toBeCloseTo(requestsPerSecond * share * (residenceSeconds / 3), 6);
      expect(queued).toBeLessThan(1);
    }
  });

  test("users of two servers without rooms for a queue elsewhere are as those of a closed network", () => {
    // Product form, one slot and exponential times: U users who never think are at the first server in numbers that are all as likely.
    const lengths = lengthsOf({ mean: 100, cv: 0 }, { mean: 100, cv: 1 });
    const curve = linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 0, slots: 1 }, lengths);
    const answer = waiting(
      curve,
      lengths,
      { kind: "users", users: 20, thinkSeconds: 0 },
      { replicas: 2, routing: "random" },
    );
    if (!answer.stable) throw new Error("unstable");
    // Throughput of a server: the share of the 21 numbers that leave it something to do.
    expect(answer.utilisation).toBeCloseTo(20 / 21, 2);
    expect(answer.waiting + answer.running).toBeCloseTo(20, 0);
  });

  test("wrong input is refused", () => {
    const ask =
      (arrivals: unknown, fleet: unknown = ALONE) =>
      () =>
        waiting(chatCurve(8), CHAT, arrivals as QueueArrivals, fleet as Fleet);
    expect(ask({ kind: "open", requestsPerSecond: NaN })).toThrow(
      "arrivals.requestsPerSecond must be a finite number > 0, got NaN",
    );
    expect(ask({ kind: "users", users: 3, thinkSeconds: -1 })).toThrow("arrivals.thinkSeconds");
    expect(ask({ kind: "closed-loop", requests: 3 })).toThrow("arrivals.requests is not known");
    expect(ask({ kind: "burst" })).toThrow("arrivals.requests");
    expect(ask({ kind: "flood" })).toThrow("arrivals.kind must be one of closed-loop, users, open, burst");
    expect(ask(open(1), { replicas: 0, routing: "random" })).toThrow("fleet.replicas");
    expect(ask(open(1), { replicas: 1, routing: "by luck" })).toThrow("fleet.routing must be one of");
    expect(ask(open(1), { replicas: 1, routing: "random", speed: 2 })).toThrow("fleet.speed is not known");
    expect(ask(open(1), null)).toThrow("fleet must");
    expect(() => waiting({ ...chatCurve(8), slots: 2.5 }, CHAT, open(1), ALONE)).toThrow("curve.slots");
  });
});

test("overlap of two answers: 2 P(normal < -sigma / sqrt 2) for lognormal lengths, 1 for equal ones", () => {
  expect(overlap(lengthsOf(1, 100).output)).toBeCloseTo(1, 6);
  for (const cv of [0.5, 0.77, 2])
    expect(overlap(lengthsOf(1, { mean: 100, cv }).output)).toBeCloseTo(
      2 * normalTail(Math.sqrt(Math.log1p(cv * cv) / 2)),
      2,
    );
});
