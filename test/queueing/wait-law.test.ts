import { describe, expect, test } from "vitest";
import { longerWait, waitDistribution, waitTail, type WaitLaw } from "../../src/queueing/wait-law.js";

describe("waits of whom an exponential law is known", () => {
  /** Half of all wait, 4 s in the mean. */
  const law: WaitLaw = { probability: 0.5, meanSeconds: 4, squaredCv: 1 };

  test("exceed t with the share that wait times exp(-t / mean)", () => {
    const tail = waitTail(law);
    expect(tail(0)).toBeCloseTo(0.5, 12);
    expect(tail(4 * Math.LN2)).toBeCloseTo(0.25, 12);
    expect(tail(40)).toBeCloseTo(0.5 * Math.exp(-10), 12);
  });

  test("have the logarithms of that as percentiles, 0 for those who do not wait", () => {
    const { mean, p50, p90, p95, p99 } = waitDistribution(law);
    expect(mean).toBe(2);
    expect(p50).toBe(0);
    expect([p90, p95, p99]).toEqual([5, 10, 50].map((ratio) => expect.closeTo(4 * Math.log(ratio), 9) as number));
  });

  test("of all of equal length are that length", () => {
    const equal: WaitLaw = { probability: 0.25, meanSeconds: 3, squaredCv: 0 };
    expect([2.9, 3.1].map(waitTail(equal))).toEqual([0.25, 0]);
    const { mean, p50, p90, p99 } = waitDistribution(equal);
    expect([mean, p50, p90, p99]).toEqual([0.75, 0, 3, 3]);
  });
});

describe("waits that spread evenly", () => {
  /** Four of five wait, from 1 to 5 s. */
  const law: WaitLaw = { probability: 0.8, meanSeconds: 3, squaredCv: 1 / 9, evenly: [1, 5] };

  test("exceed t with what is left of the span", () => {
    expect([0, 1, 2, 3, 5, 9].map(waitTail(law))).toEqual(
      [0.8, 0.8, 0.6, 0.4, 0, 0].map((share) => expect.closeTo(share, 12) as number),
    );
  });

  test("have percentiles in equal steps", () => {
    const { mean, p50, p90, p95, p99 } = waitDistribution(law);
    expect(mean).toBeCloseTo(2.4, 12);
    // Of 0.8 that wait, 0.5 wait longer than the median: 5 - 4 x 5/8.
    expect([p50, p90, p95, p99]).toEqual(
      [2.5, 4.5, 4.75, 4.95].map((seconds) => expect.closeTo(seconds, 12) as number),
    );
  });
});

test("waits are no longer at any percentile than a law that bounds them", () => {
  const own: WaitLaw = { probability: 0.5, meanSeconds: 2, squaredCv: 1 };
  const bounded: WaitLaw = { ...own, atMost: { probability: 1, meanSeconds: 3, squaredCv: 0 } };
  const tail = waitTail(bounded);
  expect([tail(2.9), tail(3.1)]).toEqual([waitTail(own)(2.9), 0]);
  const { mean, p50, p90, p99 } = waitDistribution(bounded);
  expect([mean, p50, p99]).toEqual([1, 0, 3]);
  expect(p90).toBe(waitDistribution(own).p90 < 3 ? waitDistribution(own).p90 : 3);
});

test("of two laws the likelier to be exceeded decides at every wait, and the larger mean", () => {
  const [short, long]: readonly WaitLaw[] = [
    { probability: 1, meanSeconds: 1, squaredCv: 0 },
    { probability: 0.3, meanSeconds: 2, squaredCv: 1 },
  ];
  if (short === undefined || long === undefined) throw new Error("two laws");
  const either = longerWait(short, long);
  expect(either).toMatchObject({ probability: 1, meanSeconds: 1, squaredCv: 0 });
  const tail = waitTail(either);
  expect([tail(0.5), tail(4)]).toEqual([1, waitTail(long)(4)]);
  const { mean, p50, p95 } = waitDistribution(either);
  expect([mean, p50, p95]).toEqual([1, 1, waitDistribution(long).p95]);
  expect(longerWait(short, { ...long, probability: 0 })).toBe(short);
});
