import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  delayLaw,
  delayMean,
  delayQuantile,
  delayTail,
  meanOfLonger,
  risingDelay,
  type DelayLaw,
} from "../../src/queueing/delay-law.js";

const means = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
const variations = fc.double({ min: 0, max: 50, noNaN: true });
const tails = fc.double({ min: 1e-6, max: 1, noNaN: true });

/** Mean and second moment by summing the tail: E[T] = int P(T > t) dt, E[T^2] = int 2 t P(T > t) dt. */
function moments(mean: number, squaredCv: number): readonly [number, number] {
  const step = mean / 2000;
  let [first, second] = [0, 0];
  for (let t = step / 2; t < mean * 200; t += step) {
    const tail = delayTail(delayLaw(mean, squaredCv), t);
    first += tail * step;
    second += 2 * t * tail * step;
  }
  return [first, second];
}

describe("a delay", () => {
  it.each([0.25, 1, 3])("has its mean and a squared variation of %s", (squaredCv) => {
    const [first, second] = moments(2, squaredCv);
    expect(first / 2).toBeCloseTo(1, 2);
    expect(delayMean(delayLaw(2, squaredCv))).toBeCloseTo(2, 12);
    expect(second / (4 * (1 + squaredCv))).toBeCloseTo(1, 2);
  });

  it("is exponential at one, a constant at none, and of all or nobody without a mean", () => {
    expect(delayTail(delayLaw(2, 1), 3)).toBeCloseTo(Math.exp(-1.5), 12);
    expect([delayTail(delayLaw(2, 0), 1.99), delayTail(delayLaw(2, 0), 2)]).toEqual([1, 0]);
    expect([delayTail(delayLaw(0, 1), 0), delayTail(delayLaw(2, 1), -1)]).toEqual([0, 1]);
    expect([delayQuantile(delayLaw(2, 0), 0.05), delayQuantile(delayLaw(2, 1), 0.5)]).toEqual([2, 2 * Math.LN2]);
    // One in two is delayed at all: the median is none.
    expect([delayTail(delayLaw(2, 3), 0), delayQuantile(delayLaw(2, 3), 0.5)]).toEqual([0.5, 0]);
  });

  it("has a quantile that is the inverse of the tail", () => {
    fc.assert(
      fc.property(means, variations, tails, (mean, squaredCv, tail) => {
        const value = delayQuantile(delayLaw(mean, squaredCv), tail);
        fc.pre(value > 0 && squaredCv > 1e-6);
        expect(delayTail(delayLaw(mean, squaredCv), value)).toBeCloseTo(tail, 6);
      }),
    );
  });

  it("never gets shorter as the mean rises, at any percentile, while variance over mean stays", () => {
    fc.assert(
      fc.property(
        means,
        fc.double({ min: 1, max: 10, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
        tails,
        (mean, times, varianceOverMean, tail) => {
          const at = (of: number): number => delayQuantile(delayLaw(of, varianceOverMean / of), tail);
          expect(at(mean * times)).toBeGreaterThanOrEqual(at(mean) * (1 - 1e-9));
        },
      ),
    );
  });
});

describe("a percentile", () => {
  const law: DelayLaw = { share: 0.5, leastSeconds: 3, spreadSeconds: 2 };

  it("is none for those who are not delayed, and the least delay of all for all", () => {
    expect([0.9, 0.6].map((tail) => delayQuantile(law, tail))).toEqual([0, 0]);
    expect(delayQuantile({ ...law, share: 1 }, 1)).toBe(3);
    expect(delayQuantile(law, 0.25)).toBeCloseTo(3 + 2 * Math.LN2, 12);
  });
});

describe("the longer of two delays", () => {
  /** By the tail: E[T] = int max(P(T_1 > t), P(T_2 > t)) dt. */
  function summed(one: DelayLaw, other: DelayLaw): number {
    let sum = 0;
    for (let t = 5e-4; t < 200; t += 1e-3) sum += 1e-3 * Math.max(delayTail(one, t), delayTail(other, t));
    return sum;
  }
  const law = (share: number, leastSeconds: number, spreadSeconds: number): DelayLaw => ({
    share,
    leastSeconds,
    spreadSeconds,
  });

  it.each([
    ["a constant one beside an exponential one", law(1, 0, 1), law(1, 2, 0)],
    ["an exponential one beside a constant one", law(1, 2, 0), law(1, 0, 1)],
    ["a constant one beside a longer one", law(1, 2, 0), law(1, 3, 0)],
    ["one beside a wider one of half", law(1, 0, 1), law(0.5, 0, 4)],
    ["one beside a narrower one of half", law(1, 0, 4), law(0.5, 0, 1)],
    ["one that begins later beside a wider one", law(1, 3, 1), law(0.8, 1, 2)],
    ["one that begins earlier beside a narrower one", law(1, 0, 5), law(1, 4, 1)],
    ["one beside none", law(1, 1, 1), law(0.5, 0, 0)],
    ["one beside its like", law(1, 2, 3), law(1, 2, 3)],
  ])("has the mean of the upper tail: %s", (_name, one, other) => {
    expect(meanOfLonger(one, other)).toBeCloseTo(summed(one, other), 2);
  });
});

describe("a delay by the requests that run", () => {
  it("is that of each power of two, in lines between, and of nobody where there is none", () => {
    const law = risingDelay((running) => (running < 4 ? delayLaw(0, 1) : delayLaw(running, 3)), 16);
    expect(law(1)).toEqual({ share: 0, leastSeconds: 0, spreadSeconds: 0 });
    expect(law(4)).toEqual({ share: 0.5, leastSeconds: 0, spreadSeconds: 8 });
    expect(law(3)).toEqual({ share: 0.25, leastSeconds: 0, spreadSeconds: 4 });
    expect(law(12)).toEqual({ share: 0.5, leastSeconds: 0, spreadSeconds: 24 });
  });

  it("never gets shorter where a law would", () => {
    const law = risingDelay((running) => (running === 2 ? delayLaw(4, 0.25) : delayLaw(1, 3)), 16);
    expect(law(8)).toEqual({ share: 1, leastSeconds: 2, spreadSeconds: 2 });
  });
});
