import { describe, expect, test } from "vitest";
import type { Fleet } from "../../src/queueing/index.js";
import { preparedReplica } from "../../src/queueing/replica-load.js";
import { usersElsewhere } from "../../src/queueing/users-elsewhere.js";
import { lengthsOf, serversOf } from "./curves.js";

const EXPONENTIAL = lengthsOf(1, { mean: 100, cv: 1 });
const random = (replicas: number): Fleet => ({ replicas, routing: "random" });
/** One slot, of half a second. */
const single = preparedReplica(serversOf(1, 0.5, EXPONENTIAL), EXPONENTIAL);

/** Users who are not with a replica of one slot where so much of each is used: M/M/1. */
const awayAt = (replicas: number, awaySeconds: number, used: number): number =>
  replicas * (used / 0.5) * awaySeconds +
  Math.max(0, replicas - 2) * (used / (1 - used)) +
  Math.min(1, replicas - 1) * used;

describe("of users elsewhere a replica gets", () => {
  test.each([
    [1.5, 3],
    [2, 0],
    [2, 3],
    [5, 0],
    [5, 3],
    [200, 40],
  ])("of %d with one slot each and %i s away what leaves so many with the others", (replicas, awaySeconds) => {
    const source = usersElsewhere(single, awaySeconds, random(replicas));
    for (const odds of [1 / 8, 1 / 2, 1, Math.SQRT2, 8, 1024]) {
      const used = odds / (1 + odds);
      expect(source(awayAt(replicas, awaySeconds, used)) / (used / 0.5)).toBeCloseTo(1, 7);
    }
  });

  test("between those a time from request to request that is a straight line", () => {
    const source = usersElsewhere(single, 3, random(5));
    const [low, high] = [1, Math.SQRT2].map((odds) => ({
      users: awayAt(5, 3, odds / (1 + odds)),
      rate: odds / (1 + odds) / 0.5,
    })) as unknown as readonly [{ users: number; rate: number }, { users: number; rate: number }];
    const middle = (low.users + high.users) / 2;
    expect(middle / source(middle)).toBeCloseTo((low.users / low.rate + high.users / high.rate) / 2, 6);
  });

  test("nothing from nobody, in proportion from few, and never more than it can serve", () => {
    const source = usersElsewhere(single, 3, random(5));
    expect(source(0)).toBe(0);
    expect(source(2e-4) / source(1e-4)).toBeCloseTo(2, 5);
    // A request every 5 x 3 s, and 0.5 s with each of three others and itself.
    expect(1e-4 / source(1e-4)).toBeCloseTo(15 + 4 * 0.5, 1);
    expect(source(1e12)).toBeCloseTo(2, 5);
    expect(source(1e12)).toBeLessThanOrEqual(2);
  });

  test("the same whatever was asked before", () => {
    const users = [0.01, 900, 1, 30, 1e6, 2];
    const source = usersElsewhere(single, 3, random(5));
    expect(users.map(source)).toEqual(users.map((many) => usersElsewhere(single, 3, random(5))(many)));
  });

  test("of several slots what leaves so many with the others by Erlang's formula", () => {
    // Three slots, 1.5 of them used: 0.2368 wait for 1/(3 - 1.5) s in the mean, so that 1.5 + 0.2368 are there.
    const three = preparedReplica(serversOf(3, 1, EXPONENTIAL), EXPONENTIAL);
    expect(usersElsewhere(three, 10, random(4))(4 * 1.5 * 10 + 2 * (1.5 + 0.2368421) + 1.5)).toBeCloseTo(1.5, 6);
  });
});
