import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delayLaw, delayMean, delayQuantile, delayTail } from "../../src/queueing/delay-law.js";

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
      fc.property(means, fc.double({ min: 1, max: 10, noNaN: true }), fc.double({ min: 1e-6, max: 1e3, noNaN: true }), tails, (mean, times, varianceOverMean, tail) => {
        const at = (of: number): number => delayQuantile(delayLaw(of, varianceOverMean / of), tail);
        expect(at(mean * times)).toBeGreaterThanOrEqual(at(mean) * (1 - 1e-9));
      }),
    );
  });
});
