import { describe, expect, test } from "vitest";
import { sustained } from "../../src/queueing/closed-loop.js";
import { linearCurve, type Fleet } from "../../src/queueing/index.js";
import { preparedReplica, type ReplicaLoad } from "../../src/queueing/replica-load.js";
import { thinkingUsers } from "../../src/queueing/thinking-users.js";
import { usersElsewhere } from "../../src/queueing/users-elsewhere.js";
import { lengthsOf, serversOf } from "./curves.js";

const EXPONENTIAL = lengthsOf(1, { mean: 100, cv: 1 });
const replica = (slots: number) => preparedReplica(serversOf(slots, 1, EXPONENTIAL), EXPONENTIAL);
const load = (slots: number, users: number, thinkSeconds: number, fleet: Fleet): ReplicaLoad =>
  thinkingUsers(replica(slots), { users, thinkSeconds }, fleet);
const ALONE: Fleet = { replicas: 1, routing: "round-robin" };

/**
 * A closed network of N servers, to each of which a user turns with the same chance after thinking: requests per second of one, and the mean
 * number of requests there (J. P. Buzen, Computational algorithms for closed queueing networks, CACM 16 (1973) 527).
 */
function closedNetwork(
  replicas: number,
  users: number,
  thinkSeconds: number,
): { readonly requestsPerSecond: number; readonly requests: number } {
  // Of each pass through the network one replica sees 1/N: weights of n users who think, and of n at all replicas so far.
  let weights = [1];
  for (let n = 1; n <= users; n += 1) weights.push(((weights[n - 1] as number) * thinkSeconds * replicas) / n);
  for (let station = 0; station < replicas; station += 1) {
    const next: number[] = [];
    weights.forEach((weight, n) => next.push(weight + (next[n - 1] ?? 0)));
    weights = next;
  }
  const all = weights[users] as number;
  let requests = 0;
  for (let n = 1; n <= users; n += 1) requests += (weights[users - n] as number) / all;
  return { requestsPerSecond: (weights[users - 1] as number) / all, requests };
}

describe("users of one queue", () => {
  test("by hand: three of two replicas of one slot, behind a router to the least loaded", () => {
    // Weights 1, 3, 3, 3/2; a third comes while two are busy in three of twelve cases and waits for one of two.
    const { requestsPerSecond, residenceSeconds, company, wait } = load(1, 3, 1, {
      replicas: 2,
      routing: "least-loaded",
    });
    expect(requestsPerSecond).toBeCloseTo(12 / 17, 9);
    expect(residenceSeconds).toBeCloseTo(1, 9);
    expect(company).toBeCloseTo(1, 9);
    expect(wait.probability).toBeCloseTo(3 / 12, 9);
    expect(wait.meanSeconds).toBeCloseTo(1 / 2, 9);
    expect(wait.squaredCv).toBeCloseTo(1, 9);
  });

  test("by hand: four of one slot", () => {
    // Weights 4, 12, 24, 24 of 0 to 3 others: 11/5 departures in the mean, with a variance of 5.4 - 2.2^2, each an exponential second.
    const { requestsPerSecond, wait } = load(1, 4, 1, ALONE);
    expect(requestsPerSecond).toBeCloseTo(64 / 65, 9);
    expect(wait.probability).toBeCloseTo(60 / 64, 9);
    expect(wait.meanSeconds).toBeCloseTo(2.2, 9);
    expect(wait.squaredCv).toBeCloseTo((5.4 - 2.2 ** 2 + 2.2) / 2.2 ** 2, 9);
  });

  test("by hand: three of two slots that slow each other", () => {
    // 1 s alone and 1.5 s beside another: weights 1, 3, 9/2, 27/8.
    const slowing = preparedReplica(
      { ...serversOf(2, 1, EXPONENTIAL), residenceSeconds: (n) => 0.5 + 0.5 * n },
      EXPONENTIAL,
    );
    const { requestsPerSecond, residenceSeconds, wait } = thinkingUsers(slowing, { users: 3, thinkSeconds: 1 }, ALONE);
    const served = 3 + (2 / 1.5) * (4.5 + 3.375);
    expect(requestsPerSecond).toBeCloseTo(served / (1 + 3 + 4.5 + 3.375), 9);
    expect(residenceSeconds).toBeCloseTo((3 + 2 * (4.5 + 3.375)) / served, 9);
    // For one departure, of which there are two in 1.5 s.
    expect(wait.meanSeconds).toBeCloseTo(1.5 / 2, 9);
  });

  test("are away while they think and while a request is on its way", () => {
    const far = preparedReplica({ ...serversOf(1, 1, EXPONENTIAL), delaySeconds: () => 0.75 }, EXPONENTIAL);
    expect(thinkingUsers(far, { users: 4, thinkSeconds: 0.25 }, ALONE)).toEqual(load(1, 4, 1, ALONE));
  });

  test("by hand: count by twos where they hold twice as much as their number says", () => {
    // A cache of one request, whose size varies as an exponential one: 0, 2 and 4 of four users, with weights 1, 4, 8. Half of one state waits.
    const held = preparedReplica(
      { ...serversOf(1, 1, EXPONENTIAL), cache: { requests: 1, squaredCv: 1 } },
      EXPONENTIAL,
    );
    const { requestsPerSecond, wait } = thinkingUsers(held, { users: 4, thinkSeconds: 1 }, ALONE);
    expect(requestsPerSecond).toBeCloseTo(12 / 13, 6);
    expect(wait.probability).toBeCloseTo(8 / 12, 6);
    expect(wait.meanSeconds).toBeCloseTo(1, 6);
  });

  test("who never meet do not wait", () => {
    const { requestsPerSecond, wait } = load(2, 2, 1, ALONE);
    expect(requestsPerSecond).toBeCloseTo(1, 9);
    expect(wait).toEqual({ probability: 0, meanSeconds: 0, squaredCv: 0 });
  });
});

describe("users of several queues", () => {
  test.each([
    [2, 20, 3, 0.13],
    [3, 40, 10, 0.07],
    [8, 60, 6, 0.005],
    [8, 200, 40, 0.01],
  ])(
    "of %i replicas %i users who think %i s are as in a closed network, to a share of %d",
    (replicas, users, thinkSeconds, share) => {
      const exact = closedNetwork(replicas, users, thinkSeconds);
      const { requestsPerSecond, residenceSeconds, wait } = load(1, users, thinkSeconds, {
        replicas,
        routing: "random",
      });
      expect(Math.abs(requestsPerSecond / exact.requestsPerSecond - 1)).toBeLessThan(Math.min(share, 0.015));
      expect(
        Math.abs((requestsPerSecond * (residenceSeconds + wait.probability * wait.meanSeconds)) / exact.requests - 1),
      ).toBeLessThan(share);
    },
  );

  test.each([
    [24, 1],
    [32, 1],
    [64, 2],
    [128, 4],
  ])(
    "of four whose steps gather prompts: %i users come in groups of %i, an eighth of those of a replica",
    (users, group) => {
      const lengths = lengthsOf(1000, { mean: 100, cv: 1 });
      const line = linearCurve({ stepSeconds: 0.01, requestSeconds: 0, promptTokenSeconds: 1e-3, slots: 32 }, lengths);
      const prepared = preparedReplica(line, lengths);
      const fleet: Fleet = { replicas: 4, routing: "random" };
      const source = usersElsewhere(prepared, 1, fleet);
      // Each state by itself: so many groups with the replica.
      let [weight, total, running, served] = [1, 1, 0, 0];
      for (let with_ = group; with_ <= users; with_ += group) {
        const busy = Math.min(with_, 32);
        weight *= (source(users - with_ + group) * line.residenceSeconds(busy)) / busy;
        total += weight;
        running += weight * busy;
        served += (weight * busy) / line.residenceSeconds(busy);
      }
      const { requestsPerSecond, residenceSeconds } = thinkingUsers(prepared, { users, thinkSeconds: 1 }, fleet);
      expect(requestsPerSecond / (served / total)).toBeCloseTo(1, 3);
      expect(residenceSeconds / (running / served)).toBeCloseTo(1, 3);
    },
  );

  test("wait no longer than if all were at one", () => {
    const { wait } = load(4, 40, 1e-3, { replicas: 2, routing: "round-robin" });
    expect(wait.atMost).toEqual(sustained(replica(4), 40).wait);
    expect(load(4, 40, 1e-3, { replicas: 2, routing: "least-loaded" }).wait.atMost).toBeUndefined();
  });

  test("so many that none is ever asked are as fast as one is alone", () => {
    const { requestsPerSecond, residenceSeconds } = load(4, 1e-9, 1e3, { replicas: 1e9, routing: "random" });
    expect(residenceSeconds).toBeCloseTo(1, 9);
    expect(requestsPerSecond).toBeGreaterThanOrEqual(0);
    expect(requestsPerSecond).toBeLessThan(1e-15);
  });
});
