import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delayQuantile, delayTail } from "../../src/queueing/delay-law.js";

const means = fc.double({ min: 1e-6, max: 1e3, noNaN: true });
const variations = fc.double({ min: 0, max: 50, noNaN: true });
const tails = fc.double({ min: 1e-6, max: 1, noNaN: true });

/** Mean and second moment by summing the tail: E[T] = int P(T > t) dt, E[T^2] = int 2 t P(T > t) dt. */
function moments(mean: number, squaredCv: number): readonly [number, number] {
  const step = mean / 2000;
  let [first, second] = [0, 0];
  for (let t = step / 2; t < mean * 200; t += step) {
    const tail = delayTail(t, mean, squaredCv);
    first += tail * step;
    second += 2 * t * tail * step;
  }
  return [first, second];
}

describe("a delay", () => {
  it.each([0.25, 1, 3])("has its mean and a squared variation of %s", (squaredCv) => {
    const [first, second] = moments(2, squaredCv);
    expect(first / 2).toBeCloseTo(1, 2);
    expect(second / (4 * (1 + squaredCv))).toBeCloseTo(1, 2);
  });

  it("is exponential at one, a constant at none, and of all or nobody without a mean", () => {
    expect(delayTail(3, 2, 1)).toBeCloseTo(Math.exp(-1.5), 12);
    expect([delayTail(1.99, 2, 0), delayTail(2, 2, 0)]).toEqual([1, 0]);
    expect([delayTail(0, 0, 1), delayTail(-1, 2, 1)]).toEqual([0, 1]);
    expect([delayQuantile(0.05, 2, 0), delayQuantile(0.5, 2, 1)]).toEqual([2, 2 * Math.LN2]);
    // One in two is delayed at all: the median is none.
    expect([delayTail(0, 2, 3), delayQuantile(0.5, 2, 3)]).toEqual([0.5, 0]);
  });

  it("has a quantile that is the inverse of the tail", () => {
    fc.assert(
      fc.property(means, variations, tails, (mean, squaredCv, tail) => {
        const value = delayQuantile(tail, mean, squaredCv);
        fc.pre(value > 0 && squaredCv > 1e-6);
        expect(delayTail(value, mean, squaredCv)).toBeCloseTo(tail, 6);
      }),
    );
  });

  it("never gets shorter as the mean rises, at any percentile, while variance over mean stays", () => {
    fc.assert(
      fc.property(means, fc.double({ min: 1, max: 10, noNaN: true }), fc.double({ min: 1e-6, max: 1e3, noNaN: true }), tails, (mean, times, varianceOverMean, tail) => {
        const at = (of: number): number => delayQuantile(tail, of, varianceOverMean / of);
        expect(at(mean * times)).toBeGreaterThanOrEqual(at(mean) * (1 - 1e-9));
      }),
    );
  });
});
