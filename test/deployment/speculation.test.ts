import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSpeculation, type Speculation } from "../../src/deployment/speculation.js";

const yielded = (speculation: Speculation): number => checkSpeculation(speculation).tokensPerStep;

describe("tokens of a step", () => {
  // Leviathan, Kalman, Matias 2023, equation 1: (1 - a^(m+1)) / (1 - a), the sum of 1 + a + ... + a^m.
  it.each([
    [1, 0.5, 1.5],
    [2, 0.5, 1.75],
    [3, 0.5, 1.875],
    [3, 0.9, 3.439],
    [4, 0.8, 3.3616],
    [5, 0.75, 3.288_085_937_5],
    [7, 0, 1],
  ])("of %i drafts accepted at %d are %d", (draftTokens, acceptanceRate, tokens) => {
    expect(checkSpeculation({ draftTokens, acceptanceRate })).toEqual({
      draftTokens,
      tokensPerStep: expect.closeTo(tokens, 9) as number,
    });
  });

  it("are the accepted length that engines log, taken as it is", () => {
    for (const acceptedLength of [1, 2.31, 4])
      expect(checkSpeculation({ draftTokens: 3, acceptedLength })).toEqual({
        draftTokens: 3,
        tokensPerStep: acceptedLength,
      });
  });

  it("are one at least, and one for each draft and one more at most; more the more is accepted and drafted", () => {
    const rate = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 16 }), rate, rate, (draftTokens, one, other) => {
        const [fewer, more] = [Math.min(one, other), Math.max(one, other)].map((acceptanceRate) =>
          yielded({ draftTokens, acceptanceRate }),
        ) as [number, number];
        expect(fewer).toBeGreaterThanOrEqual(1);
        expect(more).toBeLessThanOrEqual((draftTokens + 1) * (1 + 1e-12));
        expect(more).toBeGreaterThanOrEqual(fewer * (1 - 1e-12));
        expect(yielded({ draftTokens: draftTokens + 1, acceptanceRate: one })).toBeGreaterThanOrEqual(
          yielded({ draftTokens, acceptanceRate: one }) * (1 - 1e-12),
        );
      }),
    );
  });
});

describe("speculation is refused", () => {
  it.each([
    [null, "invalid-type", "speculation"],
    [[], "invalid-type", "speculation"],
    [{ draftTokens: 2, acceptanceRate: 0.5, method: "eagle" }, "out-of-range", "speculation.method"],
    [{ acceptanceRate: 0.5 }, "invalid-type", "speculation.draftTokens"],
    [{ draftTokens: 0, acceptanceRate: 0.5 }, "out-of-range", "speculation.draftTokens"],
    [{ draftTokens: 1.5, acceptanceRate: 0.5 }, "out-of-range", "speculation.draftTokens"],
    [{ draftTokens: "2", acceptanceRate: 0.5 }, "invalid-type", "speculation.draftTokens"],
    [{ draftTokens: 2 }, "contradictory-options", "speculation"],
    [{ draftTokens: 2, acceptanceRate: 0.5, acceptedLength: 1.75 }, "contradictory-options", "speculation"],
    [{ draftTokens: 2, acceptanceRate: 1 }, "out-of-range", "speculation.acceptanceRate"],
    [{ draftTokens: 2, acceptanceRate: -0.1 }, "out-of-range", "speculation.acceptanceRate"],
    [{ draftTokens: 2, acceptanceRate: NaN }, "out-of-range", "speculation.acceptanceRate"],
    [{ draftTokens: 2, acceptanceRate: "half" }, "invalid-type", "speculation.acceptanceRate"],
    [{ draftTokens: 2, acceptedLength: 0.9 }, "out-of-range", "speculation.acceptedLength"],
    [{ draftTokens: 2, acceptedLength: 3.1 }, "out-of-range", "speculation.acceptedLength"],
    [{ draftTokens: 2, acceptedLength: "two" }, "invalid-type", "speculation.acceptedLength"],
  ])("%j", (speculation, code, field) => {
    expect(() => checkSpeculation(speculation as unknown as Speculation)).toThrow(
      expect.objectContaining({ name: "InfrascaleError", code, field }) as Error,
    );
  });
});
