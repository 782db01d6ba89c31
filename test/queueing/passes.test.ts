import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { randomStream } from "../../src/internal/random.js";
import type { Source } from "../../src/workload/arrivals.js";
import type { StableWaiting } from "../../src/queueing/fleet-waiting.js";
import { passesAt } from "../../src/queueing/passes.js";
import { passCapacity, type PassReplica } from "../../src/queueing/pass-replica.js";
import { waitingSlowed } from "../../src/queueing/slowed.js";
import { waitingAt } from "../../src/queueing/waiting.js";

const ALONE = { replicas: 1, routing: "random" } as const;

/** Passes of t(b) = tau + a b, over prompts of equal length, with answers there as they end. */
const replicaOf = (restSeconds: number, addedSeconds: number, roomRequests: number): PassReplica => ({
  roomRequests,
  passSeconds: (requests) => restSeconds + addedSeconds * Math.max(1, requests),
  squaredCv: 0,
  promptSeconds: Array.from({ length: 16 }, () => addedSeconds),
  deliverySeconds: () => 0,
});

function stable(replica: PassReplica, source: Source, fleet: Parameters<typeof waitingAt>[2] = ALONE): StableWaiting {
  const answer = waitingAt(replica, source, fleet);
  if (!answer.stable) throw new Error("unstable");
  return answer;
}

/** Mean latency of so many Poisson arrivals at a server that takes all who wait, as many as it has room for, when a pass ends. */
function replayed({ roomRequests, passSeconds }: PassReplica, rate: number, count: number): number {
  const uniform = randomStream(1, 0);
  const arrivals: number[] = [];
  for (let now = 0; arrivals.length < count;) arrivals.push((now -= Math.log(1 - uniform()) / rate));
  let [first, free, sum] = [0, 0, 0];
  while (first < count) {
    const start = Math.max(free, arrivals[first] as number);
    let together = 0;
    while (together < roomRequests && first + together < count && (arrivals[first + together] as number) <= start)
      together += 1;
    free = start + passSeconds(together);
    for (let i = 0; i < together; i += 1) sum += free - (arrivals[first + i] as number);
    first += together;
  }
  return sum / count;
}

describe("passes of an open stream", () => {
  test("a request that comes to an idle replica takes one pass of its own", () => {
    const { e2eSeconds, queueSeconds } = stable(replicaOf(3, 1, 8), { requestsPerSecond: 1e-6 });
    expect(e2eSeconds.mean).toBeCloseTo(4, 4);
    expect(e2eSeconds.p99).toBeCloseTo(4, 4);
    expect(queueSeconds.mean).toBeCloseTo(0, 4);
  });

  test("where the replica never idles the mean is 3/2 tau / (1 - r) + a (2 + r) / (2 (1 - r^2)), by hand", () => {
    // tau 10, a 0.1, lambda 5: r = 0.5, 3/2 x 10 / 0.5 + 0.05 x 2.5 / 0.75 = 30.17.
    expect(stable(replicaOf(10, 0.1, 1e6), { requestsPerSecond: 5 }).e2eSeconds.mean).toBeCloseTo(30 + 0.125 / 0.75, 1);
  });

  test.each([
    [4, 1, 1, 0.19 / 5],
    [0, 1, 1, 0.5],
    [0, 1, 1, 0.8],
    [3, 1, 4, 0.3],
    [3, 1, 4, 0.5],
    [3, 1, 16, 0.5],
    [3, 1, 16, 0.7],
    [1, 1, 64, 0.8],
    [8, 0.1, 256, 4],
  ])(
    "passes of %d + %d b with room for %d at %d a second take as long as one by one, to a tenth",
    (rest, added, room, rate) => {
      const replica = replicaOf(rest, added, room);
      expect(
        stable(replica, { requestsPerSecond: rate }).e2eSeconds.mean / replayed(replica, rate, 200_000),
      ).toBeCloseTo(1, 0.7);
    },
  );

  test("of more than it can read there is no mean", () => {
    const replica = replicaOf(3, 1, 4);
    expect(passCapacity(replica)).toBeCloseTo(4 / 7, 12);
    expect(waitingAt(replica, { requestsPerSecond: 0.58 }, ALONE)).toMatchObject({
      stable: false,
      reasons: ["overload"],
    });
    expect(waitingAt(replica, { requestsPerSecond: 0.57 }, ALONE).stable).toBe(true);
  });

  test("bursts lengthen it, and turns shorten it", () => {
    const mean = (cv: number, routing: "random" | "round-robin"): number =>
      stable(replicaOf(3, 1, 8), { requestsPerSecond: 2, cv }, { replicas: 4, routing }).e2eSeconds.mean;
    expect(mean(2, "random")).toBeGreaterThan(mean(1, "random"));
    expect(mean(1, "round-robin")).toBeLessThan(mean(1, "random"));
    expect(waitingAt(replicaOf(3, 1, 8), { requestsPerSecond: 0.5, cv: 2 }, ALONE).reasons).toEqual(["bursts"]);
  });
});

describe("passes of clients", () => {
  test("one meets nobody", () => {
    const { requestsPerSecond, e2eSeconds } = stable(replicaOf(3, 1, 8), { users: 1, thinkSeconds: 6 });
    expect(e2eSeconds.p99).toBeCloseTo(4, 9);
    expect(requestsPerSecond).toBeCloseTo(0.1, 9);
  });

  test("so many that passes are always full have the rest of their time in the queue", () => {
    const { requestsPerSecond, e2eSeconds, utilisation } = stable(replicaOf(3, 1, 4), { users: 400, thinkSeconds: 0 });
    expect(requestsPerSecond).toBeCloseTo(4 / 7, 9);
    expect(e2eSeconds.mean).toBeCloseTo(700, 6);
    expect(utilisation).toBeCloseTo(1, 9);
    expect(e2eSeconds.p99).toBeLessThan(1.4 * e2eSeconds.p50);
  });

  test("all at once take full passes one after the other", () => {
    // Ten requests, four a pass of seven seconds: three passes; the mean of a full pass is half of the others behind.
    const { requestsPerSecond, e2eSeconds } = stable(replicaOf(3, 1, 4), { requests: 10 });
    expect(requestsPerSecond).toBeCloseTo(10 / 21, 9);
    expect(e2eSeconds.mean).toBeCloseTo(7 * (1 + 1.5 / 2), 9);
  });
});

const replicas = fc
  .record({
    rest: fc.double({ min: 0, max: 10, noNaN: true }),
    added: fc.double({ min: 0.01, max: 1, noNaN: true }),
    room: fc.integer({ min: 1, max: 512 }),
  })
  .map(({ rest, added, room }) => replicaOf(rest, added, room));
const share = fc.double({ min: 0.001, max: 0.99, noNaN: true });

describe("always", () => {
  test("more requests wait no shorter, to a hundredth", () => {
    fc.assert(
      fc.property(replicas, share, share, (replica, one, other) => {
        const at = (load: number): number =>
          stable(replica, { requestsPerSecond: load * passCapacity(replica) }).e2eSeconds.mean;
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(at(low)).toBeLessThanOrEqual(1.01 * at(high));
      }),
    );
  });

  test("users are in flight or think, by Little's law", () => {
    fc.assert(
      fc.property(
        replicas,
        fc.double({ min: 0.1, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        (replica, users, thinkSeconds, count) => {
          const answer = stable(replica, { users, thinkSeconds }, { replicas: count, routing: "round-robin" });
          expect((answer.inFlight + answer.requestsPerSecond * thinkSeconds) / users).toBeCloseTo(1, 6);
          expect(answer.utilisation).toBeLessThanOrEqual(1 + 1e-9);
          expect(
            [
              answer.e2eSeconds.p50,
              answer.e2eSeconds.p99,
              answer.queueSeconds.p99,
              answer.running,
              answer.waiting,
            ].every((value) => value >= 0 && Number.isFinite(value)),
          ).toBe(true);
          expect(answer.e2eSeconds.p99).toBeGreaterThanOrEqual(answer.e2eSeconds.p50);
        },
      ),
    );
  });

  test("a pass reads no more than it has room for", () => {
    fc.assert(
      fc.property(replicas, share, (replica, load) => {
        expect(passesAt(replica, load * passCapacity(replica), 1).requests).toBeLessThanOrEqual(replica.roomRequests);
      }),
    );
  });

  test("a fleet that is slower by a factor waits as one that is asked as much faster, longer by it", () => {
    const slower = replicaOf(6, 2, 8);
    const arrivals = { requestsPerSecond: 0.3 };
    const slowed = waitingSlowed(replicaOf(3, 1, 8), arrivals, ALONE, 2);
    expect(slowed.stable && slowed.e2eSeconds.p95).toBeCloseTo(stable(slower, arrivals).e2eSeconds.p95, 9);
  });
});
