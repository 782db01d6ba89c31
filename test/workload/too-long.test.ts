import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lengthDistribution, type Lengths } from "../../src/workload/length-distribution.js";
import { shareTooLong, shareTooLongOf } from "../../src/workload/too-long.js";

const lengths = (input: Lengths, output: Lengths) => ({
  input: lengthDistribution(input, "input"),
  output: lengthDistribution(output, "output"),
});

describe("the share of the requests that are longer than a limit", () => {
  test("is none or all where all are the same", () => {
    expect(shareTooLong(lengths(100, 50), 150)).toBe(0);
    expect(shareTooLong(lengths(100, 50), 149)).toBe(1);
  });

  test("is that of a lognormal distribution, to a thousandth; up to a hundredth it is no more than a guess", () => {
    const chat = lengths({ mean: 1155, cv: 0.96 }, 100);
    const exceededBy = (share: number): number => chat.input.quantile(1 - share) + 100;
    for (const share of [0.02, 0.05, 0.5, 0.9])
      expect(Math.abs(shareTooLong(chat, exceededBy(share)) - share)).toBeLessThan(1e-3);
    expect(shareTooLong(chat, exceededBy(0.009))).toBe(0);
    expect(shareTooLong(chat, 1e6)).toBe(0);
  });

  test("counts both parts: two lognormal ones beyond their sum, as by ten million draws of numpy", () => {
    // (rng.lognormal(...) of mean 1155 and cv 0.96 + one of mean 211 and cv 0.77 > 3000).mean() is 0.0685, +-0.0001.
    expect(shareTooLong(lengths({ mean: 1155, cv: 0.96 }, { mean: 211, cv: 0.77 }), 3000)).toBeCloseTo(0.0685, 3);
  });

  test("is that of all pairs of counted lengths", () => {
    const tokens = fc.integer({ min: 1, max: 2000 });
    // A thousand nodes stand for so many lengths equally.
    const values = fc
      .constantFrom(1, 2, 4, 5, 8, 10)
      .chain((count) => fc.array(tokens, { minLength: count, maxLength: count }));
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 4500 }), (input, output, limit) => {
        const pairs = input.flatMap((prompt) => output.map((answer) => prompt + answer > limit));
        expect(shareTooLong(lengths({ values: input }, { values: output }), limit)).toBeCloseTo(
          pairs.filter(Boolean).length / pairs.length,
          9,
        );
      }),
    );
  });

  test("tells of the longest of many counted lengths", () => {
    const values = [...Array<number>(99_999).fill(1000), 200_000];
    expect(shareTooLong(lengths({ values }, 100), 131_072)).toBeGreaterThan(0);
    expect(shareTooLong(lengths({ values }, 100), 200_100)).toBe(0);
  });

  test("never rises with the limit", () => {
    const spread = fc.record({
      mean: fc.integer({ min: 1, max: 10_000 }),
      cv: fc.double({ min: 0, max: 5, noNaN: true }),
    });
    fc.assert(
      fc.property(
        spread,
        spread,
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (input, output, limit, more) => {
          const at = (tokens: number): number => shareTooLong(lengths(input, output), tokens);
          expect(at(limit + more)).toBeLessThanOrEqual(at(limit));
          expect(at(limit)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test("of requests as they came is that of each with its own output", () => {
    const trace = { arrivalSeconds: [0, 1, 2, 3], inputTokens: [10, 10, 90, 90], outputTokens: [90, 5, 5, 10] };
    expect(shareTooLongOf(trace, 99)).toBe(0.5);
    expect(shareTooLongOf(trace, 100)).toBe(0);
  });
});
